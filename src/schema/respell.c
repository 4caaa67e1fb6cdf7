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

struct str respell_own_column(struct arena *arena, struct str text, struct str table,
                              struct str old_name, struct str new_name)
{
    struct respelling respelling = begin(arena, text);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (!is_name(&respelling, i, old_name) || is_something_else(&respelling, i)) continue;
        bool others =
            has_qualifier(&respelling, i) && i >= 2 && !is_name(&respelling, i - 2, table);
        if (!others) replace(&respelling, i, i, quoted(arena, new_name));
    }
    return finish(&respelling);
}

struct str respell_row(struct arena *arena, struct str text, struct str old_name,
                       struct str new_name)
{
    struct respelling respelling = begin(arena, text);
    for (size_t i = 2; i < respelling.tokens.len; i++) {
        bool row = is_word(&respelling, i - 2, "new") || is_word(&respelling, i - 2, "old");
        if (!row || !has_qualifier(&respelling, i) || !is_name(&respelling, i, old_name)) continue;
        replace(&respelling, i, i, quoted(arena, new_name));
    }
    return finish(&respelling);
}

/* -- clauses ----------------------------------------------------------------------------------- */

/* Which clause of a query is open, at each depth of parentheses. */
enum { MOST_DEPTHS = 256 };

enum clause { CLAUSE_OTHER, CLAUSE_TARGETS, CLAUSE_FROM };

struct clauses {
    enum clause open[MOST_DEPTHS];
    size_t depth;
};

static enum clause *clause_at_hand(struct clauses *clauses)
{
    return &clauses->open[clauses->depth < MOST_DEPTHS ? clauses->depth : MOST_DEPTHS - 1];
}

static bool ends_clause(const struct respelling *respelling, size_t i)
{
    static const char *const words[] = {"where",     "group",  "having", "order",  "limit",
                                        "union",     "on",     "fetch",  "offset", "except",
                                        "intersect", "window", "for",    "using"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (is_word(respelling, i, words[w])) return true;
    }
    return false;
}

/* Parentheses in FROM may hold more of FROM; elsewhere what they hold begins anew. */
static void follow(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    enum clause outer = *clause_at_hand(clauses);
    switch ((int)kind_at(respelling, i)) {
    case TOKEN_OPEN:
        clauses->depth++;
        *clause_at_hand(clauses) = outer == CLAUSE_FROM ? CLAUSE_FROM : CLAUSE_OTHER;
        break;
    case TOKEN_CLOSE:
        if (clauses->depth > 0) clauses->depth--;
        break;
    default:
        if (is_word(respelling, i, "from") || is_word(respelling, i, "join"))
            *clause_at_hand(clauses) = CLAUSE_FROM;
        else if (is_word(respelling, i, "select"))
            *clause_at_hand(clauses) = CLAUSE_TARGETS;
        else if (ends_clause(respelling, i))
            *clause_at_hand(clauses) = CLAUSE_OTHER;
    }
}

/* -- relations --------------------------------------------------------------------------------- */

/* Where a relation's name begins: behind FROM, JOIN, ONLY, or a comma or parenthesis of FROM. */
static bool begins_relation(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    if (i == 0) return false;
    if (is_word(respelling, i - 1, "from") || is_word(respelling, i - 1, "join") ||
        is_word(respelling, i - 1, "only") || is_word(respelling, i - 1, "into") ||
        is_word(respelling, i - 1, "update")) {
        return true;
    }
    bool behind =
        kind_at(respelling, i - 1) == TOKEN_COMMA || kind_at(respelling, i - 1) == TOKEN_OPEN;
    return behind && *clause_at_hand(clauses) == CLAUSE_FROM;
}

/* The last token of the relation's name that begins at [i]; SIZE_MAX: another word stands there. */
static size_t end_of_name(const struct respelling *respelling, size_t i, struct name name)
{
    bool with_schema = is_name(respelling, i, name.schema) &&
                       kind_at(respelling, i + 1) == TOKEN_DOT &&
                       is_name(respelling, i + 2, name.name);
    if (with_schema) return i + 2;
    return is_name(respelling, i, name.name) && !has_qualifier(respelling, i) ? i : SIZE_MAX;
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
        size_t last = end_of_name(&respelling, i, old_name);
        if (last == SIZE_MAX) continue;
        bool qualifies = kind_at(&respelling, last + 1) == TOKEN_DOT;
        if (!qualifies && !begins_relation(&clauses, &respelling, i)) continue;
        bool short_name = qualifies && last == i;
        replace(&respelling, i, last,
                short_name ? quoted(arena, new_name.name) : spelled(arena, new_name));
        i = last;
    }
    return finish(&respelling);
}

struct str respell_literal(struct arena *arena, struct str text, struct str old_value,
                           struct str new_value)
{
    struct respelling respelling = begin(arena, text);
    struct sql_text from = {.arena = arena}, to = {.arena = arena};
    put_literal(&from, old_value);
    put_literal(&to, new_value);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (kind_at(&respelling, i) != TOKEN_STRING) continue;
        if (!str_equal(text_at(&respelling, i), sql_text_str(&from))) continue;
        replace(&respelling, i, i, sql_text_str(&to));
    }
    return finish(&respelling);
}

struct str respell_type(struct arena *arena, struct str text, struct name old_name,
                        struct name new_name)
{
    struct respelling respelling = begin(arena, text);
    for (size_t i = 1; i < respelling.tokens.len; i++) {
        bool names_type =
            is_operator(&respelling, i - 1, STR("::")) || is_word(&respelling, i - 1, "as");
        size_t last = names_type ? end_of_name(&respelling, i, old_name) : SIZE_MAX;
        if (last == SIZE_MAX) continue;
        replace(&respelling, i, last, spelled(arena, new_name));
        i = last;
    }
    return finish(&respelling);
}

/* -- columns of a query ------------------------------------------------------------------------ */

/* What may follow a relation without being its alias. */
static bool ends_relation(const struct respelling *respelling, size_t i)
{
    static const char *const words[] = {"join",  "inner",   "left",        "right",   "full",
                                        "cross", "natural", "tablesample", "lateral", "select"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (is_word(respelling, i, words[w])) return true;
    }
    return ends_clause(respelling, i);
}

static struct str unquoted(struct arena *arena, const struct respelling *respelling, size_t i)
{
    struct str text = text_at(respelling, i);
    if (kind_at(respelling, i) == TOKEN_WORD) return str_lower(arena, text);
    return text.len < 2 ? text : str_slice(text, 1, text.len - 1);
}

/* What the columns of a relation are qualified with: its aliases, or its name. */
static struct str_list find_qualifiers(struct respelling *respelling, struct name relation)
{
    struct str_list qualifiers = {0};
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling->tokens.len; i++) {
        follow(&clauses, respelling, i);
        size_t last = end_of_name(respelling, i, relation);
        if (last == SIZE_MAX || !begins_relation(&clauses, respelling, i)) continue;
        size_t alias = is_word(respelling, last + 1, "as") ? last + 2 : last + 1;
        enum token_kind kind = kind_at(respelling, alias);
        bool has_alias =
            kind == TOKEN_QUOTED_NAME || (kind == TOKEN_WORD && !ends_relation(respelling, alias));
        struct str qualifier =
            has_alias ? unquoted(respelling->arena, respelling, alias) : relation.name;
        VEC_PUSH(respelling->arena, &qualifiers, qualifier);
    }
    return qualifiers;
}

static bool is_one_of(const struct respelling *respelling, size_t i, const struct str_list *names)
{
    for (size_t n = 0; n < names->len; n++) {
        if (is_name(respelling, i, names->at[n])) return true;
    }
    return false;
}

/* A target on its own is the column's name in the result as well. */
static bool names_result(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    if (*clause_at_hand(clauses) != CLAUSE_TARGETS) return false;
    size_t first = has_qualifier(respelling, i) ? i - 2 : i;
    bool begins = first > 0 && (kind_at(respelling, first - 1) == TOKEN_COMMA ||
                                is_word(respelling, first - 1, "select") ||
                                is_word(respelling, first - 1, "distinct") ||
                                is_word(respelling, first - 1, "all"));
    bool ends = kind_at(respelling, i + 1) == TOKEN_COMMA ||
                kind_at(respelling, i + 1) == TOKEN_END ||
                kind_at(respelling, i + 1) == TOKEN_CLOSE || is_word(respelling, i + 1, "from");
    return begins && ends;
}

struct str respell_query_column(struct arena *arena, struct str text, struct name relation,
                                bool bare, struct str old_name, struct str new_name)
{
    struct respelling respelling = begin(arena, text);
    struct str_list qualifiers = find_qualifiers(&respelling, relation);
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        follow(&clauses, &respelling, i);
        if (!is_name(&respelling, i, old_name) || is_something_else(&respelling, i)) continue;
        bool ours =
            has_qualifier(&respelling, i) ? is_one_of(&respelling, i - 2, &qualifiers) : bare;
        if (!ours) continue;
        struct str words = quoted(arena, new_name);
        if (names_result(&clauses, &respelling, i)) {
            words = str_format(arena, STR_FMT " AS " STR_FMT, STR_ARG(words),
                               STR_ARG(quoted(arena, old_name)));
        }
        replace(&respelling, i, i, words);
    }
    return finish(&respelling);
}

/* -- stars ------------------------------------------------------------------------------------- */

/* Where a target list may have one: count(*) and a product are none. */
static bool may_be_star(const struct respelling *respelling, size_t i)
{
    if (kind_at(respelling, i) != TOKEN_OPERATOR || i == 0) return false;
    if (!str_equal(text_at(respelling, i), STR("*"))) return false;
    return has_qualifier(respelling, i) || kind_at(respelling, i - 1) == TOKEN_COMMA ||
           is_word(respelling, i - 1, "select") || is_word(respelling, i - 1, "distinct") ||
           is_word(respelling, i - 1, "all");
}

static bool has_star(const struct respelling *respelling)
{
    for (size_t i = 0; i < respelling->tokens.len; i++) {
        if (may_be_star(respelling, i)) return true;
    }
    return false;
}

static bool is_star(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    return may_be_star(respelling, i) && *clause_at_hand(clauses) == CLAUSE_TARGETS;
}

static struct str column_list(struct arena *arena, struct str prefix,
                              const struct str_list *columns)
{
    struct sql_text sql = {.arena = arena};
    for (size_t i = 0; i < columns->len; i++) {
        if (i > 0) put(&sql, ", ");
        if (prefix.len > 0) put_format(&sql, STR_FMT ".", STR_ARG(prefix));
        put_word(&sql, columns->at[i]);
    }
    return sql_text_str(&sql);
}

/* More than PostgreSQL takes of columns: nothing that runs. */
enum { MOST_STAR_BYTES = 1000000 };

struct str respell_stars(struct arena *arena, struct str text, struct name relation, bool alone,
                         const struct str_list *columns)
{
    if (text.len == 0 || memchr(text.at, '*', text.len) == NULL) return text;
    struct respelling respelling = begin(arena, text);
    if (!has_star(&respelling)) return text;
    struct str_list qualifiers = find_qualifiers(&respelling, relation);
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        follow(&clauses, &respelling, i);
        if (!is_star(&clauses, &respelling, i)) continue;
        if (respelling.made.len > MOST_STAR_BYTES) break;
        bool qualified = has_qualifier(&respelling, i);
        bool ours = qualified ? is_one_of(&respelling, i - 2, &qualifiers) : alone;
        if (!ours) continue;
        size_t first = qualified ? i - 2 : i;
        struct str prefix = qualified ? text_at(&respelling, first) : STR("");
        replace(&respelling, first, i, column_list(arena, prefix, columns));
    }
    return finish(&respelling);
}
