/* Columns: new ones, inherited ones, and what they hold. */
#include "schema/catalog_impl.h"
#include "schema/sql_text.h"

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
    edge.role = 't';
    catalog_type_edge(catalog, column->type, edge);
    edge.role = 'd';
    if (column->has_default) catalog_expression_edges(catalog, &column->default_value, edge);
    if (column->generated != NULL) catalog_expression_edges(catalog, column->generated, edge);
}

void catalog_column_changed(struct catalog *catalog, struct catalog_column *column)
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
    catalog_column_changed(catalog, column);
}

/* Domains resolved, as a literal that stands for a value of the type is (coerce_type). */
static struct type_name literal_type(const struct catalog_column *column,
                                     struct catalog_object **object)
{
    struct type_name type = column->type;
    *object = column->type_object;
    while (*object != NULL && (*object)->type_kind == 'd' && type.array_dimensions == 0) {
        type = (*object)->base;
        *object = (*object)->base_object;
    }
    return type;
}

/* A string or NULL, without a type of its own. */
static bool is_untyped(const struct expression *value)
{
    if (value->mentions != NULL || value->cast_to != NULL) return false;
    return value->literals.len == 1 || value->is_null;
}

/* The modifier is cast to apart, but for an interval's (coerce_type). */
static void drop_modifier(struct type_name *type)
{
    if (type->name.schema.len == 0 && str_equal(type->name.name, STR("interval"))) return;
    type->typmod_count = 0;
    type->text = STR("");
}

/* The default stays a value of the old type, cast without a word to the new one
 * (ATExecAlterColumnType): what a string stood for has to be said now. */
static void keep_default(struct catalog *catalog, struct catalog_column *column,
                         const struct type_name *type)
{
    if (!column->has_default || !is_untyped(&column->default_value)) return;
    struct catalog_object *object = NULL;
    struct type_name from = literal_type(column, &object);
    if (name_equal(from.name, type->name) && from.array_dimensions == type->array_dimensions) {
        return;
    }
    drop_modifier(&from);
    struct sql_text sql = {.arena = catalog->arena};
    put_str(&sql, column->default_value.text);
    put(&sql, "::");
    put_type(&sql, &from);
    struct cast cast = {.type = from};
    struct mentions *mentions = ARENA_NEW(catalog->arena, struct mentions);
    VEC_PUSH(catalog->arena, &mentions->casts, cast);
    struct expression value = column->default_value;
    value.text = sql_text_str(&sql);
    value.cast_to = &mentions->casts.at[0].type;
    value.mentions = mentions;
    CATALOG_SET(catalog, column->default_value, value);
}

void catalog_set_column_type(struct catalog *catalog, struct catalog_column *column,
                             struct type_name type)
{
    struct catalog_object *object = NULL;
    type = catalog_resolve_type(catalog, type, &object);
    keep_default(catalog, column, &type);
    CATALOG_SET(catalog, column->type, type);
    CATALOG_SET(catalog, column->type_object, object);
    catalog_column_changed(catalog, column);
}

/* -- a new one --------------------------------------------------------------------------------- */

struct catalog_column *catalog_blank_column(struct catalog *catalog, struct relation *table,
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
    struct catalog_column *column = catalog_blank_column(catalog, table, from->name);
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
    if (from->generated != NULL) {
        column->generated = ARENA_NEW(catalog->arena, struct expression);
        *column->generated = *from->generated;
    }
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
