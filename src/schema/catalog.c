#include "schema/catalog.h"

#include "schema/catalog_names.h"

enum { FIRST_SLOTS = 64 };

/* -- names ------------------------------------------------------------------------------------- */

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

void catalog_save(struct catalog *catalog, struct entry *entry)
{
    if (catalog->mark_count == 0) return;
    struct saved saved = {.entry = entry, .entry_was = *entry};
    if (entry->made != NULL) saved.made_was = *entry->made;
    VEC_PUSH(catalog->arena, &catalog->saved, saved);
}

/* The entry of a name, to be changed; a new one knows nothing. */
struct entry *catalog_entry(struct catalog *catalog, enum object_kind kind, struct name name)
{
    enum object_kind space = catalog_space(kind);
    name = full_name(name);
    if (catalog->entry_count * 2 >= catalog->slot_count) grow(catalog);
    struct entry **slot = slot_of(catalog, space, name);
    if (*slot != NULL) {
        catalog_save(catalog, *slot);
        return *slot;
    }
    struct entry *entry = ARENA_NEW(catalog->arena, struct entry);
    entry->space = space;
    entry->name =
        (struct name){str_copy(catalog->arena, name.schema), str_copy(catalog->arena, name.name)};
    entry->state = UNKNOWN;
    catalog->entry_count++;
    *slot = entry;
    catalog_save(catalog, entry);
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

bool catalog_is_live(const struct entry *entry)
{
    return entry->state == KNOWN && is_live(entry->made);
}

/* Temporary relations hide others of their name (manual, 5.9.3: pg_temp is searched first). */
struct name catalog_resolve(const struct catalog *catalog, enum object_kind kind, struct name name)
{
    if (name.schema.len > 0 || catalog_space(kind) != (enum object_kind)SPACE_RELATION) {
        return full_name(name);
    }
    struct name temporary = {STR("pg_temp"), name.name};
    const struct entry *entry = *slot_of(catalog, catalog_space(kind), temporary);
    return entry != NULL && catalog_is_live(entry) ? temporary : full_name(name);
}

enum knowledge catalog_find(const struct catalog *catalog, enum object_kind kind, struct name name,
                            const struct relation **relation)
{
    const struct entry *entry =
        *slot_of(catalog, catalog_space(kind), catalog_resolve(catalog, kind, name));
    if (entry == NULL || entry->state == UNKNOWN) return UNKNOWN;
    if (!catalog_is_live(entry)) return KNOWN_ABSENT;
    enum object_kind found = entry->made->relation.kind;
    bool one_of_many = entry->space == (enum object_kind)SPACE_RELATION && kind != OBJ_UNKNOWN;
    if (one_of_many && found != kind) return KNOWN_ABSENT;
    *relation = &entry->made->relation;
    return KNOWN;
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
