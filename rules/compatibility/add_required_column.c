/* add-required-column: a NOT NULL column without a value for existing rows cannot be added to a
 * table that has rows, 23502 (PostgreSQL manual, ALTER TABLE, ADD COLUMN). */
#include "lint/rule.h"

/* A user's type may be a domain with a DEFAULT of its own. */
static bool may_have_own_default(const struct rule_ctx *ctx, const struct type_name *type)
{
    const struct catalog_object *known = NULL;
    if (type->array_dimensions > 0) return false;
    if (catalog_find_object(ctx->catalog, OBJ_DOMAIN, type->name, &known) != KNOWN) return false;
    return known != NULL && known->kind == OBJ_DOMAIN && known->has_default;
}

/* -- which columns ------------------------------------------------------------------------------
 */

static bool has_value(const struct rule_ctx *ctx, const struct column *column)
{
    if (column->has_default) return !column->default_value.is_null;
    if (column->identity != 0 || column->generated != NULL || column->type.is_serial) return true;
    return may_have_own_default(ctx, &column->type);
}

/* Another action of the same ALTER TABLE makes it NOT NULL: SET NOT NULL, PRIMARY KEY (column). */
static bool is_made_required(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str column = change->add_column.name;
    const struct change *other = NULL;
    while ((other = next_action(ctx, change, other)) != NULL) {
        if (other->kind == CHANGE_SET_NOT_NULL && str_equal(other->name, column)) return true;
        if (other->kind != CHANGE_ADD_CONSTRAINT) continue;
        const struct constraint *key = &other->constraint;
        if (key->kind == CONSTRAINT_PRIMARY_KEY && str_list_has(&key->columns, column)) return true;
    }
    return false;
}

static bool is_required(const struct rule_ctx *ctx, const struct change *change)
{
    const struct column *column = &change->add_column;
    if (change->kind != CHANGE_ADD_COLUMN || has_value(ctx, column)) return false;
    if (adds_no_column(ctx, change)) return false;
    return column->not_null || column->primary_key || is_made_required(ctx, change);
}

/* All of them that the statement of [change] adds, itself the first. */
struct required {
    const struct change **at;
    size_t len, cap;
};

static struct required required_with(const struct rule_ctx *ctx, const struct change *change)
{
    struct required all = {0};
    const struct change *other = change;
    VEC_PUSH(ctx->arena, &all, change);
    while ((other = next_action(ctx, change, other)) != NULL) {
        if (is_required(ctx, other)) VEC_PUSH(ctx->arena, &all, other);
    }
    return all;
}

/* -- a value for the rows that are there --------------------------------------------------------
 */

static void offer_defaults(struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct required *all)
{
    const bool several = all->len > 1;
    struct fix_draft fix = unsafe_fix(
        finding, several ? "give each column a DEFAULT" : "give the column a DEFAULT",
        several ? "every existing row gets those values" : "every existing row gets that value");
    for (size_t i = 0; i < all->len; i++) {
        const struct column *column = &all->at[i]->add_column;
        const char *value = fill_value(&column->type);
        const struct fill_demands demands = fill_demands_on(ctx, all->at[i]);
        const struct span span = span_of(ctx, column->at);
        if (span.source == NULL || value == NULL || column->has_default || !column->not_null)
            return;
        if (demands.key || demands.foreign || demands.check) return;
        edit_insert(&fix, span.source, span.end, " %s %s",
                    writes_small(ctx) ? "default" : "DEFAULT", value);
    }
    offer_fix(&fix);
}

static void help_value(struct rule_ctx *ctx, struct diagnostic *finding, const struct required *all)
{
    const bool several = all->len > 1;
    const struct column *column = &all->at[0]->add_column;
    const struct fill_demands demands = fill_demands_on(ctx, all->at[0]);
    const char *value = several || demands.check ? NULL : fill_value(&column->type);
    help(finding,
         "%s a constant DEFAULT%s%s%s%s: PostgreSQL 11 and later do not touch the rows for that",
         several            ? "give each"
         : column->not_null ? "give it"
                            : "write into its ADD COLUMN both NOT NULL and",
         demands.check && !several ? " that its CHECK allows" : "",
         value != NULL ? ", such as `" : "", value != NULL ? value : "", value != NULL ? "`" : "");
    help(finding,
         "or add %s nullable, fill %s in batches, and make %s NOT NULL in a later migration",
         several ? "them" : "it", several ? "them" : "it", several ? "them" : "it");
    offer_defaults(ctx, finding, all);
}

static void help_required(struct rule_ctx *ctx, struct diagnostic *finding,
                          const struct required *all)
{
    const struct column *column = &all->at[0]->add_column;
    if (column->primary_key) {
        help(finding,
             "add it nullable, fill it in batches, build a unique index CONCURRENTLY, then "
             "ADD PRIMARY KEY USING INDEX, each in a migration of its own");
        return;
    }
    for (size_t i = 0; i < all->len; i++) {
        const struct fill_demands demands = fill_demands_on(ctx, all->at[i]);
        if (!demands.key && !demands.foreign) continue;
        const struct str name = all->at[i]->add_column.name;
        note(finding, "a constant DEFAULT is no way out%s" STR_FMT "%s: %s",
             all->len > 1 ? " for `" : "", STR_ARG(all->len > 1 ? name : STR("")),
             all->len > 1 ? "`" : "",
             demands.key ? "its key wants another value in each row"
                         : "its foreign key wants a value that the other table has");
        help(finding,
             "add %s nullable, fill %s in batches, and make %s NOT NULL in a later migration",
             all->len > 1 ? "them" : "it", all->len > 1 ? "them" : "it",
             all->len > 1 ? "them" : "it");
        return;
    }
    help_value(ctx, finding, all);
}

/* -- the rule -----------------------------------------------------------------------------------
 */

/* What the section last did to the rows of the table, before the column comes. */
struct rows {
    enum { ROWS_AS_THEY_WERE, ROWS_PUT_IN, ROWS_ALL_GONE } now;
    struct span at;
};

static bool names_table(const struct rule_ctx *ctx, const struct change *earlier,
                        const struct change *change)
{
    if (earlier->kind != CHANGE_TRUNCATE)
        return is_same_relation(ctx, earlier->table, change->table);
    for (size_t i = 0; i < earlier->truncate.tables.len; i++) {
        if (is_same_relation(ctx, earlier->truncate.tables.at[i], change->table)) return true;
    }
    return false;
}

static struct rows rows_of(const struct rule_ctx *ctx, const struct change *change)
{
    struct rows rows = {0};
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        const bool puts = earlier->kind == CHANGE_INSERT || earlier->kind == CHANGE_COPY ||
                          earlier->kind == CHANGE_MERGE || earlier->kind == CHANGE_CREATE_TABLE_AS;
        const bool takes = earlier->kind == CHANGE_TRUNCATE ||
                           (earlier->kind == CHANGE_DELETE && !earlier->data.has_where);
        if ((!puts && !takes) || earlier->conditional || !names_table(ctx, earlier, change))
            continue;
        rows.now = puts ? ROWS_PUT_IN : ROWS_ALL_GONE;
        rows.at = cursor_span(&cursor, earlier->at);
    }
    return rows;
}

/* "`a`, `b` and `c`" */
static struct str names_of(const struct rule_ctx *ctx, const struct required *all)
{
    enum { NAMED = 4 };
    struct str text = STR("");
    for (size_t i = 0; i < all->len && i < NAMED; i++) {
        const bool last = i + 1 == all->len;
        text = str_format(ctx->arena, STR_FMT "%s`" STR_FMT "`", STR_ARG(text),
                          i == 0 ? ""
                          : last ? " and "
                                 : ", ",
                          STR_ARG(all->at[i]->add_column.name));
    }
    if (all->len <= NAMED) return text;
    return str_format(ctx->arena, STR_FMT " and %zu more", STR_ARG(text), all->len - NAMED);
}

static struct diagnostic *report_required(struct rule_ctx *ctx, const struct change *change,
                                          const struct required *all, const struct rows *rows)
{
    const struct column *column = &change->add_column;
    const char *ending = all->len > 1 ? "s" : "";
    const struct str names = names_of(ctx, all);
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding =
        rows->now == ROWS_ALL_GONE
            ? report(ctx, change->at,
                     "adding required column%s " STR_FMT " breaks the INSERTs of running code into "
                     "`" STR_FMT "`",
                     ending, STR_ARG(names), STR_ARG(table))
            : report(ctx, change->at,
                     "adding required column%s " STR_FMT " fails if `" STR_FMT "` has a single row",
                     ending, STR_ARG(names), STR_ARG(table));
    primary_label(finding, "%s, and %s no value for it",
                  column->primary_key ? "PRIMARY KEY"
                  : column->not_null  ? "NOT NULL"
                                      : "made NOT NULL by this statement",
                  rows->now == ROWS_ALL_GONE ? "they bring" : "existing rows have");
    for (size_t i = 1; i < all->len; i++) {
        label(finding, span_of(ctx, all->at[i]->at), "nor for this one");
    }
    finding->object = column->name;
    return finding;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_ABSENT || is_foreign(ctx, change)) return;
    if (!is_required(ctx, change) || found_in_statement(ctx) != NULL) return;
    const struct rows rows = rows_of(ctx, change);
    if (standing == STANDING_NEW && rows.now != ROWS_PUT_IN) return;

    const struct required all = required_with(ctx, change);
    struct diagnostic *finding = report_required(ctx, change, &all, &rows);
    if (standing != STANDING_NEW) {
        label_existing(ctx, finding, change->table_at, change->table, "existing table");
    }
    if (rows.now == ROWS_AS_THEY_WERE) {
        note(finding, "on an empty table it passes, and then refuses the INSERTs of running code "
                      "that does not know the column");
    } else {
        label(finding, rows.at,
              rows.now == ROWS_PUT_IN ? "puts rows into it" : "takes all rows out of it");
    }
    if (rows.now == ROWS_ALL_GONE) soften(finding);
    if (standing == STANDING_UNRELEASED && rows.now != ROWS_PUT_IN) soften(finding);
    help_required(ctx, finding, &all);
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
    .exceptions = "A table made in the same transaction that has no rows yet; GENERATED, identity "
                  "and serial columns; a domain that brings its own default; foreign tables. A "
                  "table that this file, or another one the base ref lacks, made and committed is "
                  "a warning.",
    .fix = "unsafe: adds a DEFAULT where each column's type has a neutral value",
    .example = {.bad = "ALTER TABLE users ADD COLUMN country text NOT NULL;",
                .good = "ALTER TABLE users ADD COLUMN country text NOT NULL DEFAULT '';"},
    .aliases = {"adding-required-field"},
    .on = {CHANGE_ADD_COLUMN},
    .hides = {"*"},
    .check = check,
};
