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
        const struct relation *read = locking_find(l, OBJ_UNKNOWN, data->reads.at[i]);
        if (read != NULL) {
            lock_family(l, read, RS, 0, "its rows are locked");
        } else {
            lock_name(l, OBJ_UNKNOWN, data->reads.at[i], RS, 0, "its rows are locked");
        }
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

static bool writes_child(char action)
{
    return action == 'c' || action == 'n' || action == 'd';
}

static bool is_indexed(const struct catalog_constraint *key)
{
    for (size_t i = 0; key->table != NULL && i < key->table->indexes.len; i++) {
        const struct relation *index = key->table->indexes.at[i];
        if (index->index.key_count > 0 && key->spec.columns.len > 0 &&
            str_equal(index->index.keys[0].column, key->spec.columns.at[0])) {
            return true;
        }
    }
    return false;
}

/* NO ACTION and RESTRICT look for rows, the others change them. */
static void lock_child(struct locking *l, const struct catalog_constraint *key, char action)
{
    lock_relation(l, key->table, writes_child(action) ? RE : RS, is_indexed(key) ? 0 : SCANS,
                  l->change->kind == CHANGE_UPDATE
                      ? "rows that refer to the changed ones are looked for"
                      : "rows that refer to the deleted ones are looked for");
}

struct deleted {
    const struct relation **at;
    size_t len, cap;
};

/* ON DELETE CASCADE deletes on. */
static void check_child(struct locking *l, const struct catalog_constraint *key, void *context)
{
    struct deleted *deleted = context;
    lock_child(l, key, key->spec.on_delete);
    if (key->spec.on_delete != 'c' || key->table == NULL) return;
    for (size_t i = 0; i < deleted->len; i++) {
        if (deleted->at[i] == key->table) return;
    }
    VEC_PUSH(l->arena, deleted, key->table);
}

static void check_children(struct locking *l)
{
    struct deleted deleted = {0};
    VEC_PUSH(l->arena, &deleted, l->target);
    for (size_t i = 0; i < deleted.len; i++) {
        locking_keys_to(l, deleted.at[i], check_child, &deleted);
    }
}

static void check_referrer(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct written *written = context;
    bool touched = false;
    for (size_t i = 0; i < key->spec.referenced_columns.len; i++) {
        touched = touched || locking_has(written->columns, key->spec.referenced_columns.at[i]);
    }
    if (touched) lock_child(l, key, key->spec.on_update);
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
        if (given->len == 0 || locking_has(given, column->name)) continue;
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
    locking_keys_to(l, l->target, check_referrer, &written);
}

void locks_delete_rows(struct locking *l)
{
    const struct data_change *data = &l->change->data;
    write_target(l, scan_unless_limited(data));
    read_sources(l, data, 0);
    check_children(l);
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

static bool same_columns(const struct str_list *a, const struct str_list *b)
{
    if (a->len != b->len) return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!str_equal(a->at[i], b->at[i])) return false;
    }
    return true;
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
           same_columns(&x->columns, &y->columns);
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
