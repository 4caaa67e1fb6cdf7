/* missing-statement-begin: goose cuts a statement inside a body, a literal or a comment, because it
 * knows none of these (reference goose.md 2.1, S13, S14). */
#include "lint/rule.h"

/* DO, or CREATE [OR REPLACE] FUNCTION or PROCEDURE. */
static bool statement_is(struct span whole, const char *first, const char *object)
{
    struct lexer lexer = {.text = str_slice(whole.source->text, 0, whole.end), .at = whole.start};
    struct token token = lex_next_code(&lexer);
    if (!token_is(lexer.text, token, first)) return false;
    for (int i = 0; i < 3 && object != NULL; i++) {
        token = lex_next_code(&lexer);
        if (token_is(lexer.text, token, object)) return true;
    }
    return object == NULL;
}

static const char *what_is_quoted(const struct cut *cut, const char *otherwise)
{
    if (statement_is(cut->whole, "do", NULL)) return "this DO block";
    if (statement_is(cut->whole, "create", "function")) return "this function body";
    if (statement_is(cut->whole, "create", "procedure")) return "this procedure body";
    return otherwise;
}

static const char *what_is_cut(const struct cut *cut)
{
    switch (cut->kind) {
    case CUT_IN_DOLLAR_STRING:
        return what_is_quoted(cut, "this dollar-quoted text");
    case CUT_IN_STRING:
        return what_is_quoted(cut, "this string");
    case CUT_IN_QUOTED_NAME:
        return "this quoted name";
    case CUT_IN_BLOCK_COMMENT:
        return "this comment";
    case CUT_IN_ATOMIC_BODY:
        return what_is_quoted(cut, "this body");
    case CUT_IN_RULE:
        return "this rule";
    case CUT_IN_LINE_COMMENT:
    case CUT_MISSED:
    case CUT_SWALLOWED:
        return NULL;
    }
    return NULL;
}

/* How many of the cuts from [at] on fall into the same statement. */
static size_t cuts_together(const struct migration_file *file, size_t at)
{
    size_t count = 0;
    uint32_t end = file->cuts[at].whole.end;
    for (size_t i = at; i < file->cut_count && file->cuts[i].at.start < end; i++) {
        if (what_is_cut(&file->cuts[i]) != NULL) count++;
    }
    return count;
}

static void label_ends(struct diagnostic *finding, const struct cut *cut)
{
    const char *what = cut->kind == CUT_IN_DOLLAR_STRING || cut->kind == CUT_IN_ATOMIC_BODY
                           ? "the body"
                       : cut->kind == CUT_IN_BLOCK_COMMENT ? "the comment"
                       : cut->kind == CUT_IN_STRING        ? "the string"
                       : cut->kind == CUT_IN_RULE          ? "the rule's action"
                                                           : "the name";
    label(finding, cut->opening, "%s opens here", what);
    if (cut->closing.source != NULL) label(finding, cut->closing, "%s closes here", what);
}

/* What PostgreSQL makes of the first piece. */
static void note_first_piece(const struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct cut *cut)
{
    if (cut->statement == 0 || cut->statement > ctx->file->statement_count[cut->direction]) return;
    const struct statement *piece = &ctx->file->statements[cut->direction][cut->statement - 1];
    uint32_t first = piece->sent->start_line;
    uint32_t last = piece->sent->end_line;
    struct str error = STR("it parses, and runs");
    if (!piece->parse.parsed) {
        /* What is quoted of an unterminated literal is the piece itself. */
        error = piece->parse.error.message;
        if (str_starts_with(error, STR("unterminated")))
            error = str_slice(error, 0, str_find(error, STR(" at or near"), 0));
        error = code_short(ctx->arena, error, 64);
    }
    if (first == last) {
        note(finding, "PostgreSQL receives line %u alone: " STR_FMT, first, STR_ARG(error));
    } else {
        note(finding, "PostgreSQL receives lines %u to %u alone: " STR_FMT, first, last,
             STR_ARG(error));
    }
}

static void help_block(struct diagnostic *finding, const struct cut *cut)
{
    uint32_t first = source_line_of(cut->whole.source, cut->whole.start);
    uint32_t last = source_line_of(
        cut->whole.source, cut->whole.end > cut->whole.start ? cut->whole.end - 1 : cut->whole.end);
    help(finding,
         "put `-- +goose StatementBegin` above line %u and `-- +goose StatementEnd` below line %u",
         first, last);
    if (cut->kind == CUT_IN_BLOCK_COMMENT) help(finding, "or end no line of the comment with `;`");
}

static void fix_block(const struct rule_ctx *ctx, struct diagnostic *finding, const struct cut *cut)
{
    struct fix_draft fix = safe_fix(finding, "wrap it so that goose sends it whole");
    if (cut->closing.source == NULL) return;
    if (edit_wrap_in_block(&fix, ctx->file->goose, cut->whole)) offer_fix(&fix);
}

static void check_file(struct rule_ctx *ctx)
{
    uint32_t done = 0;
    for (size_t i = 0; i < ctx->file->cut_count; i++) {
        const struct cut *cut = &ctx->file->cuts[i];
        const char *what = what_is_cut(cut);
        if (what == NULL || cut->at.start < done) continue;
        done = cut->whole.end;
        size_t pieces = cuts_together(ctx->file, i) + 1;
        struct diagnostic *finding =
            pieces == 2
                ? report_span(ctx, cut->at, "goose cuts %s in two at the `;`", what)
                : report_span(ctx, cut->at, "goose cuts %s into %zu pieces, at each line's `;`",
                              what, pieces);
        primary_label(finding, "goose ends the statement here");
        label_ends(finding, cut);
        note_first_piece(ctx, finding, cut);
        help_block(finding, cut);
        fix_block(ctx, finding, cut);
        finding->explains = cut->whole;
    }
}

const struct rule rule_missing_statement_begin = {
    .id = "missing-statement-begin",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "goose cuts a statement inside a body, a literal or a comment",
    .why = "Outside a block goose ends a statement at every line that ends with `;`, whatever the "
           "line stands in. PostgreSQL receives the pieces one by one and refuses the first: "
           "`unterminated dollar-quoted string`. `goose validate` finds nothing.",
    .instead = "Put `-- +goose StatementBegin` above the statement and `-- +goose StatementEnd` "
               "below it.",
    .exceptions = "A body on one line, or one in which no line ends with `;`, needs no block.",
    .fix = "safe: puts the two lines there",
    .example = {.bad = "CREATE FUNCTION touch() RETURNS trigger AS $$\n"
                       "BEGIN\n"
                       "  NEW.updated_at := now();\n"
                       "  RETURN NEW;\n"
                       "END;\n"
                       "$$ LANGUAGE plpgsql;",
                .good = "-- +goose Up\n"
                        "-- +goose StatementBegin\n"
                        "CREATE FUNCTION touch() RETURNS trigger AS $$\n"
                        "BEGIN\n"
                        "  NEW.updated_at := now();\n"
                        "  RETURN NEW;\n"
                        "END;\n"
                        "$$ LANGUAGE plpgsql;\n"
                        "-- +goose StatementEnd\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP FUNCTION touch();\n"},
    .check_file = check_file,
};
