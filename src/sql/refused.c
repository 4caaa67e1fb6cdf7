#include "sql/refused.h"

#include "base/width.h"
#include "schema/lex.h"

#include <string.h>

enum { LONGEST_SIGNS = 4096, MOST_COMMENT_STARTS = 64 };

uint32_t byte_of_character(struct str sql, uint32_t character)
{
    size_t at = 0;
    while (at < sql.len && character > 0) {
        unsigned char first = (unsigned char)sql.at[at];
        at += first < 0x80             ? 1
              : (first & 0xe0) == 0xc0 ? 2
              : (first & 0xf0) == 0xe0 ? 3
              : (first & 0xf8) == 0xf0 ? 4
                                       : 1;
        character--;
    }
    return (uint32_t)(at < sql.len ? at : sql.len);
}

/* A first byte behind which [limit] more are `+` or `-`; SIZE_MAX when there is none. */
static size_t find_long_signs(struct str sql)
{
    for (size_t at = LONGEST_SIGNS; at < sql.len; at += LONGEST_SIGNS) {
        size_t start = at;
        size_t end = at;
        while (start > 0 && (sql.at[start - 1] == '+' || sql.at[start - 1] == '-')) start--;
        while (end < sql.len && (sql.at[end] == '+' || sql.at[end] == '-')) end++;
        if (end - start > LONGEST_SIGNS) return start;
    }
    return SIZE_MAX;
}

/* A run of signs in code, not in a comment or a literal. */
static bool has_long_signs(struct str sql, struct range *at)
{
    size_t start = find_long_signs(sql);
    if (start == SIZE_MAX) return false;
    struct lexer lexer = {sql, 0};
    uint32_t first = 0;
    uint32_t end = 0;
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_END; token = lex_next(&lexer)) {
        if (token.kind != TOKEN_OPERATOR || token.start != end) first = token.start;
        end = token.end;
        if (end - first > LONGEST_SIGNS && token.kind == TOKEN_OPERATOR) {
            *at = (struct range){first, end};
            return true;
        }
    }
    return false;
}

static bool is_operator_byte(char c)
{
    return c != '\0' && strchr("~!@#^&|`?+-*/%<>=", c) != NULL;
}

/* PostgreSQL's scanner reads a run of operator characters to its end at each comment that opens in
 * it. */
static bool has_long_comment_starts(struct str sql, struct range *at)
{
    for (size_t middle = LONGEST_SIGNS; middle < sql.len; middle += LONGEST_SIGNS) {
        size_t start = middle;
        size_t end = middle;
        while (start > 0 && is_operator_byte(sql.at[start - 1])) start--;
        while (end < sql.len && is_operator_byte(sql.at[end])) end++;
        middle = end > middle ? end : middle;
        size_t opened = 0;
        for (size_t i = start; end - start > LONGEST_SIGNS && i + 1 < end; i++) {
            opened += sql.at[i] == '/' && sql.at[i + 1] == '*';
        }
        if (opened <= MOST_COMMENT_STARTS) continue;
        *at = (struct range){(uint32_t)start, (uint32_t)start + 2};
        return true;
    }
    return false;
}

/* First byte that is no valid UTF-8; the length when all are. */
static size_t first_invalid(struct str sql)
{
    size_t at = str_ascii_length(sql);
    while (at < sql.len) {
        struct code_point point = code_point_at(sql, at);
        if (!point.valid) return at;
        at += point.len;
        at += str_ascii_length(str_slice(sql, at, sql.len));
    }
    return sql.len;
}

/* PostgreSQL checks the whole string, comments too, before it parses any of it (22021), and names
 * as many bytes as the first one announces. goose's driver always talks UTF-8. */
static bool has_invalid_text(struct arena *arena, struct str sql, struct sql_error *error)
{
    size_t at = first_invalid(sql);
    if (at == sql.len) return false;
    unsigned char lead = (unsigned char)sql.at[at];
    size_t length = (lead & 0xE0) == 0xC0   ? 2
                    : (lead & 0xF0) == 0xE0 ? 3
                    : (lead & 0xF8) == 0xF0 ? 4
                                            : 1;
    struct str bytes = {"", 0};
    for (size_t i = 0; i < length && at + i < sql.len; i++) {
        bytes = str_format(arena, STR_FMT "%s0x%02x", STR_ARG(bytes), i == 0 ? "" : " ",
                           (unsigned)(unsigned char)sql.at[at + i]);
    }
    error->message =
        str_format(arena, "invalid byte sequence for encoding \"UTF8\": " STR_FMT, STR_ARG(bytes));
    error->at = (struct range){(uint32_t)at, (uint32_t)at + 1};
    return true;
}

bool refused_beforehand(struct arena *arena, struct str sql, struct sql_error *error)
{
    const char *nul = sql.len == 0 ? NULL : memchr(sql.at, '\0', sql.len);
    if (nul != NULL) {
        uint32_t at = (uint32_t)(nul - sql.at);
        error->message = STR("NUL byte in the statement: PostgreSQL takes no text with one");
        error->at = (struct range){at, at + 1};
        return true;
    }
    if (has_invalid_text(arena, sql, error)) return true;
    if (has_long_signs(sql, &error->at)) {
        error->message = str_format(arena, "more than %d signs in a row", (int)LONGEST_SIGNS);
        return true;
    }
    if (has_long_comment_starts(sql, &error->at)) {
        error->message = STR("thousands of comments open inside one another");
        return true;
    }
    return false;
}

/* Blanks out the line comments between the parts of one string constant. */
static bool blank_comments(struct str sql, struct token string, char *copy)
{
    bool backslashes = (sql.at[string.start] | 0x20) == 'e';
    bool inside = false;
    bool found = false;
    for (uint32_t at = string.start; at < string.end; at++) {
        char c = sql.at[at];
        if (inside && backslashes && c == '\\') {
            at++;
        } else if (c == '\'') {
            inside = !inside; /* a doubled quote turns it twice */
        } else if (!inside && c == '-') {
            for (; sql.at[at] != '\n' && sql.at[at] != '\r'; at++) copy[at] = ' ';
            found = true;
        }
    }
    return found;
}

bool refused_for_comments(struct arena *arena, struct str sql, struct str *without)
{
    struct str copy = str_copy(arena, sql);
    char *bytes = (char *)(uintptr_t)copy.at;
    struct lexer lexer = {sql, 0};
    bool found = false;
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_END; token = lex_next(&lexer)) {
        if (token.kind == TOKEN_STRING && blank_comments(sql, token, bytes)) found = true;
    }
    *without = copy;
    return found;
}

/* The last byte of code, for an error at the end of input. */
static struct range last_byte(struct str sql)
{
    struct lexer lexer = {sql, 0};
    uint32_t end = 0;
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        end = token.end;
    }
    return (struct range){end > 0 ? end - 1 : 0, end};
}

struct str refused_message(struct arena *arena, const char *message)
{
    size_t length = strcspn(message, "\r\n");
    struct str first = {message, length};
    if (message[length] == '\0') return str_copy(arena, first);
    return str_format(arena, STR_FMT "...\"", STR_ARG(first));
}

struct sql_error refused_by_parser(struct arena *arena, struct str sql, const char *message,
                                   int cursor)
{
    struct sql_error error = {.message = refused_message(arena, message)};
    if (cursor <= 0) return error;
    struct lexer lexer = {sql, byte_of_character(sql, (uint32_t)cursor - 1)};
    struct token token = lex_next_code(&lexer);
    error.at = (struct range){token.start, token.end};
    if (token.kind == TOKEN_END) error.at = last_byte(sql);
    for (uint32_t at = error.at.start; at < error.at.end; at++) {
        if (sql.at[at] == '\n' || sql.at[at] == '\r') error.at.end = at;
    }
    return error;
}
