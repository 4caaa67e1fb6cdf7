/* What each change does to the catalog. */
#include "schema/catalog_names.h"

static struct name schema_name(struct str schema)
{
    return (struct name){STR("public"), schema};
}

/* -- what changes do --------------------------------------------------------------------------- */

static struct made *live_relation(struct catalog *catalog, struct name name)
{
    const struct entry *entry =
        catalog_entry(catalog, OBJ_TABLE, catalog_resolve(catalog, OBJ_TABLE, name));
    return catalog_is_live(entry) ? entry->made : NULL;
}

/* [made] bears this name from now on. */
static void put(struct catalog *catalog, struct made *made, struct name name)
{
    struct entry *entry = catalog_entry(catalog, made->relation.kind, name);
    made->relation.name = entry->name;
    made->schema = catalog_entry(catalog, OBJ_SCHEMA, schema_name(entry->name.schema));
    made->schema_drops = made->schema->drops;
    made->schema->members++;
    entry->state = KNOWN;
    entry->made = made;
}

/* NULL when the name is taken already: IF NOT EXISTS and OR REPLACE then make nothing new. */
static struct made *create(struct catalog *catalog, const struct change *change,
                           enum object_kind kind, struct name name, struct origin origin)
{
    if (name.name.len == 0) return NULL;
    const struct entry *entry = catalog_entry(catalog, kind, name);
    if ((change->if_not_exists || change->or_replace) && catalog_is_live(entry)) return NULL;
    struct made *made = ARENA_NEW(catalog->arena, struct made);
    made->relation.kind = kind;
    made->relation.origin = origin;
    put(catalog, made, name);
    return made;
}

static void set_parent(struct catalog *catalog, struct made *made, struct name parent)
{
    parent = catalog_resolve(catalog, OBJ_TABLE, parent);
    made->relation.parent = catalog_entry(catalog, OBJ_TABLE, parent)->name;
    made->parent = live_relation(catalog, parent);
    if (made->parent != NULL) made->parent->is_parent = true;
}

static struct name own_name(struct name name, bool temporary)
{
    if (temporary && name.schema.len == 0) name.schema = STR("pg_temp");
    return name;
}

static void create_table(struct catalog *catalog, const struct change *change, struct origin origin)
{
    struct name name = own_name(change->table, change->create_table.temporary);
    struct made *made = create(catalog, change, change->object, name, origin);
    if (made == NULL) return;
    made->relation.partitioned = change->create_table.partitioned;
    made->relation.temporary = change->create_table.temporary;
    if (change->create_table.partition_of.name.len > 0) {
        set_parent(catalog, made, change->create_table.partition_of);
    }
}

static void create_index(struct catalog *catalog, const struct change *change, struct origin origin)
{
    struct name name = change->create_index.index;
    name.schema = catalog_resolve(catalog, OBJ_TABLE, change->table).schema;
    struct made *made = create(catalog, change, OBJ_INDEX, name, origin);
    if (made != NULL) set_parent(catalog, made, change->table);
}

static void create_table_as(struct catalog *catalog, const struct change *change,
                            struct origin origin)
{
    struct name name = own_name(change->table, change->create_table_as.temporary);
    struct made *made = create(catalog, change, change->object, name, origin);
    if (made != NULL) made->relation.temporary = change->create_table_as.temporary;
}

static void drop(struct catalog *catalog, enum object_kind kind, struct name name)
{
    if (name.name.len == 0) return;
    struct entry *entry = catalog_entry(catalog, kind, catalog_resolve(catalog, kind, name));
    if (entry->state == KNOWN) entry->made->relation.dropped = true;
    entry->state = KNOWN_ABSENT;
    entry->drops++;
}

/* What was made elsewhere stays unknown under its new name. */
static void move(struct catalog *catalog, enum object_kind kind, struct name from, struct name to)
{
    if (from.name.len == 0 || to.name.len == 0) return;
    struct entry *old = catalog_entry(catalog, kind, from);
    struct made *made = catalog_is_live(old) ? old->made : NULL;
    old->state = KNOWN_ABSENT;
    if (made != NULL) {
        put(catalog, made, to);
    } else {
        catalog_entry(catalog, kind, to)->state = UNKNOWN;
    }
}

/* An index follows its table into another schema, and learns its new name. */
static void move_indexes(struct catalog *catalog, const struct made *table)
{
    size_t count = catalog->slot_count;
    struct entry **slots =
        catalog->slots; /* putting may grow the table: this one stays as it was */
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = slots[i];
        if (entry == NULL || !catalog_is_live(entry) || entry->made->parent != table) continue;
        catalog_save(catalog, entry);
        struct made *made = entry->made;
        made->relation.parent = table->relation.name;
        if (made->relation.kind != OBJ_INDEX) continue;
        if (str_equal(entry->name.schema, table->relation.name.schema)) continue;
        entry->state = KNOWN_ABSENT;
        put(catalog, made, (struct name){table->relation.name.schema, entry->name.name});
    }
}

static void move_schema(struct catalog *catalog, struct str from, struct str to)
{
    size_t count = catalog->slot_count;
    struct entry **slots = catalog->slots;
    if (catalog_entry(catalog, OBJ_SCHEMA, schema_name(from))->members == 0) count = 0;
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = slots[i];
        if (entry == NULL || !catalog_is_live(entry) || !str_equal(entry->name.schema, from) ||
            entry->space == OBJ_SCHEMA)
            continue;
        move(catalog, entry->made->relation.kind, entry->name, (struct name){to, entry->name.name});
    }
    move(catalog, OBJ_SCHEMA, schema_name(from), schema_name(to));
}

static struct name subject(const struct change *change)
{
    return change->table.name.len > 0 ? change->table : change->object_name;
}

static void rename_object(struct catalog *catalog, const struct change *change, bool into_schema)
{
    struct name from = catalog_resolve(catalog, change->object, subject(change));
    struct name to = {from.schema, change->rename.new_name.name};
    if (into_schema) to = (struct name){change->rename.new_name.schema, from.name};
    const struct made *made = catalog_space(change->object) == (enum object_kind)SPACE_RELATION
                                  ? live_relation(catalog, from)
                                  : NULL;
    move(catalog, change->object, from, to);
    if (made != NULL && made->is_parent) move_indexes(catalog, made);
}

static void attach(struct catalog *catalog, struct name child, struct name parent, bool attached)
{
    struct made *made = live_relation(catalog, child);
    if (made == NULL) return;
    if (attached) {
        set_parent(catalog, made, parent);
    } else {
        made->parent = NULL;
        made->relation.parent = (struct name){{"", 0}, {"", 0}};
    }
}

static void replay_creation(struct catalog *catalog, const struct change *change,
                            struct origin origin)
{
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        create_table(catalog, change, origin);
        break;
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        create_table_as(catalog, change, origin);
        break;
    case CHANGE_CREATE_INDEX:
        create_index(catalog, change, origin);
        break;
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_SEQUENCE:
        create(catalog, change, change->object, change->table, origin);
        break;
    case CHANGE_CREATE_SCHEMA:
        create(catalog, change, OBJ_SCHEMA, schema_name(change->object_name.name), origin);
        break;
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
    case CHANGE_CREATE_FUNCTION:
    case CHANGE_CREATE_EXTENSION:
    case CHANGE_CREATE_STATISTICS:
    case CHANGE_CREATE_ROLE:
        create(catalog, change, change->object, change->object_name, origin);
        break;
    default:
        break;
    }
}

void catalog_replay(struct catalog *catalog, const struct change *change, struct origin origin)
{
    switch (change->kind) {
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_TYPE:
    case CHANGE_DROP_DOMAIN:
    case CHANGE_DROP_FUNCTION:
    case CHANGE_DROP_EXTENSION:
    case CHANGE_DROP_STATISTICS:
    case CHANGE_DROP_ROLE:
        drop(catalog, change->object, subject(change));
        break;
    case CHANGE_DROP_SCHEMA:
        drop(catalog, OBJ_SCHEMA, schema_name(change->object_name.name));
        break;
    case CHANGE_RENAME_TABLE:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
    case CHANGE_RENAME_INDEX:
    case CHANGE_RENAME_SEQUENCE:
    case CHANGE_RENAME_TYPE:
    case CHANGE_RENAME_DOMAIN:
    case CHANGE_RENAME_FUNCTION:
        rename_object(catalog, change, false);
        break;
    case CHANGE_SET_SCHEMA:
        rename_object(catalog, change, true);
        break;
    case CHANGE_RENAME_SCHEMA:
        move_schema(catalog, change->object_name.name, change->rename.new_name.name);
        break;
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
        attach(catalog, change->partition.partition, change->table,
               change->kind == CHANGE_ATTACH_PARTITION);
        break;
    default:
        replay_creation(catalog, change, origin);
        break;
    }
}
