/* The types of expressions. */
#include "schema/catalog_query.h"

/* -- types ------------------------------------------------------------------------------------- */

struct value_type query_resolve_type(const struct catalog *catalog, const struct type_name *type)
{
    struct value_type resolved = {.state = TYPE_TOLD};
    if (type->name.name.len == 0 || type->of_column) return (struct value_type){0};
    struct catalog_object *object = NULL;
    resolved.type = catalog_resolve_type(catalog, *type, &object);
    resolved.type.setof = false;
    if (resolved.type.array_dimensions > 1) resolved.type.array_dimensions = 1;
    if (object != NULL || resolved.type.name.schema.len == 0) return resolved;
    resolved.row = catalog_relation(catalog, type->name);
    if (resolved.row != NULL) resolved.type.name = resolved.row->name;
    return resolved;
}

static struct value_type row_of(const struct namespace *names)
{
    struct value_type type = {0};
    if (names->scalar) return names->columns.at[0].type;
    if (names->relation == NULL) return type;
    type.state = TYPE_TOLD;
    type.type.name = names->relation->name;
    type.row = names->relation;
    return type;
}

static void add_attributes(struct query_work *work, struct query_columns *fields,
                           const struct catalog_object *type)
{
    for (size_t i = 0; i < type->attributes.len; i++) {
        const struct catalog_column *attribute = type->attributes.at[i];
        struct value_type field = query_resolve_type(work->catalog, &attribute->type);
        field.collation = attribute->collation;
        if (field.collation.name.len > 0) field.strength = COLLATION_IMPLICIT;
        query_add_column(work, fields, attribute->name, field);
        if (attribute->state != KNOWN) fields->partial = true;
    }
}

struct query_columns query_fields(struct query_work *work, const struct value_type *type)
{
    struct query_columns fields = {0};
    bool plain = type->state == TYPE_TOLD && type->type.array_dimensions == 0;
    if (plain && type->row != NULL) return query_relation_columns(work, type->row);
    const struct catalog_object *object = NULL;
    if (plain) catalog_find_object(work->catalog, OBJ_TYPE, type->type.name, &object);
    if (object == NULL || object->type_kind != 'c' || !object->complete) {
        fields.partial = true;
        return fields;
    }
    add_attributes(work, &fields, object);
    return fields;
}

/* -- columns ----------------------------------------------------------------------------------- */

/* Manual 5.5. */
static struct value_type system_column(const struct namespace *names, struct str name)
{
    static const char *const columns[][2] = {{"ctid", "tid"}, {"xmin", "xid"}, {"xmax", "xid"},
                                             {"cmin", "cid"}, {"cmax", "cid"}, {"tableoid", "oid"}};
    bool has = names->relation != NULL && names->relation->kind != OBJ_VIEW;
    for (size_t i = 0; has && i < sizeof columns / sizeof *columns; i++) {
        if (str_equal(name, str_from(columns[i][0]))) return type_of_name(columns[i][1]);
    }
    return (struct value_type){0};
}

/* False: not here, look further out. */
static bool find_bare(const struct query_scope *scope, struct str name, struct value_type *type)
{
    bool partial = false;
    for (size_t i = 0; i < scope->names.len; i++) {
        const struct namespace *names = &scope->names.at[i];
        if (!names->bare) continue;
        const struct query_column *column = query_find_column(&names->columns, name);
        if (column != NULL && !column->merged) {
            *type = column->type;
            return true;
        }
        partial = partial || names->columns.partial;
        *type = system_column(names, name);
        if (column == NULL && type->state == TYPE_TOLD) return true;
    }
    *type = (struct value_type){0};
    return partial;
}

static struct value_type unqualified(const struct query_scope *scope, struct str name)
{
    struct value_type type = {0};
    for (const struct query_scope *s = scope; s != NULL; s = s->outer) {
        if (find_bare(s, name, &type)) return type;
    }
    const struct namespace *row = query_find_rows(scope, (struct name){{"", 0}, name});
    return row == NULL ? type : row_of(row);
}

/* `table.column`; of a row type that is not FROM's, `column.field` needs parentheses. */
static struct value_type qualified(const struct query_scope *scope, const struct value *value)
{
    const struct namespace *names = query_find_rows(scope, value->name);
    if (names == NULL) return (struct value_type){0};
    const struct query_column *column = query_find_column(&names->columns, value->part);
    return column != NULL ? column->type : system_column(names, value->part);
}

/* -- calls ------------------------------------------------------------------------------------- */

static struct value_type *arguments(const struct query_scope *scope, const struct value *value)
{
    struct value_type *types =
        arena_array(scope->work->arena, value->of.len, sizeof(struct value_type));
    for (size_t i = 0; i < value->of.len; i++) types[i] = query_value(scope, value->of.at[i]);
    return types;
}

/* text('x') and the like are casts where no function fits (func_get_detail). */
static bool is_cast(const struct call *call, const struct value *value)
{
    return call->count == 1 && call->arguments[0].state == TYPE_UNDECIDED &&
           value->name.schema.len == 0 && catalog_is_builtin_type(value->name.name);
}

struct call_result query_function(const struct query_scope *scope, const struct value *value)
{
    struct query_work *work = scope->work;
    struct call_result untold = {0};
    if (work->left == 0) return untold;
    work->left--;
    struct call call = {.catalog = work->catalog,
                        .arguments = arguments(scope, value),
                        .count = value->of.len,
                        .variadic = value->variadic,
                        .named = value->named};
    if (value->name.schema.len == 0) call.builtin = builtin_function_types(value->name.name);
    call.user = catalog_function(work->catalog, value->name, NULL);
    struct call_result result = query_call(&call);
    if (result.type.state == TYPE_UNTOLD && call.user == NULL && is_cast(&call, value)) {
        result.type.state = TYPE_TOLD;
        result.type.type.name.name = value->name.name;
    }
    return result;
}

static struct call_result operation(const struct query_scope *scope, const struct value *value)
{
    struct query_work *work = scope->work;
    struct call_result untold = {0};
    if (work->left == 0) return untold;
    work->left--;
    if (str_list_has(&work->catalog->operators, value->name.name)) return untold;
    struct call call = {.catalog = work->catalog,
                        .arguments = arguments(scope, value),
                        .count = value->of.len,
                        .builtin = builtin_operator_types(value->name.name),
                        .is_operator = true};
    return query_call(&call);
}

static struct value_type operator_type(const struct query_scope *scope, const struct value *value)
{
    if (builtin_operator_compares(value->name.name)) return type_of_name("bool");
    return operation(scope, value).type;
}

/* -- the rest ---------------------------------------------------------------------------------- */

static struct value_type choice(const struct query_scope *scope, const struct value *value)
{
    return common_type(scope->work->catalog, arguments(scope, value), value->of.len);
}

static struct value_type array(const struct query_scope *scope, const struct value *value)
{
    struct value_type element = choice(scope, value);
    return type_of_array(&element);
}

static struct value_type first_column(const struct query_scope *scope, const struct query *query)
{
    struct query_columns columns = query_columns(scope, query);
    bool known = columns.len > 0 && !(columns.partial && columns.at[0].name.len == 0);
    return known ? columns.at[0].type : (struct value_type){0};
}

static struct value_type cast(const struct query_scope *scope, const struct value *value)
{
    struct value_type type = query_resolve_type(scope->work->catalog, &value->type);
    struct value_type from = query_value(scope, value->of.at[0]);
    merge_collation(&type, &from);
    drop_idle_collation(scope->work->catalog, &type);
    return type;
}

struct query_columns query_value_fields(const struct query_scope *scope, const struct value *value)
{
    if (value->kind == VALUE_CALL) { /* also of what has no type: RETURNS TABLE */
        const struct from_function function = {.call = value};
        bool scalar = false;
        struct query_columns columns =
            query_function_columns(scope, &function, value->name.name, &scalar);
        if (!scalar) return columns;
    }
    struct value_type row = query_value(scope, value);
    return query_fields(scope->work, &row);
}

static struct value_type field(const struct query_scope *scope, const struct value *value)
{
    struct query_columns fields = query_value_fields(scope, value->of.at[0]);
    const struct query_column *column = query_find_column(&fields, value->part);
    return column == NULL ? (struct value_type){0} : column->type;
}

static struct value_type collated(const struct query_scope *scope, const struct value *value)
{
    struct value_type type = query_value(scope, value->of.at[0]);
    if (type.state == TYPE_UNDECIDED) type = type_of_name("text");
    type.collation = value->name;
    type.strength = COLLATION_EXPLICIT;
    return type;
}

struct value_type query_value(const struct query_scope *scope, const struct value *value)
{
    struct value_type inner;
    switch (value->kind) {
    case VALUE_UNREAD:
    case VALUE_STAR:
        return (struct value_type){0};
    case VALUE_UNDECIDED:
        return (struct value_type){.state = TYPE_UNDECIDED};
    case VALUE_TYPED:
        return query_resolve_type(scope->work->catalog, &value->type);
    case VALUE_COLUMN:
        return value->name.name.len > 0 ? qualified(scope, value) : unqualified(scope, value->part);
    case VALUE_CAST:
        return cast(scope, value);
    case VALUE_CALL:
        return query_function(scope, value).type;
    case VALUE_OPERATOR:
        return operator_type(scope, value);
    case VALUE_NULLIF:
        return operation(scope, value).first;
    case VALUE_CHOICE:
        return choice(scope, value);
    case VALUE_ARRAY:
        return array(scope, value);
    case VALUE_ELEMENT:
        inner = query_value(scope, value->of.at[0]);
        return type_of_element(scope->work->catalog, &inner);
    case VALUE_FIELD:
        return field(scope, value);
    case VALUE_SAME:
        return query_value(scope, value->of.at[0]);
    case VALUE_QUERY:
        return first_column(scope, value->query);
    case VALUE_QUERY_ARRAY:
        inner = first_column(scope, value->query);
        return type_of_array(&inner);
    case VALUE_COLLATED:
        return collated(scope, value);
    }
    return (struct value_type){0};
}
