/* What goes, and what goes with it. */
#include "schema/extension_parts.h"
#include "schema/locking.h"

static void lock_referenced(struct locking *l, const struct catalog_constraint *constraint,
                            void *context)
{
    (void)context;
    lock_with_partitions(l, constraint->referenced, AE, 0,
                         "the foreign key's triggers on it are dropped");
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

/* -- extensions ---------------------------------------------------------------- */

/* The extension's types, known by name only: no migration created it. */
static bool is_type_of(const struct extension_parts *parts, const struct catalog_column *column)
{
    if (parts->types == NULL || column->type_object != NULL) return false;
    for (const char *const *type = parts->types; *type != NULL; type++) {
        if (str_equal(column->type.name.name, str_from(*type))) return true;
    }
    return false;
}

static void drop_columns_of(struct locking *l, const struct extension_parts *parts,
                            const struct relation *relation)
{
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *column = relation->columns.at[i];
        if (!is_type_of(parts, column)) continue;
        lock_relation(l, relation, AE, 0, "a column of the extension's type is dropped");
        locks_drop_column_from(l, relation, column->name);
        lock_cascade(l, catalog_dependents(l->catalog, l->arena, relation, column->name), NULL);
    }
}

static void drop_extension(struct locking *l, struct str name)
{
    const struct extension_parts *parts = extension_parts(name);
    const struct catalog_object *extension = NULL;
    catalog_find_object(l->catalog, OBJ_EXTENSION, (struct name){.name = name}, &extension);
    if (extension != NULL) lock_object_cascade(l, extension);
    if (parts == NULL) return;
    const struct relation_list *all = catalog_relations(l->catalog);
    for (size_t i = 0; i < all->len; i++) {
        const struct relation *relation = all->at[i];
        if (relation->state == KNOWN_ABSENT) continue;
        if (index_uses_opclass(relation, parts->opclasses)) {
            lock_relation(l, relation->table, AE, 0, "it loses an index");
            lock_relation(l, relation, AE, 0, "its operator class is the extension's");
        }
        drop_columns_of(l, parts, relation);
    }
}

void locks_drop_extension(struct locking *l)
{
    if (l->change->cascade) drop_extension(l, l->change->object_name.name);
}

/* -- schemas ----------------------------------------------------------------------------------- */

static void drop_objects_in(struct locking *l, struct str schema)
{
    const struct catalog_object_list *objects = catalog_objects(l->catalog);
    for (size_t i = 0; i < objects->len; i++) {
        const struct catalog_object *object = objects->at[i];
        if (object->state == KNOWN_ABSENT) continue;
        if (object->kind == OBJ_EXTENSION && str_equal(object->target_schema, schema)) {
            drop_extension(l, object->name.name);
        } else if (str_equal(object->name.schema, schema)) {
            lock_object_cascade(l, object);
        }
    }
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
    drop_objects_in(l, l->change->object_name.name);
}
