/* What others ask. */
#include "schema/builtin_functions.h"
#include "schema/catalog_impl.h"

enum { NEWEST_VERSION = 18 };

static bool same_kind(enum object_kind wanted, enum object_kind found)
{
    return wanted == OBJ_UNKNOWN || wanted == found;
}

enum knowledge catalog_find(const struct catalog *catalog, enum object_kind kind, struct name name,
                            const struct relation **relation)
{
    if (has_schema(kind) && catalog_space(kind) != OBJ_TABLE) return UNKNOWN;
    name = catalog_resolve(catalog, OBJ_TABLE, name);
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    enum knowledge state = catalog_entry_state(catalog, entry, OBJ_TABLE, name);
    if (state == KNOWN_ABSENT || entry == NULL || entry->relation == NULL) return state;
    bool sure = entry->relation->state == KNOWN;
    if (sure && !same_kind(kind, entry->relation->kind)) return KNOWN_ABSENT;
    *relation = entry->relation;
    return state;
}

static bool is_system(struct str schema)
{
    return str_equal(schema, STR("pg_catalog")) || str_equal(schema, STR("information_schema"));
}

/* Built-in names are found before those of the search_path, unless it names pg_catalog later. */
static enum knowledge built_in(enum object_kind kind, struct name name)
{
    if (kind == OBJ_SCHEMA && is_system(name.name)) return KNOWN;
    if (name.schema.len > 0 && !str_equal(name.schema, STR("pg_catalog"))) return UNKNOWN;
    if (catalog_space(kind) == OBJ_TYPE) {
        return catalog_is_builtin_type(name.name) ? KNOWN : UNKNOWN;
    }
    if (catalog_space(kind) == OBJ_ROUTINE) {
        return builtin_function(name.name, NEWEST_VERSION) != BUILTIN_NONE ? KNOWN : UNKNOWN;
    }
    return UNKNOWN;
}

/* An extension that was made, or may have been, brings functions, types and more. A type that was
 * dropped since is gone all the same; of a function there may be another of its name. */
static enum knowledge unless_extension(const struct catalog *catalog, enum object_kind kind,
                                       struct name name, enum knowledge state)
{
    enum object_kind space = catalog_space(kind);
    bool may_come = space == OBJ_TYPE || space == OBJ_ROUTINE || space == OBJ_OPERATOR ||
                    space == OBJ_COLLATION;
    if (state != KNOWN_ABSENT || !may_come || catalog->extension_tick == 0) return state;
    const struct entry *entry = catalog_entry_if_any(catalog, kind, name);
    bool went_later = entry != NULL && entry->tick > catalog->extension_tick;
    return space == OBJ_TYPE && went_later ? KNOWN_ABSENT : UNKNOWN;
}

/* A table's name is that of its row type, too. */
static enum knowledge row_type(const struct catalog *catalog, enum object_kind kind,
                               struct name name, enum knowledge otherwise)
{
    if (kind != OBJ_TYPE && kind != OBJ_UNKNOWN) return otherwise;
    name = catalog_resolve(catalog, OBJ_TABLE, name);
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    if (catalog_name_state(catalog, OBJ_TABLE, name) != KNOWN) return otherwise;
    if (entry == NULL || entry->relation == NULL) return KNOWN;
    bool has_rows = entry->relation->kind != OBJ_INDEX && entry->relation->kind != OBJ_SEQUENCE;
    return has_rows ? KNOWN : otherwise;
}

enum knowledge catalog_find_object(const struct catalog *catalog, enum object_kind kind,
                                   struct name name, const struct catalog_object **object)
{
    if (built_in(kind, name) == KNOWN) return KNOWN;
    struct name full = catalog_resolve(catalog, kind, name);
    const struct entry *entry = catalog_entry_if_any(catalog, kind, full);
    enum knowledge state = catalog_entry_state(catalog, entry, kind, full);
    if (state == KNOWN_ABSENT || entry == NULL || entry->object == NULL) {
        return row_type(catalog, kind, name, unless_extension(catalog, kind, full, state));
    }
    if (kind == OBJ_DOMAIN && entry->object->kind != OBJ_DOMAIN) return KNOWN_ABSENT;
    *object = entry->object;
    return state;
}

enum knowledge catalog_find_function(const struct catalog *catalog, struct name name,
                                     const struct str *types, const struct catalog_object **object)
{
    if (types == NULL) return catalog_find_object(catalog, OBJ_ROUTINE, name, object);
    const struct catalog_object *found = catalog_function(catalog, name, types);
    if (found != NULL) {
        *object = found;
        return found->state;
    }
    const struct catalog_object *any = NULL;
    enum knowledge state = catalog_find_object(catalog, OBJ_ROUTINE, name, &any);
    return state == KNOWN ? UNKNOWN : state; /* one made elsewhere may have those arguments */
}

enum knowledge catalog_made(const struct catalog *catalog, enum object_kind kind, struct name name,
                            struct origin *made)
{
    if (catalog_space(kind) == OBJ_TABLE) {
        const struct relation *relation = NULL;
        enum knowledge state = catalog_find(catalog, kind, name, &relation);
        if (relation != NULL) *made = relation->made;
        return state;
    }
    const struct catalog_object *object = NULL;
    enum knowledge state = catalog_find_object(catalog, kind, name, &object);
    if (object != NULL) *made = object->made;
    return state == KNOWN && object == NULL ? UNKNOWN : state;
}

bool catalog_gone(const struct catalog *catalog, enum object_kind kind, struct name name,
                  struct origin *gone)
{
    const struct entry *entry =
        catalog_entry_if_any(catalog, kind, catalog_resolve(catalog, kind, name));
    if (entry == NULL || !entry->was_dropped) return false;
    *gone = entry->gone;
    return true;
}
