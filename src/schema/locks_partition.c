/* Partitions: attached, detached. */
#include "schema/locking.h"
#include "schema/partition_bound.h"

enum { DEEPEST = 64 }; /* partitions of partitions: nobody goes further down */

static struct name partition_name(const struct locking *l)
{
    return l->change->partition.partition;
}

static const struct relation *default_partition(const struct relation *parent)
{
    for (size_t i = 0; parent != NULL && i < parent->children.len; i++) {
        if (parent->children.at[i]->is_default_partition) return parent->children.at[i];
    }
    return NULL;
}

/* -- what CHECKs spare (manual, ALTER TABLE, ATTACH PARTITION) ----------------------------------
 */

static bool key_is_not_null(const struct relation *child, struct str key)
{
    const struct catalog_constraint *proof = NULL;
    const struct catalog_column *column = NULL;
    relation_column(child, key, &column);
    if (column != NULL && column->nullability == KNOWN && column->not_null) return true;
    return column_proven_not_null(child, key, &proof);
}

static struct bound bound_of(const struct locking *l)
{
    struct str key = {"", 0};
    bool one = l->target != NULL && l->target->partition_columns.len == 1;
    if (one && l->target->partition_key != NULL && l->target->partition_key->key_count == 1) {
        key = l->target->partition_columns.at[0];
    }
    return bound_read(l->arena, l->change->partition.bound, key);
}

static bool has_check(const struct locking *l, const struct relation *table,
                      const struct bound *bound, bool refutes)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *check = table->constraints.at[i];
        if (check->spec.kind != CONSTRAINT_CHECK || !check->validated) continue;
        struct str text = check->spec.check.text;
        if (refutes ? bound_is_refuted(l->arena, bound, text)
                    : bound_is_implied(l->arena, bound, text)) {
            return true;
        }
    }
    return false;
}

static void check_child(struct locking *l, const struct relation *child)
{
    struct bound bound = bound_of(l);
    bool implied = !l->change->partition.is_default && bound.readable &&
                   key_is_not_null(child, bound.key) && has_check(l, child, &bound, false);
    lock_family(l, child, AE, implied ? 0 : SCANS,
                implied ? "its CHECK proves the bound" : "every row is checked against the bound");
}

static void check_default(struct locking *l, const struct relation *other)
{
    struct bound bound = bound_of(l);
    bool refuted = bound.readable && has_check(l, other, &bound, true);
    lock_family(l, other, AE, refuted ? 0 : SCANS,
                refuted ? "its CHECK excludes the new bound"
                        : "its rows are checked against the new partition's bound");
}

/* -- the table's indexes and foreign keys, which the partition gets, too ------------------------
 */

struct joining {
    const struct relation *child; /* NULL: it is made now, and empty */
    struct name name;
};

static bool is_covered(const struct relation *child, const struct relation *index)
{
    for (size_t i = 0; child != NULL && i < child->indexes.len; i++) {
        if (locks_equal_index(child->indexes.at[i], index->index.keys, index->index.key_count,
                              index->index.method, index->index.unique)) {
            return true;
        }
    }
    return false;
}

static void join_index(struct locking *l, const struct relation *index,
                       const struct joining *joining)
{
    if (!locking_before(l, 12)) lock_relation(l, index, SUE, 0, "the partition's index joins it");
    if (is_covered(joining->child, index)) return;
    if (joining->child != NULL) {
        lock_relation(l, joining->child, AE, SCANS | BUILDS,
                      "an index that its table has is built");
    }
    locks_new_index_like(l, joining->name, index);
}

static bool has_equal_key(const struct relation *child, const struct catalog_constraint *key)
{
    for (size_t i = 0; i < child->constraints.len; i++) {
        const struct catalog_constraint *other = child->constraints.at[i];
        if (other->spec.kind != CONSTRAINT_FOREIGN_KEY || other->referenced != key->referenced) {
            continue;
        }
        bool same = other->spec.columns.len == key->spec.columns.len;
        for (size_t k = 0; same && k < key->spec.columns.len; k++) {
            same = str_equal(other->spec.columns.at[k], key->spec.columns.at[k]);
        }
        if (same) return true;
    }
    return false;
}

/* The equal foreign key of the child loses its triggers, and that takes the stronger lock. */
static void join_key(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct joining *joining = context;
    const struct relation *child = joining->child;
    if (child == NULL) {
        lock_with_partitions(l, key->referenced, locking_before(l, 12) ? AS : SRE, 0,
                             "the partition gets the foreign key of its table");
    } else if (has_equal_key(child, key)) {
        lock_with_partitions(l, key->referenced, AE, 0, "the triggers of the equal foreign key go");
    } else {
        const char *why = "the foreign key is checked against every row";
        lock_with_partitions(l, key->referenced, locking_before(l, 12) ? RS : SRE, SCANS, why);
        lock_relation(l, child, AE, SCANS, why);
    }
}

/* Foreign keys that lead to [table] or to one that it is a partition of: those cover all below. */
static void keys_to_ancestors(struct locking *l, const struct relation *table, on_constraint *each,
                              void *context)
{
    for (int depth = 0; table != NULL && depth < DEEPEST; depth++) {
        locking_keys_to(l, table, each, context);
        table = table->partition_of;
    }
}

/* Of a partitioned table that refers to it, only the table itself is locked. */
static void join_referrer(struct locking *l, const struct catalog_constraint *key, void *context)
{
    (void)context;
    if (key->inherited) return;
    lock_relation(l, key->table, SRE, 0, "its foreign key covers the partition");
}

void locks_join_parent(struct locking *l, const struct relation *parent, struct name partition,
                       const struct relation *child)
{
    struct joining joining = {child, partition};
    for (size_t i = 0; i < parent->indexes.len; i++) {
        join_index(l, parent->indexes.at[i], &joining);
    }
    locking_keys_of(l, parent, join_key, &joining);
    keys_to_ancestors(l, parent, join_referrer, NULL);
}

/* -- ATTACH ------------------------------------------------------------------------------------ */

/* The bound of a partition is its own and those of the tables above (RelationGetPartitionQual). */
static void lock_ancestors(struct locking *l, const char *why)
{
    const struct relation *above = l->target != NULL ? l->target->partition_of : NULL;
    for (int depth = 0; above != NULL && depth < DEEPEST; depth++) {
        lock_relation(l, above, AS, 0, why);
        above = above->partition_of;
    }
}

void locks_attach_partition(struct locking *l)
{
    const struct relation *child = locking_find(l, OBJ_UNKNOWN, partition_name(l));
    lock_target(l, locking_before(l, 12) ? AE : SUE, 0, "it gets a partition");
    lock_ancestors(l, "the partition's bound is read");
    if (child == NULL) {
        lock_name(l, OBJ_TABLE, partition_name(l), AE, SCANS,
                  "every row is checked against the bound");
    } else {
        check_child(l, child);
        if (l->target != NULL) locks_join_parent(l, l->target, child->name, child);
    }
    const struct relation *other = default_partition(l->target);
    if (other != NULL && other != child) check_default(l, other);
}

/* -- DETACH ------------------------------------------------------------------------------------ */

static void detach_key(struct locking *l, const struct catalog_constraint *key, void *context)
{
    (void)context;
    lock_with_partitions(l, key->referenced, SRE, 0, "the foreign key's triggers on it change");
}

static void detach_referrer(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct relation *const *partition = context;
    unsigned effects = key->table != NULL && key->table->partitioned ? 0 : SCANS;
    lock_relation(l, key->table, key->inherited ? AS : AE, effects,
                  "rows that refer to the partition are looked for");
    for (size_t i = 0; *partition != NULL && i < (*partition)->indexes.len; i++) {
        const struct relation *index = (*partition)->indexes.at[i];
        if (index->index.unique) lock_relation(l, index, AE, 0, "its foreign key leaves it");
    }
}

static void note_key(struct locking *l, const struct catalog_constraint *key, void *context)
{
    bool *referred = context;
    (void)l;
    *referred = *referred || key != NULL;
}

static bool is_referred_to(struct locking *l)
{
    bool referred = false;
    keys_to_ancestors(l, l->target, note_key, &referred);
    return referred;
}

/* Before 14 the partition itself was locked less, unless foreign keys lead to its table.
 * Concurrently, the second transaction takes the strong lock on it. */
static int partition_mode(struct locking *l, bool online)
{
    return locking_before(l, 14) && !online && !is_referred_to(l) ? SUE : AE;
}

static void detach_indexes(struct locking *l, const struct relation *partition)
{
    for (size_t i = 0; partition != NULL && i < partition->indexes.len; i++) {
        const struct relation *index = partition->indexes.at[i];
        if (index->parents.len > 0) lock_relation(l, index, AE, 0, "it leaves the table's index");
    }
}

void locks_detach_partition(struct locking *l)
{
    const struct relation *partition = locking_find(l, OBJ_UNKNOWN, partition_name(l));
    bool online = l->change->concurrently || l->change->partition.finalize;
    lock_target(l, online ? SUE : AE, online ? WAITS : 0, "it loses a partition");
    lock_name(l, OBJ_TABLE, partition_name(l), partition_mode(l, online), 0,
              "it becomes a table of its own");
    if (online) return;
    detach_indexes(l, partition);
    const struct relation *other = default_partition(l->target);
    if (other != NULL && other != partition) lock_relation(l, other, AE, 0, "its bound grows");
    locking_keys_of(l, l->target, detach_key, NULL);
    if (!is_referred_to(l)) return;
    keys_to_ancestors(l, l->target, detach_referrer, &partition);
    lock_ancestors(l, "the partition's bound is read");
}
