/* CREATE TABLE in all its forms, and what ALTER TABLE says of a table as a whole. */
#include "schema/catalog_impl.h"

static void take_storage(struct relation *relation, const struct storage *storage)
{
    if (storage == NULL) return;
    relation->options = storage->options;
    relation->access_method = storage->access_method;
    relation->tablespace = storage->tablespace;
    relation->on_commit = storage->on_commit == 'p' ? 0 : storage->on_commit;
}

static void take_partition_key(struct catalog *catalog, struct relation *table,
                               const struct change *change)
{
    table->partitioned = change->create_table.partitioned;
    table->partition_columns = change->create_table.partition_columns;
    const struct partition_key *from = change->create_table.partition_key;
    if (from == NULL) return;
    struct partition_key *key = ARENA_NEW(catalog->arena, struct partition_key);
    *key = *from;
    key->keys = catalog_copy_keys(catalog, from->keys, from->key_count);
    table->partition_key = key;
}

/* -- parents ----------------------------------------------------------------------------------- */

static void take_parents(struct catalog *catalog, struct relation *table,
                         const struct change *change)
{
    const struct name_list *inherits = &change->create_table.inherits;
    for (size_t i = 0; i < inherits->len; i++) {
        struct relation *parent = catalog_relation_or_shell(catalog, OBJ_TABLE, inherits->at[i]);
        if (parent == NULL) continue;
        catalog_merge_parent(catalog, table, parent);
        catalog_link(catalog, table, parent);
    }
    if (change->create_table.partition_of.name.len == 0) return;
    struct relation *parent =
        catalog_relation_or_shell(catalog, OBJ_TABLE, change->create_table.partition_of);
    if (parent == NULL) return;
    table->partition_of = parent;
    table->partition_bound = change->create_table.partition_bound;
    table->is_default_partition = change->create_table.is_default_partition;
    catalog_merge_parent(catalog, table, parent);
    catalog_link(catalog, table, parent);
}

/* CREATE TABLE OF a composite type has its attributes. */
static void take_type(struct catalog *catalog, struct relation *table, const struct change *change)
{
    if (change->create_table.of_type.name.len == 0) return;
    struct catalog_object *type = catalog_object(catalog, OBJ_TYPE, change->create_table.of_type);
    table->of_type = catalog_resolve(catalog, OBJ_TYPE, change->create_table.of_type);
    if (type == NULL || !type->complete) table->complete = false;
    for (size_t i = 0; type != NULL && i < type->attributes.len; i++) {
        struct catalog_column *column =
            catalog_inherit_column(catalog, table, type->attributes.at[i]);
        column->local = true;
        column->inherited = false;
    }
    struct catalog_edge edge = {.kind = table->kind, .relation = table, .edition = table->edition};
    if (type != NULL) catalog_depend_on_object(catalog, type, edge);
}

/* -- columns and constraints ------------------------------------------------------------------- */

/* A column that a parent or a type gave is described further, not made again. */
static void add_column(struct catalog *catalog, struct relation *table, const struct column *column)
{
    struct catalog_column *there = relation_find_column(table, column->name);
    if (there == NULL) {
        catalog_new_column(catalog, table, column);
        return;
    }
    if (!there->inherited && table->of_type.name.len == 0) catalog->refused = true; /* 42701 */
    CATALOG_SET(catalog, there->local, true);
    if (column->not_null || column->primary_key) catalog_set_not_null(catalog, there, true);
    if (column->has_default) catalog_set_default(catalog, there, &column->default_value);
}

static const struct table_like *like_at(const struct change *change, size_t n)
{
    return change->create_table.likes == NULL ? NULL : &change->create_table.likes[n];
}

static void add_columns(struct catalog *catalog, struct relation *table,
                        const struct change *change)
{
    size_t like = 0;
    for (size_t i = 0; i <= change->create_table.column_count; i++) {
        for (; like < change->create_table.like.len; like++) {
            const struct table_like *clause = like_at(change, like);
            if (clause != NULL && clause->position > i) break;
            if (clause == NULL && i < change->create_table.column_count) break;
            catalog_like(catalog, table, change, clause);
        }
        if (i < change->create_table.column_count) {
            add_column(catalog, table, &change->create_table.columns[i]);
        }
    }
}

static void add_one(struct catalog *catalog, struct relation *table, const struct constraint *spec,
                    enum constraint_kind kind)
{
    if (spec->kind != kind) return;
    struct constraint made = *spec;
    made.not_valid = false; /* a new table's are valid: it is empty */
    catalog_add_constraint(catalog, table, &made);
}

static void add_of_kind(struct catalog *catalog, struct relation *table,
                        const struct change *change, enum constraint_kind kind)
{
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        const struct column *column = &change->create_table.columns[i];
        for (size_t k = 0; k < column->constraint_count; k++) {
            add_one(catalog, table, &column->constraints[k], kind);
        }
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        add_one(catalog, table, &change->create_table.constraints[i], kind);
    }
}

static void add_keys(struct catalog *catalog, struct relation *table, const struct change *change)
{
    struct constraint_list keys = {0};
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        const struct column *column = &change->create_table.columns[i];
        for (size_t k = 0; k < column->constraint_count; k++) {
            catalog_collect_key(catalog, &keys, &column->constraints[k]);
        }
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        catalog_collect_key(catalog, &keys, &change->create_table.constraints[i]);
    }
    catalog_add_keys(catalog, table, &keys);
}

/* In PostgreSQL's order, on which the names it makes depend: checks with the table, then its
 * indexes, what LIKE brings, foreign keys (transformCreateStmt). */
static void add_constraints(struct catalog *catalog, struct relation *table,
                            const struct change *change)
{
    add_of_kind(catalog, table, change, CONSTRAINT_CHECK);
    add_keys(catalog, table, change);
    for (size_t i = 0; i < change->create_table.like.len; i++) {
        catalog_like_after(catalog, table, change, like_at(change, i));
    }
    add_of_kind(catalog, table, change, CONSTRAINT_FOREIGN_KEY);
}

static void pass_on(struct catalog *catalog, struct relation *table)
{
    for (size_t i = 0; i < table->parents.len; i++) {
        catalog_partition_parts(catalog, table, table->parents.at[i]);
    }
}

void catalog_create_table(struct catalog *catalog, const struct change *change)
{
    struct name name = change->table;
    if (!catalog_target(catalog, OBJ_TABLE, &name, change->create_table.temporary)) return;
    struct relation *table = catalog_new_relation(catalog, change, change->object, name);
    if (table == NULL) return;
    table->temporary = change->create_table.temporary || str_equal(name.schema, STR("pg_temp"));
    table->unlogged = change->create_table.unlogged;
    table->server = change->create_table.server;
    take_storage(table, change->create_table.storage);
    take_partition_key(catalog, table, change);
    catalog_put_relation(catalog, table);
    take_type(catalog, table, change);
    take_parents(catalog, table, change);
    add_columns(catalog, table, change);
    add_constraints(catalog, table, change);
    pass_on(catalog, table);
}

void catalog_create_table_as(struct catalog *catalog, const struct change *change)
{
    bool temporary = change->create_table_as.temporary;
    struct name name = change->table;
    if (!catalog_target(catalog, OBJ_TABLE, &name, temporary)) return;
    struct relation *table = catalog_new_relation(catalog, change, change->object, name);
    if (table == NULL) return;
    table->temporary = temporary;
    table->unlogged = change->create_table_as.unlogged;
    table->has_rows = !change->create_table_as.with_no_data;
    take_storage(table, change->create_table_as.storage);
    table->view.definition = change;
    table->view.text = change->create_table_as.text;
    table->view.populated = !change->create_table_as.with_no_data;
    catalog_query_columns(catalog, table, change->create_table_as.outputs,
                          &change->create_table_as.columns); /* before it has the name */
    catalog_put_relation(catalog, table);
}

/* -- ALTER TABLE ------------------------------------------------------------------------------- */

static void set_replica_identity(struct catalog *catalog, struct relation *table,
                                 const struct change *change)
{
    struct name index = {table->name.schema, change->replica_identity.index};
    if (change->replica_identity.kind == 0) return;
    if (change->replica_identity.kind == 'i' && catalog_relation(catalog, index) == NULL) {
        catalog_refuse_missing(catalog, table);
        return;
    }
    CATALOG_SET(catalog, table->replica_identity, change->replica_identity.kind);
    CATALOG_SET(catalog, table->replica_index, catalog_relation(catalog, index));
}

static void set_options(struct catalog *catalog, struct relation *table,
                        const struct change *change)
{
    struct named_values options = {0};
    const struct named_values *said = &change->options.list;
    for (size_t i = 0; i < table->options.len; i++) {
        bool again = false;
        for (size_t k = 0; k < said->len && !again; k++) {
            again = str_equal(said->at[k].name, table->options.at[i].name);
        }
        if (!again) VEC_PUSH(catalog->arena, &options, table->options.at[i]);
    }
    for (size_t k = 0; !change->options.reset && k < said->len; k++) {
        VEC_PUSH(catalog->arena, &options, said->at[k]);
    }
    CATALOG_SET(catalog, table->options, options);
}

static void set_type(struct catalog *catalog, struct relation *table, struct name name)
{
    struct catalog_object *type = catalog_object(catalog, OBJ_TYPE, name);
    struct catalog_edge edge = {.kind = table->kind, .relation = table, .edition = table->edition};
    CATALOG_SET(catalog, table->of_type, catalog_resolve(catalog, OBJ_TYPE, name));
    if (type != NULL) catalog_depend_on_object(catalog, type, edge);
}

void catalog_table_setting(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    if (table == NULL || catalog->conditional) return;
    struct name index = {table->name.schema, change->setting.value};
    switch ((int)change->kind) {
    case CHANGE_SET_LOGGED:
    case CHANGE_SET_UNLOGGED:
        CATALOG_SET(catalog, table->unlogged, change->kind == CHANGE_SET_UNLOGGED);
        break;
    case CHANGE_SET_TABLESPACE:
        CATALOG_SET(catalog, table->tablespace, change->setting.value);
        break;
    case CHANGE_SET_ACCESS_METHOD:
        CATALOG_SET(catalog, table->access_method, change->setting.value);
        break;
    case CHANGE_CLUSTER_ON:
        if (catalog_relation(catalog, index) == NULL) catalog_refuse_missing(catalog, table);
        CATALOG_SET(catalog, table->clustered_on, catalog_relation(catalog, index));
        break;
    case CHANGE_SET_WITHOUT_CLUSTER:
        CATALOG_SET(catalog, table->clustered_on, NULL);
        break;
    case CHANGE_REPLICA_IDENTITY:
        set_replica_identity(catalog, table, change);
        break;
    case CHANGE_ENABLE_ROW_SECURITY:
    case CHANGE_DISABLE_ROW_SECURITY:
        CATALOG_SET(catalog, table->row_security, change->kind == CHANGE_ENABLE_ROW_SECURITY);
        break;
    case CHANGE_FORCE_ROW_SECURITY:
    case CHANGE_NO_FORCE_ROW_SECURITY:
        CATALOG_SET(catalog, table->force_row_security, change->kind == CHANGE_FORCE_ROW_SECURITY);
        break;
    case CHANGE_SET_TABLE_OPTIONS:
        set_options(catalog, table, change);
        break;
    case CHANGE_OF_TYPE:
        set_type(catalog, table, change->object_name);
        break;
    case CHANGE_NOT_OF_TYPE:
        CATALOG_SET(catalog, table->of_type, (struct name){0});
        CATALOG_SET(catalog, table->edition, table->edition + 1);
        break;
    default:
        break;
    }
}
