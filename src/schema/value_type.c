#include "schema/value_type.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define REG                                                                                        \
    "regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc "      \
    "regprocedure regrole regtype"

struct category {
    char letter;
    struct str preferred; /* empty: none */
    struct str types;
};

/* pg_type of PostgreSQL 15: what is none of these is a category that no rule asks for. */
static const struct category categories[] = {
    {'S', STR_INIT("text"), STR_INIT("bpchar name text varchar citext")},
    {'N', STR_INIT("float8"), STR_INIT("float4 float8 int2 int4 int8 money numeric")},
    {'N', STR_INIT("oid"), STR_INIT("oid " REG)},
    {'D', STR_INIT("timestamptz"), STR_INIT("date time timestamp timestamptz timetz")},
    {'B', STR_INIT("bool"), STR_INIT("bool")},
    {'T', STR_INIT("interval"), STR_INIT("interval")},
    {'I', STR_INIT("inet"), STR_INIT("cidr inet")},
    {'V', STR_INIT("varbit"), STR_INIT("bit varbit")},
    {'G', STR_INIT(""), STR_INIT("box circle line lseg path point polygon")},
    {'R', STR_INIT(""),
     STR_INIT(
         "datemultirange daterange int4multirange int4range int8multirange int8range nummultirange "
         "numrange tsmultirange tsrange tstzmultirange tstzrange")},
    {'P', STR_INIT(""),
     STR_INIT(
         "any anyarray anycompatible anycompatiblearray anycompatiblemultirange "
         "anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray "
         "anyrange record void")},
    {'Z', STR_INIT(""), STR_INIT("char")},
};

struct implicit_cast {
    struct str from;
    struct str to;
};

/* pg_cast of PostgreSQL 15, castcontext 'i', and the citext extension's. */
static const struct implicit_cast implicit_casts[] = {
    {STR_INIT("int2"), STR_INIT("float4 float8 int4 int8 numeric oid " REG)},
    {STR_INIT("int4"), STR_INIT("float4 float8 int8 numeric oid " REG)},
    {STR_INIT("int8"), STR_INIT("float4 float8 numeric oid " REG)},
    {STR_INIT("numeric"), STR_INIT("float4 float8")},
    {STR_INIT("float4"), STR_INIT("float8")},
    {STR_INIT("oid"), STR_INIT(REG)},
    {STR_INIT("bpchar"), STR_INIT("name text varchar")},
    {STR_INIT("varchar"), STR_INIT("bpchar name regclass text")},
    {STR_INIT("text"), STR_INIT("bpchar name regclass varchar")},
    {STR_INIT("name"), STR_INIT("text")},
    {STR_INIT("char"), STR_INIT("text")},
    {STR_INIT("citext"), STR_INIT("text varchar bpchar")},
    {STR_INIT("date"), STR_INIT("timestamp timestamptz")},
    {STR_INIT("timestamp"), STR_INIT("timestamptz")},
    {STR_INIT("time"), STR_INIT("interval timetz")},
    {STR_INIT("cidr"), STR_INIT("inet")},
    {STR_INIT("bit"), STR_INIT("varbit")},
    {STR_INIT("varbit"), STR_INIT("bit")},
    {STR_INIT("macaddr"), STR_INIT("macaddr8")},
    {STR_INIT("macaddr8"), STR_INIT("macaddr")},
    {STR_INIT("int4range"), STR_INIT("int4multirange")},
    {STR_INIT("int8range"), STR_INIT("int8multirange")},
    {STR_INIT("numrange"), STR_INIT("nummultirange")},
    {STR_INIT("tsrange"), STR_INIT("tsmultirange")},
    {STR_INIT("tstzrange"), STR_INIT("tstzmultirange")},
    {STR_INIT("daterange"), STR_INIT("datemultirange")},
};

/* -- made -------------------------------------------------------------------------------------- */

struct value_type type_of_name(const char *builtin)
{
    struct value_type type = {.state = TYPE_TOLD};
    type.type.name.name = str_from(builtin);
    return type;
}

struct value_type without_modifier(struct value_type type)
{
    type.type.typmod_count = 0;
    type.type.typmods[0] = type.type.typmods[1] = 0;
    type.type.text = STR("");
    return type;
}

struct value_type type_of_array(const struct value_type *element)
{
    struct value_type array = *element;
    if (element->state != TYPE_TOLD) return (struct value_type){0};
    array.type.array_dimensions = 1; /* of an array, too: dimensions are no part of a type */
    array.row = element->row;
    return array;
}

struct value_type type_of_element(const struct catalog *catalog, const struct value_type *array)
{
    if (array->state != TYPE_TOLD) return (struct value_type){0};
    struct value_type element = *array;
    if (array->type.array_dimensions == 0) {
        struct base_type base = value_base(catalog, array);
        bool json = base.kind == BASE_BUILTIN && !base.array &&
                    str_equal(base.name.name, STR("jsonb")) && !base.domain;
        return json ? *array : (struct value_type){0}; /* jsonb['a'] */
    }
    element.type.array_dimensions = 0;
    return element;
}

/* -- asked ------------------------------------------------------------------------------------- */

struct base_type value_base(const struct catalog *catalog, const struct value_type *type)
{
    struct base_type base = base_type_of(catalog, &type->type);
    if (base.array) base.kind = base.kind == BASE_UNKNOWN ? BASE_UNKNOWN : BASE_BUILTIN;
    if (type->row != NULL && !base.array) base.kind = BASE_RECORD;
    return base;
}

static const struct category *find_category(const struct base_type *type)
{
    bool known = type->name.schema.len == 0 || str_equal(type->name.name, STR("citext"));
    if (type->array || !known) return NULL;
    for (size_t i = 0; i < COUNT(categories); i++) {
        if (str_has_word(categories[i].types, type->name.name)) return &categories[i];
    }
    return NULL;
}

char type_category(const struct base_type *type)
{
    if (type->array) return 'A';
    if (type->kind == BASE_ENUM) return 'E';
    if (type->kind == BASE_RECORD) return 'C';
    if (type->kind == BASE_RANGE) return 'R';
    const struct category *category = find_category(type);
    return category == NULL ? 'U' : category->letter;
}

bool type_is_preferred(const struct base_type *type)
{
    const struct category *category = find_category(type);
    return category != NULL && str_equal(type->name.name, category->preferred);
}

static bool is_pseudo(const struct base_type *type, const char *name)
{
    return !type->array && type->name.schema.len == 0 && str_equal(type->name.name, str_from(name));
}

/* What a polymorphic parameter takes; that several agree is asked elsewhere. */
static bool takes_any(const struct base_type *from, const struct base_type *to)
{
    if (!str_starts_with(to->name.name, STR("any")) && !is_pseudo(to, "record")) return false;
    char category = type_category(from);
    if (is_pseudo(to, "any") || is_pseudo(to, "anyelement") || is_pseudo(to, "anycompatible")) {
        return true;
    }
    if (is_pseudo(to, "anyarray") || is_pseudo(to, "anycompatiblearray")) return category == 'A';
    if (is_pseudo(to, "anynonarray") || is_pseudo(to, "anycompatiblenonarray")) {
        return category != 'A';
    }
    bool multirange = str_ends_with(from->name.name, STR("multirange"));
    if (is_pseudo(to, "anyrange") || is_pseudo(to, "anycompatiblerange")) {
        return category == 'R' && !multirange;
    }
    if (is_pseudo(to, "anymultirange") || is_pseudo(to, "anycompatiblemultirange")) {
        return category == 'R' && multirange;
    }
    if (is_pseudo(to, "anyenum")) return category == 'E';
    return is_pseudo(to, "record") && category == 'C';
}

static bool casts_implicitly(struct str from, struct str to)
{
    for (size_t i = 0; i < COUNT(implicit_casts); i++) {
        if (!str_equal(implicit_casts[i].from, from)) continue;
        if (str_has_word(implicit_casts[i].to, to)) return true;
    }
    return str_equal(to, STR("oid")) && str_has_word(STR(REG), from);
}

bool type_coerces(const struct base_type *from, const struct base_type *to)
{
    if (base_type_same(from, to)) return true;
    if (takes_any(from, to)) return true;
    if (from->array != to->array) return false;
    if (from->name.schema.len > 0 && from->kind != BASE_BUILTIN) {
        if (!str_equal(from->name.name, STR("citext"))) return false;
    }
    return to->name.schema.len == 0 && casts_implicitly(from->name.name, to->name.name);
}

/* -- several become one ------------------------------------------------------------------------ */

/* Those of an extension's types are only there as they were written. */
static bool same_modifiers(const struct type_name *a, const struct type_name *b)
{
    if (a->name.schema.len > 0 && !str_equal(a->text, b->text)) return false;
    return a->typmod_count == b->typmod_count && a->typmods[0] == b->typmods[0] &&
           a->typmods[1] == b->typmods[1];
}

static bool same_type(const struct value_type *a, const struct value_type *b)
{
    return (a->type.array_dimensions > 0) == (b->type.array_dimensions > 0) &&
           name_equal(a->type.name, b->type.name);
}

static bool is_name_type(const struct value_type *type)
{
    return type->state == TYPE_TOLD && type->type.name.schema.len == 0 &&
           str_equal(type->type.name.name, STR("name"));
}

/* Values of type `name` bring "C" along (pg_type.typcollation). */
void merge_collation(struct value_type *into, const struct value_type *other)
{
    struct name collation = other->collation;
    enum collation_strength strength = other->strength;
    if (strength == COLLATION_NONE && is_name_type(other)) {
        collation.name = STR("C");
        strength = COLLATION_IMPLICIT;
    }
    if (strength <= into->strength) return;
    into->strength = strength;
    into->collation = collation;
}

void drop_idle_collation(const struct catalog *catalog, struct value_type *type)
{
    if (type->state == TYPE_TOLD) {
        struct base_type base = value_base(catalog, type);
        base.array = false;
        if (type_category(&base) == 'S' && !is_name_type(type)) return;
    }
    type->collation = (struct name){0};
    type->strength = COLLATION_NONE;
}

/* A domain only where all have it. */
static struct value_type smashed(const struct catalog *catalog, const struct value_type *type)
{
    struct base_type base = value_base(catalog, type);
    if (!base.domain) return *type;
    struct value_type plain = {
        .state = TYPE_TOLD, .collation = type->collation, .strength = type->strength};
    plain.type.name = base.name;
    plain.type.array_dimensions = base.array;
    return plain;
}

/* select_common_type()'s step: the next type is taken when the one at hand casts to it and not the
 * other way round, and is not its category's preferred one. */
static bool take_next(const struct catalog *catalog, struct value_type *chosen,
                      const struct value_type *next)
{
    struct base_type a = value_base(catalog, chosen), b = value_base(catalog, next);
    if (base_type_same(&a, &b)) return true;
    if (type_category(&a) != type_category(&b)) return false;
    if (a.kind == BASE_UNKNOWN || b.kind == BASE_UNKNOWN) return false;
    if (!type_is_preferred(&a) && type_coerces(&a, &b) && !type_coerces(&b, &a)) {
        *chosen = smashed(catalog, next);
    }
    return true;
}

static struct value_type choose(const struct catalog *catalog, const struct value_type *types,
                                size_t count)
{
    struct value_type chosen = {.state = TYPE_UNDECIDED};
    bool all_same = true;
    for (size_t i = 0; i < count; i++) {
        const struct value_type *next = &types[i];
        if (next->state == TYPE_UNTOLD) return (struct value_type){0};
        all_same = all_same && next->state == TYPE_TOLD && same_type(&types[0], next);
        if (next->state == TYPE_UNDECIDED) continue;
        if (chosen.state == TYPE_UNDECIDED) {
            chosen = smashed(catalog, next);
        } else if (!take_next(catalog, &chosen, next)) {
            return (struct value_type){0};
        }
    }
    return all_same && count > 0 ? types[0] : chosen;
}

struct value_type common_type(const struct catalog *catalog, const struct value_type *types,
                              size_t count)
{
    struct value_type common = choose(catalog, types, count);
    if (common.state == TYPE_UNDECIDED && count > 0) return type_of_name("text");
    if (common.state != TYPE_TOLD) return (struct value_type){0};
    common.strength = COLLATION_NONE;
    common.collation = (struct name){0};
    bool keeps = true;
    for (size_t i = 0; i < count; i++) {
        keeps = keeps && types[i].state == TYPE_TOLD && same_type(&types[i], &common) &&
                same_modifiers(&types[i].type, &types[0].type);
        merge_collation(&common, &types[i]);
    }
    return keeps ? common : without_modifier(common);
}
