/* Rows: read, written, counted. Whether a query with WHERE reads every row, and every partition, is
 * the planner's choice; one without does. */
#include "schema/locking.h"

#include <string.h>

unsigned locks_read_effects(const struct data_change *data)
{
    const unsigned scans = data->has_where || data->has_limit ? 0 : SCANS;
    return scans | (data->has_where || data->reads.len > 1 ? PARTLY : 0);
}

static void read_sources(struct locking *l, const struct data_change *data, unsigned effects)
{
    lock_reads(l, &data->reads, effects, "the query reads it");
    lock_mentions(l, data->mentions, PARTLY, "the query reads it");
}

void locks_select(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    read_sources(l, data, locks_read_effects(data));
    for (size_t i = 0; data->locks_rows && i < data->reads.len; i++) {
        const struct relation *read = locking_find(l, OBJ_UNKNOWN, data->reads.at[i]);
        if (read != NULL) {
            lock_family(l, read, RS, PARTLY, "its rows are locked");
        } else {
            lock_name(l, OBJ_UNKNOWN, data->reads.at[i], RS, 0, "its rows are locked");
        }
    }
}

/* -- writing ----------------------------------------------------------------------------------- */

static void write_target(struct locking *l, unsigned effects)
{
    lock_target_family(l, RE, effects, NULL);
}

/* Rows go to partitions, never to children of INHERITS. */
static void insert_into_target(struct locking *l)
{
    if (locking_partitioned(l->target)) {
        write_target(l, PARTLY);
    } else {
        lock_target(l, RE, 0, "rows are inserted");
    }
}

/* Children call the sequence of the table they inherit from. */
static const struct relation *default_sequence(const struct catalog_column *column)
{
    enum { DEEPEST = 16 };
    for (int depth = 0; column->inherited && column->sequence == NULL && depth < DEEPEST; depth++) {
        const struct catalog_column *above = NULL;
        if (column->table->parents.len == 0) return NULL;
        relation_column(column->table->parents.at[0], column->name, &above);
        if (above == NULL) return NULL;
        column = above;
    }
    return column->sequence;
}

/* Of columns that are left to their default: nextval() holds the sequence as an INSERT its table.
 */
static void call_defaults(struct locking *l, const struct str_list *given)
{
    for (size_t i = 0; l->target != NULL && i < l->target->columns.len; i++) {
        const struct catalog_column *column = l->target->columns.at[i];
        if (given->len == 0 || str_list_has(given, column->name)) continue;
        if (column->has_default) {
            lock_mentions(l, column->default_value.mentions, 0, "the default reads it");
        }
        if (!column->has_default && column->identity == 0) continue;
        lock_relation(l, default_sequence(column), RE, 0, "nextval() is called");
    }
}

void locks_insert(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    insert_into_target(l);
    read_sources(l, data, PARTLY | (data->from_query ? locks_read_effects(data) : 0));
    call_defaults(l, &data->columns);
    lock_keys_of_rows(l, &data->columns);
}

void locks_update(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    write_target(l, locks_read_effects(data));
    read_sources(l, data, 0);
    lock_keys_of_rows(l, &data->columns);
    lock_keys_to_updated(l, &data->columns);
}

void locks_delete_rows(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    write_target(l, locks_read_effects(data));
    read_sources(l, data, 0);
    lock_keys_to_deleted(l);
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
    const struct str_list all = {0};
    if (l->change->copy.is_from) {
        insert_into_target(l);
        call_defaults(l, &l->change->copy.columns);
        lock_keys_of_rows(l, &all);
    } else if (l->change->table.name.len > 0) {
        lock_target(l, AS, SCANS, "every row is copied out");
    }
    lock_mentions(l, l->change->copy.mentions, SCANS, "the query reads it");
}

/* -- row after row ----------------------------------------------------------------------------- */

static bool writes_rows(const struct change *change)
{
    return change->kind == CHANGE_INSERT || change->kind == CHANGE_UPDATE ||
           change->kind == CHANGE_DELETE;
}

static bool mentions_nothing_else(const struct change *change)
{
    const struct data_change *data = &change->data;
    const struct mentions *mentions = data->mentions;
    if (data->reads.len > 0) return false;
    if (mentions == NULL) return true;
    if (mentions->relations.len + mentions->sequences.len > 0) return false;
    return mentions->writes.len == 0 ||
           (mentions->writes.len == 1 && name_equal(mentions->writes.at[0], change->table));
}

bool locks_alike(const struct change *a, const struct change *b)
{
    if (a->kind != b->kind || !writes_rows(a) || !name_equal(a->table, b->table)) return false;
    if (a->conditional != b->conditional || a->in_do != b->in_do) return false;
    const struct data_change *x = &a->data;
    const struct data_change *y = &b->data;
    return a->only == b->only && x->has_where == y->has_where && x->has_limit == y->has_limit &&
           x->from_query == y->from_query && (x->on_conflict == NULL) == (y->on_conflict == NULL) &&
           mentions_nothing_else(a) && mentions_nothing_else(b) &&
           str_list_equal(&x->columns, &y->columns);
}

/* -- TRUNCATE ---------------------------------------------------------------------------------- */

enum { DEEPEST = 64 };

static void truncate(struct locking *l, const struct relation *table, int depth);

static void truncate_member(struct locking *l, const struct relation *table, void *context)
{
    (void)context;
    lock_relation(l, table, AE, table->partitioned ? 0 : NEW_FILE, NULL);
    if (!table->partitioned) lock_indexes(l, table, AE, NEW_FILE, NULL);
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

/* With a view all that its query names (manual, LOCK). */
void locks_lock_table(struct locking *l)
{
    int mode = mode_of(l->change->lock.mode);
    if (l->target != NULL && l->target->kind == OBJ_VIEW) {
        lock_relation(l, l->target, mode, 0, NULL);
        lock_view_query(l, l->target, mode, 0, NULL);
    } else {
        lock_target_family(l, mode, 0, NULL);
    }
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
