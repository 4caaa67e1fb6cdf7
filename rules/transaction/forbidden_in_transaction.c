/* forbidden-in-transaction: CREATE INDEX CONCURRENTLY, VACUUM and the like where a transaction is
 * open: goose's, the file's own, or the implicit one around a string of several statements
 * (PostgreSQL manual 55.2.2.1; reference goose.md S10, S11, S12). */
#include "lint/rule.h"

enum { LABELS = 4 };

static void help_header(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    if (change->kind == CHANGE_CREATE_INDEX && created_here(ctx, change->table)) {
        help(finding, "delete `CONCURRENTLY`: the table is new, and nobody else sees it yet");
    } else if (section_bears_no_transaction(ctx, DIRECTION_UP) &&
               section_bears_no_transaction(ctx, DIRECTION_DOWN)) {
        help(finding, "add the line `-- +goose NO TRANSACTION` at the top of the file");
        struct fix_draft fix = safe_fix(finding, "run the file outside a transaction");
        if (!ctx->file->goose->up.present) return;
        edit_insert_no_transaction(&fix, ctx->file->goose);
        const bool alone = ctx->statement->parse.statement_count == 1;
        if (alone || edit_split_string(&fix, ctx->file, ctx->statement)) offer_fix(&fix);
    } else {
        help(finding, "move it to a migration of its own that has the line "
                      "`-- +goose NO TRANSACTION` at its top");
    }
}

/* A `;` that goose does not cut at, because something stands behind it on its line. */
static void label_missed_cuts(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    size_t labels = 0;
    for (size_t i = 0; i < ctx->file->cut_count && labels < LABELS; i++) {
        const struct cut *cut = &ctx->file->cuts[i];
        if (cut->kind != CUT_MISSED || cut->direction != ctx->direction) continue;
        if (cut->statement != ctx->statement->number) continue;
        label(finding, cut->at, "goose does not cut here");
        labels++;
    }
}

static void help_split(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    if (ctx->statement->sent->in_block) {
        help(finding, "send each statement alone: take them out of `StatementBegin` and "
                      "`StatementEnd`, or give each its own pair");
    } else {
        label_missed_cuts(ctx, finding);
        help(finding, "send each statement alone: end it with `;` as the last thing on its line");
    }
}

/* Points at the statements that share the string. */
static void label_company(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    const struct sql_parse *parse = &ctx->statement->parse;
    for (size_t i = 0; i < parse->statement_count && i <= LABELS; i++) {
        const struct sql_statement *other = &parse->statements[i];
        if (other == ctx->sql) continue;
        const struct range at = other->change_count > 0 ? other->changes[0].at : other->at;
        label(finding, span_of(ctx, at), "sent in the same string");
    }
}

/* PostgreSQL gives the string up at the first: one finding is enough. */
static bool is_first_of_string(const struct rule_ctx *ctx)
{
    for (const struct sql_statement *sql = ctx->statement->parse.statements; sql <= ctx->sql;
         sql++) {
        for (size_t i = 0; i < sql->change_count; i++) {
            if (&sql->changes[i] == ctx->change) return true;
            if (forbidden_in_transaction(ctx, &sql->changes[i], NULL)) return false;
        }
    }
    return true;
}

static void in_goose_transaction(struct rule_ctx *ctx, const struct change *change,
                                 const char *what)
{
    struct diagnostic *finding =
        report(ctx, change->at, "`%s` fails: goose runs this file in a transaction", what);
    primary_label(finding, "refused inside a transaction block");
    note(finding, "goose sends BEGIN before the section's first statement; PostgreSQL then refuses "
                  "this one (SQLSTATE 25001) and goose rolls the section back");
    help_header(ctx, finding, change);
    if (ctx->statement->parse.statement_count > 1) {
        label_company(ctx, finding);
        help_split(ctx, finding);
    }
}

static void in_implicit_transaction(struct rule_ctx *ctx, const struct change *change,
                                    const char *what)
{
    const size_t others = ctx->statement->parse.statement_count - 1;
    struct diagnostic *finding =
        report(ctx, change->at, "`%s` fails: goose sends it together with %zu other statement%s",
               what, others, others == 1 ? "" : "s");
    primary_label(finding, "refused: the string is one transaction");
    label_company(ctx, finding);
    note(finding, "PostgreSQL runs a string of several statements as one transaction, also under "
                  "`NO TRANSACTION` (SQLSTATE 25001)");
    help_split(ctx, finding);
    struct fix_draft fix = safe_fix(finding, "send each statement alone");
    if (edit_split_string(&fix, ctx->file, ctx->statement)) offer_fix(&fix);
}

static void in_user_transaction(struct rule_ctx *ctx, const struct change *change, const char *what)
{
    struct diagnostic *finding =
        report(ctx, change->at, "`%s` fails: the file itself has opened a transaction", what);
    primary_label(finding, "refused inside a transaction block");
    struct span begin = {0};
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_TRANSACTION &&
            cursor.change->transaction.command == TRANSACTION_BEGIN) {
            begin = cursor_span(&cursor, cursor.change->at);
        }
    }
    label(finding, begin, "opened here");
    help(finding, "move it before `BEGIN` or after `COMMIT`, as a statement of its own");
}

static bool ends_transaction(const struct change *change)
{
    return change->in_do && change->kind == CHANGE_TRANSACTION &&
           (change->transaction.command == TRANSACTION_COMMIT ||
            change->transaction.command == TRANSACTION_ROLLBACK);
}

/* PostgreSQL gives the block up at the first. */
static bool is_first_of_block(const struct rule_ctx *ctx, const struct change *change)
{
    for (const struct change *at = ctx->sql->changes; at < change; at++) {
        if (forbidden_in_do(ctx, at) != NULL || ends_transaction(at)) return false;
    }
    return true;
}

static void in_do_block(struct rule_ctx *ctx, const struct change *change)
{
    const char *what = forbidden_in_do(ctx, change);
    if (what == NULL && !ends_transaction(change)) return;
    if (what == NULL && ctx->mode == IN_AUTOCOMMIT) return;
    if (!is_first_of_block(ctx, change)) return;
    if (what != NULL) {
        struct diagnostic *finding =
            report(ctx, change->at, "`%s` fails: a DO block runs inside a transaction", what);
        primary_label(finding, "refused in every DO block and function");
        help(finding, "take it out of the DO block, into a migration of its own that has the line "
                      "`-- +goose NO TRANSACTION` at its top");
        return;
    }
    struct diagnostic *finding =
        report(ctx, change->at, "this DO block fails: it ends a transaction it has not opened");
    primary_label(finding, "refused while a transaction is open around the block");
    note(finding, "PostgreSQL answers \"invalid transaction termination\" (SQLSTATE 2D000)");
    if (ctx->mode == IN_GOOSE_TRANSACTION) help_header(ctx, finding, &ctx->sql->changes[0]);
    if (ctx->mode == IN_IMPLICIT_TRANSACTION) help_split(ctx, finding);
}

static void check_isolation(struct rule_ctx *ctx, const struct change *change)
{
    const struct span query = query_before_isolation(ctx, change);
    if (query.source == NULL) return;
    struct diagnostic *finding =
        report(ctx, change->at, "`SET TRANSACTION` fails: the transaction has already run a query");
    primary_label(finding, "must come before any query");
    label(finding, query, "the first query");
    help(finding, "make it the first statement of the section");
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const char *what = NULL;
    if (change->kind == CHANGE_SET) check_isolation(ctx, change);
    if (change->in_do) in_do_block(ctx, change);
    if (!forbidden_in_transaction(ctx, change, &what)) return;
    if (ctx->mode != IN_USER_TRANSACTION && !is_first_of_string(ctx)) return;
    switch (ctx->mode) {
    case IN_GOOSE_TRANSACTION:
        in_goose_transaction(ctx, change, what);
        return;
    case IN_IMPLICIT_TRANSACTION:
        in_implicit_transaction(ctx, change, what);
        return;
    case IN_USER_TRANSACTION:
        in_user_transaction(ctx, change, what);
        return;
    case IN_AUTOCOMMIT:
        return;
    }
}

const struct rule rule_forbidden_in_transaction = {
    .id = "forbidden-in-transaction",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a statement stands in a transaction, where PostgreSQL refuses to run it",
    .why = "Concurrent index builds, VACUUM, CREATE DATABASE and a few others fail inside any "
           "transaction: goose's own around the file, one the file opens, or the implicit one "
           "around several statements that goose sends as one string. In Down the failure shows "
           "only when somebody rolls back.",
    .instead = "Give it a migration of its own with `-- +goose NO TRANSACTION` at the top, one "
               "statement per string: outside StatementBegin, or alone in its block.",
    .exceptions = "ANALYZE, CLUSTER of one table, plain REINDEX of an index or table and REFRESH "
                  "MATERIALIZED VIEW CONCURRENTLY may run in a transaction; ALTER TYPE ADD VALUE "
                  "may since PostgreSQL 12.",
    .fix = "safe: adds the line, where nothing else in the file needs a transaction, and "
           "sends each statement of a string alone",
    .example = {.bad = "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP INDEX CONCURRENTLY orders_user_idx;\n"},
    .aliases = {"ban-concurrent-index-creation-in-transaction"},
    .on = {CHANGE_CREATE_INDEX, CHANGE_DROP_INDEX, CHANGE_REINDEX, CHANGE_DETACH_PARTITION,
           CHANGE_VACUUM, CHANGE_CLUSTER, CHANGE_DISCARD, CHANGE_ALTER_SYSTEM,
           CHANGE_CREATE_DATABASE, CHANGE_DROP_DATABASE, CHANGE_SET_TABLESPACE,
           CHANGE_CREATE_TABLESPACE, CHANGE_DROP_TABLESPACE, CHANGE_ADD_ENUM_VALUE,
           CHANGE_CREATE_SUBSCRIPTION, CHANGE_DROP_SUBSCRIPTION, CHANGE_ALTER_SUBSCRIPTION,
           CHANGE_TRANSACTION, CHANGE_SET},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
