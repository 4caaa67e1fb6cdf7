#include "lint/sql_difference.h"

#include "schema/lex.h"

/* One section's code, token by token, with an end behind each string that holds any. */
struct reader {
    const struct migration_file *file;
    enum direction direction;
    size_t statement;
    struct lexer lexer;
    bool has_code; /* in this string */
    struct span last;
};

struct piece_of_code {
    bool over; /* the section is */
    struct token token;
    struct str text;
    struct span span;
    const struct goose_statement *sent; /* NULL: an end */
};

static struct reader reader_at(const struct migration_file *file, enum direction direction)
{
    struct reader reader = {.file = file, .direction = direction};
    if (file->statement_count[direction] > 0) {
        reader.lexer.text = file->statements[direction][0].sent->sql;
    }
    return reader;
}

/* The end of a string; false when it held comments only. */
static bool end_string(struct reader *reader)
{
    bool had_code = reader->has_code;
    reader->statement++;
    reader->has_code = false;
    if (reader->statement < reader->file->statement_count[reader->direction]) {
        const struct statement *next =
            &reader->file->statements[reader->direction][reader->statement];
        reader->lexer = (struct lexer){.text = next->sent->sql};
    }
    return had_code;
}

static struct piece_of_code next_piece(struct reader *reader)
{
    const struct migration_file *file = reader->file;
    while (reader->statement < file->statement_count[reader->direction]) {
        const struct goose_statement *sent =
            file->statements[reader->direction][reader->statement].sent;
        struct token token = lex_next_code(&reader->lexer);
        if (token.kind == TOKEN_END) {
            if (end_string(reader)) return (struct piece_of_code){.span = reader->last};
            continue;
        }
        reader->has_code = true;
        reader->last = goose_source_span(file->source, sent, token.start, token.end);
        return (struct piece_of_code){.token = token,
                                      .text = str_slice(sent->sql, token.start, token.end),
                                      .span = reader->last,
                                      .sent = sent};
    }
    return (struct piece_of_code){.over = true, .span = reader->last};
}

/* Unquoted words are the same in any case (PostgreSQL manual 4.1.1). */
static bool same(struct piece_of_code a, struct piece_of_code b)
{
    if (a.over != b.over || a.token.kind != b.token.kind) return false;
    if (a.token.kind == TOKEN_WORD) return str_equal_ignoring_case(a.text, b.text);
    return str_equal(a.text, b.text);
}

/* Of a body of several lines, the first line that differs. */
static struct span narrow(const struct migration_file *is, struct piece_of_code a,
                          struct piece_of_code b)
{
    if (b.sent == NULL || a.token.kind != b.token.kind || b.token.kind == TOKEN_WORD) return b.span;
    if (str_find(b.text, STR("\n"), 0) == SIZE_MAX) return b.span;
    size_t at = 0;
    while (at < a.text.len && at < b.text.len && a.text.at[at] == b.text.at[at]) at++;
    if (at == b.text.len) return b.span;
    size_t end = str_find(b.text, STR("\n"), at);
    if (end == SIZE_MAX) end = b.text.len;
    while (at > 0 && b.text.at[at - 1] != '\n') at--;
    while (at < end && (b.text.at[at] == ' ' || b.text.at[at] == '\t')) at++;
    if (at == end) return b.span;
    return goose_source_span(is->source, b.sent, b.token.start + (uint32_t)at,
                             b.token.start + (uint32_t)end);
}

static bool section_differs(const struct migration_file *was, const struct migration_file *is,
                            enum direction direction, struct sql_difference *found)
{
    struct reader left = reader_at(was, direction);
    struct reader right = reader_at(is, direction);
    for (;;) {
        struct piece_of_code a = next_piece(&left);
        struct piece_of_code b = next_piece(&right);
        if (!same(a, b)) {
            found->first = narrow(is, a, b);
            found->shorter = b.over;
            return true;
        }
        if (a.over) return false;
    }
}

struct sql_difference sql_difference(const struct migration_file *was,
                                     const struct migration_file *is)
{
    struct sql_difference difference = {0};
    /* Down first: what Up has to say is said over it. */
    difference.section[DIRECTION_DOWN] = section_differs(was, is, DIRECTION_DOWN, &difference);
    difference.section[DIRECTION_UP] = section_differs(was, is, DIRECTION_UP, &difference);
    difference.transaction = was->goose->no_transaction != is->goose->no_transaction;
    return difference;
}
