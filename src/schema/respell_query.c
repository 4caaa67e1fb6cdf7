/* Relations and columns of a query: which clause a name stands in tells what it names. */
#include "schema/respell.h"

#include "base/vec.h"
#include "schema/quote.h"
#include "schema/respelling.h"

#include <string.h>

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
        if (token_is_word(respelling, i, words[w])) return true;
    }
    return false;
}

/* Parentheses in FROM may hold more of FROM; elsewhere what they hold begins anew. */
static void follow(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    enum clause outer = *clause_at_hand(clauses);
    switch ((int)token_kind_at(respelling, i)) {
    case TOKEN_OPEN:
        clauses->depth++;
        *clause_at_hand(clauses) = outer == CLAUSE_FROM ? CLAUSE_FROM : CLAUSE_OTHER;
        break;
    case TOKEN_CLOSE:
        if (clauses->depth > 0) clauses->depth--;
        break;
    default:
        if (token_is_word(respelling, i, "from") || token_is_word(respelling, i, "join"))
            *clause_at_hand(clauses) = CLAUSE_FROM;
        else if (token_is_word(respelling, i, "select"))
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
    if (token_is_word(respelling, i - 1, "from") || token_is_word(respelling, i - 1, "join") ||
        token_is_word(respelling, i - 1, "only") || token_is_word(respelling, i - 1, "into") ||
        token_is_word(respelling, i - 1, "update")) {
        return true;
    }
    bool behind = token_kind_at(respelling, i - 1) == TOKEN_COMMA ||
                  token_kind_at(respelling, i - 1) == TOKEN_OPEN;
    return behind && *clause_at_hand(clauses) == CLAUSE_FROM;
}

struct str respell_relation(struct arena *arena, struct str text, struct name old_name,
                            struct name new_name)
{
    struct respelling respelling = respelling_begin(arena, text);
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        follow(&clauses, &respelling, i);
        size_t last = token_end_of_name(&respelling, i, old_name);
        if (last == SIZE_MAX) continue;
        bool qualifies = token_kind_at(&respelling, last + 1) == TOKEN_DOT;
        if (!qualifies && !begins_relation(&clauses, &respelling, i)) continue;
        bool short_name = qualifies && last == i;
        respelling_replace(&respelling, i, last,
                           short_name ? quoted(arena, new_name.name)
                                      : spelled_name(arena, new_name));
        i = last;
    }
    return respelling_finish(&respelling);
}

/* -- columns of a query ------------------------------------------------------------------------ */

/* What may follow a relation without being its alias. */
static bool ends_relation(const struct respelling *respelling, size_t i)
{
    static const char *const words[] = {"join",  "inner",   "left",        "right",   "full",
                                        "cross", "natural", "tablesample", "lateral", "select"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (token_is_word(respelling, i, words[w])) return true;
    }
    return ends_clause(respelling, i);
}

static struct str unquoted(struct arena *arena, const struct respelling *respelling, size_t i)
{
    struct str text = token_text_at(respelling, i);
    if (token_kind_at(respelling, i) == TOKEN_WORD) return str_lower(arena, text);
    return text.len < 2 ? text : str_slice(text, 1, text.len - 1);
}

/* What the columns of a relation are qualified with: its aliases, or its name. */
static struct str_list find_qualifiers(struct respelling *respelling, struct name relation)
{
    struct str_list qualifiers = {0};
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling->tokens.len; i++) {
        follow(&clauses, respelling, i);
        size_t last = token_end_of_name(respelling, i, relation);
        if (last == SIZE_MAX || !begins_relation(&clauses, respelling, i)) continue;
        size_t alias = token_is_word(respelling, last + 1, "as") ? last + 2 : last + 1;
        enum token_kind kind = token_kind_at(respelling, alias);
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
        if (token_is_name(respelling, i, names->at[n])) return true;
    }
    return false;
}

/* A target on its own is the column's name in the result as well. */
static bool names_result(struct clauses *clauses, const struct respelling *respelling, size_t i)
{
    if (*clause_at_hand(clauses) != CLAUSE_TARGETS) return false;
    size_t first = token_has_qualifier(respelling, i) ? i - 2 : i;
    bool begins = first > 0 && (token_kind_at(respelling, first - 1) == TOKEN_COMMA ||
                                token_is_word(respelling, first - 1, "select") ||
                                token_is_word(respelling, first - 1, "distinct") ||
                                token_is_word(respelling, first - 1, "all"));
    bool ends = token_kind_at(respelling, i + 1) == TOKEN_COMMA ||
                token_kind_at(respelling, i + 1) == TOKEN_END ||
                token_kind_at(respelling, i + 1) == TOKEN_CLOSE ||
                token_is_word(respelling, i + 1, "from");
    return begins && ends;
}

struct str respell_query_column(struct arena *arena, struct str text, struct name relation,
                                bool bare, struct str old_name, struct str new_name)
{
    struct respelling respelling = respelling_begin(arena, text);
    struct str_list qualifiers = find_qualifiers(&respelling, relation);
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        follow(&clauses, &respelling, i);
        if (!token_is_name(&respelling, i, old_name) || token_is_no_column(&respelling, i))
            continue;
        bool ours =
            token_has_qualifier(&respelling, i) ? is_one_of(&respelling, i - 2, &qualifiers) : bare;
        if (!ours) continue;
        struct str words = quoted(arena, new_name);
        if (names_result(&clauses, &respelling, i)) {
            words = str_format(arena, STR_FMT " AS " STR_FMT, STR_ARG(words),
                               STR_ARG(quoted(arena, old_name)));
        }
        respelling_replace(&respelling, i, i, words);
    }
    return respelling_finish(&respelling);
}

/* -- stars ------------------------------------------------------------------------------------- */

/* Where a target list may have one: count(*) and a product are none. */
static bool may_be_star(const struct respelling *respelling, size_t i)
{
    if (token_kind_at(respelling, i) != TOKEN_OPERATOR || i == 0) return false;
    if (!str_equal(token_text_at(respelling, i), STR("*"))) return false;
    return token_has_qualifier(respelling, i) || token_kind_at(respelling, i - 1) == TOKEN_COMMA ||
           token_is_word(respelling, i - 1, "select") ||
           token_is_word(respelling, i - 1, "distinct") || token_is_word(respelling, i - 1, "all");
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
    struct respelling respelling = respelling_begin(arena, text);
    if (!has_star(&respelling)) return text;
    struct str_list qualifiers = find_qualifiers(&respelling, relation);
    struct clauses clauses = {0};
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        follow(&clauses, &respelling, i);
        if (!is_star(&clauses, &respelling, i)) continue;
        if (respelling.made.len > MOST_STAR_BYTES) break;
        bool qualified = token_has_qualifier(&respelling, i);
        bool ours = qualified ? is_one_of(&respelling, i - 2, &qualifiers) : alone;
        if (!ours) continue;
        size_t first = qualified ? i - 2 : i;
        struct str prefix = qualified ? token_text_at(&respelling, first) : STR("");
        respelling_replace(&respelling, first, i, column_list(arena, prefix, columns));
    }
    return respelling_finish(&respelling);
}
