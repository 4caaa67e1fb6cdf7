/* Columns: added, altered, and what they hold. */
#include "schema/catalog_impl.h"

struct catalog_column *relation_find_column(const struct relation *relation, struct str name)
{
    for (size_t i = 0; i < relation->columns.len; i++) {
        if (str_equal(relation->columns.at[i]->name, name)) return relation->columns.at[i];
    }
    return NULL;
}

/* -- what a column leans on -------------------------------------------------------------------- */

void catalog_column_edges(struct catalog *catalog, struct catalog_column *column)
{
    struct catalog_edge edge = {.kind = OBJ_COLUMN,
                                .relation = column->table,
                                .column = column,
                                .edition = column->edition};
    if (column->type_object != NULL) {
        edge.role = 't';
        catalog_depend_on_object(catalog, column->type_object, edge);
    }
    edge.role = 'd';
    if (column->has_default) catalog_expression_edges(catalog, &column->default_value, edge);
    if (column->generated_stored) catalog_expression_edges(catalog, &column->generated, edge);
}

static void new_edition(struct catalog *catalog, struct catalog_column *column)
{
    CATALOG_SET(catalog, column->edition, column->edition + 1);
    catalog_column_edges(catalog, column);
}

/* -- single settings --------------------------------------------------------------------------- */

void catalog_set_not_null(struct catalog *catalog, struct catalog_column *column, bool not_null)
{
    CATALOG_SET(catalog, column->not_null, not_null);
    CATALOG_SET(catalog, column->nullability, catalog->conditional ? UNKNOWN : KNOWN);
}

/* DEFAULT NULL is none, unless the type has a modifier or is a domain: then a cast is left
 * (AddRelationNewConstraints). */
static bool is_no_default(const struct catalog_column *column, const struct expression *value)
{
    if (value == NULL) return true;
    if (!value->is_null) return false;
    if (value->cast_to != NULL && value->cast_to->typmod_count > 0) return false;
    bool domain = column->type_object != NULL && column->type_object->type_kind == 'd';
    return column->type.typmod_count == 0 && !domain;
}

void catalog_set_default(struct catalog *catalog, struct catalog_column *column,
                         const struct expression *value)
{
    CATALOG_SET(catalog, column->has_default, !is_no_default(column, value));
    if (value != NULL) CATALOG_SET(catalog, column->default_value, *value);
    CATALOG_SET(catalog, column->default_known, catalog->conditional ? UNKNOWN : KNOWN);
    new_edition(catalog, column);
}

void catalog_set_column_type(struct catalog *catalog, struct catalog_column *column,
                             struct type_name type)
{
    struct catalog_object *object = NULL, *before = column->type_object;
    type = catalog_resolve_type(catalog, type, &object);
    CATALOG_SET(catalog, column->type, type);
    CATALOG_SET(catalog, column->type_object, object);
    new_edition(catalog, column);
    if (before == NULL || before == object || !column->has_default) return;
    struct catalog_edge edge = {.kind = OBJ_COLUMN,
                                .relation = column->table,
                                .column = column,
                                .edition = column->edition,
                                .role = 'd'};
    catalog_depend_on_object(catalog, before, edge); /* the default is cast from it */
}

/* -- a new one --------------------------------------------------------------------------------- */

static struct catalog_column *blank_column(struct catalog *catalog, struct relation *table,
                                           struct str name)
{
    struct catalog_column *column = ARENA_NEW(catalog->arena, struct catalog_column);
    column->name = name;
    column->state = catalog->conditional ? UNKNOWN : KNOWN;
    column->made = catalog->origin;
    column->table = table;
    column->nullability = KNOWN;
    column->default_known = KNOWN;
    column->local = true;
    return column;
}

/* Serial: NOT NULL, and a default of its own (manual 8.1.4); identity: NOT NULL. */
struct catalog_column *catalog_new_column(struct catalog *catalog, struct relation *table,
                                          const struct column *from)
{
    struct catalog_column *column = blank_column(catalog, table, from->name);
    column->type = catalog_resolve_type(catalog, from->type, &column->type_object);
    column->type.is_serial = false;
    column->collation = from->collation_name;
    if (column->collation.name.len == 0) column->collation.name = from->collation;
    column->compression = from->compression;
    column->not_null =
        from->not_null || from->primary_key || from->identity != 0 || from->type.is_serial;
    column->has_default = from->has_default && !is_no_default(column, &from->default_value);
    column->default_value = from->default_value;
    column->identity = from->identity;
    column->generated_stored = from->generated_stored;
    column->generated = from->generated;
    CATALOG_PUSH(catalog, &table->columns, column);
    if (from->type.is_serial || from->identity != 0) {
        catalog_column_sequence(catalog, table, from);
    }
    catalog_column_edges(catalog, column);
    return column;
}

void catalog_column_constraints(struct catalog *catalog, struct relation *table,
                                const struct column *column)
{
    struct constraint_list keys = {0};
    for (size_t i = 0; i < column->constraint_count; i++) {
        const struct constraint *spec = &column->constraints[i];
        if (spec->kind == CONSTRAINT_CHECK) catalog_add_constraint(catalog, table, spec);
        catalog_collect_key(catalog, &keys, spec);
    }
    catalog_add_keys(catalog, table, &keys);
    for (size_t i = 0; i < column->constraint_count; i++) {
        const struct constraint *spec = &column->constraints[i];
        if (spec->kind == CONSTRAINT_FOREIGN_KEY) catalog_add_constraint(catalog, table, spec);
    }
}

struct catalog_column *catalog_inherit_column(struct catalog *catalog, struct relation *child,
                                              const struct catalog_column *from)
{
    struct catalog_column *column = relation_find_column(child, from->name);
    if (column != NULL) {
        CATALOG_SET(catalog, column->inherited, true);
        if (from->not_null && !column->not_null) catalog_set_not_null(catalog, column, true);
        return column;
    }
    column = ARENA_NEW(catalog->arena, struct catalog_column);
    *column = *from;
    column->table = child;
    column->made = catalog->origin;
    column->inherited = true;
    column->local = false;
    column->sequence = NULL;
    column->identity = 0;
    column->edition = 0;
    CATALOG_PUSH(catalog, &child->columns, column);
    catalog_column_edges(catalog, column);
    return column;
}

static void add_to_children(struct catalog *catalog, struct relation *table,
                            const struct catalog_column *column)
{
    struct relation_list all = catalog_with_children(catalog, table, false);
    for (size_t i = 1; i < all.len; i++) catalog_inherit_column(catalog, all.at[i], column);
}

/* -- changes ----------------------------------------------------------------------------------- */

static void add_column(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_table(catalog, change->table);
    if (table == NULL || relation_find_column(table, change->add_column.name) != NULL) return;
    if (table->partition_of != NULL) return; /* 42809 */
    struct catalog_column *column = catalog_new_column(catalog, table, &change->add_column);
    if (change->if_not_exists && !relation_is_complete(table)) column->state = UNKNOWN;
    if (table->children.len > 0) add_to_children(catalog, table, column);
    catalog_column_constraints(catalog, table, &change->add_column);
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
    column = blank_column(catalog, table, name);
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
    for (size_t i = 0; key != NULL && i < key->spec.columns.len; i++) {
        if (str_equal(key->spec.columns.at[i], column->name)) return;
    }
    if (column->identity != 0) return;
    catalog_set_not_null(catalog, column, false);
}

static void set_identity(struct catalog *catalog, const struct change *change,
                         struct catalog_column *column)
{
    if (change->kind == CHANGE_ADD_IDENTITY) {
        if (column->identity != 0 || (column->state == KNOWN && column->has_default)) return;
        struct column made = {.name = column->name,
                              .type = column->type,
                              .identity = change->identity.generated,
                              .identity_options = change->identity.options};
        CATALOG_SET(catalog, column->identity, change->identity.generated);
        catalog_column_sequence(catalog, column->table, &made);
        return;
    }
    if (change->kind == CHANGE_DROP_IDENTITY) {
        if (column->identity == 0) return;
        struct relation *sequence = column->sequence;
        CATALOG_SET(catalog, column->identity, 0);
        if (sequence != NULL) catalog_drop_relation(catalog, sequence);
        return;
    }
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

static void alter(struct catalog *catalog, const struct change *change,
                  struct catalog_column *column)
{
    switch (change->kind) {
    case CHANGE_ALTER_COLUMN_TYPE:
        set_type(catalog, change, column);
        break;
    case CHANGE_SET_DEFAULT:
        if (!column->generated_stored && column->identity == 0) {
            catalog_set_default(catalog, column, &change->default_value);
        }
        break;
    case CHANGE_DROP_DEFAULT:
        if (!column->generated_stored && column->identity == 0) {
            catalog_set_default(catalog, column, NULL);
        }
        break;
    case CHANGE_SET_NOT_NULL:
        catalog_set_not_null(catalog, column, true);
        break;
    case CHANGE_DROP_NOT_NULL:
        drop_not_null(catalog, column);
        break;
    case CHANGE_DROP_EXPRESSION:
        CATALOG_SET(catalog, column->generated_stored, false);
        new_edition(catalog, column);
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

/* SET DEFAULT and identity of a parent are the children's, too, but for identity (manual, ALTER
 * TABLE). */
static bool recurses(enum change_kind kind)
{
    return kind != CHANGE_ADD_IDENTITY && kind != CHANGE_SET_IDENTITY &&
           kind != CHANGE_DROP_IDENTITY;
}

/* Of the table or of one below it: its type is fixed (42P16). */
static bool in_partition_key(const struct relation_list *tables, struct str column)
{
    for (size_t i = 0; i < tables->len; i++) {
        const struct str_list *key = &tables->at[i]->partition_columns;
        for (size_t k = 0; k < key->len; k++) {
            if (str_equal(key->at[k], column)) return true;
        }
    }
    return false;
}

static void alter_column(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_table(catalog, change->table);
    if (table == NULL) return;
    bool only = change->only || !recurses(change->kind);
    struct relation_list all = catalog_with_children(catalog, table, only);
    if (change->kind == CHANGE_ALTER_COLUMN_TYPE && in_partition_key(&all, change->name)) return;
    for (size_t i = 0; i < all.len; i++) {
        struct catalog_column *column = told_of(catalog, all.at[i], change->name);
        if (column == NULL) return;
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
