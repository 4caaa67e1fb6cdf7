/* Rows: read, written, counted. Whether a query with WHERE reads every row is the planner's
 * choice; one without does. */
#include "schema/locking.h"

#include <string.h>

static unsigned scan_unless_limited(const struct data_change *data)
{
    return data->has_where || data->has_limit ? 0 : SCANS;
}

static void read_sources(struct locking *l, const struct data_change *data, unsigned effects)
{
    lock_reads(l, &data->reads, effects, "the query reads it");
    lock_mentions(l, data->mentions, 0, "the query reads it");
}

void locks_select(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    read_sources(l, data, scan_unless_limited(data));
    for (size_t i = 0; data->locks_rows && i < data->reads.len; i++) {
        lock_name(l, OBJ_UNKNOWN, data->reads.at[i], RS, 0, "its rows are locked");
    }
}

/* -- foreign keys are checked row by row ------------------------------------------------------- */

struct written {
    const struct str_list *columns; /* none: all */
};

static void check_parent(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct written *written = context;
    bool touched = written->columns->len == 0;
    for (size_t i = 0; i < key->spec.columns.len; i++) {
        touched = touched || locking_has(written->columns, key->spec.columns.at[i]);
    }
    if (touched) lock_relation(l, key->referenced, RS, 0, "foreign keys of the rows are checked");
}

/* NO ACTION and RESTRICT look for rows, the others change them. */
static void check_child(struct locking *l, const struct catalog_constraint *key, void *context)
{
    (void)context;
    bool writes =
        l->change->kind == CHANGE_DELETE &&
        (key->spec.on_delete == 'c' || key->spec.on_delete == 'n' || key->spec.on_delete == 'd');
    bool indexed = false;
    for (size_t i = 0; key->table != NULL && i < key->table->indexes.len; i++) {
        const struct relation *index = key->table->indexes.at[i];
        indexed = indexed || (index->index.key_count > 0 && key->spec.columns.len > 0 &&
                              str_equal(index->index.keys[0].column, key->spec.columns.at[0]));
    }
    lock_relation(l, key->table, writes ? RE : RS, indexed ? 0 : SCANS,
                  "rows that refer to the deleted ones are looked for");
}

/* -- writing ----------------------------------------------------------------------------------- */

static void write_member(struct locking *l, const struct relation *table, void *context)
{
    const unsigned *effects = context;
    lock_relation(l, table, RE, table->partitioned ? 0 : *effects, NULL);
}

static void write_target(struct locking *l, unsigned effects)
{
    if (l->target == NULL) {
        lock_target(l, RE, effects, NULL);
    } else {
        locking_each_member(l, l->target, l->change->only, write_member, &effects);
    }
}

/* Rows go to partitions, never to children of INHERITS. */
static void insert_into_target(struct locking *l)
{
    if (locking_partitioned(l->target)) {
        write_target(l, 0);
    } else {
        lock_target(l, RE, 0, "rows are inserted");
    }
}

/* Of columns that are left to their default: nextval() holds the sequence as an INSERT its table.
 */
static void call_defaults(struct locking *l, const struct str_list *given)
{
    for (size_t i = 0; l->target != NULL && i < l->target->columns.len; i++) {
        const struct catalog_column *column = l->target->columns.at[i];
        if (given->len == 0 || locking_has(given, column->name)) continue;
        if (column->has_default) {
            lock_mentions(l, column->default_value.mentions, 0, "the default reads it");
        }
        if (!column->has_default && column->identity == 0) continue;
        lock_relation(l, column->sequence, RE, 0, "nextval() is called");
    }
}

void locks_insert(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    struct str_list all = {0};
    struct written written = {&all};
    insert_into_target(l);
    read_sources(l, data, data->from_query ? scan_unless_limited(data) : 0);
    if (data->columns.len > 0) written.columns = &data->columns;
    call_defaults(l, &data->columns);
    locking_keys_of(l, l->target, check_parent, &written);
}

void locks_update(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    struct written written = {&data->columns};
    write_target(l, scan_unless_limited(data));
    read_sources(l, data, 0);
    locking_keys_of(l, l->target, check_parent, &written);
}

void locks_delete_rows(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    write_target(l, scan_unless_limited(data));
    read_sources(l, data, 0);
    locking_keys_to(l, l->target, check_child, NULL);
}

/* A join of both tables. */
void locks_merge(struct locking *l)
{
    write_target(l, SCANS);
    read_sources(l, &l->change->data, SCANS);
}

/* Before 13 COPY TO gave its lock back at its end; it is told all the same. */
void locks_copy(struct locking *l)
{
    struct str_list all = {0};
    struct written written = {&all};
    if (l->change->copy.is_from) {
        insert_into_target(l);
        call_defaults(l, &l->change->copy.columns);
        locking_keys_of(l, l->target, check_parent, &written);
    } else if (l->change->table.name.len > 0) {
        lock_target(l, AS, SCANS, "every row is copied out");
    }
    lock_mentions(l, l->change->copy.mentions, SCANS, "the query reads it");
}

/* -- TRUNCATE ---------------------------------------------------------------------------------- */

enum { DEEPEST = 64 };

static void truncate(struct locking *l, const struct relation *table, int depth);

static void truncate_member(struct locking *l, const struct relation *table, void *context)
{
    (void)context;
    lock_relation(l, table, AE, table->partitioned ? 0 : NEW_FILE, NULL);
    lock_indexes(l, table, AE, NEW_FILE, NULL);
    if (!l->change->truncate.restart_identity) return;
    for (size_t i = 0; i < table->columns.len; i++) {
        lock_relation(l, table->columns.at[i]->sequence, AE, NEW_FILE, NULL);
    }
}

static void truncate_referrer(struct locking *l, const struct catalog_constraint *key,
                              void *context)
{
    const int *depth = context;
    if (*depth < DEEPEST) truncate(l, key->table, *depth + 1);
}

static void truncate(struct locking *l, const struct relation *table, int depth)
{
    if (table == NULL || locking_listed(l, table)) return;
    locking_each_member(l, table, l->change->only, truncate_member, NULL);
    if (locking_before(l, 14)) {
        lock_relation(l, table->partition_of, AS, 0, "it is the partition's table");
    }
    if (l->change->cascade) locking_keys_to(l, table, truncate_referrer, &depth);
}

void locks_truncate(struct locking *l)
{
    const struct name_list *tables = &l->change->truncate.tables;
    for (size_t i = 0; i < tables->len; i++) {
        const struct relation *table = locking_find(l, OBJ_UNKNOWN, tables->at[i]);
        if (table != NULL) {
            truncate(l, table, 0);
        } else {
            lock_name(l, OBJ_TABLE, tables->at[i], AE, NEW_FILE, NULL);
        }
    }
}

/* -- LOCK, VACUUM, ANALYZE --------------------------------------------------------------------- */

static int mode_of(struct str words)
{
    for (int mode = LOCK_ACCESS_SHARE; mode < LOCK_ACCESS_EXCLUSIVE; mode++) {
        if (str_equal(words, str_from(lock_mode_name((enum lock_mode)mode)))) return mode;
    }
    return AE;
}

void locks_lock_table(struct locking *l)
{
    lock_target_family(l, mode_of(l->change->lock.mode), 0, NULL);
}

static void each_listed(struct locking *l, int mode, unsigned effects)
{
    const struct name_list *tables = &l->change->vacuum.tables;
    for (size_t i = 0; i < tables->len; i++) {
        const struct relation *table = locking_find(l, OBJ_UNKNOWN, tables->at[i]);
        if (table != NULL) {
            lock_family(l, table, mode, effects, NULL);
        } else {
            lock_name(l, OBJ_TABLE, tables->at[i], mode, effects, NULL);
        }
    }
}

void locks_vacuum(struct locking *l)
{
    if (!l->change->vacuum.full) {
        each_listed(l, SUE, SCANS);
        return;
    }
    each_listed(l, AE, SCANS | REWRITES);
    const struct name_list *tables = &l->change->vacuum.tables;
    for (size_t i = 0; i < tables->len; i++) {
        const struct relation *table = locking_find(l, OBJ_UNKNOWN, tables->at[i]);
        lock_indexes(l, table, AE, BUILDS, NULL);
    }
}

void locks_analyze(struct locking *l)
{
    each_listed(l, SUE, 0);
}
