/* cut-at-comment: a comment glued to a word ends in `;`, and goose, which knows a comment only at
 * the beginning of a word, ends the statement there (reference goose.md 2.1, S06). */
#include "lint/rule.h"

/* The DELETE or UPDATE that lost its WHERE by the cut; NULL when the piece is something else. */
static const struct change *unfiltered(const struct rule_ctx *ctx, const struct cut *cut)
{
    if (cut->statement == 0 || cut->statement > ctx->file->statement_count[cut->direction])
        return NULL;
    const struct sql_parse *parse =
        &ctx->file->statements[cut->direction][cut->statement - 1].parse;
    if (!parse->parsed || parse->statement_count == 0) return NULL;
    const struct sql_statement *last = &parse->statements[parse->statement_count - 1];
    if (last->change_count == 0) return NULL;
    const struct change *change = &last->changes[0];
    bool filters = change->kind == CHANGE_DELETE || change->kind == CHANGE_UPDATE;
    return filters && !change->data.has_where ? change : NULL;
}

static void check_file(struct rule_ctx *ctx)
{
    for (size_t i = 0; i < ctx->file->cut_count; i++) {
        const struct cut *cut = &ctx->file->cuts[i];
        if (cut->kind != CUT_IN_LINE_COMMENT) continue;
        const struct change *change = unfiltered(ctx, cut);
        struct diagnostic *finding =
            change != NULL
                ? report_span(ctx, cut->at, "goose cuts this `%s` here: it changes every row",
                              change->tag)
                : report_span(ctx, cut->at, "goose ends the statement inside this comment");
        primary_label(finding, "goose ends the statement here");
        struct span rest = {cut->whole.source, cut->at.end, cut->whole.end};
        uint32_t line = source_line_of(rest.source, rest.start) + 1;
        if (line <= source_line_of(rest.source, rest.end)) {
            label(finding, source_line_span(rest.source, line), "%s",
                  "sent as a statement of its own");
        }
        note(finding, "goose sees a comment only where `--` begins a word; here it follows one "
                      "without a blank");
        help(finding, "put a blank before `--`");
        struct fix_draft fix = safe_fix(finding, "put a blank before `--`");
        edit_insert(&fix, cut->opening.source, cut->opening.start, " ");
        fix_recuts(&fix, cut->whole);
        offer_fix(&fix);
        finding->explains = cut->whole;
    }
}

const struct rule rule_cut_at_comment = {
    .id = "cut-at-comment",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a comment glued to a word ends the statement for goose",
    .why = "goose takes `old--rows;` for one word that ends in `;` and sends what it has so far: a "
           "`DELETE FROM t` without the WHERE on the next line.",
    .instead = "Put a blank before `--`, or the comment on a line of its own.",
    .fix = "safe: puts the blank there",
    .example = {.bad = "DELETE FROM orders--the old ones;\n"
                       "WHERE created_at < '2020-01-01';",
                .good = "DELETE FROM orders -- the old ones;\n"
                        "WHERE created_at < '2020-01-01';"},
    .check_file = check_file,
};
