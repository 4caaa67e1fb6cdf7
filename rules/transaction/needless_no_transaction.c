/* needless-no-transaction: the file gives up goose's transaction, and no statement asks for it. */
#include "lint/rule.h"

/* What may need the header: a statement that commits, or several that must not share a
 * transaction, or one whose effects cannot be read (an extension's function). */
static bool may_commit(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_TRANSACTION:
    case CHANGE_CALL:
    case CHANGE_OPAQUE_SQL:
    case CHANGE_EXECUTE:
    case CHANGE_OTHER:
    case CHANGE_CREATE_MATERIALIZED_VIEW: /* TimescaleDB's continuous aggregates */
        return true;
    case CHANGE_SELECT:
        return change->data.functions.len > 0;
    default:
        return false;
    }
}

/* Worth a transaction of its own once others stand beside it: it is slow, or it holds a lock that
 * should not wait for the next one, or its result may be used only after its commit. */
static bool wants_company_outside(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_VALIDATE_CONSTRAINT:
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
    case CHANGE_ANALYZE:
        return true;
    case CHANGE_INSERT:
        return change->data.from_query;
    default:
        return false;
    }
}

/* Reads or writes all rows while it holds a lock that the application feels. */
static bool is_slow_ddl(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD_CONSTRAINT:
        return !change->constraint.not_valid && change->constraint.using_index.len == 0;
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_SET_NOT_NULL:
    case CHANGE_CREATE_INDEX:
        return true;
    default:
        return false;
    }
}

static bool is_made_before(const struct rule_ctx *ctx, enum direction direction,
                           const struct change *change)
{
    struct cursor cursor = cursor_look(ctx, direction);
    while (cursor_next(&cursor) && cursor.change != change) {
        const bool makes = cursor.change->kind == CHANGE_CREATE_TABLE ||
                           cursor.change->kind == CHANGE_CREATE_TABLE_AS;
        if (makes && str_equal(cursor.change->table.name, change->table.name)) return true;
    }
    return false;
}

/* In one transaction its lock, and those before it, would be held through all of the file. */
static bool prolongs_locks(const struct rule_ctx *ctx, enum direction direction,
                           const struct change *change)
{
    return is_slow_ddl(change) && !is_made_before(ctx, direction, change);
}

/* `SELECT 'message';` */
static bool is_mere_query(const struct statement *statement)
{
    for (size_t i = 0; i < statement->parse.statement_count; i++) {
        const struct sql_statement *sql = &statement->parse.statements[i];
        for (size_t k = 0; k < sql->change_count; k++) {
            if (sql->changes[k].kind != CHANGE_SELECT) return false;
        }
    }
    return true;
}

/* The strings that do more than show something. One of them is one transaction, however many
 * statements it holds (PostgreSQL manual 55.2.2.1). */
static size_t count_changing(const struct rule_ctx *ctx, enum direction direction)
{
    size_t changing = 0;
    for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
        if (!is_mere_query(&ctx->file->statements[direction][i])) changing++;
    }
    return changing;
}

static bool section_needs_it(const struct rule_ctx *ctx, enum direction direction)
{
    if (!section_is_parsed(ctx->file, direction)) return true;
    const size_t changing = count_changing(ctx, direction);
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        const char *what = NULL;
        if (forbidden_in_transaction(ctx, cursor.change, &what) || may_commit(cursor.change)) {
            return true;
        }
        if (changing <= 1) continue;
        if (wants_company_outside(cursor.change)) return true;
        if (prolongs_locks(ctx, direction, cursor.change)) return true;
    }
    return false;
}

static bool sends_several_at_once(const struct rule_ctx *ctx, enum direction direction)
{
    for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
        if (ctx->file->statements[direction][i].parse.statement_count > 1) return true;
    }
    return false;
}

static void note_risk(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    const bool up = count_changing(ctx, DIRECTION_UP) > 1;
    const bool down = count_changing(ctx, DIRECTION_DOWN) > 1;
    if (!up && !down) {
        note(finding,
             "goose records the version apart from what it runs: a failure between the two leaves "
             "the migration applied but not recorded");
        return;
    }
    const bool blocks = (up && sends_several_at_once(ctx, DIRECTION_UP)) ||
                        sends_several_at_once(ctx, DIRECTION_DOWN);
    note(finding,
         "%severy statement%s commits on its own, and the version is recorded apart from them: a "
         "failure half-way leaves the schema in between",
         up ? "" : "in Down ", blocks ? " or block" : "");
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    if (!goose->no_transaction || !goose->accepted) return;
    if (ctx->file->statement_count[DIRECTION_UP] == 0) return;
    if (section_needs_it(ctx, DIRECTION_UP) || section_needs_it(ctx, DIRECTION_DOWN)) return;
    struct diagnostic *finding =
        report_span(ctx, goose->no_transaction_directive,
                    "`NO TRANSACTION` gives up atomicity, and no statement here needs it");
    primary_label(finding, "covers Up and Down");
    note_risk(ctx, finding);
    help(finding, "delete the line");
    struct fix_draft fix = safe_fix(finding, "run the file in goose's transaction");
    for (size_t i = 0; i < goose->directive_count; i++) {
        const struct directive *directive = &goose->directives[i];
        if (directive->kind == DIRECTIVE_NO_TRANSACTION)
            edit_delete_line(&fix, directive->span.source, directive->line);
    }
    offer_fix(&fix);
}

const struct rule rule_needless_no_transaction = {
    .id = "needless-no-transaction",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "the file runs without a transaction, though nothing in it asks for that",
    .why = "With NO TRANSACTION a failing statement leaves those before it applied and the version "
           "unrecorded, so that the next run starts over in a changed schema.",
    .instead = "Delete the NO TRANSACTION line.",
    .exceptions = "A statement of either section that PostgreSQL refuses in a transaction, or that "
                  "may commit (CALL, DO, its own BEGIN); several statements of which one changes "
                  "rows, validates a constraint, adds an enum value, or takes long under its lock.",
    .fix = "safe: deletes the line",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .hides_in_file = {"not-rerunnable"},
    .check_file = check_file,
};
