/* What CREATE needs. */
#include "lint/missing_need.h"

#include "lint/rule.h"

static bool lacks_for_new_relation(struct need n)
{
    return lacks_schema(n, n.change->table.schema, need_place(n.change));
}

static bool lacks_for_columns(struct need n)
{
    const struct change *change = n.change;
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        if (lacks_for_column(n, &change->create_table.columns[i])) return true;
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        if (lacks_for_constraint(n, &change->create_table.constraints[i])) return true;
    }
    const struct partition_key *partition_key = change->create_table.partition_key;
    for (size_t i = 0; partition_key != NULL && i < partition_key->key_count; i++) {
        if (lacks_for_key(n, &partition_key->keys[i], change->statement_at)) return true;
    }
    return false;
}

static bool create_table(struct need n)
{
    const struct change *change = n.change;
    if (change->if_not_exists && known_relation(n.ctx, change->table) != NULL) return false;
    struct range at = change->statement_at;
    if (lacks_for_new_relation(n) || lacks_for_columns(n)) return true;
    for (size_t i = 0; i < change->create_table.like.len; i++) {
        if (lacks_relation(n, change->create_table.like.at[i], at, ANY_ROWS | KIND(OBJ_TYPE)))
            return true;
    }
    for (size_t i = 0; i < change->create_table.inherits.len; i++) {
        if (lacks_relation(n, change->create_table.inherits.at[i], at, ANY_TABLE)) return true;
    }
    if (lacks_type_named(n, change->create_table.of_type, 'c', at)) return true;
    return lacks_relation(n, change->create_table.partition_of, at, KIND(OBJ_TABLE));
}

static bool create_index(struct need n)
{
    const struct change *change = n.change;
    unsigned kinds = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW);
    if (lacks_relation(n, change->table, need_place(change), kinds)) return true;
    struct range behind = {change->table_at.end, change->statement_at.end};
    for (size_t i = 0; i < change->create_index.key_count; i++) {
        if (lacks_for_key(n, &change->create_index.keys[i], behind)) return true;
    }
    if (lacks_columns(n, change->table, &change->create_index.include, behind)) return true;
    return lacks_in_expression(n, change->table, &change->create_index.where, behind);
}

static bool create_statistics(struct need n)
{
    const struct change *change = n.change;
    const struct range at = change->statement_at;
    const struct mentions *mentions = change->statistics.mentions;
    unsigned kinds = ANY_TABLE | KIND(OBJ_MATERIALIZED_VIEW);
    if (lacks_relation(n, change->table, at, kinds)) return true;
    if (lacks_columns(n, change->table, &change->statistics.columns, at)) return true;
    for (size_t i = 0; mentions != NULL && i < mentions->columns.len; i++) {
        if (lacks_column(n, change->table, mentions->columns.at[i].column, at)) return true;
    }
    return false;
}

/* -- triggers, policies, rules ----------------------------------------------------------------- */

static bool create_trigger(struct need n)
{
    const struct change *change = n.change;
    struct range at = change->statement_at;
    const struct range behind = {change->table_at.end, at.end};
    unsigned kinds = change->trigger.timing == 'i' ? KIND(OBJ_VIEW) : ANY_TABLE;
    if (change->trigger.timing != 'i' && !change->trigger.for_each_row) kinds |= KIND(OBJ_VIEW);
    if (lacks_relation(n, change->table, need_place(change), kinds)) return true;
    if (lacks_relation(n, change->trigger.from, at, KIND(OBJ_TABLE))) return true;
    if (lacks_trigger_function(n, change->trigger.function, behind)) return true;
    if (lacks_columns(n, change->table, &change->trigger.update_of, at)) return true;
    return lacks_columns(n, change->table, &change->trigger.when_columns, at);
}

static bool policy(struct need n)
{
    const struct change *change = n.change;
    struct range at = change->statement_at;
    if (lacks_relation(n, change->table, need_place(change), KIND(OBJ_TABLE))) return true;
    if (change->kind == CHANGE_ALTER_POLICY && lacks_attached(n, OBJ_POLICY, change->name, at)) {
        return true;
    }
    if (lacks_roles(n, &change->policy.roles, at)) return true;
    return lacks_in_expression(n, change->table, &change->policy.using, at) ||
           lacks_in_expression(n, change->table, &change->policy.check, at);
}

static bool create_rule(struct need n)
{
    const struct change *change = n.change;
    if (lacks_relation(n, change->table, need_place(change), ANY_ROWS)) return true;
    return lacks_mentioned(n, change->rule.mentions, change->statement_at);
}

/* -- views, functions, types, sequences -------------------------------------------------------- */

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
    const struct name no_columns = {0};
    struct range at = change->statement_at;
    if (lacks_schema(n, change->object_name.schema, need_place(change))) return true;
    for (size_t i = 0; details != NULL && i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        if (lacks_type(n, &argument->type, at)) return true;
        if (lacks_in_expression(n, no_columns, &argument->default_value, at)) return true;
    }
    return details != NULL && lacks_type(n, &details->returns, at);
}

static bool create_domain(struct need n)
{
    const struct change *change = n.change;
    const struct name no_columns = {0};
    const struct range at = change->statement_at;
    if (lacks_type(n, &change->create_domain.base, at)) return true;
    for (size_t i = 0; i < change->create_domain.constraint_count; i++) {
        const struct expression *check = &change->create_domain.constraints[i].check;
        if (lacks_in_expression(n, no_columns, check, at)) return true;
    }
    return lacks_in_expression(n, no_columns, &change->create_domain.default_value, at);
}

static bool create_type(struct need n)
{
    const struct change *change = n.change;
    if (lacks_schema(n, change->object_name.schema, need_place(change))) return true;
    if (change->kind == CHANGE_CREATE_DOMAIN) return create_domain(n);
    for (size_t i = 0; i < change->create_type.attribute_count; i++) {
        if (lacks_type(n, &change->create_type.attributes[i].type, change->statement_at)) {
            return true;
        }
    }
    return lacks_type(n, &change->create_type.subtype, change->statement_at);
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

/* -- publications ------------------------------------------------------------------------------ */

static bool publication(struct need n)
{
    const struct change *change = n.change;
    const struct range at = change->statement_at;
    if (change->kind == CHANGE_ALTER_PUBLICATION &&
        lacks_object(n, OBJ_PUBLICATION, change->object_name, at))
        return true;
    for (size_t i = 0; i < change->publication.table_count; i++) {
        const struct published_table *one = &change->publication.tables[i];
        if (lacks_relation(n, one->table, at, ANY_RELATION)) return true;
        if (lacks_columns(n, one->table, &one->columns, at)) return true;
        if (lacks_in_expression(n, one->table, &one->where, at)) return true;
    }
    for (size_t i = 0; i < change->publication.schemas.len; i++) {
        if (lacks_schema(n, change->publication.schemas.at[i], at)) return true;
    }
    return false;
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
    case CHANGE_CREATE_STATISTICS:
        return create_statistics(n);
    case CHANGE_CREATE_RULE:
        return create_rule(n);
    case CHANGE_CREATE_EVENT_TRIGGER:
        return lacks_trigger_function(n, n.change->event_trigger.function, n.change->statement_at);
    case CHANGE_CREATE_PUBLICATION:
    case CHANGE_ALTER_PUBLICATION:
        return publication(n);
    default:
        *is_definition = false;
        return false;
    }
}
