#include "lint/enum_use.h"

#include "lint/enum_match.h"
#include "lint/rule.h"

/* -- definitions ------------------------------------------------------------------------------- */

static bool column_uses(const struct enum_use *use, const struct column *column)
{
    if (column->has_default && enum_expression_uses(use, &column->default_value, &column->type)) {
        return true;
    }
    if (column->generated != NULL && enum_expression_uses(use, column->generated, NULL))
        return true;
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (enum_expression_uses(use, &column->constraints[i].check, NULL)) return true;
    }
    return false;
}

/* FOR VALUES IN ('v'), of a table partitioned by the type. */
static bool bound_uses(const struct enum_use *use, struct name parent, struct str bound)
{
    const struct relation *table = enum_find_table(use, parent);
    bool by_type = false;
    for (size_t i = 0; table != NULL && i < table->partition_columns.len; i++) {
        by_type = by_type || enum_is_column(use, table, table->partition_columns.at[i]);
    }
    return by_type &&
           str_find(bound, quoted_literal(use->ctx->arena, use->label->text), 0) != SIZE_MAX;
}

static bool table_uses(struct enum_use *use, const struct change *change)
{
    use->columns = change->create_table.columns;
    use->column_count = change->create_table.column_count;
    for (size_t i = 0; i < use->column_count; i++) {
        if (column_uses(use, &use->columns[i])) return true;
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        if (enum_expression_uses(use, &change->create_table.constraints[i].check, NULL))
            return true;
    }
    return bound_uses(use, change->create_table.partition_of, change->create_table.partition_bound);
}

static bool index_uses(const struct enum_use *use, const struct change *change)
{
    for (size_t i = 0; i < change->create_index.key_count; i++) {
        const struct expression *expression = change->create_index.keys[i].expression;
        if (expression != NULL && enum_expression_uses(use, expression, NULL)) return true;
    }
    return enum_expression_uses(use, &change->create_index.where, NULL);
}

/* VALUE of a domain over the type. */
static bool domain_check_uses(const struct enum_use *use, const struct expression *check,
                              const struct type_name *base)
{
    if (enum_casts_use(use, check->mentions)) return true;
    return enum_is_type(use, base) && enum_has_label(use, &check->literals) &&
           !enum_compares_text(check->mentions);
}

static bool domain_uses(const struct enum_use *use, const struct change *change)
{
    const struct type_name *base = &change->create_domain.base;
    if (enum_expression_uses(use, &change->create_domain.default_value, base)) return true;
    for (size_t i = 0; i < change->create_domain.constraint_count; i++) {
        if (domain_check_uses(use, &change->create_domain.constraints[i].check, base)) return true;
    }
    return false;
}

static bool altered_domain_uses(const struct enum_use *use, const struct change *change)
{
    const struct catalog_object *domain = NULL;
    catalog_find_object(use->ctx->catalog, OBJ_DOMAIN, change->object_name, &domain);
    if (domain == NULL || domain->kind != OBJ_DOMAIN) return false;
    const struct expression *value = change->alter_domain.default_value;
    if (value != NULL) return enum_expression_uses(use, value, &domain->base);
    return domain_check_uses(use, &change->alter_domain.constraint.check, &domain->base);
}

/* Bodies in SQL are analysed when the function is made, those of PL/pgSQL when it runs. */
static bool function_uses(const struct enum_use *use, const struct change *change)
{
    const struct function_details *details = change->function.details;
    if (details == NULL) return false;
    for (size_t i = 0; i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        if (argument->has_default &&
            enum_expression_uses(use, &argument->default_value, &argument->type)) {
            return true;
        }
    }
    return str_equal(change->function.language, STR("sql")) && enum_casts_use(use, details->reads);
}

static bool column_change_uses(struct enum_use *use, const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_ADD_COLUMN:
        use->columns = &change->add_column;
        use->column_count = 1;
        return column_uses(use, &change->add_column);
    case CHANGE_SET_DEFAULT:
        return enum_expression_uses(use, &change->default_value,
                                    enum_type_of_column(use, use->table, change->name));
    case CHANGE_ALTER_COLUMN_TYPE:
        return enum_expression_uses(use, &change->column_type.using, NULL);
    default:
        return false;
    }
}

bool uses_label(const struct rule_ctx *ctx, const struct change *change,
                const struct new_label *label)
{
    struct enum_use use = {.ctx = ctx, .label = label};
    if (label->text.len == 0) return false;
    use.table = enum_find_table(&use, change->table);
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
        return table_uses(&use, change);
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        return enum_query_uses(&use, change->create_table_as.query.mentions);
    case CHANGE_CREATE_VIEW:
        return enum_query_uses(&use, change->create_view.mentions);
    case CHANGE_ADD_CONSTRAINT:
        return enum_expression_uses(&use, &change->constraint.check, NULL);
    case CHANGE_CREATE_INDEX:
        return index_uses(&use, change);
    case CHANGE_CREATE_DOMAIN:
        return domain_uses(&use, change);
    case CHANGE_ALTER_DOMAIN:
        return altered_domain_uses(&use, change);
    case CHANGE_CREATE_FUNCTION:
        return function_uses(&use, change);
    case CHANGE_CREATE_TRIGGER:
        return enum_expression_uses(&use, &change->trigger.when, NULL);
    case CHANGE_CREATE_RULE:
        return enum_casts_use(&use, change->rule.mentions);
    case CHANGE_CREATE_POLICY:
    case CHANGE_ALTER_POLICY:
        return enum_expression_uses(&use, &change->policy.using, NULL) ||
               enum_expression_uses(&use, &change->policy.check, NULL);
    case CHANGE_ATTACH_PARTITION:
        return bound_uses(&use, change->table, change->partition.bound);
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
        return enum_values_use(&use, &change->data);
    case CHANGE_COPY:
        return enum_casts_use(&use, change->copy.mentions);
    default:
        return column_change_uses(&use, change);
    }
}
