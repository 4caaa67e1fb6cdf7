#include "schema/quote.h"

#include <stdlib.h>

/* Reserved, as names of columns or tables at least (PostgreSQL 15 manual, appendix C). */
static const char *const reserved[] = {"all",
                                       "analyse",
                                       "analyze",
                                       "and",
                                       "any",
                                       "array",
                                       "as",
                                       "asc",
                                       "asymmetric",
                                       "authorization",
                                       "binary",
                                       "both",
                                       "case",
                                       "cast",
                                       "check",
                                       "collate",
                                       "collation",
                                       "column",
                                       "concurrently",
                                       "constraint",
                                       "create",
                                       "cross",
                                       "current_catalog",
                                       "current_date",
                                       "current_role",
                                       "current_schema",
                                       "current_time",
                                       "current_timestamp",
                                       "current_user",
                                       "default",
                                       "deferrable",
                                       "desc",
                                       "distinct",
                                       "do",
                                       "else",
                                       "end",
                                       "except",
                                       "false",
                                       "fetch",
                                       "for",
                                       "foreign",
                                       "freeze",
                                       "from",
                                       "full",
                                       "grant",
                                       "group",
                                       "having",
                                       "ilike",
                                       "in",
                                       "initially",
                                       "inner",
                                       "intersect",
                                       "into",
                                       "is",
                                       "isnull",
                                       "join",
                                       "lateral",
                                       "leading",
                                       "left",
                                       "like",
                                       "limit",
                                       "localtime",
                                       "localtimestamp",
                                       "natural",
                                       "not",
                                       "notnull",
                                       "null",
                                       "offset",
                                       "on",
                                       "only",
                                       "or",
                                       "order",
                                       "outer",
                                       "overlaps",
                                       "placing",
                                       "primary",
                                       "references",
                                       "returning",
                                       "right",
                                       "select",
                                       "session_user",
                                       "similar",
                                       "some",
                                       "symmetric",
                                       "table",
                                       "tablesample",
                                       "then",
                                       "to",
                                       "trailing",
                                       "true",
                                       "union",
                                       "unique",
                                       "user",
                                       "using",
                                       "variadic",
                                       "verbose",
                                       "when",
                                       "where",
                                       "window",
                                       "with"};

static int compare(const void *key, const void *element)
{
    return str_compare_word(*(const struct str *)key, *(const char *const *)element);
}

static bool is_plain(struct str name)
{
    if (name.len == 0) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || c == '_';
        bool inside = (c >= '0' && c <= '9') || c == '$';
        if (!letter && !(inside && i > 0)) return false;
    }
    return bsearch(&name, reserved, sizeof reserved / sizeof *reserved, sizeof *reserved,
                   compare) == NULL;
}

/* [s] between two [mark]s, each [mark] in it doubled. */
static struct str marked(struct arena *arena, struct str s, char mark)
{
    char *at = arena_alloc(arena, 2 * s.len + 3);
    size_t len = 0;
    at[len++] = mark;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == mark) at[len++] = mark;
        at[len++] = s.at[i];
    }
    at[len++] = mark;
    return (struct str){at, len};
}

struct str quoted(struct arena *arena, struct str name)
{
    return is_plain(name) ? name : marked(arena, name, '"');
}

struct str quoted_name(struct arena *arena, struct name name)
{
    struct str bare = quoted(arena, name.name);
    if (name.schema.len == 0) return bare;
    return str_format(arena, STR_FMT "." STR_FMT, STR_ARG(quoted(arena, name.schema)),
                      STR_ARG(bare));
}

struct str quoted_literal(struct arena *arena, struct str string)
{
    return marked(arena, string, '\'');
}
