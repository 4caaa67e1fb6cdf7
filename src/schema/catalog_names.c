/* The table of names. */
#include "schema/catalog_impl.h"

enum { FIRST_SLOTS = 64 };

enum object_kind catalog_space(enum object_kind kind)
{
    switch (kind) {
    case OBJ_UNKNOWN:
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return OBJ_TABLE;
    case OBJ_TYPE:
    case OBJ_DOMAIN:
        return OBJ_TYPE;
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_AGGREGATE:
    case OBJ_ROUTINE:
        return OBJ_ROUTINE;
    default:
        return kind;
    }
}

/* Kinds whose names live in a schema. */
bool has_schema(enum object_kind kind)
{
    enum object_kind space = catalog_space(kind);
    return space == OBJ_TABLE || space == OBJ_TYPE || space == OBJ_ROUTINE ||
           space == OBJ_STATISTICS || space == OBJ_COLLATION || space == OBJ_OPERATOR ||
           space == OBJ_CONSTRAINT;
}

struct name catalog_schema_name(struct str schema)
{
    return (struct name){STR(""), schema};
}

/* -- hashing ----------------------------------------------------------------------------------- */

static uint64_t hash_of(enum object_kind space, struct name name)
{
    return name_hash(name) + (uint64_t)space;
}

/* Where the name is, or would go. */
static struct entry **slot_of(const struct catalog *catalog, enum object_kind space,
                              struct name name, uint64_t hash)
{
    size_t at = (size_t)hash & (catalog->slot_count - 1);
    for (;; at = (at + 1) & (catalog->slot_count - 1)) {
        const struct entry *entry = catalog->slots[at];
        if (entry == NULL) return &catalog->slots[at];
        if (entry->hash == hash && entry->space == space && name_equal(entry->name, name)) {
            return &catalog->slots[at];
        }
    }
}

static void grow(struct catalog *catalog)
{
    struct entry **old = catalog->slots;
    size_t count = catalog->slot_count;
    catalog->slot_count = count == 0 ? FIRST_SLOTS : count * 2;
    catalog->slots = arena_array(catalog->arena, catalog->slot_count, sizeof(struct entry *));
    for (size_t i = 0; i < count; i++) {
        if (old[i] == NULL) continue;
        *slot_of(catalog, old[i]->space, old[i]->name, old[i]->hash) = old[i];
    }
}

struct catalog *catalog_new(struct arena *arena)
{
    struct catalog *catalog = ARENA_NEW(arena, struct catalog);
    catalog->arena = arena;
    catalog->hints = arena_array(arena, NAME_HINTS, sizeof *catalog->hints);
    grow(catalog);
    catalog_first_path(catalog);
    catalog_entry(catalog, OBJ_SCHEMA, catalog_schema_name(STR("public")))->state = KNOWN;
    return catalog;
}

struct entry *catalog_entry_if_any(const struct catalog *catalog, enum object_kind kind,
                                   struct name name)
{
    enum object_kind space = catalog_space(kind);
    return *slot_of(catalog, space, name, hash_of(space, name));
}

/* A new entry is not taken back: it knows nothing, like none at all. */
struct entry *catalog_entry(struct catalog *catalog, enum object_kind kind, struct name name)
{
    enum object_kind space = catalog_space(kind);
    if (catalog->entry_count * 2 >= catalog->slot_count) grow(catalog);
    uint64_t hash = hash_of(space, name);
    struct entry **slot = slot_of(catalog, space, name, hash);
    if (*slot != NULL) return *slot;
    struct entry *entry = ARENA_NEW(catalog->arena, struct entry);
    entry->hash = hash;
    entry->space = space;
    entry->name = name;
    entry->state = UNKNOWN;
    catalog->entry_count++;
    *slot = entry;
    if (has_schema(space) && space != OBJ_CONSTRAINT) {
        struct entry *schema = catalog_entry(catalog, OBJ_SCHEMA, catalog_schema_name(name.schema));
        VEC_PUSH(catalog->arena, &schema->members, entry);
        if (str_equal(name.schema, STR("pg_temp"))) catalog->has_temporary = true;
    }
    return entry;
}

/* -- what is known ----------------------------------------------------------------------------- */

static bool is_outdated(const struct catalog *catalog, uint64_t tick)
{
    return tick < catalog->opaque_tick;
}

enum knowledge catalog_state(const struct catalog *catalog, const struct entry *entry)
{
    if (entry == NULL) return UNKNOWN;
    if (entry->state != KNOWN_ABSENT) return entry->state;
    return is_outdated(catalog, entry->tick) ? UNKNOWN : KNOWN_ABSENT;
}

/* All names of a dropped schema are absent. */
enum knowledge catalog_entry_state(const struct catalog *catalog, const struct entry *entry,
                                   enum object_kind kind, struct name name)
{
    enum knowledge own = catalog_state(catalog, entry);
    if (own != UNKNOWN || !has_schema(kind)) return own;
    const struct entry *schema =
        catalog_entry_if_any(catalog, OBJ_SCHEMA, catalog_schema_name(name.schema));
    return catalog_state(catalog, schema) == KNOWN_ABSENT ? KNOWN_ABSENT : UNKNOWN;
}

enum knowledge catalog_name_state(const struct catalog *catalog, enum object_kind kind,
                                  struct name name)
{
    return catalog_entry_state(catalog, catalog_entry_if_any(catalog, kind, name), kind, name);
}

void catalog_set_state(struct catalog *catalog, struct entry *entry, enum knowledge state)
{
    if (state == KNOWN_ABSENT) {
        CATALOG_SET(catalog, entry->gone, catalog->origin);
        CATALOG_SET(catalog, entry->was_dropped, true);
    }
    CATALOG_SET(catalog, entry->state, state);
    CATALOG_SET(catalog, entry->tick, catalog->tick);
}

void catalog_opaque(struct catalog *catalog, struct origin origin)
{
    catalog_in_transaction(catalog, origin.transaction);
    catalog->tick++;
    CATALOG_SET(catalog, catalog->opaque_tick, catalog->tick);
    CATALOG_PUSH(catalog, &catalog->unread, origin);
}

const struct origin_list *catalog_unread(const struct catalog *catalog)
{
    return &catalog->unread;
}

const struct origin_list *catalog_refusals(const struct catalog *catalog)
{
    return &catalog->refusals;
}

void catalog_end_initial(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->relations.len; i++) catalog->relations.at[i]->has_rows = true;
    catalog_end_section(catalog);
}

bool made_before_file(const struct origin *made, uint32_t file)
{
    return made->initial || made->file < file;
}

const struct relation_list *catalog_relations(const struct catalog *catalog)
{
    return &catalog->relations;
}

const struct catalog_object_list *catalog_objects(const struct catalog *catalog)
{
    return &catalog->objects;
}

const struct catalog_object_list *catalog_objects_of_kind(const struct catalog *catalog,
                                                          enum object_kind kind)
{
    return &catalog->objects_of_kind[kind];
}
