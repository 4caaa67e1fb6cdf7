/* anyelement, anyarray, anycompatible and their kin (manual, 38.2.5). */
#include "schema/catalog_query_overload.h"

/* What the pseudo-types stand for in one call. */
struct binding {
    struct value_type element; /* anyelement and its kin */
    struct value_type range;   /* anyrange, anymultirange */
    VEC(struct value_type) compatible;
    bool has_element, clashes;
};

static struct value_type range_element(const struct catalog *catalog, const struct base_type *range)
{
    struct str name = builtin_range_element(range->name.name);
    if (range->name.schema.len == 0 && name.len > 0) {
        struct value_type type = {.state = TYPE_TOLD};
        type.type.name.name = name;
        return type;
    }
    const struct catalog_object *type = NULL;
    enum knowledge state = catalog_find_object(catalog, OBJ_TYPE, range->name, &type);
    if (state != KNOWN || type == NULL || type->type_kind != 'r') return (struct value_type){0};
    return query_resolve_type(catalog, &type->definition->create_type.subtype);
}

static void bind_element(const struct catalog *catalog, struct binding *binding,
                         struct value_type type)
{
    type = without_modifier(type);
    if (!binding->has_element) {
        binding->element = type;
        binding->has_element = true;
        return;
    }
    if (type.state != TYPE_TOLD || binding->element.state != TYPE_TOLD) return;
    struct base_type a = value_base(catalog, &type), b = value_base(catalog, &binding->element);
    binding->clashes = binding->clashes || !base_type_same(&a, &b);
}

static void bind(const struct candidates *all, const struct candidate *candidate, size_t i,
                 struct binding *binding)
{
    struct catalog *catalog = all->call->catalog;
    const struct value_type *argument = &all->call->arguments[i];
    struct str word = candidate->takes[i].name.name;
    if (!str_starts_with(word, STR("any")) || argument->state == TYPE_UNTOLD) return;
    bool compatible = str_starts_with(word, STR("anycompatible"));
    struct value_type type = *argument;
    if (type.state == TYPE_TOLD && str_ends_with(word, STR("array")) &&
        !str_ends_with(word, STR("nonarray"))) {
        type.type.array_dimensions = 1;
        type = type_of_element(catalog, &type);
        struct base_type base = all->is[i];
        base.array = false;
        type.type.name = base.name;
    } else if (type.state == TYPE_TOLD && str_ends_with(word, STR("range"))) {
        binding->range = type;
        type = range_element(catalog, &all->is[i]);
    }
    if (compatible) {
        VEC_PUSH(all->arena, &binding->compatible, type);
    } else if (type.state == TYPE_TOLD && !str_equal(word, STR("any"))) {
        bind_element(catalog, binding, type);
    }
}

static struct binding bind_all(const struct candidates *all, const struct candidate *candidate)
{
    struct binding binding = {0};
    for (size_t i = 0; i < all->call->count; i++) bind(all, candidate, i, &binding);
    return binding;
}

/* Arguments of anycompatible have a type in common, too. */
bool overload_is_consistent(const struct candidates *all, const struct candidate *candidate)
{
    struct binding binding = bind_all(all, candidate);
    if (binding.clashes) return false;
    for (size_t i = 0; i < binding.compatible.len; i++) {
        if (binding.compatible.at[i].state == TYPE_UNTOLD) return true;
    }
    if (binding.compatible.len == 0) return true;
    return common_type(all->call->catalog, binding.compatible.at, binding.compatible.len).state ==
           TYPE_TOLD;
}

struct value_type overload_polymorphic(const struct candidates *all,
                                       const struct candidate *candidate, struct str word)
{
    struct binding binding = bind_all(all, candidate);
    struct value_type type = binding.element;
    if (str_starts_with(word, STR("anycompatible"))) {
        type = without_modifier(
            common_type(all->call->catalog, binding.compatible.at, binding.compatible.len));
    }
    if (str_ends_with(word, STR("nonarray"))) return type;
    if (str_ends_with(word, STR("array"))) return type_of_array(&type);
    if (str_ends_with(word, STR("range"))) {
        bool multi = str_ends_with(word, STR("multirange"));
        bool is_multi = str_ends_with(binding.range.type.name.name, STR("multirange"));
        return multi == is_multi ? binding.range : (struct value_type){0};
    }
    return type;
}
