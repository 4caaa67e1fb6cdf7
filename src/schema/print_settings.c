/* What CREATE TABLE cannot say of a table, as SQL. */
#include "schema/print_parts.h"

static void begin_alter(struct sql_text *sql, const struct relation *table)
{
    put(sql, table->kind == OBJ_VIEW ? "ALTER VIEW " : "ALTER TABLE ");
    put_name(sql, table->name);
}

static const char *storage_name(char storage)
{
    switch (storage) {
    case 'p':
        return "PLAIN";
    case 'e':
        return "EXTERNAL";
    case 'm':
        return "MAIN";
    default:
        return "EXTENDED";
    }
}

static void begin_alter_column(struct sql_text *sql, const struct catalog_column *column)
{
    begin_alter(sql, column->table);
    put(sql, " ALTER COLUMN ");
    put_word(sql, column->name);
}

static const struct catalog_column *parents_column(const struct catalog_column *column)
{
    const struct relation *table = column->table;
    if (!column->inherited) return NULL;
    for (size_t i = 0; i < table->parents.len; i++) {
        const struct catalog_column *parent = NULL;
        relation_column(table->parents.at[i], column->name, &parent);
        if (parent != NULL) return parent;
    }
    return NULL;
}

/* CREATE TABLE gives it the parent's default, unless it says another one. */
static void put_own_default(struct sql_text *sql, const struct catalog_column *column)
{
    const struct catalog_column *parent = parents_column(column);
    if (parent == NULL || table_is_attached(column->table)) return;
    bool has = column->has_default;
    if (has && (column->local || str_equal(column->default_value.text, parent->default_value.text)))
        return;
    if (!has && !parent->has_default) return;
    begin_alter_column(sql, column);
    put(sql, has ? " SET" : " DROP DEFAULT");
    if (has) put_column_value(sql, column);
    put(sql, ";\n");
}

/* A view's own, for what is inserted through it (manual, ALTER VIEW). */
static void put_view_default(struct sql_text *sql, const struct catalog_column *column)
{
    if (column->table->kind != OBJ_VIEW || !column->has_default) return;
    begin_alter_column(sql, column);
    put(sql, " SET");
    put_column_value(sql, column);
    put(sql, ";\n");
}

/* CREATE TABLE gives it the parent's, unless it says another one. */
static void put_own_compression(struct sql_text *sql, const struct catalog_column *column)
{
    const struct catalog_column *parent = parents_column(column);
    if (parent == NULL || column->local || table_is_attached(column->table)) return;
    if (str_equal(column->compression, parent->compression)) return;
    begin_alter_column(sql, column);
    put(sql, " SET COMPRESSION ");
    put_str(sql, column->compression.len > 0 ? column->compression : STR("default"));
    put(sql, ";\n");
}

static void put_column_settings(struct sql_text *sql, const struct catalog_column *column)
{
    if (column->state != KNOWN) return;
    put_own_default(sql, column);
    put_view_default(sql, column);
    put_own_compression(sql, column);
    if (column->storage != 0) {
        begin_alter_column(sql, column);
        put_format(sql, " SET STORAGE %s;\n", storage_name(column->storage));
    }
    if (column->statistics.len > 0 && !str_equal(column->statistics, STR("-1"))) {
        begin_alter_column(sql, column);
        put_format(sql, " SET STATISTICS " STR_FMT ";\n", STR_ARG(column->statistics));
    }
    if (column->options.len > 0) {
        begin_alter_column(sql, column);
        put_options(sql, " SET ", &column->options);
        put(sql, ";\n");
    }
}

static void put_replica_identity(struct sql_text *sql, const struct relation *table)
{
    char identity = table->replica_identity;
    if (identity != 'f' && identity != 'n' && identity != 'i') return;
    if (identity == 'i' && table->replica_index == NULL) return;
    begin_alter(sql, table);
    put(sql, " REPLICA IDENTITY ");
    if (identity == 'i') {
        put(sql, "USING INDEX ");
        put_word(sql, table->replica_index->name.name);
    } else {
        put(sql, identity == 'f' ? "FULL" : "NOTHING");
    }
    put(sql, ";\n");
}

void put_table_settings(struct sql_text *sql, const struct relation *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        put_column_settings(sql, table->columns.at[i]);
    }
    put_replica_identity(sql, table);
    if (table->clustered_on != NULL) {
        begin_alter(sql, table);
        put(sql, " CLUSTER ON ");
        put_word(sql, table->clustered_on->name.name);
        put(sql, ";\n");
    }
    if (table->row_security) {
        begin_alter(sql, table);
        put(sql, " ENABLE ROW LEVEL SECURITY;\n");
    }
    if (table->force_row_security) {
        begin_alter(sql, table);
        put(sql, " FORCE ROW LEVEL SECURITY;\n");
    }
}
