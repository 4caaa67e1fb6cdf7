/* empty-block-drops-line: behind a block that holds only comments, goose throws the next line of
 * SQL away (goose v3.27.3, internal/sqlparser; reference goose.md 1.6, S01). */
#include "lint/rule.h"

/* The first string that is sent from below the lost line. */
static const struct statement *sent_below(const struct rule_ctx *ctx,
                                          const struct dropped_line *dropped)
{
    for (size_t i = 0; i < ctx->file->statement_count[dropped->direction]; i++) {
        const struct statement *statement = &ctx->file->statements[dropped->direction][i];
        if (statement->sent->sql.len > 0 && statement->sent->span.start >= dropped->span.end)
            return statement;
    }
    return NULL;
}

static struct diagnostic *whole_lost(struct rule_ctx *ctx, const struct dropped_line *dropped)
{
    bool down = dropped->direction == DIRECTION_DOWN;
    struct diagnostic *finding =
        report_span(ctx, dropped->span, "goose throws this statement away and %s",
                    down ? "still deletes the version" : "records the migration as applied");
    primary_label(finding, "never sent to PostgreSQL");
    finding->explains = dropped->span;
    return finding;
}

static struct diagnostic *start_lost(struct rule_ctx *ctx, const struct dropped_line *dropped,
                                     const struct statement *rest)
{
    struct diagnostic *finding =
        report_span(ctx, dropped->span,
                    "goose throws away the first line of this statement and sends the rest");
    primary_label(finding, "never sent to PostgreSQL");
    struct span line = source_line_span(ctx->file->source, rest->sent->start_line);
    line.start = rest->sent->span.start;
    label(finding, line, "the statement PostgreSQL receives begins here");
    if (rest->parse.parsed) {
        note(finding, "the rest is a statement too: it runs, and nobody notices what is lost");
    } else {
        note(finding, "PostgreSQL refuses the rest: " STR_FMT, STR_ARG(rest->parse.error.message));
    }
    finding->explains = (struct span){ctx->file->source, dropped->span.start, rest->sent->span.end};
    return finding;
}

static void check_file(struct rule_ctx *ctx)
{
    static const char *const of_up[] = {"empty-up", NULL};
    static const char *const of_down[] = {"missing-down", "empty-down", "irreversible-change",
                                          NULL};
    for (size_t i = 0; i < ctx->file->goose->dropped_count; i++) {
        const struct dropped_line *dropped = &ctx->file->goose->dropped[i];
        const struct statement *rest = NULL;
        if (!cut_at_end_only(span_text(dropped->span))) rest = sent_below(ctx, dropped);
        struct diagnostic *finding =
            rest == NULL ? whole_lost(ctx, dropped) : start_lost(ctx, dropped, rest);
        uint32_t first = source_line_of(dropped->block.source, dropped->block.start);
        uint32_t last = source_line_of(dropped->block.source, dropped->block.end);
        label(finding, source_line_span(dropped->block.source, first),
              "the block opened here holds no SQL");
        note(finding, "at the end of a block without SQL goose has nothing to send, and takes the "
                      "next line of SQL for part of that block");
        help(finding, "delete the empty block, lines %u to %u", first, last);
        struct fix_draft fix = unsafe_fix(finding, "delete the empty block's two directives",
                                          "the line goose lost runs");
        edit_delete_line(&fix, dropped->block.source, first);
        edit_delete_line(&fix, dropped->block.source, last);
        fix_recuts(&fix, finding->explains);
        offer_fix(&fix);
        finding->hides_in_file = dropped->direction == DIRECTION_UP ? of_up : of_down;
    }
}

const struct rule rule_empty_block_drops_line = {
    .id = "empty-block-drops-line",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "an empty block makes goose throw away the next line of SQL",
    .why = "Behind a StatementBegin/StatementEnd pair that holds only comments, goose drops the "
           "next line of SQL without a word and records the migration as applied. A statement of "
           "one line is lost; of a longer one the rest is sent, and often runs.",
    .instead = "Delete the empty block.",
    .exceptions = "Nothing is lost when Down, StatementBegin or the end of the file comes first, "
                  "or when the block holds a `/* */` comment.",
    .fix = "unsafe: deletes its two directives, so that the lost line runs; comments stay",
    .example = {.bad = "-- +goose Up\n"
                       "-- +goose StatementBegin\n"
                       "-- nothing to do\n"
                       "-- +goose StatementEnd\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE IF EXISTS invoices;\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE IF EXISTS invoices;\n"},
    .check_file = check_file,
};
