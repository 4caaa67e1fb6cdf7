#include "lint/enum_match.h"

#include "lint/rule.h"

enum { MOST_READ = 8 };

/* -- types and columns ------------------------------------------------------------------------- */

bool enum_is_type(const struct enum_use *use, const struct type_name *type)
{
    if (!str_equal(type->name.name, use->label->type.name)) return false;
    return name_equal(catalog_resolve(use->ctx->catalog, OBJ_TYPE, type->name), use->label->type);
}

const struct type_name *enum_type_of_column(const struct enum_use *use,
                                            const struct relation *table, struct str name)
{
    const struct catalog_column *column = NULL;
    for (size_t i = 0; i < use->column_count; i++) {
        if (str_equal(use->columns[i].name, name)) return &use->columns[i].type;
    }
    if (table != NULL) relation_column(table, name, &column);
    return column != NULL ? &column->type : NULL;
}

bool enum_is_column(const struct enum_use *use, const struct relation *table, struct str name)
{
    const struct type_name *type = enum_type_of_column(use, table, name);
    return type != NULL && type->array_dimensions == 0 && enum_is_type(use, type);
}

const struct relation *enum_find_table(const struct enum_use *use, struct name name)
{
    const struct relation *table = NULL;
    if (name.name.len > 0) catalog_find(use->ctx->catalog, OBJ_UNKNOWN, name, &table);
    return table;
}

/* -- literals ---------------------------------------------------------------------------------- */

bool enum_has_label(const struct enum_use *use, const struct str_list *literals)
{
    return str_list_has(literals, use->label->text);
}

/* One element of '{a,b}'. */
static bool array_has_label(const struct enum_use *use, struct str literal)
{
    const struct str label = use->label->text;
    for (size_t at = 0; (at = str_find(literal, label, at)) != SIZE_MAX; at++) {
        const size_t end = at + label.len;
        const bool starts =
            at > 0 && str_find(STR("{,\" "), str_slice(literal, at - 1, at), 0) != SIZE_MAX;
        const bool ends = end < literal.len &&
                          str_find(STR("},\" "), str_slice(literal, end, end + 1), 0) != SIZE_MAX;
        if (starts && ends) return true;
    }
    return false;
}

static bool is_value(const struct enum_use *use, const struct type_name *type, struct str literal)
{
    if (!enum_is_type(use, type)) return false;
    return type->array_dimensions > 0 ? array_has_label(use, literal)
                                      : str_equal(literal, use->label->text);
}

bool enum_casts_use(const struct enum_use *use, const struct mentions *mentions)
{
    for (size_t i = 0; mentions != NULL && i < mentions->casts.len; i++) {
        const struct cast *cast = &mentions->casts.at[i];
        if (cast->of_literal && is_value(use, &cast->type, cast->literal)) return true;
    }
    return false;
}

/* `mood::text = 'v'` compares texts. */
bool enum_compares_text(const struct mentions *mentions)
{
    for (size_t i = 0; mentions != NULL && i < mentions->casts.len; i++) {
        const struct cast *cast = &mentions->casts.at[i];
        if (!cast->of_literal && (str_equal(cast->type.name.name, STR("text")) ||
                                  str_equal(cast->type.name.name, STR("varchar")))) {
            return true;
        }
    }
    return false;
}

/* -- expressions and queries ------------------------------------------------------------------- */

/* [type]: of the column that a default is for; NULL. */
bool enum_expression_uses(const struct enum_use *use, const struct expression *expression,
                          const struct type_name *type)
{
    if (enum_casts_use(use, expression->mentions)) return true;
    if (expression->is_constant && expression->cast_to == NULL && type != NULL) {
        return expression->literals.len == 1 && is_value(use, type, expression->literals.at[0]);
    }
    if (!enum_has_label(use, &expression->literals) || enum_compares_text(expression->mentions))
        return false;
    for (size_t i = 0; i < expression->columns.len; i++) {
        if (enum_is_column(use, use->table, expression->columns.at[i])) return true;
    }
    return false;
}

bool enum_query_uses(const struct enum_use *use, const struct mentions *mentions)
{
    if (mentions == NULL) return false;
    if (enum_casts_use(use, mentions)) return true;
    if (!enum_has_label(use, &mentions->literals) || enum_compares_text(mentions)) return false;
    for (size_t i = 0; i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (enum_is_column(use, enum_find_table(use, ref->relation), ref->column)) return true;
    }
    return false;
}

/* Empty: nobody can tell. */
static struct str column_of_value(const struct relation *table, const struct column_value *value)
{
    if (value->column.len > 0) return value->column;
    const bool known = relation_is_complete(table) && value->position < table->columns.len;
    return known ? table->columns.at[value->position]->name : STR("");
}

/* ... of the column that the statement means by that value: one of its target, or of what it reads.
 */
static bool is_value_of(const struct enum_use *use, const struct relation *table,
                        const struct column_value *value)
{
    const struct type_name *type = NULL;
    if (table == NULL) return false;
    const struct str name = column_of_value(table, value);
    if (name.len > 0) type = enum_type_of_column(use, table, name);
    return type != NULL && (is_value(use, type, value->literal) ||
                            (enum_is_type(use, type) && array_has_label(use, value->literal)));
}

/* A value written to a column, or compared with one. */
bool enum_values_use(const struct enum_use *use, const struct data_change *data)
{
    const bool texts = data->has_where && enum_compares_text(data->mentions);
    for (size_t i = 0; i < data->values.len && !texts; i++) {
        const struct column_value *value = &data->values.at[i];
        if (value->literal.len < use->label->text.len) continue;
        if (is_value_of(use, use->table, value)) return true;
        for (size_t k = 0; k < data->reads.len && value->column.len > 0 && k < MOST_READ; k++) {
            if (is_value_of(use, enum_find_table(use, data->reads.at[k]), value)) return true;
        }
    }
    return enum_casts_use(use, data->mentions);
}
