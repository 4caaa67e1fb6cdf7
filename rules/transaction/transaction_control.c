/* transaction-control: the file's own COMMIT or ROLLBACK ends the transaction that goose opened
 * (reference goose.md section 3, S04 and S05). */
#include "lint/rule.h"

static bool ends_transaction(const struct change *change)
{
    if (change->kind != CHANGE_TRANSACTION || change->in_do) return false;
    switch (change->transaction.command) {
    case TRANSACTION_COMMIT:
    case TRANSACTION_ROLLBACK:
    case TRANSACTION_PREPARE:
        return true;
    case TRANSACTION_BEGIN:
    case TRANSACTION_SAVEPOINT:
    case TRANSACTION_RELEASE:
    case TRANSACTION_ROLLBACK_TO:
    case TRANSACTION_COMMIT_PREPARED:
    case TRANSACTION_ROLLBACK_PREPARED:
        return false;
    }
    return false;
}

static bool is_begin(const struct change *change)
{
    return change->kind == CHANGE_TRANSACTION && !change->in_do &&
           change->transaction.command == TRANSACTION_BEGIN;
}

/* The command as it is written: COMMIT and END are the same to PostgreSQL. */
static struct str word_of(const struct cursor *cursor)
{
    struct lexer lexer = {.text = cursor->statement->sent->sql, .at = cursor->change->at.start};
    const struct token word = lex_next_code(&lexer);
    return str_slice(lexer.text, word.start, word.end);
}

static void report_end(struct rule_ctx *ctx, const struct cursor *cursor, struct span begin)
{
    const struct span at = cursor_span(cursor, cursor->change->at);
    const struct str word = word_of(cursor);
    const bool down = cursor->direction == DIRECTION_DOWN;
    struct diagnostic *finding;
    if (cursor->change->transaction.command == TRANSACTION_ROLLBACK) {
        finding =
            report_span(ctx, at, "`" STR_FMT "` discards the work, and goose still %s",
                        STR_ARG(word), down ? "deletes the version row" : "records the version");
        primary_label(finding, "everything above it is gone");
        note(finding, "goose's transaction ends here; goose then writes its version row on its "
                      "own, as if the migration had succeeded");
    } else if (cursor->change->transaction.command == TRANSACTION_PREPARE) {
        finding = report_span(ctx, at,
                              "`PREPARE TRANSACTION` hides the work until somebody "
                              "commits it by hand");
        primary_label(finding, "goose's transaction ends here, uncommitted");
        note(finding, "goose then writes its version row on its own, as if the migration had "
                      "succeeded");
    } else {
        finding = report_span(ctx, at,
                              "`" STR_FMT "` ends goose's transaction before the version "
                              "is recorded",
                              STR_ARG(word));
        primary_label(finding, "goose's transaction ends here");
        note(finding, "what follows commits on its own, statement by statement, and goose's "
                      "version row too: a failure there leaves the file half applied");
    }
    label(finding, begin, "already inside goose's transaction: PostgreSQL only warns");
    help(finding, "delete %s: goose opens and commits the transaction itself",
         begin.source != NULL ? "both" : "it");
    help(finding, "where the file needs transactions of its own, add the line "
                  "`-- +goose NO TRANSACTION` and keep each in one StatementBegin block");
}

static void report_begin(struct rule_ctx *ctx, struct span begin)
{
    struct diagnostic *finding =
        report_span(ctx, begin, "`BEGIN` does nothing here: goose has opened the transaction");
    primary_label(finding, "PostgreSQL only warns");
    help(finding, "delete it");
    at_most(finding, SEVERITY_WARNING);
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    struct span begin = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (is_begin(cursor.change)) {
            if (begin.source == NULL) begin = cursor_span(&cursor, cursor.change->at);
        } else if (ends_transaction(cursor.change)) {
            report_end(ctx, &cursor, begin);
            begin = (struct span){0};
        }
    }
    if (begin.source != NULL) report_begin(ctx, begin);
}

static void check_file(struct rule_ctx *ctx)
{
    if (ctx->file->goose->no_transaction) return;
    check_section(ctx, DIRECTION_UP);
    check_section(ctx, DIRECTION_DOWN);
}

const struct rule rule_transaction_control = {
    .id = "transaction-control",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "the file's own COMMIT or ROLLBACK ends the transaction that goose opened",
    .why = "goose wraps the section and its version row in one transaction. A COMMIT inside ends "
           "it early, so that a later failure leaves half of the file applied; a ROLLBACK throws "
           "the work away while goose still records the version.",
    .instead = "Leave transactions to goose. A file that must control them itself says "
               "`-- +goose NO TRANSACTION`.",
    .exceptions =
        "SAVEPOINT, RELEASE and ROLLBACK TO stay inside goose's transaction. A BEGIN that "
        "nothing ends is a warning: it has no effect.",
    .example = {.bad = "BEGIN;\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "COMMIT;",
                .good = "CREATE TABLE invoices (id bigint PRIMARY KEY);"},
    .aliases = {"transaction-nesting"},
    .check_file = check_file,
};
