/* Everything with a name that is no relation: coming, being found, going. */
#include "schema/catalog_impl.h"

struct catalog_object *catalog_object(const struct catalog *catalog, enum object_kind kind,
                                      struct name name)
{
    if (name.name.len == 0) return NULL;
    name = catalog_resolve(catalog, kind, name);
    const struct entry *entry = catalog_entry_if_any(catalog, kind, name);
    return entry == NULL ? NULL : entry->object;
}

static bool is_routine(const struct catalog_object *object)
{
    return catalog_space(object->kind) == OBJ_ROUTINE;
}

void catalog_put_object(struct catalog *catalog, struct catalog_object *object)
{
    struct entry *entry = catalog_entry(catalog, object->kind, object->name);
    catalog_set_state(catalog, entry, object->state);
    if (is_routine(object) && entry->object != NULL) {
        struct catalog_object *last = entry->object;
        while (last->next_overload != NULL) last = last->next_overload;
        CATALOG_SET(catalog, last->next_overload, object);
    } else {
        CATALOG_SET(catalog, entry->object, object);
    }
}

/* Takes the name away from it; other functions may keep it. */
void catalog_forget_object(struct catalog *catalog, struct catalog_object *object)
{
    struct entry *entry = catalog_entry(catalog, object->kind, object->name);
    struct catalog_object **place = &entry->object;
    while (*place != NULL && *place != object) place = &(*place)->next_overload;
    if (*place == object) CATALOG_SET(catalog, *place, object->next_overload);
    CATALOG_SET(catalog, object->next_overload, NULL);
    CATALOG_SET(catalog, object->state, KNOWN_ABSENT);
    CATALOG_SET(catalog, object->gone, catalog->origin);
    if (entry->object == NULL) catalog_set_state(catalog, entry, KNOWN_ABSENT);
}

void catalog_object_unknown(struct catalog *catalog, struct catalog_object *object)
{
    struct entry *entry = catalog_entry(catalog, object->kind, object->name);
    CATALOG_SET(catalog, object->state, UNKNOWN);
    CATALOG_SET(catalog, entry->state, UNKNOWN);
}

/* NULL when the name is taken, or PostgreSQL has no schema to make it in. */
struct catalog_object *catalog_new_object(struct catalog *catalog, const struct change *change,
                                          enum object_kind kind, struct name name)
{
    if (name.name.len == 0 || !catalog_target(catalog, kind, &name, false)) return NULL;
    struct entry *entry = catalog_entry(catalog, kind, name);
    if (entry->state == KNOWN && entry->object == NULL && kind == OBJ_SCHEMA) return NULL;
    bool routine = catalog_space(kind) == OBJ_ROUTINE;
    if (!routine && entry->object != NULL) {
        bool doubtful = entry->object->state != KNOWN || entry->object->tick < catalog->opaque_tick;
        if (change->if_not_exists || catalog->conditional || !doubtful) return NULL;
        catalog_drop_object(catalog, entry->object);
    }
    struct catalog_object *object = ARENA_NEW(catalog->arena, struct catalog_object);
    object->catalog = catalog;
    object->name = name;
    object->kind = kind;
    object->state = catalog->conditional ? UNKNOWN : KNOWN;
    object->made = catalog->origin;
    object->definition = change;
    object->complete = true;
    object->tick = catalog->tick;
    CATALOG_PUSH(catalog, &catalog->objects, object);
    CATALOG_PUSH(catalog, &catalog->objects_of_kind[kind], object);
    return object;
}

/* -- statistics: t_a_b_stat when it has no name (ChooseExtendedStatisticName) -------------------
 */

static struct str statistics_name(struct catalog *catalog, const struct relation *table,
                                  const struct str_list *columns)
{
    struct str joined = str_join(catalog->arena, columns->at, columns->len, STR("_"));
    for (unsigned pass = 0;; pass++) {
        struct str label = STR("stat");
        if (pass > 0) label = str_format(catalog->arena, "stat%u", pass);
        struct name name = {table->name.schema,
                            catalog_object_name(catalog->arena, table->name.name, joined, label)};
        if (catalog_object(catalog, OBJ_STATISTICS, name) == NULL) return name.name;
    }
}

static void create_statistics(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    if (table == NULL) return;
    struct str_list columns = change->statistics.columns;
    struct name name = change->object_name;
    if (name.name.len == 0) {
        name = (struct name){table->name.schema, statistics_name(catalog, table, &columns)};
    }
    struct catalog_object *object = catalog_new_object(catalog, change, OBJ_STATISTICS, name);
    if (object == NULL) return;
    object->table = table;
    object->columns = columns;
    const struct mentions *mentions = change->statistics.mentions;
    for (size_t i = 0; mentions != NULL && i < mentions->columns.len; i++) {
        VEC_PUSH(catalog->arena, &object->columns, mentions->columns.at[i].column);
    }
    catalog_put_object(catalog, object);
    CATALOG_PUSH(catalog, &table->statistics, object);
}

/* -- creating ---------------------------------------------------------------------------------- */

static void put_new(struct catalog *catalog, const struct change *change, enum object_kind kind)
{
    struct catalog_object *object = catalog_new_object(catalog, change, kind, change->object_name);
    if (object == NULL) return;
    object->complete = false;
    catalog_put_object(catalog, object);
    if (change->kind != CHANGE_CREATE_EVENT_TRIGGER) return;
    struct catalog_object *function =
        catalog_function(catalog, change->event_trigger.function, NULL);
    struct catalog_edge edge = {.kind = kind, .object = object, .edition = object->edition};
    if (function != NULL) catalog_depend_on_object(catalog, function, edge);
}

void catalog_create_object(struct catalog *catalog, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE_EXTENSION:
        catalog_create_extension(catalog, change);
        break;
    case CHANGE_CREATE_STATISTICS:
        create_statistics(catalog, change);
        break;
    case CHANGE_CREATE_SCHEMA:
        put_new(catalog, change, OBJ_SCHEMA);
        break;
    case CHANGE_CREATE_OPERATOR: /* overloaded: only that there is one */
        CATALOG_PUSH(catalog, &catalog->operators, change->object_name.name);
        break;
    case CHANGE_CREATE_CAST: /* without a name */
        if (change->cast.context == 'i') CATALOG_SET(catalog, catalog->has_implicit_cast, true);
        break;
    case CHANGE_CREATE_USER_MAPPING:
        break;
    default:
        put_new(catalog, change, change->object);
        break;
    }
}
