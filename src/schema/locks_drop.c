/* What goes, and what goes with it. */
#include "schema/locking.h"

static void lock_referenced(struct locking *l, const struct catalog_constraint *constraint,
                            void *context)
{
    (void)context;
    lock_relation(l, constraint->referenced, AE, 0, "the foreign key's triggers on it are dropped");
}

static void lock_sequences(struct locking *l, const struct relation *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        lock_relation(l, table->columns.at[i]->sequence, AE, 0, NULL);
    }
}

void locks_drop_one(struct locking *l, const struct relation *relation, const char *why)
{
    lock_relation(l, relation, AE, 0, why);
    lock_indexes(l, relation, AE, 0, why);
    lock_sequences(l, relation);
    locking_keys_of(l, relation, lock_referenced, NULL);
}

static void drop_one(struct locking *l, const struct relation *relation, void *context)
{
    (void)context;
    locks_drop_one(l, relation, NULL);
}

static void cascade(struct locking *l, const struct relation *relation)
{
    if (!l->change->cascade) return;
    lock_cascade(l, catalog_dependents(l->catalog, l->arena, relation, STR("")), NULL);
}

/* Dropping a partition changes the bounds of its table and of the default partition. */
static void lock_parent_of_partition(struct locking *l, const struct relation *partition)
{
    const struct relation *parent = partition->partition_of;
    if (parent == NULL) return;
    lock_relation(l, parent, AE, 0, "it loses a partition");
    for (size_t i = 0; i < parent->children.len; i++) {
        if (parent->children.at[i]->is_default_partition) {
            lock_relation(l, parent->children.at[i], AE, 0, "its bound grows");
        }
    }
}

static void drop_relation(struct locking *l, const struct relation *relation)
{
    bool children = relation->partitioned || l->change->cascade;
    locking_each_member(l, relation, !children, drop_one, NULL);
    lock_parent_of_partition(l, relation);
    cascade(l, relation);
}

void locks_drop_table(struct locking *l)
{
    if (locking_no_op(l, OBJ_UNKNOWN, l->change->table)) return;
    lock_target(l, AE, 0, NULL);
    if (l->target != NULL) drop_relation(l, l->target);
}

void locks_drop_view(struct locking *l)
{
    locks_drop_table(l);
}

void locks_drop_sequence(struct locking *l)
{
    locks_drop_table(l);
}

/* RESTRICT refuses a schema with anything in it. */
void locks_drop_schema(struct locking *l)
{
    if (!l->change->cascade) return;
    const struct relation_list *all = catalog_relations(l->catalog);
    for (size_t i = 0; i < all->len; i++) {
        const struct relation *relation = all->at[i];
        if (relation->state == KNOWN_ABSENT || relation->kind == OBJ_INDEX) continue;
        if (str_equal(relation->name.schema, l->change->object_name.name)) {
            drop_relation(l, relation);
        }
    }
    const struct catalog_object_list *objects = catalog_objects(l->catalog);
    for (size_t i = 0; i < objects->len; i++) {
        const struct catalog_object *object = objects->at[i];
        if (object->state == KNOWN_ABSENT) continue;
        if (str_equal(object->name.schema, l->change->object_name.name)) {
            lock_object_cascade(l, object);
        }
    }
}

/* -- extensions ---------------------------------------------------------------- */

/* Types of extensions that columns often have; an extension's script is not read. */
static const char *const extension_types[][2] = {
    {"hstore", "hstore"},    {"citext", "citext"},     {"ltree", "ltree"},
    {"postgis", "geometry"}, {"postgis", "geography"}, {"vector", "vector"},
    {"isn", "isbn"},         {"cube", "cube"},         {"intarray", "query_int"},
};

static bool is_type_of_extension(struct str extension, struct str type)
{
    for (size_t i = 0; i < sizeof extension_types / sizeof *extension_types; i++) {
        if (str_equal(extension, str_from(extension_types[i][0])) &&
            str_equal(type, str_from(extension_types[i][1]))) {
            return true;
        }
    }
    return false;
}

void locks_drop_extension(struct locking *l)
{
    if (!l->change->cascade) return;
    const struct relation_list *all = catalog_relations(l->catalog);
    for (size_t i = 0; i < all->len; i++) {
        const struct relation *relation = all->at[i];
        if (relation->state == KNOWN_ABSENT) continue;
        for (size_t k = 0; k < relation->columns.len; k++) {
            struct name type = relation->columns.at[k]->type.name;
            if (is_type_of_extension(l->change->object_name.name, type.name)) {
                lock_relation(l, relation, AE, 0, NULL);
            }
        }
    }
}
