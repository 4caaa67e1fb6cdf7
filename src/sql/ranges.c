#include "sql/ranges.h"

#include <string.h>

struct walk walk_from(struct str sql, struct range range)
{
    struct walk walk = {.sql = sql, .end = range.end};
    walk.lexer = (struct lexer){str_slice(sql, 0, range.end), range.start};
    walk.token = (struct token){.kind = TOKEN_END, .start = range.start, .end = range.start};
    return walk;
}

bool walk_next(struct walk *walk)
{
    if (walk->token.kind != TOKEN_END) walk->last_end = walk->token.end;
    walk->token = lex_next_code(&walk->lexer);
    if (walk->token.kind == TOKEN_END) return false;
    char c = walk->sql.at[walk->token.start];
    if (walk->token.kind == TOKEN_OPEN || c == '[') walk->depth++;
    if (walk->token.kind == TOKEN_CLOSE || c == ']') walk->depth--;
    return true;
}

bool walk_is(const struct walk *walk, const char *word)
{
    return token_is(walk->sql, walk->token, word);
}

bool walk_at_top(const struct walk *walk)
{
    return walk->depth == 0 && walk->token.kind != TOKEN_CLOSE;
}

/* [c] is the upper-case letter, whatever its own case; never a blank or NUL. */
static bool is_letter(char c, char upper)
{
    return upper >= 'A' && (c == upper || c == upper + ('a' - 'A'));
}

/* One of the blank-separated upper-case words. */
static bool is_among(struct str sql, struct token token, const char *words)
{
    if (token.kind != TOKEN_WORD) return false;
    while (*words != '\0') {
        uint32_t at = token.start;
        while (at < token.end && is_letter(sql.at[at], *words)) {
            at++;
            words++;
        }
        if (at == token.end && (*words == ' ' || *words == '\0')) return true;
        while (*words != ' ' && *words != '\0') words++;
        while (*words == ' ') words++;
    }
    return false;
}

struct range range_head(struct str sql, struct range statement, const char *words)
{
    struct walk walk = walk_from(sql, statement);
    if (!walk_next(&walk)) return (struct range){statement.start, statement.start};
    struct range head = {walk.token.start, walk.token.end};
    while (walk_next(&walk) && is_among(sql, walk.token, words)) head.end = walk.token.end;
    return head;
}

struct range range_name(struct str sql, uint32_t start, uint32_t end)
{
    struct walk walk = walk_from(sql, (struct range){start, end});
    struct range name = {start, start}; /* blanks before the name do not belong to it */
    while (walk_next(&walk)) {
        if (name.end == name.start) name.start = walk.token.start;
        name.end = walk.token.end;
        if (!walk_next(&walk) || walk.token.kind != TOKEN_DOT) break;
    }
    return name;
}

/* Reads up to the first such word outside parentheses, not beyond those around the range. */
static bool find_word(struct walk *walk, const char *word)
{
    while (walk_next(walk) && walk->depth >= 0) {
        if (walk_at_top(walk) && walk_is(walk, word)) return true;
    }
    return false;
}

struct range range_before_word(struct str sql, struct range within, const char *word)
{
    struct walk walk = walk_from(sql, within);
    if (!find_word(&walk, word)) return within;
    return (struct range){within.start, walk.last_end > 0 ? walk.last_end : within.start};
}

struct range range_from_word(struct str sql, struct range within, const char *word)
{
    struct walk walk = walk_from(sql, within);
    if (!find_word(&walk, word)) return (struct range){within.end, within.end};
    return (struct range){walk.token.start, within.end};
}

struct range range_clause(struct str sql, struct range within, const char *word, const char *stop)
{
    struct walk walk = walk_from(sql, within);
    struct range clause = {within.end, within.end};
    if (!find_word(&walk, word)) return clause;
    clause = (struct range){walk.token.end, walk.token.end};
    while (walk_next(&walk) && walk.depth >= 0) {
        if (stop != NULL && walk_at_top(&walk) && walk_is(&walk, stop)) break;
        if (clause.end == clause.start) clause.start = walk.token.start;
        clause.end = walk.token.end;
    }
    return clause;
}

struct range range_item(struct str sql, struct range within)
{
    struct walk walk = walk_from(sql, within);
    struct range item = {within.start, within.start};
    while (walk_next(&walk) && walk.depth >= 0) {
        if (walk.depth == 0 && walk.token.kind == TOKEN_COMMA) break;
        if (item.end == item.start) item.start = walk.token.start;
        item.end = walk.token.end;
    }
    return item;
}

struct range range_in_parentheses(struct str sql, struct range within)
{
    struct walk walk = walk_from(sql, within);
    while (walk_next(&walk) && walk.token.kind != TOKEN_OPEN) continue;
    if (walk.token.kind != TOKEN_OPEN) return (struct range){within.end, within.end};
    uint32_t open_end = walk.token.end;
    int depth = walk.depth;
    struct range inner = {open_end, open_end};
    while (walk_next(&walk) && walk.depth >= depth) {
        if (inner.end == inner.start) inner.start = walk.token.start;
        inner.end = walk.token.end;
    }
    return inner;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The last line holds `--`, or its end could be that of a block comment. */
static bool may_end_in_comment(struct str sql, struct range within)
{
    if (within.end > within.start && sql.at[within.end - 1] == '/') return true;
    for (uint32_t i = within.end; i > within.start + 1; i--) {
        char c = sql.at[i - 1];
        if (c == '\n' || c == '\r') return false;
        if (c == '-' && sql.at[i - 2] == '-') return true;
    }
    return false;
}

struct range range_trim(struct str sql, struct range within)
{
    while (within.end > within.start && is_blank(sql.at[within.end - 1])) within.end--;
    struct walk walk = walk_from(sql, within);
    struct range trimmed = {within.start, within.start};
    if (!walk_next(&walk)) return trimmed;
    trimmed.start = walk.token.start;
    trimmed.end = within.end;
    if (!may_end_in_comment(sql, within)) return trimmed;
    do {
        trimmed.end = walk.token.end;
    } while (walk_next(&walk));
    return trimmed;
}

struct str range_text(struct str sql, struct range range)
{
    return str_slice(sql, range.start, range.end);
}
