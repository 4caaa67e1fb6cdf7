/* needless-statement-block: a block around one statement that goose would send whole anyway
 * (reference goose.md S38; goose's own template wrote such blocks up to 3.26). */
#include "lint/rule.h"

static void check_statement(struct rule_ctx *ctx)
{
    const struct goose_statement *sent = ctx->statement->sent;
    if (!sent->in_block || !ctx->statement->parse.parsed) return;
    if (ctx->statement->parse.statement_count != 1 || !cut_at_end_only(sent->sql)) return;
    const struct source *source = ctx->file->source;
    uint32_t line = source_line_of(source, sent->block.start);
    struct diagnostic *finding = report_span(ctx, source_line_span(source, line),
                                             "this block changes nothing: goose sends the "
                                             "statement whole without it");
    primary_label(finding, "needless");
    uint32_t last = source_line_of(source, sent->block.end);
    help(finding, "delete this line and line %u", last);
    struct fix_draft fix = safe_fix(finding, "delete the lines of the block");
    edit_delete_lines(&fix, source, line, line);
    edit_delete_lines(&fix, source, last, last);
    offer_fix(&fix);
}

const struct rule rule_needless_statement_block = {
    .id = "needless-statement-block",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_INFO,
    .off = true,
    .needs_sql = true,
    .summary = "a block around one statement that goose cuts right anyway",
    .why = "StatementBegin and StatementEnd are for text with `;` at the end of a line inside it. "
           "Around a plain statement they are two lines that say nothing.",
    .instead = "Delete the two lines.",
    .fix = "safe: deletes them",
    .example = {.bad = "-- +goose Up\n"
                       "-- +goose StatementBegin\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose StatementEnd\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "CREATE TABLE invoices (id bigint PRIMARY KEY);"},
    .check_statement = check_statement,
};
