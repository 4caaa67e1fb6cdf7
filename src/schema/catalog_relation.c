/* Relations coming, being found, and going. */
#include "schema/catalog_impl.h"

bool relation_is_live(const struct relation *relation)
{
    return relation->state != KNOWN_ABSENT;
}

bool relation_is_table(const struct relation *relation)
{
    return relation->kind == OBJ_TABLE || relation->kind == OBJ_FOREIGN_TABLE;
}

struct relation *catalog_relation(const struct catalog *catalog, struct name name)
{
    if (name.name.len == 0) return NULL;
    name = catalog_resolve(catalog, OBJ_TABLE, name);
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    if (entry == NULL || entry->relation == NULL || !relation_is_live(entry->relation)) return NULL;
    return entry->relation;
}

static struct relation *new_relation(struct catalog *catalog, enum object_kind kind,
                                     struct name name)
{
    struct relation *relation = ARENA_NEW(catalog->arena, struct relation);
    relation->catalog = catalog;
    relation->name = name;
    relation->hash = name_hash(name);
    relation->kind = kind;
    relation->replica_identity = 'd';
    relation->tick = catalog->tick;
    return relation;
}

static void bind(struct catalog *catalog, struct relation *relation)
{
    struct entry *entry = catalog_entry(catalog, OBJ_TABLE, relation->name);
    catalog_set_state(catalog, entry, relation->state);
    CATALOG_SET(catalog, entry->relation, relation);
}

void catalog_put_relation(struct catalog *catalog, struct relation *relation)
{
    bind(catalog, relation);
    CATALOG_PUSH(catalog, &catalog->relations, relation);
    if (relation->temporary) CATALOG_PUSH(catalog, &catalog->temporary, relation);
}

struct relation *catalog_relation_or_shell(struct catalog *catalog, enum object_kind kind,
                                           struct name name)
{
    struct relation *relation = catalog_relation(catalog, name);
    if (relation != NULL || name.name.len == 0) return relation;
    name = catalog_resolve(catalog, OBJ_TABLE, name);
    if (catalog_name_state(catalog, OBJ_TABLE, name) == KNOWN_ABSENT) return NULL;
    relation = new_relation(catalog, kind, name);
    relation->state = UNKNOWN;
    relation->has_rows = true;
    relation->index.valid = true;
    catalog_put_relation(catalog, relation);
    return relation;
}

struct relation *catalog_table(struct catalog *catalog, struct name name)
{
    struct relation *relation = catalog_relation_or_shell(catalog, OBJ_TABLE, name);
    if (relation == NULL || relation->kind == OBJ_INDEX || relation->kind == OBJ_SEQUENCE) {
        return NULL;
    }
    return relation;
}

/* A name that is taken for certain; what opaque code may have dropped since is not. */
static bool is_taken(const struct catalog *catalog, struct name name)
{
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    if (entry == NULL || entry->state != KNOWN) return false;
    return entry->relation->tick >= catalog->opaque_tick;
}

static bool is_known(const struct catalog *catalog, struct name name)
{
    return catalog_name_state(catalog, OBJ_TABLE, name) == KNOWN;
}

/* Conditional code that may have made it: IF NOT EXISTS then changes nothing that is known. */
static bool is_maybe(const struct catalog *catalog, struct name name)
{
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    return entry != NULL && entry->relation != NULL && entry->relation->state == UNKNOWN;
}

struct relation *catalog_new_relation(struct catalog *catalog, const struct change *change,
                                      enum object_kind kind, struct name name)
{
    if (name.name.len == 0) return NULL;
    bool tolerant = change->if_not_exists || catalog->conditional;
    if (tolerant ? is_known(catalog, name) : is_taken(catalog, name)) {
        if (!tolerant) catalog_refuse(catalog); /* 42P07 */
        return NULL;
    }
    if (change->if_not_exists && is_maybe(catalog, name)) return NULL;
    struct entry *entry = catalog_entry(catalog, OBJ_TABLE, name);
    if (entry->relation != NULL && relation_is_live(entry->relation)) {
        catalog_drop_relation(catalog, entry->relation);
    }
    struct relation *relation = new_relation(catalog, kind, name);
    relation->state = catalog->conditional ? UNKNOWN : KNOWN;
    relation->complete = true;
    relation->made = catalog->origin;
    relation->index.valid = true;
    return relation;
}

void catalog_forget_relation(struct catalog *catalog, struct relation *relation)
{
    struct entry *entry = catalog_entry(catalog, OBJ_TABLE, relation->name);
    catalog->freed++;
    catalog_set_state(catalog, entry, KNOWN_ABSENT);
    CATALOG_SET(catalog, entry->relation, NULL);
}

void catalog_relation_unknown(struct catalog *catalog, struct relation *relation)
{
    struct entry *entry = catalog_entry(catalog, OBJ_TABLE, relation->name);
    CATALOG_SET(catalog, relation->state, UNKNOWN);
    CATALOG_SET(catalog, entry->state, UNKNOWN);
}

void catalog_move_relation(struct catalog *catalog, struct relation *relation, struct name name)
{
    if (name_equal(relation->name, name)) return;
    catalog_forget_relation(catalog, relation);
    struct name old_name = relation->name;
    CATALOG_SET(catalog, relation->name, name);
    CATALOG_SET(catalog, relation->hash, name_hash(name));
    CATALOG_SET(catalog, relation->moved, catalog->origin);
    bind(catalog, relation);
    catalog_respell_relation(catalog, relation, old_name);
}

struct relation_list catalog_with_children(struct catalog *catalog, struct relation *relation,
                                           bool only)
{
    struct relation_list all = {0};
    uint32_t visit = ++catalog->visit;
    relation->visit = visit;
    VEC_PUSH(catalog->arena, &all, relation);
    for (size_t i = 0; !only && i < all.len; i++) {
        const struct relation_list *children = &all.at[i]->children;
        for (size_t k = 0; k < children->len; k++) {
            if (children->at[k]->visit == visit) continue;
            children->at[k]->visit = visit;
            VEC_PUSH(catalog->arena, &all, children->at[k]);
        }
    }
    return all;
}
