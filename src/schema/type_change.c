#include "schema/type_change.h"

#include "schema/type_lookup.h"

enum { NO_MODIFIER = -1 };

/* -- modifiers --------------------------------------------------------------------------------- */

static bool same_modifiers(const struct base_type *a, const struct base_type *b)
{
    if (a->modifier_count != b->modifier_count) return false;
    for (int i = 0; i < a->modifier_count; i++) {
        if (a->modifiers[i] != b->modifiers[i]) return false;
    }
    return true;
}

static int32_t modifier(const struct base_type *type, int which)
{
    return which < type->modifier_count ? type->modifiers[which] : NO_MODIFIER;
}

/* numeric_support(): the scale stays, the precision does not shrink. */
static bool numeric_grows(const struct base_type *from, const struct base_type *to)
{
    if (from->modifier_count == 0) return false;
    int32_t old_scale = from->modifier_count > 1 ? from->modifiers[1] : 0;
    int32_t new_scale = to->modifier_count > 1 ? to->modifiers[1] : 0;
    return old_scale == new_scale && to->modifiers[0] >= from->modifiers[0];
}

/* TemporalSimplify(): digits beyond six do not exist. */
static bool seconds_grow(int32_t from, int32_t to)
{
    enum { ALL_DIGITS = 6 };
    return to == NO_MODIFIER || to >= ALL_DIGITS || (from != NO_MODIFIER && from <= to);
}

/* The smallest field an interval keeps, from the mask of the grammar: 0 seconds ... 5 years. */
static int least_field(int32_t mask)
{
    enum { MONTH = 1 << 1, DAY = 1 << 3, HOUR = 1 << 10, MINUTE = 1 << 11, SECOND = 1 << 12 };
    if (mask == NO_MODIFIER || (mask & SECOND) != 0) return 0;
    if ((mask & MINUTE) != 0) return 1;
    if ((mask & HOUR) != 0) return 2;
    if ((mask & DAY) != 0) return 3;
    return (mask & MONTH) != 0 ? 4 : 5;
}

/* interval_support(): digits matter only where seconds are kept. */
static bool interval_grows(const struct base_type *from, const struct base_type *to)
{
    int old_least = least_field(modifier(from, 0));
    if (least_field(modifier(to, 0)) > old_least) return false;
    return old_least > 0 || seconds_grow(modifier(from, 1), modifier(to, 1));
}

/* [from] and [to] are the same type: is the cast to the new modifier a no-op? Elements of arrays
 * never get that help. */
static bool modifier_grows(const struct base_type *from, const struct base_type *to)
{
    if (same_modifiers(from, to) || to->modifier_count == 0) return true;
    if (from->kind != BASE_BUILTIN || from->array) return false;
    switch (type_modifier(from->name.name)) {
    case MODIFIER_LENGTH:
        return from->modifier_count > 0 && to->modifiers[0] >= from->modifiers[0];
    case MODIFIER_NUMERIC:
        return numeric_grows(from, to);
    case MODIFIER_SECONDS:
        return seconds_grow(modifier(from, 0), to->modifiers[0]);
    case MODIFIER_INTERVAL:
        return interval_grows(from, to);
    case MODIFIER_EXACT:
        break;
    }
    return false;
}

/* -- casts ------------------------------------------------------------------------------------- */

static bool is_string(const struct base_type *type)
{
    return type->kind == BASE_BUILTIN && !type->array && type_is_string(type->name.name);
}

static struct cast_fact text_cast(const struct base_type *from, const struct base_type *to)
{
    if (is_string(to)) return (struct cast_fact){CAST_IMPLICIT, false};
    if (is_string(from)) return (struct cast_fact){CAST_USING, false};
    return (struct cast_fact){CAST_NONE, false};
}

static struct cast_fact scalar_cast(const struct base_type *from, const struct base_type *to)
{
    if (base_type_same(from, to)) return (struct cast_fact){CAST_IMPLICIT, true};
    bool builtin = from->kind == BASE_BUILTIN && to->kind == BASE_BUILTIN;
    if (from->array != to->array || !builtin) return text_cast(from, to);
    return type_cast(from->name.name, to->name.name);
}

/* Arrays are cast element by element. */
static struct cast_fact cast_of(struct base_type from, struct base_type to)
{
    bool arrays = from.array && to.array;
    if (arrays) from.array = to.array = false;
    struct cast_fact fact = scalar_cast(&from, &to);
    if (arrays) fact.binary = false;
    return fact;
}

static bool is_zone_cast(const struct base_type *from, const struct base_type *to)
{
    if (from->array || from->kind != BASE_BUILTIN || to->kind != BASE_BUILTIN) return false;
    struct str a = from->name.name;
    struct str b = to->name.name;
    return (str_equal(a, STR("timestamp")) && str_equal(b, STR("timestamptz"))) ||
           (str_equal(a, STR("timestamptz")) && str_equal(b, STR("timestamp")));
}

static bool is_unknown(const struct base_type *type)
{
    return type->kind == BASE_UNKNOWN;
}

/* The cast alone; the zone is taken to be UTC and said apart. */
static bool cast_rewrites(const struct base_type *from, const struct base_type *to)
{
    if (to->constrained) return true;
    if (base_type_same(from, to)) return !modifier_grows(from, to);
    struct base_type between = *to; /* what a cast gives has no modifier yet */
    between.modifier_count = 0;
    if (is_zone_cast(from, to)) return !modifier_grows(&between, to);
    return !cast_of(*from, *to).binary || !modifier_grows(&between, to);
}

/* -- indexes ----------------------------------------------------------------------------------- */

static struct index_class class_of(const struct base_type *type)
{
    if (type->array) return (struct index_class){"", true, true, true};
    switch (type->kind) {
    case BASE_BUILTIN:
        return type_index_class(type->name.name);
    case BASE_RECORD:
        return (struct index_class){"", true, true, false};
    default:
        return (struct index_class){"", true, true, true};
    }
}

/* ATAddForeignKeyConstraint(): a valid foreign key is believed as long as it compares with the same
 * operators and casts. Those are the ones of the referenced column's class, collations apart; a
 * bpchar that refers to another string is cast by a function, a timestamp and a timestamptz have an
 * operator of their own. Measured on 15. */
static void judge_keys(struct type_change *change, const struct base_type *from,
                       const struct base_type *to, bool same_class)
{
    const bool to_bpchar = to->kind == BASE_BUILTIN && str_equal(to->name.name, STR("bpchar"));
    change->rechecks_keys_to = change->rewrites || !same_class;
    change->rechecks_keys_of =
        change->rewrites || (!same_class && (to_bpchar || is_zone_cast(from, to)));
}

/* CheckIndexCompatible(): another class or collation means another order. A hash index keeps hash
 * codes, so one of a polymorphic class never looks compatible. */
static void judge_indexes(struct type_change *change, const struct base_type *from,
                          const struct base_type *to, bool same_collation)
{
    struct index_class old_class = class_of(from);
    struct index_class new_class = class_of(to);
    change->no_btree = !new_class.btree;
    change->no_hash = !new_class.hash;
    bool same_class = base_type_same(from, to) || old_class.types == new_class.types;
    change->rebuilds_index = change->rewrites || !same_class || !same_collation;
    change->rebuilds_hash_index = change->rebuilds_index || new_class.polymorphic;
    judge_keys(change, from, to, same_class);
}

/* -- all together ------------------------------------------------------------------------------ */

static void judge_cast(struct type_change *change, const struct lock_settings *settings,
                       const struct base_type *from, const struct base_type *to)
{
    change->cast = cast_of(*from, *to).kind;
    change->rewrites = cast_rewrites(from, to);
    if (change->rewrites || !is_zone_cast(from, to)) return;
    /* Release notes of 12: no rewrite when the session's time zone is UTC. */
    change->depends_on_timezone = settings->postgres_version >= 12;
    change->rewrites = !change->depends_on_timezone || !settings->timezone_is_utc;
}

static bool same_type(const struct type_name *a, const struct type_name *b)
{
    return name_equal(a->name, b->name) && a->array_dimensions == b->array_dimensions;
}

/* One step: [from] as it stands in the table, or after a cast. */
static struct type_change judge(const struct catalog *catalog, const struct lock_settings *settings,
                                const struct type_name *from, const struct type_name *to)
{
    struct type_change change = {.cast = CAST_IMPLICIT};
    struct base_type old_type = base_type_of(catalog, from);
    struct base_type new_type = base_type_of(catalog, to);
    if (same_type(from, to)) {
        new_type.constrained = false; /* it is checked already */
    } else if (old_type.domain && !old_type.array) {
        old_type.modifier_count = 0; /* a domain's own limit is not considered */
    }
    judge_cast(&change, settings, &old_type, &new_type);
    if (is_unknown(&old_type) || is_unknown(&new_type)) {
        change.unknown = !same_type(from, to) || !str_equal_ignoring_case(from->text, to->text);
        change.rewrites = change.unknown;
        change.cast = CAST_IMPLICIT;
    }
    return change;
}

/* USING `x` and `x::target` say no more than none at all; `x::other` is two steps; anything else is
 * computed for every row. */
static void judge_using(struct type_change *change, const struct catalog *catalog,
                        const struct lock_settings *settings, const struct type_name *from,
                        const struct type_name *to, const struct expression *using_expression,
                        struct str column)
{
    const struct type_name *cast = using_expression->cast_to;
    if (using_expression->text.len == 0) return;
    if (!str_equal(using_expression->column, column)) {
        change->rewrites = true;
        change->depends_on_timezone = false;
    } else if (cast != NULL) {
        struct type_change first = judge(catalog, settings, from, cast);
        struct type_change second = judge(catalog, settings, cast, to);
        change->rewrites = first.rewrites || second.rewrites;
        change->depends_on_timezone = first.depends_on_timezone || second.depends_on_timezone;
        change->unknown = first.unknown || second.unknown;
    }
}

struct type_change type_change_of(const struct catalog *catalog,
                                  const struct lock_settings *settings, struct column_type from,
                                  struct column_type to, const struct expression *using_expression,
                                  struct str column)
{
    struct type_change change = judge(catalog, settings, &from.type, &to.type);
    judge_using(&change, catalog, settings, &from.type, &to.type, using_expression, column);
    struct base_type old_type = base_type_of(catalog, &from.type);
    struct base_type new_type = base_type_of(catalog, &to.type);
    judge_indexes(&change, &old_type, &new_type, str_equal(from.collation, to.collation));
    return change;
}

bool type_is_constrained_domain(const struct catalog *catalog, const struct type_name *type)
{
    return base_type_of(catalog, type).constrained;
}

const struct expression *type_default(const struct catalog *catalog, const struct type_name *type)
{
    return base_type_of(catalog, type).default_value;
}
