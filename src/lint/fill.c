#include "lint/fill.h"

#include "lint/rule.h"

const char *fill_value(const struct type_name *type)
{
    static const struct {
        const char *type;
        const char *value;
    } defaults[] = {
        {"int2", "0"},
        {"int4", "0"},
        {"int8", "0"},
        {"numeric", "0"},
        {"float4", "0"},
        {"float8", "0"},
        {"text", "''"},
        {"varchar", "''"},
        {"bool", "false"},
        {"jsonb", "'{}'"},
        {"json", "'{}'"},
        {"date", "CURRENT_DATE"},
        {"timestamptz", "now()"},
        {"timestamp", "now()"},
    };
    if (type->array_dimensions > 0) return "'{}'";
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (str_equal(type->name.name, str_from(defaults[i].type))) return defaults[i].value;
    }
    return NULL;
}

static bool has_name(const struct str_list *names, struct str name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (str_equal(names->at[i], name)) return true;
    }
    return false;
}

static bool has_key(const struct column *column)
{
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (column->constraints[i].kind != CONSTRAINT_CHECK) return true;
    }
    return column->primary_key;
}

static bool has_check(const struct column *column)
{
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (column->constraints[i].kind == CONSTRAINT_CHECK) return true;
    }
    return false;
}

static bool is_alone(const struct str_list *columns, struct str column)
{
    return columns->len == 1 && str_equal(columns->at[0], column);
}

struct fill_demands fill_demands_on(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str column = change->add_column.name;
    struct fill_demands demands = {has_key(&change->add_column), has_check(&change->add_column)};
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if (!str_equal(later->table.name, change->table.name)) continue;
        if (later->kind == CHANGE_CREATE_INDEX && later->create_index.unique &&
            later->create_index.key_count == 1 &&
            str_equal(later->create_index.keys[0].column, column)) {
            demands.key = true;
        } else if (later->kind == CHANGE_ADD_CONSTRAINT) {
            const struct constraint *added = &later->constraint;
            demands.key = demands.key || is_alone(&added->columns, column);
            demands.check = demands.check || has_name(&added->check.columns, column);
        }
    }
    return demands;
}
