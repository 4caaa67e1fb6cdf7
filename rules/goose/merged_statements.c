/* merged-statements: several statements leave as one string although nobody put them into a block
 * (reference goose.md 2.1, 2.3). */
#include "lint/rule.h"

/* Why goose does not see the `;`: what stands behind it on its line. */
enum cause { GLUED_COMMENT, BLOCK_COMMENT, DASHES_IN_LITERAL, SAME_LINE };

static enum cause cause_of(const struct source *source, struct span semicolon)
{
    uint32_t number = source_line_of(source, semicolon.start);
    struct span line = source_line_span(source, number);
    struct str behind = str_slice(source->text, semicolon.end, line.end);
    struct str rest = str_trim(behind);
    if (rest.len == 0) return DASHES_IN_LITERAL;
    if (str_starts_with(behind, STR("--"))) return GLUED_COMMENT;
    if (str_starts_with(rest, STR("/*"))) return BLOCK_COMMENT;
    return str_starts_with(rest, STR("--")) ? DASHES_IN_LITERAL : SAME_LINE;
}

static const char *label_of(enum cause cause)
{
    switch (cause) {
    case GLUED_COMMENT:
        return "no blank between `;` and `--`: goose sees no end here";
    case BLOCK_COMMENT:
        return "goose sees no end in front of `/* */`";
    case DASHES_IN_LITERAL:
        return "goose takes the `--` in the literal for a comment and sees no end here";
    case SAME_LINE:
        return "goose sees an end only at the end of a line";
    }
    return "";
}

static const char *help_of(enum cause cause)
{
    switch (cause) {
    case GLUED_COMMENT:
        return "put a blank between `;` and `--`";
    case BLOCK_COMMENT:
        return "move the comment to a line of its own, above a statement";
    case DASHES_IN_LITERAL:
        return "put the statement between `-- +goose StatementBegin` and "
               "`-- +goose StatementEnd`";
    case SAME_LINE:
        return "write one statement per line";
    }
    return "";
}

/* Under NO TRANSACTION the string was one transaction. */
static void fix_string(const struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct statement *sent)
{
    const char *title = "let goose send each statement alone";
    struct fix_draft fix = ctx->file->goose->no_transaction
                               ? unsafe_fix(finding, title, "they no longer share a transaction")
                               : safe_fix(finding, title);
    if (edit_split_string(&fix, ctx->file, sent)) offer_fix(&fix);
}

static void check_file(struct rule_ctx *ctx)
{
    const struct migration_file *file = ctx->file;
    for (size_t i = 0; i < file->cut_count; i++) {
        const struct cut *cut = &file->cuts[i];
        if (cut->kind != CUT_MISSED) continue;
        if (i > 0 && file->cuts[i - 1].kind == CUT_MISSED &&
            file->cuts[i - 1].direction == cut->direction &&
            file->cuts[i - 1].statement == cut->statement)
            continue; /* the same string */
        if (cut->statement == 0 || cut->statement > file->statement_count[cut->direction]) continue;
        const struct statement *sent = &file->statements[cut->direction][cut->statement - 1];
        if (sent->parse.parsed && sent->parse.statement_count < 2) continue; /* `;;` */
        enum cause cause = cause_of(file->source, cut->at);
        /* On purpose, and in goose's transaction without effect. */
        if (cause == SAME_LINE && !file->goose->no_transaction) continue;
        struct diagnostic *finding =
            report_span(ctx, cut->at, "goose sends this statement together with the next one");
        primary_label(finding, "%s", label_of(cause));
        if (file->goose->no_transaction) {
            note(finding, "a string of several statements is one transaction, also under "
                          "`NO TRANSACTION`");
        } else {
            note(finding,
                 "goose's transaction holds both anyway: only an error message is less exact");
        }
        help(finding, "%s", help_of(cause));
        fix_string(ctx, finding, sent);
    }
}

const struct rule rule_merged_statements = {
    .id = "merged-statements",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_INFO,
    .needs_sql = true,
    .summary = "several statements leave as one string without a block",
    .why = "goose sees a `;` only at the end of a line or before a word that begins with `--`. "
           "What it does not cut is sent as one string, which PostgreSQL runs as one transaction, "
           "also under NO TRANSACTION.",
    .instead = "Write one statement per line, with a blank before a comment behind `;`.",
    .exceptions = "Several statements on one line are left alone where goose's own transaction "
                  "holds the file together anyway.",
    .fix =
        "safe: the blank, line end or block that goose needs; unsafe under NO TRANSACTION, where "
        "the string was one transaction",
    .example = {.bad = "CREATE TABLE invoices (id bigint PRIMARY KEY);-- one row each\n"
                       "CREATE TABLE receipts (id bigint PRIMARY KEY);",
                .good = "CREATE TABLE invoices (id bigint PRIMARY KEY); -- one row each\n"
                        "CREATE TABLE receipts (id bigint PRIMARY KEY);"},
    .check_file = check_file,
};
