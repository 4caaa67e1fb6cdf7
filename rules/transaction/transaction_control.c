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

static void report_end(struct rule_ctx *ctx, const struct cursor *cursor, struct span begin)
{
    const struct change *change = cursor->change;
    const struct span at = cursor_span(cursor, change->at);
    const bool down = cursor->direction == DIRECTION_DOWN;
    const char *row = down ? "deletes the version row" : "records the version";
    struct diagnostic *finding;
    if (change->transaction.command == TRANSACTION_ROLLBACK) {
        finding = report_span(ctx, at, "`ROLLBACK` discards the work, and goose still %s", row);
        primary_label(finding, "everything above it is gone");
        note(finding,
             "goose's transaction ends here; goose then %s on its own, as if the "
             "migration had succeeded",
             row);
    } else if (change->transaction.command == TRANSACTION_PREPARE) {
        finding = report_span(ctx, at,
                              "`PREPARE TRANSACTION` takes the work out of goose's "
                              "hands, and goose still %s",
                              row);
        primary_label(finding, "nothing is visible until COMMIT PREPARED");
    } else {
        finding = report_span(ctx, at,
                              "`COMMIT` ends goose's transaction: the rest of the file "
                              "is not atomic");
        primary_label(finding, "goose's transaction ends here");
        note(finding,
             "what follows commits statement by statement, and goose %s on its own: a "
             "failure below leaves half of the file applied",
             row);
    }
    label(finding, begin, "already inside goose's transaction: PostgreSQL only warns");
    if (begin.source != NULL) {
        help(finding, "delete both: goose opens and commits the transaction itself");
    } else {
        help(finding, "delete it: goose opens and commits the transaction itself");
    }
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
