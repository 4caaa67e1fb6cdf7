/* What CREATE and data statements need. */
#include "lint/missing.h"

#include "lint/rule.h"

/* -- CREATE ------------------------------------------------------------------------------------ */

static bool lacks_for_new_relation(struct need n)
{
    return lacks_schema(n, n.change->table.schema, need_place(n.change));
}

static bool create_table(struct need n)
{
    const struct change *change = n.change;
    if (change->if_not_exists && known_relation(n.ctx, change->table) != NULL) return false;
    if (lacks_for_new_relation(n)) return true;
    struct range at = change->statement_at;
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        if (lacks_for_column(n, &change->create_table.columns[i], true)) return true;
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        if (lacks_for_constraint(n, &change->create_table.constraints[i])) return true;
    }
    for (size_t i = 0; i < change->create_table.like.len; i++) {
        if (lacks_relation(n, change->create_table.like.at[i], at, ANY_ROWS)) return true;
    }
    for (size_t i = 0; i < change->create_table.inherits.len; i++) {
        if (lacks_relation(n, change->create_table.inherits.at[i], at, ANY_TABLE)) return true;
    }
    return lacks_relation(n, change->create_table.partition_of, at, KIND(OBJ_TABLE));
}

static bool create_index(struct need n)
{
    const struct change *change = n.change;
    unsigned kinds = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW);
    struct range at = change->statement_at;
    if (lacks_relation(n, change->table, need_place(change), kinds)) return true;
    struct range behind = {change->table_at.end, at.end};
    for (size_t i = 0; i < change->create_index.key_count; i++) {
        const struct index_key *key = &change->create_index.keys[i];
        if (lacks_column(n, change->table, key->column, behind)) return true;
        if (lacks_in_expression(n, change->table, &key->expression, behind)) return true;
    }
    if (lacks_columns(n, change->table, &change->create_index.include, behind)) return true;
    return lacks_in_expression(n, change->table, &change->create_index.where, behind);
}

static bool create_trigger(struct need n)
{
    const struct change *change = n.change;
    struct range at = change->statement_at;
    if (lacks_relation(n, change->table, need_place(change), ANY_TABLE | KIND(OBJ_VIEW)))
        return true;
    if (lacks_function(n, change->trigger.function, at)) return true;
    if (lacks_columns(n, change->table, &change->trigger.update_of, at)) return true;
    return lacks_columns(n, change->table, &change->trigger.when_columns, at);
}

static bool policy(struct need n)
{
    const struct change *change = n.change;
    if (lacks_relation(n, change->table, need_place(change), KIND(OBJ_TABLE))) return true;
    if (change->kind == CHANGE_ALTER_POLICY &&
        lacks_attached(n, OBJ_POLICY, change->name, change->statement_at))
        return true;
    if (lacks_in_expression(n, change->table, &change->policy.using, change->statement_at)) {
        return true;
    }
    return lacks_in_expression(n, change->table, &change->policy.check, change->statement_at);
}

static bool create_view(struct need n)
{
    const struct change *change = n.change;
    bool plain = change->kind == CHANGE_CREATE_VIEW;
    if (change->if_not_exists && known_relation(n.ctx, change->table) != NULL) return false;
    if (lacks_for_new_relation(n)) return true;
    struct range behind = {change->table_at.end, change->statement_at.end};
    return lacks_mentioned(
        n, plain ? change->create_view.mentions : change->create_table_as.query.mentions, behind);
}

static bool create_function(struct need n)
{
    const struct change *change = n.change;
    const struct function_details *details = change->function.details;
    if (lacks_schema(n, change->object_name.schema, need_place(change))) return true;
    for (size_t i = 0; details != NULL && i < details->argument_count; i++) {
        if (lacks_type(n, &details->arguments[i].type, change->statement_at)) return true;
    }
    return details != NULL && lacks_type(n, &details->returns, change->statement_at);
}

static bool create_type(struct need n)
{
    const struct change *change = n.change;
    if (lacks_schema(n, change->object_name.schema, need_place(change))) return true;
    if (change->kind == CHANGE_CREATE_DOMAIN) {
        return lacks_type(n, &change->create_domain.base, change->statement_at);
    }
    for (size_t i = 0; i < change->create_type.attribute_count; i++) {
        if (lacks_type(n, &change->create_type.attributes[i].type, change->statement_at)) {
            return true;
        }
    }
    return false;
}

static bool sequence(struct need n)
{
    const struct change *change = n.change;
    const struct sequence_options *options = change->sequence.options;
    if (change->kind == CHANGE_ALTER_SEQUENCE) {
        if (lacks_relation(n, change->table, need_place(change), KIND(OBJ_SEQUENCE))) return true;
    } else if (lacks_for_new_relation(n)) {
        return true;
    }
    if (options == NULL || options->owned_by.name.len == 0) return false;
    if (lacks_relation(n, options->owned_by, change->statement_at, ANY_ROWS)) return true;
    return lacks_column(n, options->owned_by, options->owned_by_column, change->statement_at);
}

/* -- data -------------------------------------------------------------------------------------- */

static bool data(struct need n)
{
    const struct change *change = n.change;
    if (change->kind != CHANGE_SELECT) {
        if (lacks_relation(n, change->table, need_place(change), ANY_TABLE | KIND(OBJ_VIEW))) {
            return true;
        }
        if (lacks_columns(n, change->table, &change->data.columns, change->statement_at) ||
            lacks_columns(n, change->table, &change->data.conflict_columns, change->statement_at))
            return true;
    }
    return lacks_mentioned(n, change->data.mentions, change->statement_at);
}

bool lacks_for_definition(struct need n, bool *is_definition)
{
    *is_definition = true;
    switch ((int)n.change->kind) {
    case CHANGE_CREATE_TABLE:
        return create_table(n);
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        return create_view(n);
    case CHANGE_CREATE_INDEX:
        return create_index(n);
    case CHANGE_CREATE_TRIGGER:
        return create_trigger(n);
    case CHANGE_CREATE_POLICY:
    case CHANGE_ALTER_POLICY:
        return policy(n);
    case CHANGE_CREATE_FUNCTION:
        return create_function(n);
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
        return create_type(n);
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_ALTER_SEQUENCE:
        return sequence(n);
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_SELECT:
        return data(n);
    default:
        *is_definition = false;
        return false;
    }
}
