#include "schema/type_lookup.h"

/* Domains over domains; PostgreSQL has no limit, we are not to hang. */
enum { DEEPEST = 32 };

struct user_type {
    enum base_kind kind;
    const struct type_name *base; /* of a domain; NULL */
    bool constrained;
    const struct expression *default_value;
};

static struct user_type find(const struct catalog *catalog, struct name name)
{
    const struct catalog_object *type = NULL;
    struct user_type unknown = {.kind = BASE_UNKNOWN};
    if (catalog_find_object(catalog, OBJ_TYPE, name, &type) != KNOWN || type == NULL) {
        return unknown;
    }
    switch (type->type_kind) {
    case 'e':
        return (struct user_type){.kind = BASE_ENUM};
    case 'c':
        return (struct user_type){.kind = BASE_RECORD};
    case 'r':
        return (struct user_type){.kind = BASE_RANGE};
    case 'd':
        unknown.base = &type->base;
        unknown.constrained = type->not_null || type->constraints.len > 0;
        unknown.default_value = type->has_default ? &type->default_value : NULL;
        return unknown;
    default:
        return unknown;
    }
}

/* citext is no built-in, but as common as one, and its script says which casts it has. */
static bool is_known(struct name name)
{
    if (str_equal(name.name, STR("citext"))) return true;
    return name.schema.len == 0 && type_index_class(name.name).types != NULL;
}

static struct base_type plain(const struct type_name *type, enum base_kind kind)
{
    return (struct base_type){.kind = kind,
                              .name = type->name,
                              .modifiers = {type->typmods[0], type->typmods[1]},
                              .modifier_count = type->typmod_count,
                              .array = type->array_dimensions > 0};
}

struct base_type base_type_of(const struct catalog *catalog, const struct type_name *type)
{
    bool domain = false;
    bool constrained = false;
    const struct expression *default_value = NULL;
    struct base_type base = plain(type, BASE_UNKNOWN);
    for (int depth = 0; depth < DEEPEST; depth++) {
        struct user_type user = {.kind = BASE_BUILTIN};
        if (!is_known(type->name)) user = find(catalog, type->name);
        base = plain(type, user.kind);
        if (user.base == NULL || base.array) break;
        domain = true;
        constrained = constrained || user.constrained;
        if (default_value == NULL) default_value = user.default_value;
        type = user.base;
    }
    base.domain = domain;
    base.constrained = constrained;
    base.default_value = default_value;
    return base;
}

bool base_type_same(const struct base_type *a, const struct base_type *b)
{
    return a->array == b->array && name_equal(a->name, b->name);
}
