/* add-required-column: a NOT NULL column without a value for existing rows cannot be added to a
 * table that has rows, 23502 (PostgreSQL manual, ALTER TABLE, ADD COLUMN). */
#include "lint/rule.h"

/* A value of the type that means nothing, for a fix; NULL where none is at hand. */
static const char *neutral_default(const struct type_name *type)
{
    static const struct {
        const char *type;
        const char *value;
    } defaults[] = {
        {"int2", "0"},
        {"int4", "0"},
        {"int8", "0"},
        {"numeric", "0"},
        {"float4", "0"},
        {"float8", "0"},
        {"text", "''"},
        {"varchar", "''"},
        {"bool", "false"},
        {"jsonb", "'{}'"},
        {"json", "'{}'"},
        {"date", "CURRENT_DATE"},
        {"timestamptz", "now()"},
        {"timestamp", "now()"},
    };
    if (type->array_dimensions > 0) return "'{}'";
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (str_equal(type->name.name, str_from(defaults[i].type))) return defaults[i].value;
    }
    return NULL;
}

/* A user's type may be a domain with a DEFAULT of its own. */
static bool may_have_own_default(const struct rule_ctx *ctx, const struct type_name *type)
{
    const struct catalog_object *known = NULL;
    if (type->array_dimensions > 0) return false;
    if (catalog_find_object(ctx->catalog, OBJ_DOMAIN, type->name, &known) != KNOWN) return false;
    return known != NULL && known->kind == OBJ_DOMAIN && known->has_default;
}

static bool is_required(const struct rule_ctx *ctx, const struct column *column)
{
    if (!column->not_null && !column->primary_key) return false;
    if (column->has_default && !column->default_value.is_null) return false;
    if (column->identity != 0 || column->generated_stored || column->type.is_serial) return false;
    return column->has_default || !may_have_own_default(ctx, &column->type);
}

static bool has_key(const struct column *column)
{
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (column->constraints[i].kind != CONSTRAINT_CHECK) return true;
    }
    return false;
}

/* A key of its own, or one that the statement or a later one of the section puts on it. */
static bool gets_key(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str column = change->add_column.name;
    struct cursor cursor = cursor_after(ctx, change);
    if (has_key(&change->add_column)) return true;
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if (!str_equal(later->table.name, change->table.name)) continue;
        if (later->kind == CHANGE_CREATE_INDEX && later->create_index.unique &&
            later->create_index.key_count == 1 &&
            str_equal(later->create_index.keys[0].column, column)) {
            return true;
        }
        if (later->kind != CHANGE_ADD_CONSTRAINT) continue;
        const struct constraint *key = &later->constraint;
        const bool alone = key->columns.len == 1 && str_equal(key->columns.at[0], column);
        if (alone && key->kind != CONSTRAINT_CHECK) return true;
    }
    return false;
}

static void help_required(struct rule_ctx *ctx, struct diagnostic *finding,
                          const struct change *change)
{
    const struct column *column = &change->add_column;
    const char *value = neutral_default(&column->type);
    if (column->primary_key) {
        help(finding,
             "add it nullable, fill it in batches, build a unique index CONCURRENTLY, then "
             "ADD PRIMARY KEY USING INDEX, each in a migration of its own");
        return;
    }
    if (gets_key(ctx, change)) {
        note(finding, "a constant DEFAULT is no way out: its key wants another value in each row, "
                      "or one that the other table has");
        help(finding,
             "add it nullable, fill it in batches, and make it NOT NULL in a later migration");
        return;
    }
    help(finding,
         "give it a constant DEFAULT%s%s%s: PostgreSQL 11 and later do not touch the rows "
         "for that",
         value != NULL ? ", such as `" : "", value != NULL ? value : "", value != NULL ? "`" : "");
    help(finding,
         "or add it nullable, fill it in batches, and make it NOT NULL in a later migration");
    const struct span span = span_of(ctx, column->at);
    if (span.source == NULL || value == NULL || column->has_default) return;
    struct fix_draft fix =
        unsafe_fix(finding, "give the column a DEFAULT", "every existing row gets that value");
    edit_insert(&fix, span.source, span.end, " %s %s", writes_small(ctx) ? "default" : "DEFAULT",
                value);
    offer_fix(&fix);
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct column *column = &change->add_column;
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (!is_required(ctx, column)) return;

    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding =
        report(ctx, change->at,
               "adding required column `" STR_FMT "` fails if `" STR_FMT "` has a single row",
               STR_ARG(column->name), STR_ARG(table));
    primary_label(finding, "%s, and existing rows have no value for it",
                  column->primary_key ? "PRIMARY KEY" : "NOT NULL");
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note(finding, "on an empty table it passes, and then refuses the INSERTs of running code that "
                  "does not know the column");
    help_required(ctx, finding, change);
    finding->object = column->name;
    if (standing == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_add_required_column = {
    .id = "add-required-column",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a NOT NULL column is added without a value for the rows that exist",
    .why = "PostgreSQL refuses it as soon as the table has one row (23502), and the deployment "
           "stops. On an empty table every INSERT of the old release fails afterwards.",
    .instead = "Give it a constant DEFAULT; or add it nullable, backfill, and SET NOT NULL in a "
               "later migration.",
    .exceptions = "A table made in the same transaction; GENERATED, identity and serial columns; a "
                  "domain type, which may bring its own default. A table that this file, or "
                  "another one the base ref lacks, made and committed is a warning.",
    .fix = "unsafe: adds a DEFAULT where the type has a neutral value",
    .example = {.bad = "ALTER TABLE users ADD COLUMN country text NOT NULL;",
                .good = "ALTER TABLE users ADD COLUMN country text NOT NULL DEFAULT '';"},
    .aliases = {"adding-required-field"},
    .on = {CHANGE_ADD_COLUMN},
    .hides = {"*"},
    .check = check,
};
