/* unreadable-file: bytes that goose or PostgreSQL cannot take: a byte order mark, UTF-16, NUL,
 * lines that end in CR alone, a line of 4 MiB (reference goose.md 1.1). */
#include "lint/rule.h"

#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static void explain_file(struct diagnostic *finding, const struct source *source)
{
    finding->explains = (struct span){source, 0, (uint32_t)source->text.len};
}

static void report_mark(struct rule_ctx *ctx, struct span at)
{
    struct diagnostic *finding =
        report_span(ctx, at, "goose refuses the file: it begins with a byte order mark");
    primary_label(finding, "three invisible bytes, U+FEFF");
    note(finding, "goose does not skip the mark: line 1 becomes text before `-- +goose Up`");
    help(finding, "save the file as UTF-8 without a byte order mark");
    explain_file(finding, at.source);
    struct fix_draft fix = safe_fix(finding, "delete the byte order mark");
    edit_delete(&fix, (struct span){at.source, 0, sizeof byte_order_mark - 1});
    offer_fix(&fix);
}

static void report_long_line(struct rule_ctx *ctx, struct span at)
{
    size_t length = source_line(at.source, source_line_of(at.source, at.start)).len;
    struct diagnostic *finding =
        report_span(ctx, at, "goose refuses the file: this line is %zu bytes long", length);
    primary_label(finding, "goose's reader stops here");
    note(finding, "goose reads lines of at most 4194303 bytes");
    help(finding, "break the line: between the rows of an INSERT, for instance");
    explain_file(finding, at.source);
}

/* The file as a whole: it is read to its last byte or not at all. */
static void fix_line_ends(struct diagnostic *finding, const struct source *source)
{
    struct fix_draft fix = safe_fix(finding, "end the lines with LF");
    char *text = arena_alloc(finding->arena, source->text.len + 1);
    for (size_t i = 0; i < source->text.len; i++)
        text[i] = source->text.at[i] == '\r' ? '\n' : source->text.at[i];
    edit_replace(&fix, (struct span){source, 0, (uint32_t)source->text.len}, STR_FMT,
                 STR_ARG(((struct str){text, source->text.len})));
    offer_fix(&fix);
}

static void report_encoding(struct rule_ctx *ctx, struct span at, bool carriage_return)
{
    struct diagnostic *finding;
    if (carriage_return) {
        finding = report_span(ctx, at, "goose refuses the file: it has no line feed");
        primary_label(finding, "lines end in CR alone: to goose all of it is one line");
        help(finding, "save the file with LF (or CRLF) line ends");
        fix_line_ends(finding, at.source);
    } else {
        finding = report_span(ctx, at, "goose refuses the file: it is UTF-16");
        primary_label(finding, "goose reads UTF-8 and finds no directive");
        help(finding, "save the file as UTF-8 without a byte order mark");
    }
    explain_file(finding, at.source);
}

static void report_error(struct rule_ctx *ctx, struct span at)
{
    struct str text = at.source->text;
    if (source_line_of(at.source, at.start) != 1 ||
        source_line(at.source, 1).len + 1 >= (size_t)4 * 1024 * 1024) {
        report_long_line(ctx, at);
    } else if (str_starts_with(text, STR("\xEF\xBB\xBF"))) {
        report_mark(ctx, at);
    } else {
        report_encoding(ctx, at, at.start < text.len && text.at[at.start] == '\r');
    }
}

/* A byte order mark in the middle, where files were put together: PostgreSQL takes it for the
 * first letter of a name. */
static void check_mark(struct rule_ctx *ctx, const struct goose_statement *sent)
{
    if (str_find(sent->sql, str_from(byte_order_mark), 0) == SIZE_MAX) return;
    struct lexer lexer = {.text = sent->sql};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        struct str text = str_slice(sent->sql, token.start, token.end);
        if (token.kind != TOKEN_WORD || !str_starts_with(text, str_from(byte_order_mark))) continue;
        struct span at = goose_source_span(ctx->file->source, sent, token.start, token.start + 3);
        struct diagnostic *finding = report_span(
            ctx, at, "PostgreSQL refuses this statement: a byte order mark stands in it");
        primary_label(finding, "three invisible bytes, U+FEFF");
        note(finding, "files with such a mark at their start were probably joined here");
        help(finding, "delete the invisible character");
        struct fix_draft fix = safe_fix(finding, "delete the byte order mark");
        edit_delete(&fix, at);
        offer_fix(&fix);
        finding->explains = sent->span;
        return;
    }
}

static void check_nul(struct rule_ctx *ctx, const struct goose_statement *sent)
{
    const char *nul = sent->sql.len == 0 ? NULL : memchr(sent->sql.at, '\0', sent->sql.len);
    if (nul == NULL) return;
    uint32_t at = (uint32_t)(nul - sent->sql.at);
    struct diagnostic *finding =
        report_span(ctx, goose_source_span(ctx->file->source, sent, at, at + 1),
                    "PostgreSQL refuses this statement: it holds a NUL byte");
    primary_label(finding, "byte 0");
    note(finding, "goose sends it as it is; the server answers `invalid message format`");
    help(finding, "delete the byte");
    finding->explains = sent->span;
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    for (size_t i = 0; i < goose->error_count; i++) {
        if (goose->errors[i].kind == GOOSE_UNREADABLE_TEXT)
            report_error(ctx, goose->errors[i].span);
    }
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
            const struct statement *statement = &ctx->file->statements[direction][i];
            check_mark(ctx, statement->sent);
            check_nul(ctx, statement->sent);
        }
    }
}

const struct rule rule_unreadable_file = {
    .id = "unreadable-file",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "the file's bytes are none that goose or PostgreSQL can read",
    .why = "goose reads UTF-8 lines that end in LF and are shorter than 4 MiB. A byte order mark "
           "hides the first directive, UTF-16 and CR line ends hide all of them, and PostgreSQL "
           "accepts no NUL byte.",
    .instead = "Save the file as UTF-8 without a byte order mark, with LF line ends.",
    .exceptions = "CRLF line ends are fine: goose removes the CR.",
    .fix = "safe: deletes a byte order mark, makes LF of CR",
    .example = {.bad = "\xEF\xBB\xBF-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- +goose Up\r\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\r\n"
                        "\r\n"
                        "-- +goose Down\r\n"
                        "DROP TABLE invoices;\r\n"},
    .check_file = check_file,
};
