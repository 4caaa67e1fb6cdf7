#include "sql/plpgsql_tokens.h"

#include "base/vec.h"

struct body_tokens tokens_read(struct arena *arena, struct str text, struct range body)
{
    VEC(struct token) read = {0};
    struct lexer lexer = {.text = str_slice(text, 0, body.end), .at = body.start};
    for (;;) {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END) return (struct body_tokens){text, read.at, read.len};
        VEC_PUSH(arena, &read, token);
    }
}

bool tokens_at_end(const struct body_tokens *t, size_t n)
{
    return n >= t->len;
}

enum token_kind tokens_kind(const struct body_tokens *t, size_t n)
{
    return tokens_at_end(t, n) ? TOKEN_END : t->at[n].kind;
}

bool tokens_is(const struct body_tokens *t, size_t n, const char *word)
{
    return !tokens_at_end(t, n) && token_is(t->text, t->at[n], word);
}

bool tokens_is_any(const struct body_tokens *t, size_t n, const char *const *words)
{
    if (tokens_kind(t, n) != TOKEN_WORD) return false;
    for (; *words != NULL; words++) {
        if (tokens_is(t, n, *words)) return true;
    }
    return false;
}

bool tokens_is_operator(const struct body_tokens *t, size_t n, const char *text)
{
    if (tokens_kind(t, n) != TOKEN_OPERATOR) return false;
    struct token token = t->at[n];
    return str_equal(str_slice(t->text, token.start, token.end), str_from(text));
}

bool tokens_is_name(const struct body_tokens *t, size_t n)
{
    return tokens_kind(t, n) == TOKEN_WORD || tokens_kind(t, n) == TOKEN_QUOTED_NAME;
}

struct range tokens_range(const struct body_tokens *t, size_t n, size_t end)
{
    if (n >= end || tokens_at_end(t, n)) return (struct range){0, 0};
    return (struct range){t->at[n].start, t->at[end - 1].end};
}

size_t tokens_find_word(const struct body_tokens *t, size_t n, const char *const *words)
{
    long depth = 0;
    long cases = 0;
    for (; !tokens_at_end(t, n); n++) {
        if (tokens_kind(t, n) == TOKEN_SEMICOLON) return n;
        if (tokens_kind(t, n) == TOKEN_OPEN) depth++;
        if (tokens_kind(t, n) == TOKEN_CLOSE) depth--;
        if (depth <= 0 && cases <= 0 && tokens_is_any(t, n, words)) return n;
        if (tokens_is(t, n, "case")) cases++;
        if (tokens_is(t, n, "end")) cases--;
    }
    return n;
}

size_t tokens_find_semicolon(const struct body_tokens *t, size_t n)
{
    while (!tokens_at_end(t, n) && tokens_kind(t, n) != TOKEN_SEMICOLON) n++;
    return n;
}

/* CREATE FUNCTION and PROCEDURE can hold statements between BEGIN ATOMIC and END. */
static bool holds_body(const struct body_tokens *t, size_t n)
{
    static const char *const routines[] = {"function", "procedure", NULL};
    if (!tokens_is(t, n, "create")) return false;
    n += tokens_is(t, n + 1, "or") ? 3 : 1;
    return tokens_is_any(t, n, routines);
}

size_t tokens_find_statement_end(const struct body_tokens *t, size_t n)
{
    bool has_body = holds_body(t, n);
    long depth = 0;
    long begins = 0;
    for (; !tokens_at_end(t, n); n++) {
        enum token_kind kind = tokens_kind(t, n);
        if (kind == TOKEN_OPEN) depth++;
        if (kind == TOKEN_CLOSE) depth--;
        if (has_body && (tokens_is(t, n, "begin") || (begins > 0 && tokens_is(t, n, "case"))))
            begins++;
        if (has_body && begins > 0 && tokens_is(t, n, "end")) begins--;
        if (kind == TOKEN_SEMICOLON && depth <= 0 && begins == 0) return n;
    }
    return n;
}

size_t tokens_skip_target(const struct body_tokens *t, size_t n)
{
    if (!tokens_is_name(t, n)) return n;
    n++;
    for (;;) {
        if (tokens_kind(t, n) == TOKEN_DOT) {
            n += 2;
        } else if (tokens_is_operator(t, n, "[")) {
            while (!tokens_at_end(t, n) && !tokens_is_operator(t, n, "]") &&
                   tokens_kind(t, n) != TOKEN_SEMICOLON)
                n++;
            if (tokens_is_operator(t, n, "]")) n++;
        } else {
            return n;
        }
    }
}

bool tokens_is_assignment(const struct body_tokens *t, size_t n)
{
    if (tokens_kind(t, n) != TOKEN_OPERATOR) return false;
    struct str text = str_slice(t->text, t->at[n].start, t->at[n].end);
    return str_starts_with(text, STR(":=")) || str_starts_with(text, STR("="));
}

struct str tokens_name(struct arena *arena, const struct body_tokens *t, size_t n)
{
    struct token token = t->at[n];
    struct str text = str_slice(t->text, token.start, token.end);
    if (token.kind != TOKEN_QUOTED_NAME) return str_lower(arena, text);
    return str_slice(text, 1, text.len - 1);
}

/* `WHEN duplicate_object OR duplicate_table THEN NULL;`, or RAISE that is no error: [n] behind it.
 */
static bool is_duplicate_handler(const struct body_tokens *t, size_t *n)
{
    static const char *const duplicates[] = {"duplicate_object",
                                             "duplicate_table",
                                             "duplicate_column",
                                             "duplicate_schema",
                                             "duplicate_function",
                                             "duplicate_alias",
                                             NULL};
    static const char *const levels[] = {"notice", "info", "warning", "log", "debug", NULL};
    if (!tokens_is(t, *n, "when")) return false;
    do {
        if (!tokens_is_any(t, *n + 1, duplicates)) return false;
        *n += 2;
    } while (tokens_is(t, *n, "or"));
    if (!tokens_is(t, *n, "then")) return false;
    *n += 1;
    bool quiet =
        tokens_is(t, *n, "null") || (tokens_is(t, *n, "raise") && tokens_is_any(t, *n + 1, levels));
    if (!quiet) return false;
    *n = tokens_find_semicolon(t, *n) + 1;
    return true;
}

bool tokens_handle_only_duplicates(const struct body_tokens *t, size_t n)
{
    while (is_duplicate_handler(t, &n)) continue;
    return tokens_is(t, n, "end");
}
