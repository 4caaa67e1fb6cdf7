#include "schema/catalog.h"

#include "base/vec.h"

/* Names of one space exclude each other: a view cannot have the name of a table. Relations, types
 * and routines are one space each; any other kind of object is its own. */
enum space { SPACE_RELATION = OBJ_TABLE, SPACE_TYPE = OBJ_TYPE, SPACE_ROUTINE = OBJ_ROUTINE };

/* Something made by the migrations; its name may change. */
struct made {
    struct relation relation;
    struct made *parent; /* an index's table, a partition's: dies with it */
    bool is_parent;
    struct entry *schema;
    uint32_t schema_drops; /* of its schema, when this was made: dies with that, too */
};

/* What is known of one name. */
struct entry {
    enum object_kind space;
    struct name name;
    enum knowledge state;
    struct made *made; /* KNOWN */
    uint32_t drops;    /* of a schema */
    uint32_t members;  /* of a schema: how often something was put into it */
};

/* What an entry and what it names were, before something may have changed them. */
struct saved {
    struct entry *entry;
    struct entry entry_was;
    struct made made_was;
};

struct catalog {
    struct arena *arena;
    struct entry **slots; /* open addressing, linear probing; a power of two, half empty */
    size_t slot_count;
    size_t entry_count;
    VEC(struct saved) saved; /* while a mark is set */
    size_t mark_count;
};

enum { FIRST_SLOTS = 64 };

/* -- names ------------------------------------------------------------------------------------- */

static enum object_kind space_of(enum object_kind kind)
{
    switch (kind) {
    case OBJ_UNKNOWN:
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return (enum object_kind)SPACE_RELATION;
    case OBJ_TYPE:
    case OBJ_DOMAIN:
        return (enum object_kind)SPACE_TYPE;
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_AGGREGATE:
    case OBJ_ROUTINE:
        return (enum object_kind)SPACE_ROUTINE;
    default:
        return kind;
    }
}

static struct name full_name(struct name name)
{
    if (name.schema.len == 0) name.schema = STR("public");
    return name;
}

static struct name schema_name(struct str schema)
{
    return (struct name){STR("public"), schema};
}

static uint64_t mix(uint64_t hash, struct str s)
{
    for (size_t i = 0; i < s.len; i++) hash = (hash ^ (unsigned char)s.at[i]) * 0x100000001b3u;
    return (hash ^ 0xff) * 0x100000001b3u;
}

/* FNV-1a over all of it. */
static size_t hash_of(enum object_kind space, struct name name)
{
    uint64_t hash = mix(mix(0xcbf29ce484222325u ^ (uint64_t)space, name.schema), name.name);
    return (size_t)(hash ^ hash >> 32);
}

/* -- the table of names ------------------------------------------------------------------------ */

struct catalog *catalog_new(struct arena *arena)
{
    struct catalog *catalog = ARENA_NEW(arena, struct catalog);
    catalog->arena = arena;
    catalog->slot_count = FIRST_SLOTS;
    catalog->slots = arena_array(arena, FIRST_SLOTS, sizeof(struct entry *));
    return catalog;
}

/* Where the name is, or would go. */
static struct entry **slot_of(const struct catalog *catalog, enum object_kind space,
                              struct name name)
{
    size_t at = hash_of(space, name) & (catalog->slot_count - 1);
    for (;; at = (at + 1) & (catalog->slot_count - 1)) {
        const struct entry *entry = catalog->slots[at];
        if (entry == NULL || (entry->space == space && name_equal(entry->name, name))) {
            return &catalog->slots[at];
        }
    }
}

static void grow(struct catalog *catalog)
{
    struct entry **old = catalog->slots;
    size_t count = catalog->slot_count;
    catalog->slot_count = count * 2;
    catalog->slots = arena_array(catalog->arena, count * 2, sizeof(struct entry *));
    for (size_t i = 0; i < count; i++) {
        if (old[i] != NULL) *slot_of(catalog, old[i]->space, old[i]->name) = old[i];
    }
}

static void save(struct catalog *catalog, struct entry *entry)
{
    if (catalog->mark_count == 0) return;
    struct saved saved = {.entry = entry, .entry_was = *entry};
    if (entry->made != NULL) saved.made_was = *entry->made;
    VEC_PUSH(catalog->arena, &catalog->saved, saved);
}

/* The entry of a name, to be changed; a new one knows nothing. */
static struct entry *entry_of(struct catalog *catalog, enum object_kind kind, struct name name)
{
    enum object_kind space = space_of(kind);
    name = full_name(name);
    if (catalog->entry_count * 2 >= catalog->slot_count) grow(catalog);
    struct entry **slot = slot_of(catalog, space, name);
    if (*slot != NULL) {
        save(catalog, *slot);
        return *slot;
    }
    struct entry *entry = ARENA_NEW(catalog->arena, struct entry);
    entry->space = space;
    entry->name =
        (struct name){str_copy(catalog->arena, name.schema), str_copy(catalog->arena, name.name)};
    entry->state = UNKNOWN;
    catalog->entry_count++;
    *slot = entry;
    save(catalog, entry);
    return entry;
}

/* So many levels of partitions; a table attached to its own partition must not hang us. */
enum { DEEPEST = 32 };

static bool is_live(const struct made *made)
{
    for (int depth = 0; made != NULL && depth < DEEPEST; made = made->parent, depth++) {
        if (made->relation.dropped || made->schema->drops != made->schema_drops) return false;
    }
    return true;
}

static bool is_live_entry(const struct entry *entry)
{
    return entry->state == KNOWN && is_live(entry->made);
}

/* Temporary relations hide others of their name (manual, 5.9.3: pg_temp is searched first). */
static struct name resolve(const struct catalog *catalog, enum object_kind kind, struct name name)
{
    if (name.schema.len > 0 || space_of(kind) != (enum object_kind)SPACE_RELATION) {
        return full_name(name);
    }
    struct name temporary = {STR("pg_temp"), name.name};
    const struct entry *entry = *slot_of(catalog, space_of(kind), temporary);
    return entry != NULL && is_live_entry(entry) ? temporary : full_name(name);
}

enum knowledge catalog_find(const struct catalog *catalog, enum object_kind kind, struct name name,
                            const struct relation **relation)
{
    const struct entry *entry = *slot_of(catalog, space_of(kind), resolve(catalog, kind, name));
    if (entry == NULL || entry->state == UNKNOWN) return UNKNOWN;
    if (!is_live_entry(entry)) return KNOWN_ABSENT;
    enum object_kind found = entry->made->relation.kind;
    bool one_of_many = entry->space == (enum object_kind)SPACE_RELATION && kind != OBJ_UNKNOWN;
    if (one_of_many && found != kind) return KNOWN_ABSENT;
    *relation = &entry->made->relation;
    return KNOWN;
}

/* -- what changes do --------------------------------------------------------------------------- */

static struct made *live_relation(struct catalog *catalog, struct name name)
{
    const struct entry *entry = entry_of(catalog, OBJ_TABLE, resolve(catalog, OBJ_TABLE, name));
    return is_live_entry(entry) ? entry->made : NULL;
}

/* [made] bears this name from now on. */
static void put(struct catalog *catalog, struct made *made, struct name name)
{
    struct entry *entry = entry_of(catalog, made->relation.kind, name);
    made->relation.name = entry->name;
    made->schema = entry_of(catalog, OBJ_SCHEMA, schema_name(entry->name.schema));
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
    const struct entry *entry = entry_of(catalog, kind, name);
    if ((change->if_not_exists || change->or_replace) && is_live_entry(entry)) return NULL;
    struct made *made = ARENA_NEW(catalog->arena, struct made);
    made->relation.kind = kind;
    made->relation.origin = origin;
    put(catalog, made, name);
    return made;
}

static void set_parent(struct catalog *catalog, struct made *made, struct name parent)
{
    parent = resolve(catalog, OBJ_TABLE, parent);
    made->relation.parent = entry_of(catalog, OBJ_TABLE, parent)->name;
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
    name.schema = resolve(catalog, OBJ_TABLE, change->table).schema;
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
    struct entry *entry = entry_of(catalog, kind, resolve(catalog, kind, name));
    if (entry->state == KNOWN) entry->made->relation.dropped = true;
    entry->state = KNOWN_ABSENT;
    entry->drops++;
}

/* What was made elsewhere stays unknown under its new name. */
static void move(struct catalog *catalog, enum object_kind kind, struct name from, struct name to)
{
    if (from.name.len == 0 || to.name.len == 0) return;
    struct entry *old = entry_of(catalog, kind, from);
    struct made *made = is_live_entry(old) ? old->made : NULL;
    old->state = KNOWN_ABSENT;
    if (made != NULL) {
        put(catalog, made, to);
    } else {
        entry_of(catalog, kind, to)->state = UNKNOWN;
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
        if (entry == NULL || !is_live_entry(entry) || entry->made->parent != table) continue;
        save(catalog, entry);
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
    if (entry_of(catalog, OBJ_SCHEMA, schema_name(from))->members == 0) count = 0;
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = slots[i];
        if (entry == NULL || !is_live_entry(entry) || !str_equal(entry->name.schema, from) ||
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
    struct name from = resolve(catalog, change->object, subject(change));
    struct name to = {from.schema, change->rename.new_name.name};
    if (into_schema) to = (struct name){change->rename.new_name.schema, from.name};
    const struct made *made = space_of(change->object) == (enum object_kind)SPACE_RELATION
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

/* -- trying changes out ------------------------------------------------------------------------ */

size_t catalog_mark(struct catalog *catalog)
{
    catalog->mark_count++;
    return catalog->saved.len;
}

void catalog_undo(struct catalog *catalog, size_t mark)
{
    while (catalog->saved.len > mark) {
        const struct saved *last = &catalog->saved.at[--catalog->saved.len];
        if (last->entry_was.made != NULL) *last->entry_was.made = last->made_was;
        *last->entry = last->entry_was;
    }
    catalog->mark_count--;
}
