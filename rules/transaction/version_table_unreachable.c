/* version-table-unreachable: the section leaves a session in which goose cannot write its version
 * row (reference goose.md section 3, S19). */
#include "lint/rule.h"

static bool is_variable(const struct change *change, const char *variable)
{
    return str_equal(change->set.variable, str_from(variable));
}

/* SET LOCAL holds to the end of goose's transaction, in which the row is written too. */
static bool still_in_force(const struct rule_ctx *ctx, const struct change *change)
{
    return change->kind == CHANGE_SET && !(change->set.local && ctx->file->goose->no_transaction);
}

static void reset_at_end(const struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct cursor *set)
{
    struct fix_draft fix = unsafe_fix(finding, "reset it at the end of the section", NULL);
    struct str reset = reset_of(ctx->arena, set->change->set.variable);
    if (reset.len > 0 && edit_append_statement(&fix, ctx->file, set->direction, reset))
        offer_fix(&fix);
}

static void report_path(struct rule_ctx *ctx, const struct cursor *set, enum reach reach)
{
    const struct change *change = set->change;
    const struct name table = version_table(ctx);
    const bool emptied = reach == REACH_NO;
    struct diagnostic *finding = report_span(
        ctx, cursor_span(set, change->at),
        emptied ? "goose cannot write its version row: `" STR_FMT "` is not found any more"
                : "goose may fail to write its version row: `" STR_FMT
                  "` is not in this search_path",
        STR_ARG(table.name));
    primary_label(finding, emptied ? "the search_path is empty from here on"
                                   : "in force when goose writes its row");
    note(finding, "goose inserts into `" STR_FMT "` without a schema, on the same connection%s",
         STR_ARG(table.name),
         ctx->file->goose->no_transaction ? ""
                                          : " and in the same transaction, so the file rolls "
                                            "back");
    if (!emptied) {
        note(finding, "it works where goose's own connection already uses this search_path");
        at_most(finding, SEVERITY_WARNING);
    }
    help(finding, emptied ? "delete the line and qualify the names that need it, or end the "
                            "section with `RESET search_path;`"
                          : "end the section with `RESET search_path;`, or add `public` to the "
                            "list");
    finding->object = STR("search_path");
    reset_at_end(ctx, finding, set);
}

static void report_role(struct rule_ctx *ctx, const struct cursor *set)
{
    struct diagnostic *finding = report_span(ctx, cursor_span(set, set->change->at),
                                             "goose writes its version row as role `" STR_FMT
                                             "`, which may lack the privilege",
                                             STR_ARG(set->change->set.value));
    primary_label(finding, "in force when goose writes its row");
    help(finding, "end the section with `RESET ROLE;`");
    reset_at_end(ctx, finding, set);
    finding->object = set->change->set.variable;
    at_most(finding, SEVERITY_WARNING);
}

static void report_read_only(struct rule_ctx *ctx, const struct cursor *set)
{
    struct diagnostic *finding =
        report_span(ctx, cursor_span(set, set->change->at),
                    "goose cannot write its version row: the transaction is read only");
    primary_label(finding, "no write succeeds from here on");
    help(finding, "delete it");
    struct fix_draft fix = unsafe_fix(finding, "let the transaction write", NULL);
    if (!set->change->in_do && !set->change->set.by_function &&
        edit_delete_statement(&fix, ctx->file->source, set->statement, set->change->statement_at))
        offer_fix(&fix);
    finding->object = set->change->set.variable;
}

struct in_force {
    struct cursor path;
    struct cursor role;
    struct cursor read_only;
};

static void forget(struct in_force *in_force, const struct change *change)
{
    if (takes_back_setting(change, STR("search_path"))) in_force->path.change = NULL;
    if (takes_back_setting(change, STR("role"))) in_force->role.change = NULL;
}

static void remember(const struct rule_ctx *ctx, struct in_force *in_force,
                     const struct cursor *cursor)
{
    const struct change *change = cursor->change;
    const struct str value = change->set.value;
    if (is_variable(change, "search_path")) {
        in_force->path = *cursor;
    } else if (is_variable(change, "role")) {
        in_force->role = *cursor;
        if (str_equal_ignoring_case(value, STR("none"))) in_force->role.change = NULL;
    } else if (is_variable(change, "transaction_read_only") && change->set.local &&
               !ctx->file->goose->no_transaction) {
        in_force->read_only = *cursor;
        if (str_equal(value, STR("0"))) in_force->read_only.change = NULL;
    }
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    struct in_force in_force = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (still_in_force(ctx, cursor.change)) remember(ctx, &in_force, &cursor);
        forget(&in_force, cursor.change);
    }
    if (in_force.path.change != NULL) {
        const enum reach reach =
            version_table_after(ctx, in_force.path.statement->sent->sql, in_force.path.change);
        if (reach != REACH_YES) report_path(ctx, &in_force.path, reach);
    }
    if (in_force.role.change != NULL) report_role(ctx, &in_force.role);
    if (in_force.read_only.change != NULL) report_read_only(ctx, &in_force.read_only);
}

static void check_file(struct rule_ctx *ctx)
{
    check_section(ctx, DIRECTION_UP);
    check_section(ctx, DIRECTION_DOWN);
}

/* The table itself, or its schema, is dropped or moved. */
static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct name table = version_table(ctx);
    const struct str schema = version_table_schema(ctx);
    const bool is_schema =
        change->kind == CHANGE_DROP_SCHEMA || change->kind == CHANGE_RENAME_SCHEMA;
    if (is_schema ? !str_equal(change->object_name.name, schema)
                  : !str_equal(change->table.name, table.name) ||
                        (change->table.schema.len > 0 && !str_equal(change->table.schema, schema)))
        return;
    struct diagnostic *finding =
        report(ctx, change->at, "goose cannot write its version row: `" STR_FMT "` is gone by then",
               STR_ARG(table.name));
    if (is_schema) {
        primary_label(finding, "holds goose's version table");
        note(finding,
             "goose keeps `" STR_FMT "` in schema `" STR_FMT "` unless it is configured "
             "otherwise, and writes to it after the last statement",
             STR_ARG(table.name), STR_ARG(schema));
        help(finding, "drop the objects that this migration made, not the schema");
    } else {
        primary_label(finding, "goose's own version table");
        help(finding, "leave this table to goose");
    }
    finding->object = is_schema ? schema : table.name;
}

const struct rule rule_version_table_unreachable = {
    .id = "version-table-unreachable",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "goose cannot write its version row when the section ends",
    .why = "goose records the version on the connection that ran the section, naming its table "
           "without a schema. An emptied search_path (every pg_dump file has one), a dropped "
           "schema or a read-only transaction makes that fail, and the migration rolls back.",
    .instead = "Qualify names instead of emptying the search_path, or reset it at the end.",
    .exceptions = "A version table configured with its schema is found whatever the search_path. "
                  "SET LOCAL does not help: goose writes in the same transaction.",
    .fix = "unsafe: adds the RESET at the end of the section, deletes READ ONLY",
    .example = {.bad = "SELECT pg_catalog.set_config('search_path', '', false);\n"
                       "CREATE TABLE public.invoices (id bigint PRIMARY KEY);",
                .good = "CREATE TABLE public.invoices (id bigint PRIMARY KEY);"},
    .on = {CHANGE_DROP_SCHEMA, CHANGE_RENAME_SCHEMA, CHANGE_DROP_TABLE, CHANGE_RENAME_TABLE,
           CHANGE_SET_SCHEMA},
    .down_too = true,
    .hides = {"session-setting-leak", "rename-table", "rename-object", "drop-table", "drop-schema"},
    .check = check,
    .check_file = check_file,
};
