#include "schema/respell.h"

#include "base/vec.h"
#include "schema/lex.h"
#include "schema/quote.h"
#include "schema/sql_text.h"

#include <string.h>

struct token_list {
    struct token *at;
    size_t len, cap;
};

/* A text being respelled. */
struct respelling {
    struct arena *arena;
    struct str text;
    struct token_list tokens; /* code only, TOKEN_END last */
    struct sql_text made;
    uint32_t copied; /* up to this byte of the text */
};

static struct respelling begin(struct arena *arena, struct str text)
{
    struct respelling respelling = {.arena = arena, .text = text, .made = {.arena = arena}};
    struct lexer lexer = {.text = text};
    struct token token;
    do {
        token = lex_next_code(&lexer);
        VEC_PUSH(arena, &respelling.tokens, token);
    } while (token.kind != TOKEN_END);
    return respelling;
}

static void replace(struct respelling *respelling, size_t first, size_t last, struct str words)
{
    struct token start = respelling->tokens.at[first];
    struct token end = respelling->tokens.at[last];
    put_str(&respelling->made, str_slice(respelling->text, respelling->copied, start.start));
    put_str(&respelling->made, words);
    respelling->copied = end.end;
}

static struct str finish(struct respelling *respelling)
{
    if (respelling->copied == 0 && respelling->made.len == 0) return respelling->text;
    put_str(&respelling->made,
            str_slice(respelling->text, respelling->copied, respelling->text.len));
    return sql_text_str(&respelling->made);
}

static enum token_kind kind_at(const struct respelling *respelling, size_t i)
{
    return i < respelling->tokens.len ? respelling->tokens.at[i].kind : TOKEN_END;
}

static struct str text_at(const struct respelling *respelling, size_t i)
{
    struct token token = respelling->tokens.at[i];
    return str_slice(respelling->text, token.start, token.end);
}

static bool is_word(const struct respelling *respelling, size_t i, const char *word)
{
    return i < respelling->tokens.len && token_is(respelling->text, respelling->tokens.at[i], word);
}

static bool folds_to(struct str word, struct str name)
{
    if (word.len != name.len) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c != name.at[i]) return false;
    }
    return true;
}

/* The token is this name, quoted or folded. */
static bool is_name(const struct respelling *respelling, size_t i, struct str name)
{
    if (kind_at(respelling, i) == TOKEN_WORD) return folds_to(text_at(respelling, i), name);
    if (kind_at(respelling, i) != TOKEN_QUOTED_NAME) return false;
    struct str text = text_at(respelling, i);
    return text.len == name.len + 2 && text.at[0] == '"' &&
           memcmp(text.at + 1, name.at, name.len) == 0;
}

static bool is_operator(const struct respelling *respelling, size_t i, struct str words)
{
    return kind_at(respelling, i) == TOKEN_OPERATOR && str_ends_with(text_at(respelling, i), words);
}

/* A type, a collation, a function, an alias or the prefix of a literal: no column. */
static bool is_something_else(const struct respelling *respelling, size_t i)
{
    if (i > 0) {
        if (is_operator(respelling, i - 1, STR("::")) || is_word(respelling, i - 1, "as") ||
            is_word(respelling, i - 1, "collate")) {
            return true;
        }
    }
    enum token_kind next = kind_at(respelling, i + 1);
    return next == TOKEN_OPEN || next == TOKEN_DOT || next == TOKEN_STRING;
}

static bool has_qualifier(const struct respelling *respelling, size_t i)
{
    return i > 0 && kind_at(respelling, i - 1) == TOKEN_DOT;
}

struct str respell_column(struct arena *arena, struct str text, struct str old_name,
                          struct str new_name)
{
    struct respelling respelling = begin(arena, text);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (!is_name(&respelling, i, old_name) || is_something_else(&respelling, i)) continue;
        replace(&respelling, i, i, quoted(arena, new_name));
    }
    return finish(&respelling);
}

static bool is_one_of(const struct respelling *respelling, size_t i, const struct str_list *names)
{
    for (size_t n = 0; n < names->len; n++) {
        if (is_name(respelling, i, names->at[n])) return true;
    }
    return false;
}

struct str respell_query_column(struct arena *arena, struct str text,
                                const struct str_list *qualifiers, bool bare, struct str old_name,
                                struct str new_name)
{
    struct respelling respelling = begin(arena, text);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (!is_name(&respelling, i, old_name) || is_something_else(&respelling, i)) continue;
        bool ours =
            has_qualifier(&respelling, i) ? is_one_of(&respelling, i - 2, qualifiers) : bare;
        if (ours) replace(&respelling, i, i, quoted(arena, new_name));
    }
    return finish(&respelling);
}

/* -- relations --------------------------------------------------------------------------------- */

/* Whether a FROM clause is open, at each depth of parentheses. */
enum { MOST_DEPTHS = 256 };

struct clauses {
    bool from[MOST_DEPTHS];
    size_t depth;
};

static bool ends_from(const struct respelling *respelling, size_t i)
{
    static const char *const words[] = {"where",     "group",  "having", "order",  "limit",
                                        "union",     "on",     "fetch",  "offset", "except",
                                        "intersect", "window", "select", "for",    "using"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (is_word(respelling, i, words[w])) return true;
    }
    return false;
}

static void follow(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    size_t depth = clauses->depth < MOST_DEPTHS ? clauses->depth : MOST_DEPTHS - 1;
    switch ((int)kind_at(respelling, i)) {
    case TOKEN_OPEN:
        clauses->depth++;
        if (depth + 1 < MOST_DEPTHS) clauses->from[depth + 1] = clauses->from[depth];
        break;
    case TOKEN_CLOSE:
        if (clauses->depth > 0) clauses->depth--;
        break;
    default:
        if (is_word(respelling, i, "from") || is_word(respelling, i, "join"))
            clauses->from[depth] = true;
        else if (ends_from(respelling, i))
            clauses->from[depth] = false;
    }
}

/* Where a relation's name begins: behind FROM, JOIN, ONLY, or a comma of FROM. */
static bool begins_relation(const struct clauses *clauses, const struct respelling *respelling,
                            size_t i)
{
    if (i == 0) return false;
    if (is_word(respelling, i - 1, "from") || is_word(respelling, i - 1, "join") ||
        is_word(respelling, i - 1, "only")) {
        return true;
    }
    size_t depth = clauses->depth < MOST_DEPTHS ? clauses->depth : MOST_DEPTHS - 1;
    bool behind =
        kind_at(respelling, i - 1) == TOKEN_COMMA || kind_at(respelling, i - 1) == TOKEN_OPEN;
    return behind && clauses->from[depth];
}

static struct str spelled(struct arena *arena, struct name name)
{
    struct sql_text sql = {.arena = arena};
    put_name(&sql, name);
    return sql_text_str(&sql);
}

struct str respell_relation(struct arena *arena, struct str text, struct name old_name,
                            struct name new_name)
{
    struct respelling respelling = begin(arena, text);
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        follow(&clauses, &respelling, i);
        bool with_schema = is_name(&respelling, i, old_name.schema) &&
                           kind_at(&respelling, i + 1) == TOKEN_DOT &&
                           is_name(&respelling, i + 2, old_name.name);
        size_t last = with_schema ? i + 2 : i;
        if (!with_schema &&
            (!is_name(&respelling, i, old_name.name) || has_qualifier(&respelling, i)))
            continue;
        bool qualifies = kind_at(&respelling, last + 1) == TOKEN_DOT;
        if (!qualifies && !begins_relation(&clauses, &respelling, i)) continue;
        replace(&respelling, i, last,
                qualifies && !with_schema ? quoted(arena, new_name.name)
                                          : spelled(arena, new_name));
        i = last;
    }
    return finish(&respelling);
}
