#include "base/vec.h"
#include "schema/lex.h"
#include "sql/body.h"

/* libpg_query hands on no position for these errors. But the compiler stops at the first one: put
 * something it cannot take before the place where it stopped, and it says something else; put it
 * behind, and it says the same. So the place is found by halving. */

/* Bodies are a few kilobytes; no one waits for twenty runs over megabytes. */
enum { LONGEST_BODY = 1024 * 1024 };

struct tokens {
    struct token *at;
    size_t len, cap;
};

static struct tokens read_tokens(struct arena *arena, struct str text)
{
    struct tokens tokens = {0};
    struct lexer lexer = {text, 0};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        VEC_PUSH(arena, &tokens, token);
    }
    return tokens;
}

static bool says_the_same(struct str header, struct str text, uint32_t at, const char *obstacle,
                          struct str message)
{
    struct arena arena; /* of this run alone: there may be dozens */
    arena_init(&arena);
    struct str parts[] = {str_slice(text, 0, at), str_from(obstacle),
                          str_slice(text, at, text.len)};
    struct str changed = str_join(&arena, parts, sizeof parts / sizeof *parts, STR(""));
    bool same = str_equal(plpgsql_compile(&arena, header, changed), message);
    arena_release(&arena);
    return same;
}

/* Whether the compiler stops before this byte. A backslash is no SQL, but is swallowed as part of a
 * type's name; a semicolon ends that. */
static bool stops_before(struct str header, struct str text, uint32_t at, struct str message)
{
    return says_the_same(header, text, at, " \\ ", message) &&
           says_the_same(header, text, at, " ; \\ ", message);
}

/* What the message quotes: `at or near "selec"`, `"x" is not a known variable`. */
static struct str quoted_token(struct str message)
{
    struct str near = STR("at or near \"");
    size_t start = str_find(message, near, 0);
    if (start != SIZE_MAX) {
        start += near.len;
        return str_slice(message, start, message.len > start ? message.len - 1 : start);
    }
    start = str_find(message, STR("\""), 0);
    if (start == SIZE_MAX) return (struct str){"", 0};
    size_t end = str_find(message, STR("\""), start + 1);
    return end == SIZE_MAX ? (struct str){"", 0} : str_slice(message, start + 1, end);
}

static struct str unquoted(struct str token)
{
    bool quoted = token.len >= 2 && token.at[0] == '"' && token.at[token.len - 1] == '"';
    return quoted ? str_slice(token, 1, token.len - 1) : token;
}

/* The nearest token with that text, not behind [n]: the compiler may have looked one ahead. */
static bool find_token(struct str text, const struct tokens *tokens, size_t n, struct str wanted,
                       struct range *at)
{
    for (size_t i = n + 1; i-- > 0 && wanted.len > 0;) {
        struct token token = tokens->at[i];
        struct str own = unquoted(str_slice(text, token.start, token.end));
        if (!str_equal_ignoring_case(own, unquoted(wanted))) continue;
        *at = (struct range){token.start, token.end};
        return true;
    }
    return false;
}

static bool ends_clause(struct str text, struct token token)
{
    return token.kind == TOKEN_SEMICOLON || token_is(text, token, "begin") ||
           token_is(text, token, "then") || token_is(text, token, "else") ||
           token_is(text, token, "loop");
}

/* The statement that ends at token [n], as far as it stands on that token's line. */
static struct range statement_up_to(struct str text, const struct tokens *tokens, size_t n)
{
    if (n > 0 && tokens->at[n].kind == TOKEN_SEMICOLON) n--;
    struct range at = {tokens->at[n].start, tokens->at[n].end};
    for (size_t i = n; i-- > 0 && !ends_clause(text, tokens->at[i]);) {
        struct str between = str_slice(text, tokens->at[i].end, at.start);
        if (str_find(between, STR("\n"), 0) != SIZE_MAX) break;
        at.start = tokens->at[i].start;
    }
    return at;
}

static struct range find_place(const struct tokens *tokens, struct str header, struct str text,
                               struct str message)
{
    size_t first = 0; /* the compiler stops at one of [first, last] */
    size_t last = tokens->len - 1;
    while (first < last) {
        size_t middle = first + (last - first + 1) / 2;
        if (stops_before(header, text, tokens->at[middle].start, message)) {
            last = middle - 1;
        } else {
            first = middle;
        }
    }
    struct range at;
    if (find_token(text, tokens, first, quoted_token(message), &at)) return at;
    return statement_up_to(text, tokens, first);
}

struct range plpgsql_place(struct str header, struct str text, struct str message)
{
    struct range unknown = {0, 0};
    if (text.len > LONGEST_BODY) return unknown;
    struct arena arena;
    arena_init(&arena);
    struct tokens tokens = read_tokens(&arena, text);
    struct range at = unknown;
    if (tokens.len > 0) at = find_place(&tokens, header, text, message);
    arena_release(&arena);
    return at;
}
