/* split-transaction: under NO TRANSACTION, a BEGIN without its COMMIT, or sent apart from it: the
 * goose command sends each string through a connection pool (goose v3.27.3, runMigration). */
#include "lint/rule.h"

static bool begins_transaction(const struct change *change)
{
    return change->kind == CHANGE_TRANSACTION && !change->in_do &&
           change->transaction.command == TRANSACTION_BEGIN;
}

static bool ends_transaction(const struct change *change)
{
    return transaction_end(change) != NULL && !change->in_do;
}

static void report_open(struct rule_ctx *ctx, const struct cursor *begin)
{
    struct diagnostic *finding =
        report_span(ctx, cursor_span(begin, begin->change->at),
                    "this transaction is never committed, so its work is lost");
    primary_label(finding, "no COMMIT follows in this section");
    note(finding, "goose adds none under `NO TRANSACTION`; PostgreSQL rolls back when the "
                  "connection closes, and goose may still record the version");
    help(finding, "add `COMMIT;` in the same StatementBegin block, or delete `BEGIN` and "
                  "`-- +goose NO TRANSACTION`");
}

static bool is_directive_of_block(const struct directive *directive)
{
    return directive->kind == DIRECTIVE_STATEMENT_BEGIN ||
           directive->kind == DIRECTIVE_STATEMENT_END;
}

/* From BEGIN to COMMIT, without the blocks in between. */
static void make_one_block(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct cursor *begin, const struct cursor *end)
{
    const struct goose_file *goose = ctx->file->goose;
    const struct goose_statement *first = begin->statement->sent;
    const struct goose_statement *last = end->statement->sent;
    struct fix_draft fix =
        unsafe_fix(finding, "send it as one string", "it then commits as a whole, or not at all");
    if (!goose->accepted) return;
    for (size_t i = 0; i < goose->directive_count; i++) {
        const struct directive *directive = &goose->directives[i];
        const uint32_t line = directive->span.start;
        if (!is_directive_of_block(directive)) continue;
        if (line <= (first->in_block ? first->block.start : first->span.start)) continue;
        if (line >= last->span.end) continue; /* its own StatementEnd stays */
        edit_delete_line(&fix, ctx->file->source, directive->line);
    }
    if (!first->in_block)
        edit_insert_above(&fix, ctx->file->source, first, STR("-- +goose StatementBegin"));
    if (!last->in_block)
        edit_insert_below(&fix, ctx->file->source, last, STR("-- +goose StatementEnd"));
    fix_recuts(&fix, (struct span){ctx->file->source, first->span.start, last->span.end});
    offer_fix(&fix);
}

static bool may_share_string(const struct rule_ctx *ctx, const struct cursor *begin,
                             const struct cursor *end)
{
    for (const struct statement *s = begin->statement; s <= end->statement; s++) {
        if (!s->parse.parsed) return false;
    }
    struct cursor cursor = *begin;
    while (cursor_next(&cursor) && cursor.change != end->change) {
        const char *what = NULL;
        if (forbidden_in_transaction(ctx, cursor.change, &what)) return false;
    }
    return true;
}

static void report_apart(struct rule_ctx *ctx, const struct cursor *begin, const struct cursor *end)
{
    if (ctx->config->engine == ENGINE_PROVIDER) return;
    struct diagnostic *finding =
        report_span(ctx, cursor_span(begin, begin->change->at),
                    "`BEGIN` and its `COMMIT` are sent apart and may use two connections");
    primary_label(finding, "sent on its own");
    label(finding, cursor_span(end, end->change->at), "sent on its own, %u string%s later",
          end->statement->number - begin->statement->number,
          end->statement->number - begin->statement->number == 1 ? "" : "s");
    note(finding, "the goose command takes a connection from a pool for each string of a "
                  "`NO TRANSACTION` file");
    help(finding, "put them and what is between into one StatementBegin block, or drop "
                  "`-- +goose NO TRANSACTION` and let goose open the transaction");
    if (may_share_string(ctx, begin, end)) make_one_block(ctx, finding, begin, end);
    at_most(finding, SEVERITY_WARNING);
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    struct cursor begin = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (begins_transaction(cursor.change) && begin.change == NULL) {
            begin = cursor;
        } else if (ends_transaction(cursor.change) && begin.change != NULL) {
            if (cursor.statement != begin.statement) report_apart(ctx, &begin, &cursor);
            begin = (struct cursor){0};
        }
    }
    if (begin.change != NULL) report_open(ctx, &begin);
}

static void check_file(struct rule_ctx *ctx)
{
    if (!ctx->file->goose->no_transaction) return;
    check_section(ctx, DIRECTION_UP);
    check_section(ctx, DIRECTION_DOWN);
}

const struct rule rule_split_transaction = {
    .id = "split-transaction",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a transaction of a NO TRANSACTION file is left open, or sent in pieces",
    .why = "Under NO TRANSACTION goose sends every string on its own and commits nothing. A BEGIN "
           "without COMMIT loses its work; one whose COMMIT is another string may never meet it, "
           "because the goose command takes a connection from a pool each time.",
    .instead = "Write BEGIN to COMMIT inside one StatementBegin block, or drop the header and let "
               "goose open the transaction.",
    .exceptions = "BEGIN and COMMIT in one block are fine. Sent apart they are a warning, and none "
                  "where goose runs as a library Provider, which keeps one connection.",
    .fix = "unsafe: puts one block around BEGIN to COMMIT",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "BEGIN;\n"
                       "UPDATE accounts SET plan = 'free' WHERE plan IS NULL;\n"
                       "\n"
                       "-- +goose Down\n"
                       "UPDATE accounts SET plan = NULL WHERE plan = 'free';\n",
                .good = "-- +goose Up\n"
                        "UPDATE accounts SET plan = 'free' WHERE plan IS NULL;\n"
                        "\n"
                        "-- +goose Down\n"
                        "UPDATE accounts SET plan = NULL WHERE plan = 'free';\n"},
    .aliases = {"ban-uncommitted-transaction"},
    .hides_in_file = {"needless-no-transaction", "not-rerunnable"},
    .check_file = check_file,
};
