/* CREATE EXTENSION, and what DROP EXTENSION takes along. */
#include "schema/catalog_impl.h"
#include "schema/extension_parts.h"

/* One of its types or functions: no migration made it, and it goes with the extension only. */
static void put_member(struct catalog *catalog, const struct change *change,
                       struct catalog_object *extension, enum object_kind kind, const char *name)
{
    struct name full = {extension->target_schema, str_from(name)};
    const struct entry *entry = catalog_entry_if_any(catalog, kind, full);
    if (full.schema.len == 0 || (entry != NULL && entry->object != NULL)) return;
    struct catalog_object *member = catalog_new_object(catalog, change, kind, full);
    if (member == NULL) return;
    member->made = (struct origin){0};
    member->definition = NULL;
    member->extension = extension;
    member->complete = false;
    member->type_kind = kind == OBJ_TYPE ? 'b' : 0;
    catalog_put_object(catalog, member);
    struct catalog_edge edge = {.kind = kind, .object = member, .automatic = true};
    catalog_depend_on_object(catalog, extension, edge);
}

static void put_members(struct catalog *catalog, const struct change *change,
                        struct catalog_object *extension)
{
    const struct extension_parts *parts = extension_parts(extension->name.name);
    if (parts == NULL) return;
    for (size_t i = 0; parts->types != NULL && parts->types[i] != NULL; i++) {
        put_member(catalog, change, extension, OBJ_TYPE, parts->types[i]);
    }
    for (size_t i = 0; parts->functions != NULL && parts->functions[i] != NULL; i++) {
        put_member(catalog, change, extension, OBJ_FUNCTION, parts->functions[i]);
    }
}

/* Its scripts make what they like. */
void catalog_create_extension(struct catalog *catalog, const struct change *change)
{
    CATALOG_SET(catalog, catalog->extension_tick, catalog->tick);
    struct catalog_object *object =
        catalog_new_object(catalog, change, OBJ_EXTENSION, change->object_name);
    if (object == NULL) return;
    struct name member = {STR(""), change->object_name.name};
    bool has_schema = catalog_target(catalog, OBJ_TYPE, &member, false);
    object->target_schema = has_schema ? member.schema : STR("");
    const struct named_values *options = &change->definition.options;
    for (size_t i = 0; i < options->len; i++) {
        if (!str_equal(options->at[i].name, STR("schema"))) continue;
        object->target_schema = options->at[i].value;
    }
    catalog_put_object(catalog, object);
    put_members(catalog, change, object);
}

/* -- indexes that use its operator classes ----------------------------------------------------- */

static bool is_one_of(struct str opclass, const char *const *names)
{
    for (size_t dot; (dot = str_find(opclass, STR("."), 0)) != SIZE_MAX;) {
        opclass = str_slice(opclass, dot + 1, opclass.len);
    }
    for (; *names != NULL; names++) {
        if (str_equal(opclass, str_from(*names))) return true;
    }
    return false;
}

bool index_uses_opclass(const struct relation *index, const char *const *names)
{
    if (names == NULL || index->kind != OBJ_INDEX || index->state == KNOWN_ABSENT) return false;
    for (size_t i = 0; i < index->index.key_count; i++) {
        if (is_one_of(index->index.keys[i].opclass, names)) return true;
    }
    return false;
}

bool catalog_extension_blocked(const struct catalog *catalog,
                               const struct catalog_object *extension)
{
    for (size_t i = 0; i < extension->dependents.len; i++) {
        const struct catalog_edge *edge = &extension->dependents.at[i];
        if (edge->object == NULL || !edge_is_live(edge)) continue;
        if (catalog_object_blocked(edge->object)) return true;
    }
    const struct extension_parts *parts = extension_parts(extension->name.name);
    if (parts == NULL || parts->opclasses == NULL) return false;
    for (size_t i = 0; i < catalog->relations.len; i++) {
        const struct relation *index = catalog->relations.at[i];
        if (index->state == KNOWN && index_uses_opclass(index, parts->opclasses)) return true;
    }
    return false;
}

void catalog_drop_with_opclasses(struct catalog *catalog, const struct catalog_object *extension)
{
    const struct extension_parts *parts = extension_parts(extension->name.name);
    if (parts == NULL || parts->opclasses == NULL) return;
    for (size_t i = 0; i < catalog->relations.len; i++) {
        struct relation *index = catalog->relations.at[i];
        if (index_uses_opclass(index, parts->opclasses)) catalog_drop_relation(catalog, index);
    }
}
