#include "lint/code.h"

#include "base/vec.h"
#include "base/width.h"
#include "goose/lines.h"

#include <string.h>

struct str code_text(struct arena *arena, const struct source *source,
                     const struct goose_file *goose)
{
    char *code = arena_alloc(arena, source->text.len + 1);
    if (source->text.len > 0) memcpy(code, source->text.at, source->text.len);
    for (size_t i = 0; i < goose->directive_count; i++) {
        struct span line = source_line_span(source, goose->directives[i].line);
        memset(code + line.start, ' ', line.end - line.start);
    }
    return (struct str){code, source->text.len};
}

static bool can_enclose(enum token_kind kind)
{
    return kind == TOKEN_STRING || kind == TOKEN_DOLLAR_STRING || kind == TOKEN_QUOTED_NAME ||
           kind == TOKEN_BLOCK_COMMENT;
}

/* Words that a body begins with: what seems to close one literal opens the next. */
static bool begins_a_body(struct str code, struct token token)
{
    static const char *const words[] = {"begin", "declare", "select",  "insert", "update", "delete",
                                        "with",  "return",  "perform", "raise",  "if"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token_is(code, token, words[i])) return true;
    }
    return false;
}

bool code_literal_is_real(struct str code, struct token token, struct lexer behind)
{
    if (token.unterminated) return false;
    if (token.kind == TOKEN_BLOCK_COMMENT) return true;
    struct token next = lex_next_code(&behind);
    switch (next.kind) {
    case TOKEN_END:
    case TOKEN_SEMICOLON:
    case TOKEN_COMMA:
    case TOKEN_CLOSE:
        return true;
    case TOKEN_OPERATOR:
        return true;
    default:
        return token.kind == TOKEN_DOLLAR_STRING && next.kind != TOKEN_DOT &&
               !begins_a_body(code, next);
    }
}

const struct enclosed_directive *enclosed_directives(struct arena *arena,
                                                     const struct source *source,
                                                     const struct goose_file *goose, size_t *count)
{
    VEC(struct enclosed_directive) found = {0};
    struct str code = code_text(arena, source, goose);
    struct lexer lexer = {.text = code};
    size_t next = 0;
    while (next < goose->directive_count) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END) break;
        while (next < goose->directive_count && goose->directives[next].span.start < token.start)
            next++;
        if (!can_enclose(token.kind)) continue;
        bool real = code_literal_is_real(code, token, lexer);
        while (next < goose->directive_count && goose->directives[next].span.start < token.end) {
            const struct directive *directive = &goose->directives[next++];
            if (real) VEC_PUSH(arena, &found, (struct enclosed_directive){directive, token});
        }
    }
    *count = found.len;
    return found.at;
}

struct span enclosed_opening(const struct source *source, const struct enclosed_directive *one)
{
    uint32_t start = one->token.start;
    switch (one->token.kind) {
    case TOKEN_DOLLAR_STRING:
        return (struct span){source, start, start + one->token.quote_len};
    case TOKEN_BLOCK_COMMENT:
        return (struct span){source, start, start + 2};
    default: /* E'...' has a letter before its quote */
        while (start < one->token.end && source->text.at[start] != '\'' &&
               source->text.at[start] != '"')
            start++;
        return (struct span){source, one->token.start, start + 1};
    }
}

bool cut_at_end_only(struct str sql)
{
    struct goose_line line = {0};
    while (goose_next_line(sql, &line)) {
        bool ends = goose_ends_statement(goose_line_text(sql, &line));
        bool last = goose_is_blank(str_slice(sql, line.next, sql.len));
        if (ends || last) return ends && last;
    }
    return false;
}

struct str code_short(struct arena *arena, struct str code, size_t columns)
{
    char *text = arena_alloc(arena, 4 * columns + 4);
    size_t len = 0;
    size_t at = 0;
    code = str_trim(code);
    for (size_t i = 0; i < columns && at < code.len; i++) {
        struct code_point point = code_point_at(code, at);
        if (point.value == '\n' || point.value == '\r' || point.value == '\t' ||
            point.value == ' ') {
            text[len++] = ' ';
            while (at < code.len && strchr(" \t\r\n", code.at[at]) != NULL && code.at[at] != '\0')
                at++;
            continue;
        }
        memcpy(text + len, code.at + at, point.len);
        len += point.len;
        at += point.len;
    }
    return at < code.len ? str_format(arena, STR_FMT "...", STR_ARG(((struct str){text, len})))
                         : (struct str){text, len};
}

const char *token_kind_words(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_STRING:
        return "a string";
    case TOKEN_DOLLAR_STRING:
        return "a dollar-quoted body";
    case TOKEN_QUOTED_NAME:
        return "a quoted name";
    case TOKEN_BLOCK_COMMENT:
        return "a block comment";
    default:
        return "the text";
    }
}
