/* Indexes: made, dropped, rebuilt, attached. */
#include "schema/locking.h"

/* -- CREATE INDEX ------------------------------------------------------------------------------ */

static bool same_key(const struct index_key *a, const struct index_key *b)
{
    return a->column.len > 0 && str_equal(a->column, b->column) &&
           str_equal(a->opclass, b->opclass) && str_equal(a->collation, b->collation) &&
           a->descending == b->descending && a->nulls_first == b->nulls_first;
}

/* DefineIndex() on a partition takes an equal index over instead of building another. */
bool locks_equal_index(const struct relation *a, const struct index_key *keys, size_t key_count,
                       struct str method, bool unique)
{
    if (a->index.key_count != key_count || a->index.unique != unique || a->index.has_where) {
        return false;
    }
    if (!str_equal(a->index.method, method)) return false;
    for (size_t i = 0; i < key_count; i++) {
        if (!same_key(&a->index.keys[i], &keys[i])) return false;
    }
    return true;
}

static bool has_equal_index(const struct relation *table, const struct change *change)
{
    struct str method = change->create_index.method;
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (locks_equal_index(table->indexes.at[i], change->create_index.keys,
                              change->create_index.key_count, method,
                              change->create_index.unique)) {
            return true;
        }
    }
    return false;
}

/* The same index on [table]: with the name PostgreSQL gives it there. */
static struct name index_name(struct locking *l, const struct relation *table)
{
    struct change change = *l->change;
    change.table = table->name;
    if (table != l->target) change.create_index.index.name = STR("");
    struct str name = change.create_index.index.name;
    if (name.len == 0) name = catalog_index_name(l->catalog, l->arena, &change);
    return (struct name){table->name.schema, name};
}

static void build_on(struct locking *l, const struct relation *table, void *context)
{
    (void)context;
    bool covered = table != l->target && has_equal_index(table, l->change);
    bool builds = !table->partitioned && !covered;
    lock_relation(l, table, S, builds ? SCANS | BUILDS : 0, NULL);
    if (!covered) lock_new(l, OBJ_INDEX, index_name(l, table));
}

static void build_concurrently(struct locking *l)
{
    lock_target(l, SUE, SCANS | SCANS_TWICE | BUILDS | WAITS,
                "the index is built from every row, read twice");
}

void locks_create_index(struct locking *l)
{
    const struct change *change = l->change;
    struct name index = change->create_index.index;
    if (l->target != NULL) index.schema = l->target->name.schema;
    if (change->if_not_exists && locking_find(l, OBJ_UNKNOWN, index) != NULL) {
        lock_target(l, change->concurrently ? SUE : S, 0, "the index is there already");
    } else if (change->concurrently) {
        build_concurrently(l);
    } else if (l->target == NULL) {
        lock_target(l, S, SCANS | BUILDS, NULL);
        lock_new(l, OBJ_INDEX, catalog_resolve_new(l->catalog, OBJ_INDEX, index, false));
    } else {
        locking_each_member(l, l->target, change->only || !l->target->partitioned, build_on, NULL);
    }
}

/* -- DROP, RENAME, ATTACH ---------------------------------------------------------------------- */

static void drop_one(struct locking *l, const struct relation *index, void *context)
{
    (void)context;
    lock_relation(l, index->table, AE, 0, "its index is dropped");
    lock_relation(l, index, AE, 0, NULL);
}

void locks_drop_index(struct locking *l)
{
    if (locking_no_op(l, OBJ_UNKNOWN, l->change->table)) return;
    if (l->change->concurrently) {
        if (l->target != NULL) lock_relation(l, l->target->table, SUE, WAITS, NULL);
        lock_target(l, SUE, WAITS, NULL);
    } else if (l->target != NULL) {
        locking_each_member(l, l->target, false, drop_one, NULL);
    } else {
        lock_target(l, AE, 0, NULL);
    }
}

/* Only ALTER INDEX got the weaker lock in 12. */
void locks_rename_index(struct locking *l)
{
    bool as_table = str_equal(str_from(l->change->tag), STR("ALTER TABLE"));
    lock_target(l, locking_before(l, 12) || as_table ? AE : SUE, 0, NULL);
}

void locks_attach_index(struct locking *l)
{
    struct name name = l->change->partition.partition;
    if (name.schema.len == 0 && l->target != NULL) name.schema = l->target->name.schema;
    const struct relation *child = locking_find(l, OBJ_INDEX, name);
    if (l->target != NULL) lock_relation(l, l->target->table, AS, 0, NULL);
    if (child != NULL) lock_relation(l, child->table, AS, 0, NULL);
    lock_target(l, locking_before(l, 12) ? AE : SUE, 0, NULL);
    lock_name(l, OBJ_INDEX, name, AE, 0, NULL);
}

void locks_drop_statistics(struct locking *l)
{
    const struct catalog_object *statistics = NULL;
    if (locking_before(l, 12)) return;
    catalog_find_object(l->catalog, OBJ_STATISTICS, l->change->object_name, &statistics);
    if (statistics != NULL) lock_relation(l, statistics->table, SUE, 0, NULL);
}

/* -- REINDEX, CLUSTER -------------------------------------------------------------------------- */

static void reindex_table(struct locking *l, const struct relation *table, void *context)
{
    (void)context;
    bool weak = l->change->concurrently;
    unsigned effects = table->partitioned ? 0 : SCANS | BUILDS | (weak ? WAITS : 0);
    lock_relation(l, table, weak ? SUE : S, effects, NULL);
    if (table->partitioned) return;
    lock_indexes(l, table, weak ? SUE : AE, BUILDS, NULL);
}

static void reindex_index(struct locking *l, const struct relation *index, void *context)
{
    (void)context;
    bool weak = l->change->concurrently;
    bool partitioned = index->children.len > 0;
    unsigned effects = partitioned ? 0 : BUILDS;
    lock_relation(l, index->table, weak ? SUE : S, effects | (partitioned ? 0 : SCANS), NULL);
    lock_relation(l, index, weak ? SUE : AE, effects, NULL);
}

static void reindex_schema(struct locking *l, struct str schema)
{
    const struct relation_list *all = catalog_relations(l->catalog);
    for (size_t i = 0; i < all->len; i++) {
        const struct relation *table = all->at[i];
        bool here = table->state != KNOWN_ABSENT && str_equal(table->name.schema, schema);
        if (here && (table->kind == OBJ_TABLE || table->kind == OBJ_MATERIALIZED_VIEW)) {
            reindex_table(l, table, NULL);
        }
    }
}

static void reindex_elsewhere(struct locking *l)
{
    int mode = l->change->reindex.what == 'i' ? AE : S;
    lock_target(l, l->change->concurrently ? SUE : mode, SCANS | BUILDS, NULL);
}

void locks_reindex(struct locking *l)
{
    char what = l->change->reindex.what;
    if (what == 's') {
        reindex_schema(l, l->change->name);
    } else if (what != 'i' && what != 't') {
        return; /* all of the database */
    } else if (l->target == NULL) {
        reindex_elsewhere(l);
    } else {
        locking_each_member(l, l->target, false, what == 'i' ? reindex_index : reindex_table, NULL);
    }
}

void locks_cluster(struct locking *l)
{
    if (l->change->table.name.len > 0) lock_rewrite(l, 0, NULL);
}

void locks_cluster_on(struct locking *l)
{
    struct name index = {l->change->table.schema, l->change->setting.value};
    if (l->target != NULL) index.schema = l->target->name.schema;
    lock_name(l, OBJ_INDEX, index, SUE, 0, NULL);
}
