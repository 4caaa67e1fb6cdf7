/* Functions in FROM, and the columns they give. */
#include "schema/catalog_query.h"

struct query_columns query_defined_columns(const struct query_scope *scope,
                                           const struct column *columns, size_t count)
{
    struct query_columns defined = {0};
    for (size_t i = 0; i < count; i++) {
        struct value_type type = query_resolve_type(scope->work->catalog, &columns[i].type);
        type.collation = columns[i].collation_name;
        if (type.collation.name.len > 0) type.strength = COLLATION_IMPLICIT;
        query_add_column(scope->work, &defined, columns[i].name, type);
    }
    return defined;
}

/* "{key text value json}" */
static struct query_columns built_in_row(struct query_work *work, struct str row)
{
    struct query_columns columns = {0};
    struct str words = str_slice(row, 1, row.len - 1);
    for (size_t at = 0; at < words.len;) {
        size_t space = str_find(words, STR(" "), at);
        size_t end = str_find(words, STR(" "), space + 1);
        if (end == SIZE_MAX) end = words.len;
        struct str type = str_slice(words, space + 1, end);
        struct value_type column = {.state = TYPE_TOLD};
        if (str_ends_with(type, STR("[]"))) {
            column.type.array_dimensions = 1;
            type = str_slice(type, 0, type.len - 2);
        }
        column.type.name.name = type;
        query_add_column(work, &columns, str_slice(words, at, space), column);
        at = end + 1;
    }
    return columns;
}

/* OUT, INOUT, RETURNS TABLE. */
static struct query_columns declared_row(struct query_work *work,
                                         const struct function_details *details)
{
    struct query_columns columns = {0};
    for (size_t i = 0; i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        if (argument->mode != 'o' && argument->mode != 'b' && argument->mode != 't') continue;
        struct value_type type = query_resolve_type(work->catalog, &argument->type);
        query_add_column(work, &columns, argument->name, type);
    }
    return columns;
}

static struct query_columns one_column(struct query_work *work, struct str name,
                                       struct value_type type)
{
    struct query_columns columns = {0};
    query_add_column(work, &columns, name, type);
    return columns;
}

static bool is_row(struct query_work *work, const struct value_type *type)
{
    if (type->state != TYPE_TOLD) return false;
    return value_base(work->catalog, type).kind == BASE_RECORD;
}

static struct query_columns of_result(struct query_work *work, const struct call_result *result,
                                      struct str name, bool *scalar)
{
    struct query_columns columns = {0};
    if (result->row.len > 0) columns = built_in_row(work, result->row);
    const struct change *made = result->function == NULL ? NULL : result->function->function;
    if (made != NULL && made->function.details != NULL) {
        columns = declared_row(work, made->function.details);
    }
    *scalar = columns.len == 1;
    if (columns.len > 0) return columns;
    if (result->type.state != TYPE_TOLD) {
        columns.partial = true;
        return columns;
    }
    if (is_row(work, &result->type)) return query_fields(work, &result->type);
    struct base_type base = value_base(work->catalog, &result->type);
    columns.partial = base.kind == BASE_UNKNOWN; /* it may be a row type made elsewhere */
    if (columns.partial) return columns;
    *scalar = true;
    return one_column(work, name, result->type);
}

/* unnest(a, b) is one unnest() beside the other (manual, 9.19). */
static struct query_columns unnest_several(const struct query_scope *scope,
                                           const struct value *call)
{
    struct query_columns columns = {0};
    for (size_t i = 0; i < call->of.len; i++) {
        struct value_type array = query_value(scope, call->of.at[i]);
        struct value_type element = type_of_element(scope->work->catalog, &array);
        if (is_row(scope->work, &element)) columns.partial = true;
        query_add_column(scope->work, &columns, STR("unnest"), element);
    }
    return columns;
}

struct query_columns query_function_columns(const struct query_scope *scope,
                                            const struct from_function *function, struct str alias,
                                            bool *scalar)
{
    const struct value *call = function->call;
    struct str name = alias.len > 0 ? alias : function->name;
    if (function->column_count > 0) {
        return query_defined_columns(scope, function->definition, function->column_count);
    }
    if (call->kind != VALUE_CALL) {
        *scalar = true;
        return one_column(scope->work, name, query_value(scope, call));
    }
    if (call->of.len > 1 && str_equal(call->name.name, STR("unnest"))) {
        return unnest_several(scope, call);
    }
    struct call_result result = query_function(scope, call);
    return of_result(scope->work, &result, name, scalar);
}
