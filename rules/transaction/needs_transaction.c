/* needs-transaction: what fails or does nothing outside a transaction, in a NO TRANSACTION file
 * (reference goose.md 2.3, S23). */
#include "lint/rule.h"

/* A cursor WITH HOLD outlives the transaction, and needs none. */
static bool is_held_cursor(const struct rule_ctx *ctx, const struct change *change)
{
    struct lexer lexer = {.text = str_slice(ctx->statement->sent->sql, 0, change->statement_at.end),
                          .at = change->statement_at.start};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (token_is(lexer.text, token, "hold")) return true;
    }
    return false;
}

static bool is_savepoint_command(const struct change *change)
{
    return change->kind == CHANGE_TRANSACTION &&
           (change->transaction.command == TRANSACTION_SAVEPOINT ||
            change->transaction.command == TRANSACTION_RELEASE ||
            change->transaction.command == TRANSACTION_ROLLBACK_TO);
}

static bool fails(const struct rule_ctx *ctx, const struct change *change)
{
    if (is_savepoint_command(change)) return true;
    if (ctx->mode == IN_IMPLICIT_TRANSACTION) return false;
    return change->kind == CHANGE_LOCK_TABLE ||
           (change->kind == CHANGE_DECLARE_CURSOR && !is_held_cursor(ctx, change));
}

static bool has_no_effect(const struct rule_ctx *ctx, const struct change *change)
{
    if (ctx->mode == IN_IMPLICIT_TRANSACTION) return false;
    if (change->kind == CHANGE_SET_CONSTRAINTS) return true;
    return change->kind == CHANGE_SET && change->set.local;
}

static void label_header(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    label(finding, ctx->file->goose->no_transaction_directive,
          "goose opens no transaction for this file");
}

static void report_failure(struct rule_ctx *ctx, const struct change *change)
{
    struct diagnostic *finding = report(
        ctx, change->at, "`%s` fails: it needs a transaction, and none is open", change->tag);
    primary_label(finding, "refused outside a transaction block");
    label_header(ctx, finding);
    note(finding, "PostgreSQL answers with SQLSTATE 25P01");
    help(finding, "put BEGIN, this and what depends on it, and COMMIT into one StatementBegin "
                  "block, or drop `-- +goose NO TRANSACTION`");
    finding->severity = SEVERITY_ERROR;
}

static bool is_timeout(const struct change *change)
{
    return str_equal(change->set.variable, STR("lock_timeout")) ||
           str_equal(change->set.variable, STR("statement_timeout"));
}

/* A timeout that did come into force would cancel a concurrent build half-way. */
static bool harms_build(const struct rule_ctx *ctx, const struct change *change)
{
    if (!is_timeout(change) || str_equal(change->set.value, STR("0"))) return false;
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->concurrently) return true;
    }
    return false;
}

static bool is_reset_later(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (takes_back_setting(cursor.change, change->set.variable)) return true;
    }
    return false;
}

static void fix_setting(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    const struct source *source = ctx->file->source;
    if (harms_build(ctx, change)) {
        struct fix_draft fix = safe_fix(finding, "delete it: it never had an effect");
        if (edit_delete_statement(&fix, source, ctx->statement, change->statement_at))
            offer_fix(&fix);
        return;
    }
    struct fix_draft fix = safe_fix(finding, "set it for the session, and reset it at the end");
    struct str reset = reset_of(ctx->arena, change->set.variable);
    if (reset.len == 0 || !edit_set_local(&fix, source, ctx->statement, change, false)) return;
    if (is_reset_later(ctx, change) ||
        edit_append_statement(&fix, ctx->file, ctx->direction, reset)) {
        offer_fix(&fix);
    }
}

static void report_no_effect(struct rule_ctx *ctx, const struct change *change)
{
    const bool setting =
        change->kind == CHANGE_SET && !str_starts_with(change->set.variable, STR("transaction_"));
    struct diagnostic *finding;
    if (setting) {
        finding = report(ctx, change->at, "`" STR_FMT "` is not set: no transaction is open here",
                         STR_ARG(change->set.variable));
        finding->object = change->set.variable;
    } else {
        finding = report(ctx, change->at, "`%s` has no effect: no transaction is open here",
                         change->kind == CHANGE_SET ? "SET TRANSACTION" : change->tag);
    }
    primary_label(finding, "forgotten as soon as it has run");
    label_header(ctx, finding);
    if (setting) {
        help(finding, "write `SET " STR_FMT " = ...` here and `RESET " STR_FMT "` at the end",
             STR_ARG(change->set.variable), STR_ARG(change->set.variable));
        fix_setting(ctx, finding, change);
    } else {
        help(finding, "put it into one StatementBegin block with what it is for, or drop "
                      "`-- +goose NO TRANSACTION`");
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (!ctx->file->goose->no_transaction || change->in_do) return;
    if (ctx->mode != IN_AUTOCOMMIT && ctx->mode != IN_IMPLICIT_TRANSACTION) return;
    if (fails(ctx, change)) {
        report_failure(ctx, change);
    } else if (has_no_effect(ctx, change)) {
        report_no_effect(ctx, change);
    }
}

const struct rule rule_needs_transaction = {
    .id = "needs-transaction",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a statement fails or does nothing, because no transaction is open",
    .why = "In a NO TRANSACTION file every string is its own transaction. LOCK TABLE, SAVEPOINT "
           "and DECLARE CURSOR then fail; SET LOCAL and SET CONSTRAINTS are forgotten at once.",
    .instead = "SET before and RESET after instead of SET LOCAL; or one StatementBegin block from "
               "BEGIN to COMMIT; or no NO TRANSACTION.",
    .exceptions = "Between BEGIN and COMMIT, and in a string of several statements, which "
                  "PostgreSQL runs as one transaction (SAVEPOINT fails there too). A cursor WITH "
                  "HOLD needs no transaction.",
    .fix = "safe: SET and RESET for a SET LOCAL; one that would cancel a concurrent build goes",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "SET LOCAL lock_timeout = '2s';\n"
                       "DROP INDEX CONCURRENTLY IF EXISTS orders_old_idx;\n"
                       "\n"
                       "-- +goose Down\n"
                       "CREATE INDEX CONCURRENTLY orders_old_idx ON orders (old_id);\n",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "SET lock_timeout = 0;\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_old_idx;\n"
                        "RESET lock_timeout;\n"
                        "\n"
                        "-- +goose Down\n"
                        "CREATE INDEX CONCURRENTLY orders_old_idx ON orders (old_id);\n"},
    .on = {CHANGE_LOCK_TABLE, CHANGE_TRANSACTION, CHANGE_DECLARE_CURSOR, CHANGE_SET,
           CHANGE_SET_CONSTRAINTS},
    .down_too = true,
    .check = check,
};
