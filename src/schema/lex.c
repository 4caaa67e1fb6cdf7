#include "schema/lex.h"

#include <string.h>

/* PostgreSQL refuses operators of 64 bytes and more (NAMEDATALEN); looking no further keeps a long
 * run of `+` linear. */
enum { LONGEST_OPERATOR = 64 };

/* What each byte may be part of: space, line end too, digit, start of a word, operator, and one of
 * those characters that SQL's own operators lack. A table, because finding places costs mostly
 * lexing. Bytes from 0x80 are letters. */
enum { SPACE = 1, LINE_END = 2, DIGIT = 4, WORD_START = 8, OPERATOR = 16, SPECIAL = 32 };
enum { S = SPACE, N = SPACE | LINE_END, D = DIGIT, W = WORD_START, O = OPERATOR, P = O | SPECIAL };
/* clang-format off */
static const unsigned char classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, S, N, 0, S, N, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    S, P, 0, P, 0, P, P, 0, 0, 0, O, O, 0, O, 0, O,
    D, D, D, D, D, D, D, D, D, D, 0, 0, O, O, O, P,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, P, W,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, 0, P, 0, P, 0,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
};
/* clang-format on */

static bool is(char c, int any)
{
    return (classes[(unsigned char)c] & any) != 0;
}

/* The byte at [at], or NUL behind the end: every test below is false for NUL. */
static char peek(struct str text, size_t at)
{
    return at < text.len ? text.at[at] : '\0';
}

static size_t skip_line(struct str text, size_t at)
{
    const char *lf = memchr(text.at + at, '\n', text.len - at);
    size_t end = lf == NULL ? text.len : (size_t)(lf - text.at);
    const char *cr = memchr(text.at + at, '\r', end - at);
    return cr == NULL ? end : (size_t)(cr - text.at);
}

static size_t skip_word(struct str text, size_t at)
{
    while (at < text.len && (is(text.at[at], WORD_START | DIGIT) || text.at[at] == '$')) at++;
    return at;
}

static size_t skip_digits(struct str text, size_t at)
{
    while (is(peek(text, at), DIGIT)) at++;
    return at;
}

/* Sets the end of a token whose closing mark was, or was not, found. */
static void close_token(struct token *token, size_t end, bool terminated)
{
    token->end = (uint32_t)end;
    token->unterminated = !terminated;
}

static void lex_block_comment(struct str text, struct token *token)
{
    size_t at = token->start + 2;
    size_t depth = 1;
    while (at < text.len && depth > 0) {
        if (text.at[at] == '*' && peek(text, at + 1) == '/') {
            depth--;
            at += 2;
        } else if (text.at[at] == '/' && peek(text, at + 1) == '*') {
            depth++;
            at += 2;
        } else {
            at++;
        }
    }
    close_token(token, at, depth == 0);
}

/* Behind the quote that closes what opened before [at]; a doubled quote stands for itself. */
static size_t skip_quoted(struct str text, size_t at, char quote, bool backslashes,
                          bool *terminated)
{
    *terminated = false;
    while (at < text.len) {
        char c = text.at[at++];
        if (backslashes && c == '\\' && at < text.len) {
            at++;
        } else if (c == quote) {
            *terminated = peek(text, at) != quote;
            if (*terminated) return at;
            at++;
        }
    }
    return at;
}

/* A string goes on behind white space that holds a line end (manual, 4.1.2.1). Returns the byte
 * behind the next opening quote, or 0. A comment counts as white space only up to its line end. */
static size_t string_goes_on(struct str text, size_t at)
{
    bool new_line = false;
    while (at < text.len) {
        if (is(text.at[at], SPACE)) {
            new_line = new_line || is(text.at[at], LINE_END);
            at++;
        } else if (text.at[at] == '-' && peek(text, at + 1) == '-') {
            at = skip_line(text, at);
        } else {
            return text.at[at] == '\'' && new_line ? at + 1 : 0;
        }
    }
    return 0;
}

/* [at] is behind the opening quote. */
static void lex_string(struct str text, struct token *token, size_t at, bool backslashes)
{
    token->kind = TOKEN_STRING;
    for (;;) {
        bool terminated;
        at = skip_quoted(text, at, '\'', backslashes, &terminated);
        close_token(token, at, terminated);
        size_t next = terminated ? string_goes_on(text, at) : 0;
        if (next == 0) return;
        at = next;
    }
}

static void lex_quoted_name(struct str text, struct token *token, size_t at)
{
    bool terminated;
    token->kind = TOKEN_QUOTED_NAME;
    at = skip_quoted(text, at, '"', false, &terminated);
    close_token(token, at, terminated);
}

/* Bytes of the `$tag$` at [at]; 0 when there is none. */
static size_t dollar_quote_length(struct str text, size_t at)
{
    size_t end = at + 1;
    if (is(peek(text, end), WORD_START)) {
        while (is(peek(text, end), WORD_START | DIGIT)) end++;
    }
    return peek(text, end) == '$' ? end + 1 - at : 0;
}

static void lex_dollar(struct str text, struct token *token)
{
    size_t start = token->start;
    size_t length = dollar_quote_length(text, start);
    if (length != 0) {
        struct str quote = str_slice(text, start, start + length);
        size_t close = str_find(text, quote, start + length);
        token->kind = TOKEN_DOLLAR_STRING;
        token->quote_len = (uint32_t)length;
        close_token(token, close == SIZE_MAX ? text.len : close + length, close != SIZE_MAX);
        return;
    }
    size_t digits = skip_digits(text, start + 1);
    token->kind = digits > start + 1 ? TOKEN_PARAMETER : TOKEN_OTHER;
    token->end = (uint32_t)digits;
}

static void lex_number(struct str text, struct token *token)
{
    size_t at = skip_digits(text, token->start);
    /* `1..10` is a range of PL/pgSQL: number, dots, number. */
    if (peek(text, at) == '.' && !(at > token->start && peek(text, at + 1) == '.')) {
        at = skip_digits(text, at + 1);
    }
    if (peek(text, at) == 'e' || peek(text, at) == 'E') {
        char sign = peek(text, at + 1);
        size_t digits = at + 1 + (sign == '+' || sign == '-' ? 1 : 0);
        if (is(peek(text, digits), DIGIT)) at = skip_digits(text, digits);
    }
    token->kind = TOKEN_NUMBER;
    token->end = (uint32_t)at;
}

/* An operator ends before a comment, and not in + or - unless it holds a character that SQL's own
 * operators lack (manual, 4.1.3). */
static void lex_operator(struct str text, struct token *token)
{
    size_t start = token->start;
    size_t end = start;
    size_t kept = start + 1;
    bool special = false;
    while (end - start < LONGEST_OPERATOR && is(peek(text, end), OPERATOR)) {
        char c = text.at[end];
        char next = peek(text, end + 1);
        if ((c == '-' && next == '-') || (c == '/' && next == '*')) break;
        end++;
        special = special || is(c, SPECIAL);
        if (special || (c != '+' && c != '-')) kept = end;
    }
    token->kind = TOKEN_OPERATOR;
    token->end = (uint32_t)kept;
}

static void lex_word(struct str text, struct token *token)
{
    size_t start = token->start;
    char first = (char)(text.at[start] | 0x20);
    char next = peek(text, start + 1);
    if (next == '\'' && strchr("bxen", first) != NULL) {
        lex_string(text, token, start + 2, first == 'e');
    } else if (first == 'u' && next == '&' && peek(text, start + 2) == '\'') {
        lex_string(text, token, start + 3, false);
    } else if (first == 'u' && next == '&' && peek(text, start + 2) == '"') {
        lex_quoted_name(text, token, start + 3);
    } else {
        token->kind = TOKEN_WORD;
        token->end = (uint32_t)skip_word(text, start);
    }
}

static void lex_punctuation(struct str text, struct token *token)
{
    size_t start = token->start;
    char next = peek(text, start + 1);
    token->end = token->start + 1;
    switch (text.at[start]) {
    case ';':
        token->kind = TOKEN_SEMICOLON;
        return;
    case '(':
        token->kind = TOKEN_OPEN;
        return;
    case ')':
        token->kind = TOKEN_CLOSE;
        return;
    case ',':
        token->kind = TOKEN_COMMA;
        return;
    case '\\':
        token->kind = TOKEN_BACKSLASH;
        return;
    case '.':
        token->kind = next == '.' ? TOKEN_OPERATOR : TOKEN_DOT;
        if (next == '.') token->end++;
        return;
    case ':':
        token->kind = TOKEN_OPERATOR;
        if (next == ':' || next == '=') token->end++;
        return;
    case '[':
    case ']':
        token->kind = TOKEN_OPERATOR;
        return;
    default:
        token->kind = TOKEN_OTHER;
        return;
    }
}

static void lex_at(struct str text, struct token *token)
{
    size_t start = token->start;
    char c = text.at[start];
    char next = peek(text, start + 1);
    if (is(c, WORD_START)) {
        lex_word(text, token);
    } else if (is(c, DIGIT) || (c == '.' && is(next, DIGIT))) {
        lex_number(text, token);
    } else if (c == '\'') {
        lex_string(text, token, start + 1, false);
    } else if (c == '"') {
        lex_quoted_name(text, token, start + 1);
    } else if (c == '$') {
        lex_dollar(text, token);
    } else if (c == '-' && next == '-') {
        token->kind = TOKEN_LINE_COMMENT;
        token->end = (uint32_t)skip_line(text, start);
    } else if (c == '/' && next == '*') {
        token->kind = TOKEN_BLOCK_COMMENT;
        lex_block_comment(text, token);
    } else if (is(c, OPERATOR)) {
        lex_operator(text, token);
    } else {
        lex_punctuation(text, token);
    }
}

struct token lex_next(struct lexer *lexer)
{
    size_t at = lexer->at;
    while (at < lexer->text.len && is(lexer->text.at[at], SPACE)) at++;
    struct token token = {.kind = TOKEN_END, .start = (uint32_t)at, .end = (uint32_t)at};
    if (at < lexer->text.len) lex_at(lexer->text, &token);
    lexer->at = token.end;
    return token;
}

struct token lex_next_code(struct lexer *lexer)
{
    struct token token = lex_next(lexer);
    while (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT) {
        token = lex_next(lexer);
    }
    return token;
}

/* Called for every word of a file, with one after the other of a list: no lengths first. */
bool token_is(struct str text, struct token token, const char *word)
{
    if (token.kind != TOKEN_WORD || token.end > text.len) return false;
    for (uint32_t at = token.start; at < token.end; at++) {
        char c = text.at[at];
        if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
        if (c != *word++) return false;
    }
    return *word == '\0';
}
