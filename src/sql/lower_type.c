#include "sql/lower.h"

#include <string.h>

/* The grammar leaves the serial types' names to parse analysis (manual, 8.1.4). */
static bool serial_base(const char *name, const char **base)
{
    static const char *const serials[][2] = {
        {"smallserial", "int2"}, {"serial2", "int2"},   {"serial", "int4"},
        {"serial4", "int4"},     {"bigserial", "int8"}, {"serial8", "int8"},
    };
    for (size_t i = 0; i < sizeof serials / sizeof *serials; i++) {
        if (strcmp(name, serials[i][0]) == 0) {
            *base = serials[i][1];
            return true;
        }
    }
    return false;
}

static void lower_typmods(const List *typmods, struct type_name *type)
{
    for (int i = 0; i < list_length(typmods) && type->typmod_count < 2; i++) {
        const Node *node = list_nth(typmods, i);
        if (!IsA(node, A_Const)) return;
        const A_Const *constant = LOWER_AS(A_Const, node);
        if (constant->isnull || !IsA(&constant->val.node, Integer)) return;
        type->typmods[type->typmod_count++] = constant->val.ival.ival;
    }
}

/* Words that go on a type name: `double precision`, `timestamp (3) with time zone`. */
static bool goes_on(const struct walk *walk, const char *first)
{
    static const char *const words[] = {
        "precision", "varying", "with",  "without", "time", "zone",   "character", "char",
        "to",        "year",    "month", "day",     "hour", "minute", "second",    "array"};
    static const char *const starters[] = {"double", "national", "character", "char",     "nchar",
                                           "bit",    "time",     "timestamp", "interval", NULL};
    if (walk_is(walk, "array")) return true;
    for (size_t i = 0; starters[i] != NULL; i++) {
        if (strncmp(first, starters[i], 16) != 0) continue;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            if (walk_is(walk, words[k])) return true;
        }
    }
    return false;
}

static bool is_bracket(const struct walk *walk)
{
    return walk->token.kind == TOKEN_OPERATOR &&
           (walk->sql.at[walk->token.start] == '[' || walk->sql.at[walk->token.start] == ']');
}

/* The type as written, from its first byte. */
static struct range type_range(const struct lowering *l, uint32_t start)
{
    struct range range = {start, start};
    struct walk walk = walk_from(l->sql, (struct range){start, l->at.end});
    if (!walk_next(&walk)) return range;
    if (walk_is(&walk, "setof") && !walk_next(&walk)) return range;
    char first[16] = "";
    struct str word = str_slice(l->sql, walk.token.start, walk.token.end);
    for (size_t i = 0; i < word.len && i < sizeof first - 1; i++)
        first[i] = (char)(word.at[i] | 0x20);
    range.end = walk.token.end;
    bool after_dot = false;
    while (walk_next(&walk)) {
        bool dot = walk.token.kind == TOKEN_DOT || walk.token.kind == TOKEN_OPERATOR;
        bool inside = walk.depth > 0 || walk.token.kind == TOKEN_CLOSE;
        if (walk.depth < 0) break;
        if (walk.token.kind == TOKEN_OPERATOR && !is_bracket(&walk) && !inside &&
            l->sql.at[walk.token.start] != '%')
            break;
        if (!after_dot && !dot && !inside && !goes_on(&walk, first)) break;
        after_dot = walk.token.kind == TOKEN_DOT || l->sql.at[walk.token.start] == '%';
        range.end = walk.token.end;
    }
    return range;
}

struct type_name lower_type(const struct lowering *l, const TypeName *type)
{
    struct type_name lowered = {0};
    if (type == NULL) return lowered;
    lowered.name = lower_name_list(l, type->names);
    if (str_equal(lowered.name.schema, STR("pg_catalog"))) lowered.name.schema = STR("");
    const char *base;
    if (lowered.name.schema.len == 0 && !type->pct_type &&
        serial_base(lowered.name.name.at, &base)) {
        lowered.is_serial = true;
        lowered.name.name = str_from(base);
    }
    lower_typmods(type->typmods, &lowered);
    lowered.of_column = type->pct_type;
    int dimensions = list_length(type->arrayBounds);
    lowered.array_dimensions = (uint8_t)(dimensions > UINT8_MAX ? UINT8_MAX : dimensions);
    lowered.setof = type->setof;
    if (type->location >= 0) {
        struct range at = type_range(l, lower_at(l, type->location));
        lowered.text = range_text(l->sql, at);
    }
    return lowered;
}

struct str lower_type_words(const struct lowering *l, const TypeName *type)
{
    struct type_name lowered = lower_type(l, type);
    struct str words = name_text(l->arena, lowered.name);
    for (unsigned i = 0; i < lowered.array_dimensions; i++) {
        words = str_format(l->arena, STR_FMT "[]", STR_ARG(words));
    }
    return words;
}
