/* ALTER COLUMN ... TYPE: the table, its indexes and CHECKs, and both ends of its foreign keys. */
#include "schema/locking.h"
#include "schema/type_change.h"

struct retyping {
    struct type_change change;
    struct str column;
};

static struct type_change change_of(struct locking *l, const struct relation *table)
{
    const struct catalog_column *column = NULL;
    if (table != NULL) relation_column(table, l->change->name, &column);
    if (column == NULL || column->type.name.name.len == 0) {
        return (struct type_change){.rewrites = true,
                                    .rebuilds_index = true,
                                    .rechecks_keys_of = true,
                                    .rechecks_keys_to = true,
                                    .unknown = true};
    }
    struct column_type from = {column->type, column->collation.name};
    struct column_type to = {l->change->column_type.type, l->change->column_type.collation};
    return type_change_of(l->catalog, l->settings, from, to, &l->change->column_type.using,
                          l->change->name);
}

/* CheckIndexCompatible(): predicates and expressions are never taken to agree. */
static bool is_kept(const struct relation *index, const struct type_change *change,
                    struct str column)
{
    bool key = false;
    if (index->index.has_where) return false;
    for (size_t i = 0; i < index->index.key_count; i++) {
        struct str at = index->index.keys[i].column;
        if (at.len == 0) return false;
        key = key || str_equal(at, column);
    }
    bool hash = str_equal(index->index.method, STR("hash"));
    return !key || !(hash ? change->rebuilds_hash_index : change->rebuilds_index);
}

static void retype_indexes(struct locking *l, const struct relation *table,
                           const struct retyping *retyping)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct relation *index = table->indexes.at[i];
        bool uses = index_mentions(index, retyping->column);
        if (retyping->change.rewrites && !table->partitioned) {
            lock_relation(l, index, AE, BUILDS, "it is rebuilt with its table");
        } else if (uses && is_kept(index, &retyping->change, retyping->column)) {
            lock_relation(l, index, AE, 0, "it is taken over as it is");
        } else if (uses) {
            lock_relation(l, index, AE, BUILDS, "it is rebuilt for the new type");
            lock_relation(l, table, AE, SCANS | BUILDS, "an index on the column is rebuilt");
        }
    }
}

static void retype_checks(struct locking *l, const struct relation *table,
                          const struct retyping *retyping)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *check = table->constraints.at[i];
        if (check->spec.kind == CONSTRAINT_CHECK && check->validated &&
            str_list_has(&check->spec.check.columns, retyping->column)) {
            lock_relation(l, table, AE, SCANS, "a CHECK on the column is verified again");
        }
    }
}

static void retype_key_of(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct retyping *retyping = context;
    if (!str_list_has(&key->spec.columns, retyping->column)) return;
    bool again = key->validated && retyping->change.rechecks_keys_of;
    lock_with_partitions(l, key->referenced, AE, again ? SCANS : 0,
                         "a foreign key leads from the column to it");
    if (again) lock_relation(l, key->table, AE, SCANS, "the foreign key is checked again");
}

static void retype_key_to(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct retyping *retyping = context;
    if (!str_list_has(&key->spec.referenced_columns, retyping->column)) return;
    bool again = key->validated && retyping->change.rechecks_keys_to;
    lock_relation(l, key->table, AE, again ? SCANS : 0,
                  "a foreign key leads from it to the column");
}

static const char *rewrite_words(const struct type_change *change)
{
    if (change->unknown)
        return "the types may differ in their bytes: then all rows are written anew";
    if (change->depends_on_timezone) {
        return "every row is written anew, unless the session's time zone is UTC";
    }
    return "every row is written anew in the new type";
}

void locks_retype(struct locking *l, const struct relation *table, void *context)
{
    (void)context;
    struct retyping retyping = {change_of(l, table), l->change->name};
    unsigned uncertain =
        retyping.change.unknown || retyping.change.depends_on_timezone ? UNCERTAIN : 0;
    if (retyping.change.rewrites && !table->partitioned) {
        lock_relation(l, table, AE, REWRITES | SCANS | uncertain, rewrite_words(&retyping.change));
    }
    retype_indexes(l, table, &retyping);
    retype_checks(l, table, &retyping);
    locking_keys_of(l, table, retype_key_of, &retyping);
    locking_keys_to(l, table, retype_key_to, &retyping);
}

void locks_column_type(struct locking *l)
{
    if (l->target != NULL) {
        locking_each_member(l, l->target, l->change->only, locks_retype, NULL);
    } else {
        struct type_change unknown = change_of(l, NULL);
        lock_target(l, AE, REWRITES | SCANS | UNCERTAIN, rewrite_words(&unknown));
    }
}
