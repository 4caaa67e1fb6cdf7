/* unfinished-statement: text that no `;` ends, as goose sees it: an error at the end of a section
 * (reference goose.md 1.5, 1.7, S16, S39), or a statement glued to the next one (S15). */
#include "lint/rule.h"

#include <string.h>

/* The last token of code and the first comment behind it, in a place of the file. */
struct tail {
    struct token code;    /* TOKEN_END: there is none */
    struct token comment; /* TOKEN_END: there is none */
};

static struct tail find_tail(struct span span)
{
    struct tail tail = {.code = {.kind = TOKEN_END}, .comment = {.kind = TOKEN_END}};
    struct lexer lexer = {.text = str_slice(span.source->text, 0, span.end), .at = span.start};
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_END; token = lex_next(&lexer)) {
        if (token.kind != TOKEN_LINE_COMMENT && token.kind != TOKEN_BLOCK_COMMENT) {
            tail.code = token;
            tail.comment.kind = TOKEN_END;
        } else if (tail.comment.kind == TOKEN_END) {
            tail.comment = token;
        }
    }
    return tail;
}

static struct span span_of_token(struct span inside, struct token token)
{
    return (struct span){inside.source, token.start, token.end};
}

/* Who stops: both directions of goose's parser, or only that of `goose down`. */
static const char *who_stops(const struct goose_error *error)
{
    return error->in_up ? "goose refuses the file" : "`goose down` fails";
}

static void note_down(struct diagnostic *finding, const struct goose_error *error)
{
    if (error->in_up) return;
    note(finding, "`goose up` reads Up alone and does not notice; the error comes with the first "
                  "rollback");
}

/* Right behind the code; a comment behind it must not touch the `;`, else goose does not see it. */
static void fix_end(struct diagnostic *finding, const struct source *source, uint32_t end,
                    struct span recut)
{
    uint32_t line_end = source_line_span(source, source_line_of(source, end)).end;
    struct str behind = str_slice(source->text, end, line_end);
    struct fix_draft fix = safe_fix(finding, "end the statement with `;`");
    bool comment = str_starts_with(str_trim(behind), STR("--"));
    if (str_trim(behind).len > 0 && !comment) return;
    if (end > 0 && str_find(STR("`\\"), str_slice(source->text, end - 1, end), 0) != SIZE_MAX)
        return;
    edit_insert(&fix, source, end, "%s", str_starts_with(behind, STR("--")) ? "; " : ";");
    fix_recuts(&fix, recut);
    offer_fix(&fix);
}

static void comment_left(struct rule_ctx *ctx, const struct goose_error *error)
{
    bool block = str_starts_with(span_text(error->span), STR("/*"));
    struct diagnostic *finding =
        report_span(ctx, error->span, "%s: it takes this comment for an unfinished statement",
                    who_stops(error));
    if (block) {
        primary_label(finding, "to goose `/* */` is SQL");
        help(finding, "write the comment as `--` lines, or move it above a statement");
    } else {
        primary_label(finding, "kept as SQL, because of the blanks above");
        note(finding, "goose skips comments only where nothing is pending, and a line of blanks is "
                      "pending text");
        help(finding, "empty the line that holds only blanks");
    }
    note_down(finding, error);
}

static void end_unseen(struct rule_ctx *ctx, const struct goose_error *error, struct tail tail)
{
    struct diagnostic *finding =
        report_span(ctx, span_of_token(error->span, tail.code),
                    "%s: it does not see the `;` of this statement", who_stops(error));
    primary_label(finding, "no end to goose");
    note(finding, "goose sees a `;` only at the end of a line, or before a word that begins with "
                  "`--`");
    if (tail.comment.kind == TOKEN_LINE_COMMENT) {
        help(finding, "put a blank between `;` and `--`");
        struct fix_draft fix = safe_fix(finding, "put a blank between `;` and `--`");
        edit_insert(&fix, error->span.source, tail.code.end, " ");
        if (tail.code.end == tail.comment.start) offer_fix(&fix);
    } else if (tail.comment.kind == TOKEN_BLOCK_COMMENT) {
        help(finding, "move the comment to a line above the statement");
    } else {
        help(finding, "put the statement between `-- +goose StatementBegin` and "
                      "`-- +goose StatementEnd`");
    }
    note_down(finding, error);
}

/* The string that goose would send of this text; NULL: none. They stand in the file's order. */
static const struct statement *sent_at(const struct rule_ctx *ctx, enum direction direction,
                                       struct span span)
{
    const struct statement *statements = ctx->file->statements[direction];
    size_t low = 0;
    size_t high = ctx->file->statement_count[direction];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (statements[middle].sent->span.end <= span.start)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < ctx->file->statement_count[direction] && statements[low].sent->span.start < span.end;
    return found ? &statements[low] : NULL;
}

static bool is_refused(const struct statement *sent)
{
    if (sent->parse.parsed) return false;
    struct refusal refusal = refusal_of(sent->sent->sql, &sent->parse.error);
    return refusal_newer_syntax(&refusal) == NULL;
}

/* The `;` as a fix only where PostgreSQL would then take the text. */
static void help_end(const struct rule_ctx *ctx, struct diagnostic *finding, struct span text,
                     uint32_t end)
{
    const bool postgres = ctx->sequence->sequence->postgres; /* else nobody has parsed it */
    const struct statement *sent = sent_at(ctx, DIRECTION_UP, text);
    if (sent == NULL) sent = sent_at(ctx, DIRECTION_DOWN, text);
    if (postgres && sent != NULL && is_refused(sent)) {
        note(finding, "with a `;` PostgreSQL would still refuse it: " STR_FMT,
             STR_ARG(sent->parse.error.message));
        help(finding, "complete or correct the text, and end each statement with `;`");
        return;
    }
    help(finding, "end it with `;`");
    if (!postgres || sent != NULL) fix_end(finding, text.source, end, text);
}

/* A character or two that begin no statement: a backtick, a bracket. */
static bool is_stray(struct str text)
{
    struct str rest = str_trim(text);
    for (size_t i = 0; i < rest.len; i++) {
        if (strchr("`')]}\"*\\,.", rest.at[i]) == NULL) return false;
    }
    return rest.len > 0;
}

static void end_missing(struct rule_ctx *ctx, const struct goose_error *error, struct tail tail)
{
    struct diagnostic *finding = report_span(ctx, span_of_token(error->span, tail.code),
                                             "%s: no `;` ends this statement", who_stops(error));
    primary_label(finding, "the section ends behind this");
    uint32_t line = source_line_of(error->span.source, error->span.start);
    if (line != source_line_of(error->span.source, tail.code.start)) {
        struct span first = source_line_span(error->span.source, line);
        first.start = error->span.start;
        label(finding, first, "the statement begins here");
    }
    if (is_stray(span_text(error->span))) {
        help(finding, "delete it, if it got there by mistake: no statement is written so");
    } else {
        help_end(ctx, finding, error->span, tail.code.end);
    }
    note_down(finding, error);
}

/* Before it goose has stopped already, and missing-up or misplaced-directive says so. */
static uint32_t line_of_up(const struct goose_file *goose)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        if (goose->directives[i].kind == DIRECTIVE_UP) return goose->directives[i].line;
    }
    return UINT32_MAX;
}

static void check_errors(struct rule_ctx *ctx, uint32_t up)
{
    for (size_t i = 0; i < ctx->file->goose->error_count; i++) {
        const struct goose_error *error = &ctx->file->goose->errors[i];
        if (error->kind != GOOSE_UNFINISHED_STATEMENT) continue;
        if (source_line_of(error->span.source, error->span.start) < up) continue;
        if (str_starts_with(span_text(error->span), STR("\\"))) continue; /* psql-only-syntax */
        struct tail tail = find_tail(error->span);
        size_t before = ctx->found->len;
        if (tail.code.kind == TOKEN_END)
            comment_left(ctx, error);
        else if (tail.code.kind == TOKEN_SEMICOLON)
            end_unseen(ctx, error, tail);
        else
            end_missing(ctx, error, tail);
        ctx->found->at[before]->explains = error->span;
    }
}

static void check_swallowed(struct rule_ctx *ctx, uint32_t up)
{
    for (size_t i = 0; i < ctx->file->cut_count; i++) {
        const struct cut *cut = &ctx->file->cuts[i];
        if (cut->kind != CUT_SWALLOWED) continue;
        if (source_line_of(cut->at.source, cut->at.start) < up) continue;
        struct diagnostic *finding =
            report_span(ctx, cut->at, "goose sends this statement together with the next one");
        primary_label(finding, "no `;` ends the statement here");
        note(finding, "PostgreSQL reads both as one statement and refuses it");
        help(finding, "end it with `;`");
        fix_end(finding, cut->at.source, cut->at.end, cut->whole);
        finding->explains = cut->whole;
    }
}

static void check_file(struct rule_ctx *ctx)
{
    const uint32_t up = line_of_up(ctx->file->goose);
    check_errors(ctx, up);
    if (ctx->sequence->sequence->postgres) check_swallowed(ctx, up); /* needs its parser */
}

const struct rule rule_unfinished_statement = {
    .id = "unfinished-statement",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "goose finds no end of a statement",
    .why = "At the end of a section goose refuses text that no `;` has ended, in Down only when "
           "somebody rolls back. In the middle it glues the statement to the next one, and "
           "PostgreSQL refuses both.",
    .instead = "End every statement with `;` as the last thing on its line. Write comments as `--` "
               "lines with no blanks on the empty lines above them.",
    .exceptions =
        "Inside StatementBegin/StatementEnd the last `;` is optional. Before `-- +goose Up` "
        "goose stops earlier, and that is reported instead.",
    .fix = "safe: puts the `;` there, where the text is whole, or the blank goose needs to see it",
    .example = {.bad = "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
