/* ALTER TABLE ... ADD COLUMN and ALTER COLUMN. */
#include "schema/catalog_impl.h"

static void add_to_children(struct catalog *catalog, struct relation *table,
                            const struct catalog_column *column)
{
    struct relation_list all = catalog_with_children(catalog, table, false);
    for (size_t i = 1; i < all.len; i++) {
        struct catalog_column *own = relation_find_column(all.at[i], column->name);
        if (own == NULL)
            catalog_inherit_column(catalog, all.at[i], column);
        else
            CATALOG_SET(catalog, own->inherited, true); /* and stays as it is (ATExecAddColumn) */
    }
}

/* NOT NULL, and nothing to put into rows that are there: 23502 on the first of them. */
static bool wants_no_rows(const struct catalog_column *column)
{
    const struct catalog_object *type = column->type_object;
    if (!column->not_null || column->has_default || column->identity != 0) return false;
    if (column->generated != NULL || column->sequence != NULL) return false;
    return type == NULL || type->type_kind != 'd' || !type->has_default;
}

static void add_column(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_table(catalog, change->table);
    if (table == NULL) return;
    const struct catalog_column *there = relation_find_column(table, change->add_column.name);
    if (there != NULL || table->partition_of != NULL) { /* 42701, 42809 */
        bool sure = there == NULL || (there->state == KNOWN && !change->if_not_exists);
        if (sure && relation_is_sure(table)) catalog_refuse(catalog);
        return;
    }
    if (change->only && table->children.len > 0) { /* 42P16 */
        catalog_refuse(catalog);
        return;
    }
    struct catalog_column *column = catalog_new_column(catalog, table, &change->add_column);
    if (change->if_not_exists && !relation_is_complete(table)) column->state = UNKNOWN;
    if (table->children.len > 0) add_to_children(catalog, table, column);
    catalog_column_constraints(catalog, table, &change->add_column);
    if (!change->if_not_exists && wants_no_rows(column)) catalog_emptied(catalog, table);
}

/* Conditional code may have altered it. */
static void doubt(struct catalog *catalog, struct catalog_column *column)
{
    CATALOG_SET(catalog, column->state, UNKNOWN);
    CATALOG_SET(catalog, column->nullability, UNKNOWN);
    CATALOG_SET(catalog, column->default_known, UNKNOWN);
}

/* A column of a table made elsewhere: it is there, and nothing else is known of it. */
static struct catalog_column *told_of(struct catalog *catalog, struct relation *table,
                                      struct str name)
{
    struct catalog_column *column = relation_find_column(table, name);
    if (column != NULL || relation_is_complete(table)) return column;
    column = catalog_blank_column(catalog, table, name);
    column->made = (struct origin){0};
    column->state = UNKNOWN;
    column->nullability = UNKNOWN;
    column->default_known = UNKNOWN;
    CATALOG_PUSH(catalog, &table->columns, column);
    return column;
}

/* PRIMARY KEY and identity keep a column NOT NULL (42P16, 42601). */
static void drop_not_null(struct catalog *catalog, struct catalog_column *column)
{
    const struct catalog_constraint *key = relation_primary_key(column->table);
    if (key != NULL && str_list_has(&key->spec.columns, column->name)) {
        if (key->state == KNOWN) catalog_refuse(catalog);
        return;
    }
    if (column->identity != 0) {
        catalog_refuse(catalog);
        return;
    }
    catalog_set_not_null(catalog, column, false);
}

/* Of smallint, integer or bigint only (22023). */
static bool may_count(const struct catalog_column *column)
{
    struct str type = column->type.name.name;
    return type.len == 0 || column->type_object != NULL || str_equal(type, STR("int2")) ||
           str_equal(type, STR("int4")) || str_equal(type, STR("int8"));
}

static void set_identity(struct catalog *catalog, const struct change *change,
                         struct catalog_column *column)
{
    bool sure = relation_is_sure(column->table) && relation_is_complete(column->table);
    if (change->kind == CHANGE_ADD_IDENTITY) {
        if (!may_count(column) || (sure && !column->not_null)) {
            catalog_refuse(catalog);
            return;
        }
        if (column->identity != 0 || (column->state == KNOWN && column->has_default)) {
            catalog_refuse(catalog); /* 55000 */
            return;
        }
        struct column made = {.name = column->name,
                              .type = column->type,
                              .identity = change->identity.generated,
                              .identity_options = change->identity.options};
        CATALOG_SET(catalog, column->identity, change->identity.generated);
        catalog_column_sequence(catalog, column->table, &made);
        return;
    }
    if (change->kind == CHANGE_DROP_IDENTITY) {
        if (column->identity == 0) {
            if (sure && !change->if_exists) catalog_refuse(catalog); /* 55000 */
            return;
        }
        struct relation *sequence = column->sequence;
        CATALOG_SET(catalog, column->identity, 0);
        if (sequence != NULL) catalog_drop_relation(catalog, sequence);
        return;
    }
    if (column->identity == 0 && sure) catalog_refuse(catalog); /* 55000 */
    if (change->identity.generated != 0 && column->identity != 0) {
        CATALOG_SET(catalog, column->identity, change->identity.generated);
    }
    if (change->identity.options != NULL && column->sequence != NULL) {
        catalog_alter_sequence(catalog, change);
    }
}

static void set_type(struct catalog *catalog, const struct change *change,
                     struct catalog_column *column)
{
    catalog_set_column_type(catalog, column, change->column_type.type);
    struct name collation = change->column_type.collation_name;
    if (collation.name.len == 0) collation.name = change->column_type.collation;
    CATALOG_SET(catalog, column->collation, collation);
}

static void set_storage(struct catalog *catalog, const struct change *change,
                        struct catalog_column *column)
{
    struct str value = str_lower(catalog->arena, change->setting.value);
    if (change->kind == CHANGE_SET_STATISTICS) CATALOG_SET(catalog, column->statistics, value);
    if (change->kind == CHANGE_SET_COMPRESSION) CATALOG_SET(catalog, column->compression, value);
    if (change->kind != CHANGE_SET_STORAGE || value.len == 0) return;
    CATALOG_SET(catalog, column->storage, str_equal(value, STR("extended")) ? 'x' : value.at[0]);
}

/* SET adds to what is there, RESET takes away. */
static void set_options(struct catalog *catalog, const struct change *change,
                        struct catalog_column *column)
{
    const struct named_values *said = &change->options.list;
    struct named_values options = {0};
    for (size_t i = 0; i < column->options.len; i++) {
        bool again = false;
        for (size_t k = 0; k < said->len; k++) {
            again |= str_equal(said->at[k].name, column->options.at[i].name);
        }
        if (!again) VEC_PUSH(catalog->arena, &options, column->options.at[i]);
    }
    for (size_t i = 0; i < said->len && !change->options.reset; i++) {
        VEC_PUSH(catalog->arena, &options, said->at[i]);
    }
    CATALOG_SET(catalog, column->options, options);
}

/* A generated or identity column has no default (42601). */
static void set_default(struct catalog *catalog, struct catalog_column *column,
                        const struct expression *value)
{
    if (column->generated != NULL || column->identity != 0)
        catalog_refuse(catalog);
    else
        catalog_set_default(catalog, column, value);
}

static void alter(struct catalog *catalog, const struct change *change,
                  struct catalog_column *column)
{
    switch (change->kind) {
    case CHANGE_SET_COLUMN_OPTIONS:
        set_options(catalog, change, column);
        break;
    case CHANGE_ALTER_COLUMN_TYPE:
        set_type(catalog, change, column);
        break;
    case CHANGE_SET_DEFAULT:
        set_default(catalog, column, &change->default_value);
        break;
    case CHANGE_DROP_DEFAULT:
        set_default(catalog, column, NULL);
        break;
    case CHANGE_SET_NOT_NULL:
        catalog_set_not_null(catalog, column, true);
        break;
    case CHANGE_DROP_NOT_NULL:
        drop_not_null(catalog, column);
        break;
    case CHANGE_DROP_EXPRESSION:
        if (column->generated == NULL && !change->if_exists) {
            catalog_refuse_missing(catalog, column->table);
        }
        CATALOG_SET(catalog, column->generated, NULL);
        catalog_column_changed(catalog, column);
        break;
    case CHANGE_ADD_IDENTITY:
    case CHANGE_SET_IDENTITY:
    case CHANGE_DROP_IDENTITY:
        set_identity(catalog, change, column);
        break;
    default:
        set_storage(catalog, change, column);
        break;
    }
}

/* What a parent is told its children are told, too, but for these (ATPrepCmd). */
static bool recurses(enum change_kind kind)
{
    return kind != CHANGE_ADD_IDENTITY && kind != CHANGE_SET_IDENTITY &&
           kind != CHANGE_DROP_IDENTITY && kind != CHANGE_SET_COLUMN_OPTIONS &&
           kind != CHANGE_SET_COMPRESSION;
}

/* Of the table or of one below it: its type is fixed (42P16). */
static bool in_partition_key(const struct relation_list *tables, struct str column)
{
    for (size_t i = 0; i < tables->len; i++) {
        if (str_list_has(&tables->at[i]->partition_columns, column)) return true;
    }
    return false;
}

/* By a view or a rule (0A000), a generated column, a policy or a trigger's WHEN (manual, ALTER
 * TABLE). */
static bool type_is_used(const struct relation *table, struct str name)
{
    const struct catalog_column *column = relation_find_column(table, name);
    if (column == NULL || column->state != KNOWN) return false;
    for (size_t i = 0; i < table->dependents.len; i++) {
        const struct catalog_edge *edge = &table->dependents.at[i];
        if (edge->on != column || !edge_is_live(edge)) continue;
        bool view = edge->kind == OBJ_VIEW || edge->kind == OBJ_MATERIALIZED_VIEW;
        if (view && edge->relation->state == KNOWN) return true;
        if (edge->rule != NULL && edge->rule->state == KNOWN) return true;
    }
    return false;
}

/* ONLY a partitioned table: its partitions must be NOT NULL already. */
static bool children_take_null(const struct relation *table, const struct change *change)
{
    for (size_t i = 0; table->partitioned && i < table->children.len; i++) {
        const struct catalog_column *column =
            relation_find_column(table->children.at[i], change->name);
        if (column != NULL && column->nullability == KNOWN && !column->not_null) return true;
    }
    return false;
}

static void alter_column(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_table(catalog, change->table);
    if (table == NULL) return;
    bool only = change->only || !recurses(change->kind);
    struct relation_list all = catalog_with_children(catalog, table, only);
    if (change->kind == CHANGE_ALTER_COLUMN_TYPE &&
        (in_partition_key(&all, change->name) || type_is_used(table, change->name))) {
        catalog_refuse(catalog);
        return;
    }
    if (change->kind == CHANGE_SET_NOT_NULL && change->only && children_take_null(table, change)) {
        catalog_refuse(catalog); /* 42P16 */
        return;
    }
    for (size_t i = 0; i < all.len; i++) {
        struct catalog_column *column = told_of(catalog, all.at[i], change->name);
        if (column == NULL) {
            if (i == 0 && relation_is_sure(table)) catalog_refuse(catalog); /* 42703 */
            return;
        }
        if (catalog->conditional)
            doubt(catalog, column);
        else
            alter(catalog, change, column);
    }
}

void catalog_column_change(struct catalog *catalog, const struct change *change)
{
    if (change->kind == CHANGE_ADD_COLUMN)
        add_column(catalog, change);
    else if (change->kind == CHANGE_DROP_COLUMN)
        catalog_drop_column(catalog, change);
    else
        alter_column(catalog, change);
}
