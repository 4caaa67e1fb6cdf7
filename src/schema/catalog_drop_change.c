/* DROP statements, and ALTER TABLE ... DROP COLUMN: what PostgreSQL refuses changes nothing. */
#include "schema/catalog_impl.h"

/* Names of one DROP that are looked at together: all of them go, or none. */
enum { MOST_TOGETHER = 64 };

static struct name subject(const struct change *change)
{
    return change->table.name.len > 0 ? change->table : change->object_name;
}

/* -- relations --------------------------------------------------------------------------------- */

/* ALTER TABLE and DROP TABLE take foreign tables only as such; the rest must match (42809). */
static bool right_kind(const struct relation *relation, enum object_kind kind)
{
    return relation->state != KNOWN || relation->made.transaction == 0 || relation->kind == kind;
}

static bool refused_one(struct catalog *catalog, const struct change *change, struct name name,
                        uint32_t also)
{
    const struct relation *relation = catalog_relation(catalog, name);
    if (relation == NULL) {
        name = catalog_resolve(catalog, OBJ_TABLE, name);
        return !change->if_exists && catalog_name_state(catalog, OBJ_TABLE, name) == KNOWN_ABSENT;
    }
    if (!right_kind(relation, change->object)) return true;
    if (relation->kind == OBJ_INDEX && relation->index.constraint != NULL) return true;
    if (relation->kind == OBJ_INDEX && relation->parents.len > 0) return true;
    if (relation->kind == OBJ_SEQUENCE && relation->sequence.internal) return true;
    if (change->cascade || relation->state != KNOWN) return false;
    return catalog_relation_blocked(catalog, relation, also);
}

static bool refused(struct catalog *catalog, const struct change *change, struct name name)
{
    const struct name_list *names = &change->drop.names;
    if (names->len < 2 || names->len > MOST_TOGETHER) {
        return refused_one(catalog, change, name, 0) && names->len <= MOST_TOGETHER;
    }
    uint32_t also = ++catalog->visit;
    for (size_t i = 0; i < names->len; i++) {
        struct relation *relation = catalog_relation(catalog, names->at[i]);
        if (relation != NULL) relation->visit = also;
    }
    for (size_t i = change->drop.position; i < names->len; i++) {
        if (refused_one(catalog, change, names->at[i], also)) return true;
    }
    return false;
}

/* A name never seen is absent from now on. */
static void absent(struct catalog *catalog, enum object_kind kind, struct name name)
{
    struct entry *entry = catalog_entry(catalog, kind, catalog_resolve(catalog, kind, name));
    if (catalog->conditional) return;
    if (entry->state != KNOWN_ABSENT || entry->tick < catalog->opaque_tick) {
        catalog_set_state(catalog, entry, KNOWN_ABSENT);
    }
}

static void drop_relation(struct catalog *catalog, const struct change *change)
{
    struct name name = subject(change);
    if (name.name.len == 0) return;
    if (refused(catalog, change, name)) {
        catalog_refuse(catalog);
        return;
    }
    struct relation *relation = catalog_relation(catalog, name);
    if (relation == NULL)
        absent(catalog, OBJ_TABLE, name);
    else if (catalog->conditional)
        catalog_relation_unknown(catalog, relation);
    else
        catalog_drop_relation(catalog, relation);
}

/* -- columns ----------------------------------------------------------------------------------- */

static bool column_refused(const struct catalog *catalog, const struct change *change,
                           const struct catalog_column *column)
{
    const struct relation *table = column->table;
    if (column->inherited || str_list_has(&table->partition_columns, column->name)) return true;
    if (change->only && table->partitioned && table->children.len > 0) {
        return true; /* 42P16 */
    }
    return !change->cascade && catalog_column_blocked(catalog, column);
}

static void drop_copies(struct catalog *catalog, struct relation *table, struct str name, bool only)
{
    struct relation_list from = {0};
    VEC_PUSH(catalog->arena, &from, table);
    for (size_t i = 0; i < from.len; i++) {
        for (size_t k = 0; k < from.at[i]->children.len; k++) {
            struct relation *child = from.at[i]->children.at[k];
            struct catalog_column *own = relation_find_column(child, name);
            if (own == NULL || !own->inherited) continue;
            const bool still = catalog_parent_has_column(child, name);
            if (!catalog_copy_goes(catalog, &own->inherited, &own->local, still, only)) continue;
            catalog_remove_column(catalog, own);
            VEC_PUSH(catalog->arena, &from, child);
        }
    }
}

void catalog_drop_column(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    if (table == NULL) return;
    struct catalog_column *column = relation_find_column(table, change->name);
    if (column == NULL || column_refused(catalog, change, column)) {
        bool sure = column != NULL || (relation_is_complete(table) && !change->if_exists);
        if (sure && relation_is_sure(table)) catalog_refuse(catalog);
        return;
    }
    if (catalog->conditional) {
        CATALOG_SET(catalog, column->state, UNKNOWN);
        return;
    }
    catalog_remove_column(catalog, column);
    drop_copies(catalog, table, change->name, change->only);
}

/* -- schemas and other objects ----------------------------------------------------------------- */

static bool is_live_member(const struct entry *entry)
{
    if (entry->relation != NULL) return relation_is_live(entry->relation);
    return entry->object != NULL && entry->object->state != KNOWN_ABSENT;
}

static bool schema_is_empty(const struct entry *schema)
{
    for (size_t i = 0; i < schema->members.len; i++) {
        if (schema->members.at[i]->state == KNOWN) return false;
    }
    return true;
}

static void empty_schema(struct catalog *catalog, const struct entry *schema)
{
    for (size_t i = 0; i < schema->members.len; i++) {
        struct entry *member = schema->members.at[i];
        if (!is_live_member(member)) {
            catalog_set_state(catalog, member, KNOWN_ABSENT);
        } else if (member->relation != NULL) {
            catalog_drop_relation(catalog, member->relation);
        }
        while (member->object != NULL) catalog_drop_object(catalog, member->object);
    }
}

/* Extensions stand in no schema, but go with the one their objects are in. */
static void drop_extensions(struct catalog *catalog, struct str schema)
{
    const struct catalog_object_list *extensions = &catalog->objects_of_kind[OBJ_EXTENSION];
    for (size_t i = 0; i < extensions->len; i++) {
        struct catalog_object *object = extensions->at[i];
        if (object->state == KNOWN_ABSENT) continue;
        if (str_equal(object->target_schema, schema)) catalog_drop_object(catalog, object);
    }
}

static void drop_schema(struct catalog *catalog, const struct change *change)
{
    struct name name = catalog_schema_name(change->object_name.name);
    struct entry *schema = catalog_entry(catalog, OBJ_SCHEMA, name);
    if (schema->state == KNOWN && !change->cascade && !schema_is_empty(schema)) return;
    if (catalog->conditional) {
        if (schema->object != NULL) catalog_object_unknown(catalog, schema->object);
        return;
    }
    empty_schema(catalog, schema);
    drop_extensions(catalog, name.name);
    if (schema->object != NULL) catalog_drop_object(catalog, schema->object);
    absent(catalog, OBJ_SCHEMA, name);
}

static void drop_function(struct catalog *catalog, const struct change *change)
{
    struct str signature = catalog_change_signature(catalog, catalog->arena, change);
    bool any = change->signature == NULL;
    struct catalog_object *function =
        catalog_function(catalog, change->object_name, any ? NULL : &signature);
    if (function == NULL) {
        struct name name = catalog_resolve(catalog, OBJ_ROUTINE, change->object_name);
        const struct entry *entry = catalog_entry_if_any(catalog, OBJ_ROUTINE, name);
        if (entry == NULL || entry->object == NULL) absent(catalog, OBJ_ROUTINE, name);
        return;
    }
    if (any && function->next_overload != NULL) return; /* not unique: 42725 */
    if (!change->cascade && catalog_object_blocked(function)) return;
    if (catalog->conditional)
        catalog_object_unknown(catalog, function);
    else
        catalog_drop_object(catalog, function);
}

static void drop_object(struct catalog *catalog, const struct change *change)
{
    struct name name = change->object_name.name.len > 0 ? change->object_name : change->table;
    if (name.name.len == 0) return;
    struct catalog_object *object = catalog_object(catalog, change->object, name);
    if (object == NULL) {
        absent(catalog, change->object, name);
        return;
    }
    if (object->extension != NULL) return; /* 2BP01 */
    if (!change->cascade && catalog_object_blocked(object)) return;
    bool extension = object->kind == OBJ_EXTENSION;
    if (extension && !change->cascade && catalog_extension_blocked(catalog, object)) return;
    if (catalog->conditional) {
        catalog_object_unknown(catalog, object);
        return;
    }
    if (extension) catalog_drop_with_opclasses(catalog, object);
    catalog_drop_object(catalog, object);
}

void catalog_drop(struct catalog *catalog, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_SEQUENCE:
        drop_relation(catalog, change);
        break;
    case CHANGE_DROP_SCHEMA:
        drop_schema(catalog, change);
        break;
    case CHANGE_DROP_FUNCTION:
        drop_function(catalog, change);
        break;
    default:
        drop_object(catalog, change);
        break;
    }
}
