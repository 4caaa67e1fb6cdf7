/* transaction-control: the file's own COMMIT or ROLLBACK ends the transaction that goose opened
 * (reference goose.md section 3, S04 and S05). */
#include "lint/rule.h"

static bool ends_transaction(const struct change *change)
{
    return transaction_end(change) != NULL && !change->in_do;
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

/* A file whose author ends the transaction for the sake of a later statement. */
static bool needs_the_end(const struct rule_ctx *ctx, enum direction direction)
{
    if (!section_is_parsed(ctx->file, direction)) return true;
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        const struct change *change = cursor.change;
        const char *what = NULL;
        if (change->kind == CHANGE_DO || change->kind == CHANGE_CALL) return true;
        if (forbidden_in_transaction(ctx, change, &what)) return true;
    }
    return false;
}

static void delete_both(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct cursor *begin, const struct cursor *end)
{
    const struct source *source = ctx->file->source;
    struct fix_draft fix = unsafe_fix(finding, "leave the transaction to goose", NULL);
    if (end->change != NULL && end->change->transaction.command != TRANSACTION_COMMIT)
        return; /* which was meant? */
    if (begin->change != NULL && end->change != NULL && begin->statement == end->statement &&
        end->statement->sent->in_block && end->statement->parse.statement_count <= 2) {
        return; /* nothing would be left in the block */
    }
    if (begin->change != NULL &&
        !edit_delete_statement(&fix, source, begin->statement, begin->change->statement_at)) {
        return;
    }
    if (end->change == NULL ||
        edit_delete_statement(&fix, source, end->statement, end->change->statement_at)) {
        offer_fix(&fix);
    }
}

/* Nothing of the section runs behind it: all of the file is in, or nothing. */
static bool is_last(const struct rule_ctx *ctx, struct cursor cursor)
{
    return !cursor_next(&cursor) && section_is_parsed(ctx->file, cursor.direction);
}

static bool is_first(const struct rule_ctx *ctx, const struct cursor *cursor)
{
    struct cursor first = cursor_section(ctx, cursor->direction);
    return cursor_next(&first) && first.change == cursor->change;
}

static struct diagnostic *report_rollback(struct rule_ctx *ctx, const struct cursor *cursor)
{
    const bool down = cursor->direction == DIRECTION_DOWN;
    const char *still = down ? "deletes the version row" : "records the version";
    const struct str word = word_of(cursor);
    const struct span at = cursor_span(cursor, cursor->change->at);
    struct diagnostic *finding;
    if (is_first(ctx, cursor)) {
        finding = report_span(ctx, at, "`" STR_FMT "` undoes nothing, and goose still %s",
                              STR_ARG(word), still);
        primary_label(finding, "ends goose's own transaction, which is empty");
        note(finding, "what an earlier run committed stays; goose then writes its version row on "
                      "its own");
        help(finding, down ? "write the statements that take Up back; where nothing can, say so: "
                             "`-- gander:irreversible` and why"
                           : "delete it: goose opens and commits the transaction itself");
        return finding;
    }
    finding = report_span(ctx, at, "`" STR_FMT "` discards the work, and goose still %s",
                          STR_ARG(word), still);
    primary_label(finding, "everything above it is gone");
    note(finding, "goose's transaction ends here; goose then writes its version row on its "
                  "own, as if the migration had succeeded");
    return finding;
}

static struct diagnostic *report_commit(struct rule_ctx *ctx, const struct cursor *cursor)
{
    struct diagnostic *finding =
        report_span(ctx, cursor_span(cursor, cursor->change->at),
                    "`" STR_FMT "` ends goose's transaction before the version is recorded",
                    STR_ARG(word_of(cursor)));
    primary_label(finding, "goose's transaction ends here");
    if (is_last(ctx, *cursor)) {
        note(finding, "goose writes its version row on its own then: should that fail, the file is "
                      "applied and goose runs it again");
        at_most(finding, SEVERITY_WARNING);
    } else {
        note(finding, "what follows commits on its own, statement by statement, and goose's "
                      "version row too: a failure there leaves the file half applied");
    }
    return finding;
}

static struct diagnostic *report_prepare(struct rule_ctx *ctx, const struct cursor *cursor)
{
    struct diagnostic *finding = report_span(ctx, cursor_span(cursor, cursor->change->at),
                                             "`PREPARE TRANSACTION` hides the work until somebody "
                                             "commits it by hand");
    primary_label(finding, "goose's transaction ends here, uncommitted");
    note(finding, "goose then writes its version row on its own, as if the migration had "
                  "succeeded");
    return finding;
}

static void report_end(struct rule_ctx *ctx, const struct cursor *cursor,
                       const struct cursor *opening, bool fixable)
{
    struct span begin = {0};
    if (opening->change != NULL) begin = cursor_span(opening, opening->change->at);
    const enum transaction_command command = cursor->change->transaction.command;
    const bool is_rollback = command == TRANSACTION_ROLLBACK;
    struct diagnostic *finding = is_rollback                      ? report_rollback(ctx, cursor)
                                 : command == TRANSACTION_PREPARE ? report_prepare(ctx, cursor)
                                                                  : report_commit(ctx, cursor);
    label(finding, begin, "already inside goose's transaction: PostgreSQL only warns");
    if (is_rollback && is_first(ctx, cursor)) return;
    help(finding, "delete %s: goose opens and commits the transaction itself",
         begin.source != NULL ? "both" : "it");
    if (is_rollback) return; /* which delete_both() leaves alone */
    help(finding, "where the file needs transactions of its own, add the line "
                  "`-- +goose NO TRANSACTION` and keep each in one StatementBegin block");
    if (fixable) delete_both(ctx, finding, opening, cursor);
}

static void report_begin(struct rule_ctx *ctx, const struct cursor *begin, bool fixable)
{
    struct diagnostic *finding =
        report_span(ctx, cursor_span(begin, begin->change->at),
                    "`BEGIN` does nothing here: goose has opened the transaction");
    primary_label(finding, "PostgreSQL only warns");
    help(finding, "delete it");
    if (fixable) delete_both(ctx, finding, begin, &(struct cursor){0});
    at_most(finding, SEVERITY_WARNING);
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    bool asked = false;
    bool fixable = false;
    struct cursor begin = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (is_begin(cursor.change)) {
            if (begin.change == NULL) begin = cursor;
        } else if (ends_transaction(cursor.change)) {
            if (!asked) fixable = !needs_the_end(ctx, direction);
            asked = true;
            report_end(ctx, &cursor, &begin, fixable);
            begin = (struct cursor){0};
        }
    }
    if (begin.change == NULL) return;
    report_begin(ctx, &begin, asked ? fixable : !needs_the_end(ctx, direction));
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
        "nothing ends is a warning: it has no effect; so is a COMMIT with nothing behind it.",
    .fix = "unsafe: deletes BEGIN and COMMIT, where every other statement may share a transaction",
    .example = {.bad = "BEGIN;\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "COMMIT;",
                .good = "CREATE TABLE invoices (id bigint PRIMARY KEY);"},
    .aliases = {"transaction-nesting"},
    .check_file = check_file,
};
