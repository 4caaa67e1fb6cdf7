#include "schema/locking.h"

#include <stdlib.h>

#define MEASURED "measured on PostgreSQL 11 to 18, "
#define TABLES   "manual, ALTER TABLE; " MEASURED "pg-cross-version-locks"

/* -- the facts --------------------------------------------------------------------------------- */

/* clang-format off */
/* mode, effects, reach, more, why, source */
#define FACT(kind, ...) [CHANGE_##kind] = {__VA_ARGS__}

static const struct lock_fact facts[CHANGE_KIND_COUNT] = {
    FACT(CREATE_TABLE, LOCK_NONE, 0, ALONE, locks_create_table, "the table is new", TABLES),
    FACT(CREATE_TABLE_AS, LOCK_NONE, 0, ALONE, locks_create_table_as, "the query reads it", TABLES),
    FACT(DROP_TABLE, LOCK_NONE, 0, ALONE, locks_drop_table, "the table is dropped", TABLES),
    FACT(RENAME_TABLE, AE, 0, ALONE, NULL, "only the catalog changes", TABLES),
    FACT(SET_TABLE_OPTIONS, LOCK_NONE, 0, ALONE, locks_set_options, "only the catalog changes", TABLES),
    FACT(SET_TABLESPACE, LOCK_NONE, 0, ALONE, locks_set_tablespace, "its files are copied", TABLES),
    FACT(SET_LOGGED, AE, 0, ALONE, locks_set_logged, "only the catalog changes", TABLES),
    FACT(SET_UNLOGGED, AE, 0, ALONE, locks_set_logged, "only the catalog changes", TABLES),
    FACT(SET_ACCESS_METHOD, AE, 0, ALONE, locks_set_access_method, "only the catalog changes", TABLES),
    FACT(CLUSTER_ON, SUE, 0, ALONE, locks_cluster_on, "only the catalog changes", TABLES),
    FACT(SET_WITHOUT_CLUSTER, SUE, 0, ALONE, NULL, "only the catalog changes", TABLES),
    FACT(REPLICA_IDENTITY, AE, 0, ALONE, locks_replica_identity, "only the catalog changes", TABLES),
    FACT(INHERIT, AE, 0, ALONE, locks_inherit, "only the catalog changes", TABLES),
    FACT(NO_INHERIT, AE, 0, ALONE, locks_no_inherit, "only the catalog changes", TABLES),
    FACT(OF_TYPE, AE, 0, ALONE, locks_of_type, "only the catalog changes", TABLES),
    FACT(NOT_OF_TYPE, AE, 0, ALONE, NULL, "only the catalog changes", TABLES),
    FACT(ENABLE_TRIGGER, SRE, 0, PARTITIONS, NULL, "triggers are looked up by every write", TABLES),
    FACT(DISABLE_TRIGGER, SRE, 0, PARTITIONS, NULL, "triggers are looked up by every write", TABLES),
    FACT(ENABLE_RULE, AE, 0, ALONE, NULL, "rules are looked up by every query", TABLES),
    FACT(DISABLE_RULE, AE, 0, ALONE, NULL, "rules are looked up by every query", TABLES),
    FACT(ENABLE_ROW_SECURITY, AE, 0, ALONE, NULL, "policies are looked up by every query", TABLES),
    FACT(DISABLE_ROW_SECURITY, AE, 0, ALONE, NULL, "policies are looked up by every query", TABLES),
    FACT(FORCE_ROW_SECURITY, AE, 0, ALONE, NULL, "policies are looked up by every query", TABLES),
    FACT(NO_FORCE_ROW_SECURITY, AE, 0, ALONE, NULL, "policies are looked up by every query", TABLES),
    FACT(ATTACH_PARTITION, LOCK_NONE, 0, ALONE, locks_attach_partition, "only the catalog changes", TABLES),
    FACT(DETACH_PARTITION, LOCK_NONE, 0, ALONE, locks_detach_partition, "only the catalog changes", TABLES),
    FACT(ALTER_FOREIGN_OPTIONS, AE, 0, ALONE, NULL, "only the catalog changes", TABLES),

    FACT(ADD_COLUMN, AE, 0, FAMILY, locks_add_column, "only the catalog changes", TABLES),
    FACT(DROP_COLUMN, AE, 0, FAMILY, locks_drop_column, "only the catalog changes", TABLES),
    FACT(RENAME_COLUMN, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(ALTER_COLUMN_TYPE, AE, 0, FAMILY, locks_column_type, "only the catalog changes", TABLES),
    FACT(SET_DEFAULT, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(DROP_DEFAULT, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(SET_NOT_NULL, AE, 0, FAMILY, locks_set_not_null, "only the catalog changes", TABLES),
    FACT(DROP_NOT_NULL, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(ADD_IDENTITY, AE, 0, ALONE, locks_add_identity, "only the catalog changes", TABLES),
    FACT(SET_IDENTITY, AE, 0, ALONE, locks_set_identity, "only the catalog changes", TABLES),
    FACT(DROP_IDENTITY, AE, 0, ALONE, locks_drop_identity, "only the catalog changes", TABLES),
    FACT(DROP_EXPRESSION, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(SET_STATISTICS, SUE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(SET_STORAGE, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(SET_COMPRESSION, AE, 0, ALONE, NULL, "only the catalog changes", TABLES),
    FACT(SET_COLUMN_OPTIONS, SUE, 0, ALONE, NULL, "only the catalog changes", TABLES),

    FACT(ADD_CONSTRAINT, LOCK_NONE, 0, ALONE, locks_add_constraint, "only the catalog changes", TABLES),
    FACT(DROP_CONSTRAINT, AE, 0, FAMILY, locks_drop_constraint, "only the catalog changes", TABLES),
    FACT(VALIDATE_CONSTRAINT, LOCK_NONE, 0, ALONE, locks_validate_constraint, "only the catalog changes", TABLES),
    FACT(ALTER_CONSTRAINT, AE, 0, FAMILY, NULL, "only the catalog changes", TABLES),
    FACT(RENAME_CONSTRAINT, AE, 0, ALONE, locks_rename_constraint, "only the catalog changes", TABLES),

    FACT(CREATE_INDEX, LOCK_NONE, 0, ALONE, locks_create_index, "the index is built from every row", "manual, CREATE INDEX; " MEASURED "index"),
    FACT(DROP_INDEX, LOCK_NONE, 0, ALONE, locks_drop_index, "the index is dropped", "manual, DROP INDEX; " MEASURED "index"),
    FACT(RENAME_INDEX, LOCK_NONE, 0, ALONE, locks_rename_index, "only the catalog changes", "manual, ALTER INDEX; " MEASURED "index"),
    FACT(ATTACH_INDEX, LOCK_NONE, 0, ALONE, locks_attach_index, "only the catalog changes", "manual, ALTER INDEX; " MEASURED "index"),
    FACT(REINDEX, LOCK_NONE, 0, ALONE, locks_reindex, "the index is built from every row", "manual, REINDEX; " MEASURED "index"),
    FACT(CREATE_STATISTICS, SUE, 0, ALONE, NULL, "only the catalog changes", MEASURED "index"),
    FACT(DROP_STATISTICS, LOCK_NONE, 0, ALONE, locks_drop_statistics, "only the catalog changes", MEASURED "index"),

    FACT(CREATE_VIEW, LOCK_NONE, 0, ALONE, locks_create_view, "the view is replaced", MEASURED "create"),
    FACT(DROP_VIEW, LOCK_NONE, 0, ALONE, locks_drop_view, "the view is dropped", MEASURED "create"),
    FACT(RENAME_VIEW, AE, 0, ALONE, NULL, "only the catalog changes", MEASURED "create"),
    FACT(CREATE_MATERIALIZED_VIEW, LOCK_NONE, 0, ALONE, locks_create_table_as, "the query reads it", MEASURED "create"),
    FACT(DROP_MATERIALIZED_VIEW, LOCK_NONE, 0, ALONE, locks_drop_view, "the view is dropped", MEASURED "create"),
    FACT(RENAME_MATERIALIZED_VIEW, AE, 0, ALONE, NULL, "only the catalog changes", MEASURED "create"),
    FACT(REFRESH_MATERIALIZED_VIEW, LOCK_NONE, 0, ALONE, locks_refresh, "the view's rows are made anew", "manual, REFRESH MATERIALIZED VIEW; " MEASURED "create"),

    FACT(CREATE_SEQUENCE, LOCK_NONE, 0, ALONE, locks_create_sequence, "the sequence is new", MEASURED "create"),
    FACT(ALTER_SEQUENCE, LOCK_NONE, 0, ALONE, locks_alter_sequence, "nextval() waits", "manual, ALTER SEQUENCE; " MEASURED "create"),
    FACT(DROP_SEQUENCE, LOCK_NONE, 0, ALONE, locks_drop_sequence, "the sequence is dropped", MEASURED "create"),
    FACT(RENAME_SEQUENCE, AE, 0, ALONE, NULL, "only the catalog changes", MEASURED "create"),

    FACT(DROP_TYPE, LOCK_NONE, 0, ALONE, locks_drop_type, "a column of the type is dropped", MEASURED "create"),
    FACT(DROP_DOMAIN, LOCK_NONE, 0, ALONE, locks_drop_type, "a column of the domain is dropped", MEASURED "create"),
    FACT(ADD_ATTRIBUTE, LOCK_NONE, 0, ALONE, locks_alter_composite, "only the catalog changes", MEASURED "create"),
    FACT(DROP_ATTRIBUTE, LOCK_NONE, 0, ALONE, locks_alter_composite, "only the catalog changes", MEASURED "create"),
    FACT(ALTER_ATTRIBUTE_TYPE, LOCK_NONE, 0, ALONE, locks_alter_composite, "only the catalog changes", MEASURED "create"),
    FACT(RENAME_ATTRIBUTE, LOCK_NONE, 0, ALONE, locks_alter_composite, "only the catalog changes", MEASURED "create"),
    FACT(ALTER_DOMAIN, LOCK_NONE, 0, ALONE, locks_alter_domain, "every value of the domain is checked", MEASURED "create"),
    FACT(DROP_EXTENSION, LOCK_NONE, 0, ALONE, locks_drop_extension, "a column of its type is dropped", MEASURED "create"),
    FACT(CREATE_FUNCTION, LOCK_NONE, 0, ALONE, locks_create_function, "the body is checked against it", MEASURED "create"),

    FACT(CREATE_TRIGGER, SRE, 0, PARTITIONS, locks_create_trigger, "triggers are looked up by every write", "manual, CREATE TRIGGER; " MEASURED "trigger-rls"),
    FACT(DROP_TRIGGER, AE, 0, PARTITIONS, NULL, "triggers are looked up by every write", "manual, DROP TRIGGER; " MEASURED "trigger-rls"),
    FACT(RENAME_TRIGGER, AE, 0, PARTITIONS, NULL, "only the catalog changes", MEASURED "trigger-rls"),
    FACT(CREATE_RULE, AE, 0, ALONE, locks_create_rule, "rules are looked up by every query", "manual, CREATE RULE; " MEASURED "trigger-rls"),
    FACT(DROP_RULE, AE, 0, ALONE, NULL, "rules are looked up by every query", MEASURED "trigger-rls"),
    FACT(RENAME_RULE, AE, 0, ALONE, NULL, "only the catalog changes", MEASURED "trigger-rls"),
    FACT(CREATE_POLICY, AE, 0, ALONE, locks_policy, "policies are looked up by every query", MEASURED "trigger-rls"),
    FACT(ALTER_POLICY, AE, 0, ALONE, locks_policy, "policies are looked up by every query", MEASURED "trigger-rls"),
    FACT(DROP_POLICY, AE, 0, ALONE, NULL, "policies are looked up by every query", MEASURED "trigger-rls"),
    FACT(RENAME_POLICY, AE, 0, ALONE, NULL, "only the catalog changes", MEASURED "trigger-rls"),

    FACT(DROP_SCHEMA, LOCK_NONE, 0, ALONE, locks_drop_schema, "it is dropped with its schema", MEASURED "drop-rename"),
    FACT(SET_SCHEMA, LOCK_NONE, 0, ALONE, locks_set_schema, "only the catalog changes", MEASURED "drop-rename"),
    FACT(SET_OWNER, LOCK_NONE, 0, ALONE, locks_set_owner, "only the catalog changes", MEASURED "drop-rename"),
    FACT(COMMENT, LOCK_NONE, 0, ALONE, locks_comment, "only the catalog changes", MEASURED "create"),
    FACT(SECURITY_LABEL, LOCK_NONE, 0, ALONE, locks_comment, "only the catalog changes", "as COMMENT"),
    FACT(GRANT, LOCK_NONE, 0, ALONE, locks_grant, "only the catalog changes", MEASURED "create"),
    FACT(REVOKE, LOCK_NONE, 0, ALONE, locks_grant, "only the catalog changes", MEASURED "create"),
    FACT(CREATE_PUBLICATION, LOCK_NONE, 0, ALONE, locks_publication, "only the catalog changes", MEASURED "create"),
    FACT(ALTER_PUBLICATION, LOCK_NONE, 0, ALONE, locks_publication, "only the catalog changes", MEASURED "create"),

    FACT(SELECT, LOCK_NONE, 0, ALONE, locks_select, "the query reads it", MEASURED "dml"),
    FACT(INSERT, LOCK_NONE, 0, ALONE, locks_insert, "rows are inserted", MEASURED "dml"),
    FACT(UPDATE, LOCK_NONE, 0, ALONE, locks_update, "rows are updated", MEASURED "dml"),
    FACT(DELETE, LOCK_NONE, 0, ALONE, locks_delete_rows, "rows are deleted", MEASURED "dml"),
    FACT(MERGE, LOCK_NONE, 0, ALONE, locks_merge, "rows are merged", MEASURED "dml"),
    FACT(TRUNCATE, LOCK_NONE, 0, ALONE, locks_truncate, "the table gets a new, empty file", "manual, TRUNCATE; " MEASURED "dml"),
    FACT(COPY, LOCK_NONE, 0, ALONE, locks_copy, "rows are copied", MEASURED "dml"),
    FACT(LOCK_TABLE, LOCK_NONE, 0, ALONE, locks_lock_table, "LOCK TABLE says so", "manual, LOCK"),
    FACT(VACUUM, LOCK_NONE, 0, ALONE, locks_vacuum, "every row is visited", "manual, VACUUM; " MEASURED "maintenance"),
    FACT(ANALYZE, LOCK_NONE, 0, ALONE, locks_analyze, "a sample of the rows is read", "manual, ANALYZE; " MEASURED "dml"),
    FACT(CLUSTER, LOCK_NONE, 0, ALONE, locks_cluster, "the table is written anew in index order", "manual, CLUSTER; " MEASURED "index"),
};
/* clang-format on */

/* -- one change -------------------------------------------------------------------------------- */

static void lock_change(struct locking *l, const struct change *change)
{
    l->change = change;
    l->fact = &facts[change->kind];
    if (l->fact->why == NULL) return;
    l->target = locking_find(l, OBJ_UNKNOWN, change->table);
    if (change->table.name.len > 0 && change->if_exists &&
        locking_absent(l, OBJ_UNKNOWN, change->table)) {
        return;
    }
    bool partitioned = l->target != NULL && l->target->partitioned;
    if (l->fact->mode == LOCK_NONE) {
        /* `more` says it all. */
    } else if (l->fact->reach == FAMILY || (l->fact->reach == PARTITIONS && partitioned)) {
        lock_target_family(l, l->fact->mode, l->fact->effects, NULL);
    } else {
        lock_target(l, l->fact->mode, l->fact->effects, NULL);
    }
    if (l->fact->more != NULL) l->fact->more(l);
}

/* -- one entry for each relation --------------------------------------------------------------- */

/* How much a lock says; the most telling words are kept. */
static int weight(const struct lock *lock)
{
    if (lock->created) return 40;
    if (lock->rewrite) return 30;
    if (lock->scan) return 20;
    return (int)lock->mode;
}

static void merge(struct lock *into, const struct lock *lock)
{
    if (weight(lock) > weight(into)) {
        into->why = lock->why;
        into->source = lock->source;
        into->uncertain = lock->uncertain;
    }
    if (lock->mode > into->mode) into->mode = lock->mode;
    into->created |= lock->created;
    into->rewrite |= lock->rewrite;
    into->scan |= lock->scan;
    into->scan_twice |= lock->scan_twice;
    into->builds_index |= lock->builds_index;
    into->new_file |= lock->new_file;
    into->waits_for_snapshots |= lock->waits_for_snapshots;
}

static int by_name(const void *a, const void *b)
{
    const struct lock *const *x = a;
    const struct lock *const *y = b;
    int order = str_compare((*x)->relation.name, (*y)->relation.name);
    if (order == 0) order = str_compare((*x)->relation.schema, (*y)->relation.schema);
    if (order == 0) order = *x < *y ? -1 : *x > *y;
    return order;
}

/* An index PostgreSQL names itself is like no other. */
static bool is_same(const struct lock *a, const struct lock *b)
{
    return a->relation.name.len > 0 && name_equal(a->relation, b->relation);
}

static struct lock_list merge_all(struct arena *arena, struct lock_list list)
{
    struct lock_list merged = {0};
    if (list.len < 2) return list;
    struct lock **sorted = arena_array(arena, list.len, sizeof *sorted);
    bool *gone = arena_array(arena, list.len, sizeof *gone);
    for (size_t i = 0; i < list.len; i++) sorted[i] = &list.at[i];
    qsort(sorted, list.len, sizeof *sorted, by_name);
    for (size_t i = 1, first = 0; i < list.len; i++) {
        if (is_same(sorted[first], sorted[i])) {
            merge(sorted[first], sorted[i]);
            gone[sorted[i] - list.at] = true;
        } else {
            first = i;
        }
    }
    for (size_t i = 0; i < list.len; i++) {
        if (!gone[i]) VEC_PUSH(arena, &merged, list.at[i]);
    }
    return merged;
}

struct lock_list locks_of_change(struct arena *arena, const struct catalog *catalog,
                                 const struct lock_settings *settings, const struct change *changes,
                                 size_t count, size_t which)
{
    struct locking l = {arena, catalog, settings, changes, count, NULL, NULL, NULL, {0}};
    lock_change(&l, &changes[which]);
    return merge_all(arena, l.list);
}

struct lock_list locks_of_statement(struct arena *arena, const struct catalog *catalog,
                                    const struct lock_settings *settings,
                                    const struct change *changes, size_t count)
{
    struct locking l = {arena, catalog, settings, changes, count, NULL, NULL, NULL, {0}};
    for (size_t i = 0; i < count; i++) lock_change(&l, &changes[i]);
    return merge_all(arena, l.list);
}

struct lock_list locks_together(struct arena *arena, const struct lock_list *lists, size_t count)
{
    struct lock_list all = {0};
    if (count == 1) return lists[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < lists[i].len; k++) VEC_PUSH(arena, &all, lists[i].at[k]);
    }
    return merge_all(arena, all);
}
