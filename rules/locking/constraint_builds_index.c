/* constraint-builds-index: UNIQUE, PRIMARY KEY and EXCLUDE build their index under ACCESS EXCLUSIVE
 * (PostgreSQL manual, ALTER TABLE, "ADD table_constraint_using_index"). */
#include "lint/rule.h"

static const struct constraint *building_constraint(const struct change *change)
{
    static const enum constraint_kind kinds[] = {CONSTRAINT_PRIMARY_KEY, CONSTRAINT_UNIQUE,
                                                 CONSTRAINT_EXCLUDE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct constraint *added = added_constraint(change, kinds[i]);
        if (added != NULL && added->using_index.len == 0) return added;
    }
    return NULL;
}

static const char *words_of(enum constraint_kind kind)
{
    if (kind == CONSTRAINT_PRIMARY_KEY) return "primary key";
    return kind == CONSTRAINT_UNIQUE ? "unique constraint" : "exclusion constraint";
}

static void help_exclusion(struct diagnostic *finding)
{
    help(finding, "PostgreSQL has no online way to add EXCLUDE: do it in a maintenance window, or "
                  "fill a new table that has it and swap the two");
}

/* PostgreSQL refuses USING INDEX there (0A000); ONLY builds nothing. */
static void help_partitioned(const struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct change *change, const struct constraint *added)
{
    const struct str table = show_name(ctx, change->table);
    const char *words = added->kind == CONSTRAINT_PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE";
    const struct str columns = constraint_columns(ctx, change, added);
    help(finding,
         "give each partition its own, then the table, %s:\n"
         "1. on each partition CREATE UNIQUE INDEX CONCURRENTLY, then ADD %s USING INDEX\n"
         "2. `ALTER TABLE ONLY " STR_FMT " ADD CONSTRAINT " STR_FMT " %s (" STR_FMT ");`\n"
         "3. `ALTER INDEX " STR_FMT " ATTACH PARTITION` each of those indexes",
         one_step_each(ctx), words, STR_ARG(table), STR_ARG(constraint_name(ctx, change, added)),
         words, STR_ARG(columns), STR_ARG(constraint_name(ctx, change, added)));
}

/* A Down starts from what its Up has left behind. */
static bool is_of_this_section(const struct rule_ctx *ctx, struct span span)
{
    const struct goose_file *goose = ctx->file->goose;
    const struct span body = ctx->direction == DIRECTION_UP ? goose->up.body : goose->down.body;
    return span.source == body.source && span.start >= body.start && span.start < body.end;
}

/* An index of that name was there until this section dropped it, alone or with its constraint or
 * column: it is still there when the new one is built. */
static bool is_name_in_use(const struct rule_ctx *ctx, const struct change *change, struct str name)
{
    const struct name index = {change->table.schema, name};
    const struct relation *known = NULL;
    struct origin gone;
    if (catalog_find(ctx->catalog, OBJ_INDEX, index, &known) == KNOWN) return true;
    if (catalog_gone(ctx->catalog, OBJ_INDEX, index, &gone) && is_of_this_section(ctx, gone.span)) {
        return true;
    }
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        const bool drops =
            earlier->kind == CHANGE_DROP_CONSTRAINT || earlier->kind == CHANGE_DROP_INDEX;
        if (drops && (str_equal(earlier->name, name) || str_equal(index_of(earlier).name, name))) {
            return true;
        }
    }
    return false;
}

/* What the index has to say besides its columns, so that it is the constraint's. */
static struct str index_options(const struct rule_ctx *ctx, const struct constraint *added)
{
    struct str text = STR("");
    const struct str_list *include = added->index != NULL ? &added->index->include : NULL;
    if (include != NULL && include->len > 0) {
        text = str_format(ctx->arena, " INCLUDE (" STR_FMT ")",
                          STR_ARG(str_join(ctx->arena, include->at, include->len, STR(", "))));
    }
    if (!added->nulls_not_distinct) return text;
    return str_format(ctx->arena, STR_FMT " NULLS NOT DISTINCT", STR_ARG(text));
}

static const char *deferral(const struct constraint *added)
{
    if (added->initially_deferred) return " DEFERRABLE INITIALLY DEFERRED";
    return added->deferrable ? " DEFERRABLE" : "";
}

/* The section drops the constraint that has the name: that belongs to the last step. */
static bool replaces(const struct rule_ctx *ctx, const struct change *change, struct str name)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_CONSTRAINT && str_equal(cursor.change->name, name) &&
            str_equal(cursor.change->table.name, change->table.name)) {
            return true;
        }
    }
    return false;
}

/* Both steps of a Down are in one file, which starts over from its top when the second fails. */
static struct str clearing_step(const struct rule_ctx *ctx, struct name table, struct str index)
{
    if (ctx->direction == DIRECTION_UP) return STR("");
    return str_format(ctx->arena, "`DROP INDEX CONCURRENTLY IF EXISTS " STR_FMT ";`\n",
                      STR_ARG(show_name(ctx, (struct name){table.schema, index})));
}

/* USING INDEX gives the index the constraint's name (PostgreSQL manual, ALTER TABLE). The next
 * migration's Down runs before this one: in a Down both steps belong into this file. */
static void help_using_index(struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct change *change, const struct constraint *added)
{
    const struct str name = constraint_name(ctx, change, added);
    const struct str table = show_name(ctx, change->table);
    const struct str index = is_name_in_use(ctx, change, name)
                                 ? str_format(ctx->arena, STR_FMT "_new", STR_ARG(name))
                                 : name;
    const struct str drop =
        replaces(ctx, change, name)
            ? str_format(ctx->arena, " DROP CONSTRAINT " STR_FMT ",", STR_ARG(name))
            : STR("");
    const bool up = ctx->direction == DIRECTION_UP;
    help(finding,
         "build the index %s:\n" STR_FMT "`CREATE UNIQUE INDEX CONCURRENTLY " STR_FMT " ON " STR_FMT
         " (" STR_FMT ")" STR_FMT ";`\n"
         "%s: `ALTER TABLE " STR_FMT STR_FMT " ADD CONSTRAINT " STR_FMT " %s USING INDEX " STR_FMT
         "%s;`",
         up ? "in a migration of its own, with `-- +goose NO TRANSACTION`"
            : "in this Down, with `-- +goose NO TRANSACTION` for the whole file",
         STR_ARG(clearing_step(ctx, change->table, index)), STR_ARG(index), STR_ARG(table),
         STR_ARG(constraint_columns(ctx, change, added)), STR_ARG(index_options(ctx, added)),
         up ? "then, in the next" : "then", STR_ARG(table), STR_ARG(drop), STR_ARG(name),
         added->kind == CONSTRAINT_PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE", STR_ARG(index),
         deferral(added));
}

/* Added alone, the column of an inline PRIMARY KEY may hold NULLs: nothing else says NOT NULL. */
static bool is_left_nullable(const struct rule_ctx *ctx, const struct change *change,
                             const struct constraint *added)
{
    const struct column *column = &change->add_column;
    const struct relation *table = known_relation(ctx, change->table);
    const struct catalog_column *there = NULL;
    if (change->kind != CHANGE_ADD_COLUMN || added->kind != CONSTRAINT_PRIMARY_KEY) return false;
    if (is_made_not_null(column)) return false;
    return table == NULL || relation_column(table, column->name, &there) == KNOWN_ABSENT ||
           there == NULL || there->nullability != KNOWN || !there->not_null;
}

/* Release notes of 12: valid CHECK constraints spare the search for NULLs. */
enum { PROOF_SINCE = 12 };

static void help_nullable(const struct rule_ctx *ctx, struct diagnostic *finding, const char *when,
                          struct str column)
{
    if (ctx->config->postgres_version < PROOF_SINCE) {
        note(finding, "before PostgreSQL 12 nothing spares the search for NULLs; USING INDEX "
                      "spares the index build");
    } else {
        help(finding,
             "%s make `" STR_FMT "` NOT NULL by a validated CHECK: USING INDEX would read every "
             "row for it",
             when, STR_ARG(column));
    }
}

static void help_if_nullable(const struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct constraint *added, struct str column)
{
    if (ctx->config->postgres_version < PROOF_SINCE) return;
    help(finding,
         "first see that " STR_FMT " is NOT NULL, by a validated CHECK if it is not: USING INDEX "
         "would read every row for it",
         STR_ARG(added->columns.len > 1
                     ? STR("each column of the key")
                     : str_format(ctx->arena, "`" STR_FMT "`", STR_ARG(column))));
}

/* A DEFAULT that is one value for all rows gives NOT NULL for nothing. */
static void help_column_alone(const struct rule_ctx *ctx, struct diagnostic *finding,
                              const struct change *change, const struct constraint *added)
{
    const struct column *column = &change->add_column;
    const bool filled =
        column->has_default && !column->default_value.is_null &&
        new_column_of(ctx->catalog, column, (int)ctx->config->postgres_version).cost ==
            NEW_COLUMN_FREE;
    const bool nullable = is_left_nullable(ctx, change, added);
    if (adds_constraint_alone(ctx, change)) {
        help(finding,
             "leave this out: the column is there; before PostgreSQL 13, IF NOT EXISTS "
             "does not keep its %s from being added",
             words_of(added->kind));
        if (nullable) help_nullable(ctx, finding, "to have the key, first", column->name);
        return;
    }
    help(finding, "add the column alone here%s",
         nullable && filled ? ", with NOT NULL: its DEFAULT fills every row" : "");
    if (nullable && !filled) help_nullable(ctx, finding, "then", column->name);
}

static void explain(struct rule_ctx *ctx, struct diagnostic *finding, const struct change *change,
                    const struct constraint *added)
{
    const struct str table = show_name(ctx, change->table);
    const struct nullable_columns nullable = nullable_columns_of(ctx, change, added);
    if (nullable.known.len == 0) {
        note(finding,
             "its index is built from every row of `" STR_FMT "`; nothing else runs on the "
             "table meanwhile",
             STR_ARG(table));
    } else {
        note(finding,
             "every row of `" STR_FMT "` is read twice, to build its index and to find NULLs in "
             "`" STR_FMT "`; nothing else runs on the table meanwhile",
             STR_ARG(table), STR_ARG(nullable.known));
    }
    if (added->kind == CONSTRAINT_EXCLUDE) {
        help_exclusion(finding);
    } else if (is_partitioned(ctx, change->table)) {
        help_partitioned(ctx, finding, change, added);
    } else {
        if (nullable.known.len > 0)
            help_nullable(ctx, finding, "first", nullable.known);
        else if (nullable.unknown.len > 0)
            help_if_nullable(ctx, finding, added, nullable.unknown);
        if (change->kind == CHANGE_ADD_COLUMN) help_column_alone(ctx, finding, change, added);
        help_using_index(ctx, finding, change, added);
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct constraint *added = building_constraint(change);
    if (added == NULL) return;
    if (!scan_takes_long(ctx, change->table) || adds_no_constraint(ctx, change)) return;
    if (change->only && is_partitioned(ctx, change->table)) return;
    if (constraint_said_in_up(ctx, change, added->kind)) return;

    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding =
        report(ctx, added->at, "building this %s blocks reads and writes on `" STR_FMT "`",
               words_of(added->kind), STR_ARG(table));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    explain(ctx, finding, change, added);
    finding->object = constraint_name(ctx, change, added);
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_constraint_builds_index = {
    .id = "constraint-builds-index",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a constraint builds its index while the whole table is locked",
    .why = "ADD UNIQUE, PRIMARY KEY and EXCLUDE take an ACCESS EXCLUSIVE lock and build an index "
           "from every row: no query on the table runs until the transaction ends.",
    .instead =
        "CREATE UNIQUE INDEX CONCURRENTLY in a NO TRANSACTION migration, then ADD CONSTRAINT "
        "... USING INDEX in the next: it takes a moment.",
    .exceptions = "A table made in the same transaction, temporary, of `size: small`, or without "
                  "rows since this "
                  "file, or another one the base ref lacks, made it; USING INDEX; ONLY a "
                  "partitioned table, which builds nothing; a Down whose Up "
                  "is reported for the same table. Down, and a young table with rows, are a "
                  "warning.",
    .example = {.bad = "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);",
                .good = "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX\n"
                        "    users_email_key;"},
    .aliases = {"disallowed-unique-constraint", "adding-serial-primary-key-field"},
    .on = {CHANGE_ADD_CONSTRAINT, CHANGE_ADD_COLUMN},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock",
              "new-constraint-on-live-table"},
    .check = check,
};
