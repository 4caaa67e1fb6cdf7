#include "schema/locking.h"

#define MEASURED "measured on PostgreSQL 11 to 18, "
#define TABLES   "manual, ALTER TABLE; " MEASURED "pg-cross-version-locks"

/* -- the facts --------------------------------------------------------------------------------- */

/* Words that many facts share. */
#define CATALOG  "only the catalog changes"
#define TRIGGERS "triggers are looked up by every write"
#define RULES    "rules are looked up by every query"
#define POLICIES "policies are looked up by every query"
#define READS    "the query reads it"
#define BUILD    "the index is built from every row"

/* A lock of the same mode always; one that depends: its function says it all; or both. */
#define LOCK(kind, mode, reach, why, source) [CHANGE_##kind] = {mode, reach, NULL, why, source}
#define MORE(kind, more, why, source)        [CHANGE_##kind] = {LOCK_NONE, ALONE, more, why, source}
#define BOTH(kind, mode, reach, more, why, source)                                                 \
    [CHANGE_##kind] = {mode, reach, more, why, source}

static const struct lock_fact facts[CHANGE_KIND_COUNT] = {
    MORE(CREATE_TABLE, locks_create_table, "the table is new", MEASURED "create"),
    MORE(CREATE_TABLE_AS, locks_create_table_as, READS, MEASURED "create"),
    MORE(DROP_TABLE, locks_drop_table, "the table is dropped", MEASURED "drop-rename"),
    LOCK(RENAME_TABLE, AE, ALONE, CATALOG, TABLES),
    MORE(SET_TABLE_OPTIONS, locks_set_options, CATALOG, TABLES),
    MORE(SET_TABLESPACE, locks_set_tablespace, "its files are copied", TABLES),
    BOTH(SET_LOGGED, AE, ALONE, locks_set_logged, CATALOG, TABLES),
    BOTH(SET_UNLOGGED, AE, ALONE, locks_set_logged, CATALOG, TABLES),
    BOTH(SET_ACCESS_METHOD, AE, ALONE, locks_set_access_method, CATALOG, TABLES),
    BOTH(CLUSTER_ON, SUE, ALONE, locks_cluster_on, CATALOG, TABLES),
    LOCK(SET_WITHOUT_CLUSTER, SUE, ALONE, CATALOG, TABLES),
    BOTH(REPLICA_IDENTITY, AE, ALONE, locks_replica_identity, CATALOG, TABLES),
    BOTH(INHERIT, AE, ALONE, locks_inherit, CATALOG, TABLES),
    BOTH(NO_INHERIT, AE, ALONE, locks_no_inherit, CATALOG, TABLES),
    BOTH(OF_TYPE, AE, ALONE, locks_of_type, CATALOG, TABLES),
    LOCK(NOT_OF_TYPE, AE, ALONE, CATALOG, TABLES),
    LOCK(ENABLE_TRIGGER, SRE, PARTITIONS, TRIGGERS, TABLES),
    LOCK(DISABLE_TRIGGER, SRE, PARTITIONS, TRIGGERS, TABLES),
    LOCK(ENABLE_RULE, AE, ALONE, RULES, TABLES),
    LOCK(DISABLE_RULE, AE, ALONE, RULES, TABLES),
    LOCK(ENABLE_ROW_SECURITY, AE, ALONE, POLICIES, TABLES),
    LOCK(DISABLE_ROW_SECURITY, AE, ALONE, POLICIES, TABLES),
    LOCK(FORCE_ROW_SECURITY, AE, ALONE, POLICIES, TABLES),
    LOCK(NO_FORCE_ROW_SECURITY, AE, ALONE, POLICIES, TABLES),
    MORE(ATTACH_PARTITION, locks_attach_partition, CATALOG, TABLES),
    MORE(DETACH_PARTITION, locks_detach_partition, CATALOG, TABLES),
    LOCK(ALTER_FOREIGN_OPTIONS, AE, ALONE, CATALOG, TABLES),

    BOTH(ADD_COLUMN, AE, FAMILY, locks_add_column, CATALOG, TABLES),
    BOTH(DROP_COLUMN, AE, FAMILY, locks_drop_column, CATALOG, TABLES),
    LOCK(RENAME_COLUMN, AE, FAMILY, CATALOG, TABLES),
    BOTH(ALTER_COLUMN_TYPE, AE, FAMILY, locks_column_type, CATALOG, TABLES),
    LOCK(SET_DEFAULT, AE, FAMILY, CATALOG, TABLES),
    LOCK(DROP_DEFAULT, AE, FAMILY, CATALOG, TABLES),
    BOTH(SET_NOT_NULL, AE, FAMILY, locks_set_not_null, CATALOG, TABLES),
    LOCK(DROP_NOT_NULL, AE, FAMILY, CATALOG, TABLES),
    BOTH(ADD_IDENTITY, AE, ALONE, locks_add_identity, CATALOG, TABLES),
    BOTH(SET_IDENTITY, AE, ALONE, locks_set_identity, CATALOG, TABLES),
    BOTH(DROP_IDENTITY, AE, ALONE, locks_drop_identity, CATALOG, TABLES),
    LOCK(DROP_EXPRESSION, AE, FAMILY, CATALOG, TABLES),
    LOCK(SET_STATISTICS, SUE, FAMILY, CATALOG, TABLES),
    LOCK(SET_STORAGE, AE, FAMILY, CATALOG, TABLES),
    LOCK(SET_COMPRESSION, AE, ALONE, CATALOG, TABLES),
    LOCK(SET_COLUMN_OPTIONS, SUE, ALONE, CATALOG, TABLES),

    MORE(ADD_CONSTRAINT, locks_add_constraint, CATALOG, TABLES),
    MORE(DROP_CONSTRAINT, locks_drop_constraint, CATALOG, TABLES),
    MORE(VALIDATE_CONSTRAINT, locks_validate_constraint, CATALOG, TABLES),
    LOCK(ALTER_CONSTRAINT, AE, FAMILY, CATALOG, TABLES),
    BOTH(RENAME_CONSTRAINT, AE, ALONE, locks_rename_constraint, CATALOG, TABLES),

    MORE(CREATE_INDEX, locks_create_index, BUILD, "manual, CREATE INDEX; " MEASURED "index"),
    MORE(DROP_INDEX, locks_drop_index, "the index is dropped",
         "manual, DROP INDEX; " MEASURED "index"),
    MORE(RENAME_INDEX, locks_rename_index, CATALOG, "manual, ALTER INDEX; " MEASURED "index"),
    MORE(ATTACH_INDEX, locks_attach_index, CATALOG, "manual, ALTER INDEX; " MEASURED "index"),
    MORE(REINDEX, locks_reindex, BUILD, "manual, REINDEX; " MEASURED "index"),
    LOCK(CREATE_STATISTICS, SUE, ALONE, CATALOG, MEASURED "index"),
    MORE(DROP_STATISTICS, locks_drop_statistics, CATALOG, MEASURED "index"),

    MORE(CREATE_VIEW, locks_create_view, "the view is replaced", MEASURED "create"),
    MORE(DROP_VIEW, locks_drop_view, "the view is dropped", MEASURED "create"),
    LOCK(RENAME_VIEW, AE, ALONE, CATALOG, MEASURED "create"),
    MORE(CREATE_MATERIALIZED_VIEW, locks_create_table_as, READS, MEASURED "create"),
    MORE(DROP_MATERIALIZED_VIEW, locks_drop_view, "the view is dropped", MEASURED "create"),
    LOCK(RENAME_MATERIALIZED_VIEW, AE, ALONE, CATALOG, MEASURED "create"),
    MORE(REFRESH_MATERIALIZED_VIEW, locks_refresh, "the view's rows are made anew",
         "manual, REFRESH MATERIALIZED VIEW; " MEASURED "create"),

    MORE(CREATE_SEQUENCE, locks_create_sequence, "the sequence is new", MEASURED "create"),
    MORE(ALTER_SEQUENCE, locks_alter_sequence, "nextval() waits",
         "manual, ALTER SEQUENCE; " MEASURED "create"),
    MORE(DROP_SEQUENCE, locks_drop_sequence, "the sequence is dropped", MEASURED "create"),
    LOCK(RENAME_SEQUENCE, AE, ALONE, CATALOG, MEASURED "create"),

    MORE(CREATE_TYPE, locks_create_type, "the type is new", MEASURED "create"),
    MORE(RENAME_TYPE, locks_rename_type, CATALOG, MEASURED "create"),
    MORE(DROP_TYPE, locks_drop_object, "a column of the type is dropped", MEASURED "create"),
    MORE(DROP_DOMAIN, locks_drop_object, "a column of the domain is dropped", MEASURED "create"),
    MORE(ADD_ATTRIBUTE, locks_alter_composite, CATALOG, MEASURED "create"),
    MORE(DROP_ATTRIBUTE, locks_alter_composite, CATALOG, MEASURED "create"),
    MORE(ALTER_ATTRIBUTE_TYPE, locks_alter_composite, CATALOG, MEASURED "create"),
    MORE(RENAME_ATTRIBUTE, locks_alter_composite, CATALOG, MEASURED "create"),
    MORE(ALTER_DOMAIN, locks_alter_domain, "every value of the domain is checked",
         MEASURED "create"),
    MORE(DROP_EXTENSION, locks_drop_extension, "a column of its type is dropped",
         MEASURED "create"),
    MORE(CREATE_FUNCTION, locks_create_function, "the body is checked against it",
         MEASURED "create"),

    MORE(DROP_FUNCTION, locks_drop_object, "CASCADE drops what uses the function",
         MEASURED "create"),
    MORE(DROP_OBJECT, locks_drop_object, "CASCADE drops what uses it", MEASURED "create"),

    BOTH(CREATE_TRIGGER, SRE, PARTITIONS, locks_create_trigger, TRIGGERS,
         "manual, CREATE TRIGGER; " MEASURED "trigger-rls"),
    MORE(DROP_TRIGGER, locks_drop_attached, TRIGGERS,
         "manual, DROP TRIGGER; " MEASURED "trigger-rls"),
    LOCK(RENAME_TRIGGER, AE, PARTITIONS, CATALOG, MEASURED "trigger-rls"),
    BOTH(CREATE_RULE, AE, ALONE, locks_create_rule, RULES,
         "manual, CREATE RULE; " MEASURED "trigger-rls"),
    MORE(DROP_RULE, locks_drop_attached, RULES, MEASURED "trigger-rls"),
    LOCK(RENAME_RULE, AE, ALONE, CATALOG, MEASURED "trigger-rls"),
    BOTH(CREATE_POLICY, AE, ALONE, locks_policy, POLICIES, MEASURED "trigger-rls"),
    BOTH(ALTER_POLICY, AE, ALONE, locks_policy, POLICIES, MEASURED "trigger-rls"),
    MORE(DROP_POLICY, locks_drop_attached, POLICIES, MEASURED "trigger-rls"),
    LOCK(RENAME_POLICY, AE, ALONE, CATALOG, MEASURED "trigger-rls"),

    MORE(DROP_SCHEMA, locks_drop_schema, "it is dropped with its schema", MEASURED "drop-rename"),
    MORE(SET_SCHEMA, locks_set_schema, CATALOG, MEASURED "drop-rename"),
    MORE(SET_OWNER, locks_set_owner, CATALOG, MEASURED "drop-rename"),
    MORE(COMMENT, locks_comment, CATALOG, MEASURED "create"),
    MORE(SECURITY_LABEL, locks_comment, CATALOG, "as COMMENT"),
    MORE(GRANT, locks_grant, CATALOG, MEASURED "create"),
    MORE(REVOKE, locks_grant, CATALOG, MEASURED "create"),
    MORE(CREATE_PUBLICATION, locks_publication, CATALOG, MEASURED "create"),
    MORE(ALTER_PUBLICATION, locks_publication, CATALOG, MEASURED "create"),

    MORE(SELECT, locks_select, READS, MEASURED "dml"),
    MORE(INSERT, locks_insert, "rows are inserted", MEASURED "dml"),
    MORE(UPDATE, locks_update, "rows are updated", MEASURED "dml"),
    MORE(DELETE, locks_delete_rows, "rows are deleted", MEASURED "dml"),
    MORE(MERGE, locks_merge, "rows are merged", MEASURED "dml"),
    MORE(TRUNCATE, locks_truncate, "the table gets a new, empty file",
         "manual, TRUNCATE; " MEASURED "dml"),
    MORE(COPY, locks_copy, "rows are copied", MEASURED "dml"),
    MORE(LOCK_TABLE, locks_lock_table, "LOCK TABLE says so", "manual, LOCK"),
    MORE(VACUUM, locks_vacuum, "every row is visited", "manual, VACUUM; " MEASURED "maintenance"),
    MORE(ANALYZE, locks_analyze, "a sample of the rows is read",
         "manual, ANALYZE; " MEASURED "dml"),
    MORE(CLUSTER, locks_cluster, "the table is written anew in index order",
         "manual, CLUSTER; " MEASURED "index"),
};

/* -- one change -------------------------------------------------------------------------------- */

static void lock_change(struct locking *l, const struct change *change)
{
    l->change = change;
    l->trees.len = 0;
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
        lock_target_family(l, l->fact->mode, 0, NULL);
    } else {
        lock_target(l, l->fact->mode, 0, NULL);
    }
    if (l->fact->more != NULL) l->fact->more(l);
}

/* -- together ---------------------------------------------------------------------------------- */

struct lock_list locks_of_change(struct arena *arena, const struct catalog *catalog,
                                 const struct lock_settings *settings, const struct change *changes,
                                 size_t count, size_t which)
{
    struct locking l = {arena, catalog, settings, changes,          count,
                        NULL,  NULL,    NULL,     {.arena = arena}, {0}};
    lock_change(&l, &changes[which]);
    return l.set.list;
}

struct lock_list locks_of_statement(struct arena *arena, const struct catalog *catalog,
                                    const struct lock_settings *settings,
                                    const struct change *changes, size_t count)
{
    struct locking l = {arena, catalog, settings, changes,          count,
                        NULL,  NULL,    NULL,     {.arena = arena}, {0}};
    for (size_t i = 0; i < count; i++) lock_change(&l, &changes[i]);
    return l.set.list;
}

struct lock_list locks_together(struct arena *arena, const struct lock_list *lists, size_t count)
{
    struct lock_set all = {.arena = arena};
    if (count == 1) return lists[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < lists[i].len; k++) lock_set_add(&all, &lists[i].at[k]);
    }
    return all.list;
}
