/* What has to stand before an item. */
#include "schema/print_heirs.h"
#include "schema/print_order.h"
#include "schema/print_parts.h"

void order_need(struct order *order, const struct item *item)
{
    if (item == NULL || item->placed) return;
    VEC_PUSH(order->arena, &order->needs, (size_t)(item - order->items.at));
}

/* A table is as good as it ever gets when all its columns and parents are there. */
static void need(struct order *order, const struct item *item)
{
    if (item == NULL) return;
    order_need(order, item);
    const struct heir *heir = order_heir(order, item->relation);
    if (heir == NULL || item->kind != ITEM_RELATION) return;
    order_need(order, order_find(order, heir));
    for (size_t i = heir->ready; i < heir->table->columns.len; i++) {
        order_need(order, order_find(order, heir->table->columns.at[i]));
    }
}

/* Where [name] would stand among the sorted names. */
static size_t first_of_name(const struct order *order, struct str name)
{
    size_t low = 0;
    size_t high = order->names.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(order->names.at[middle].name.name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Everything of that name, whatever it is: one need too many does no harm. */
static void need_name(struct order *order, struct name name)
{
    if (name.name.len == 0) return;
    for (size_t i = first_of_name(order, name.name); i < order->names.len; i++) {
        const struct item_name *known = &order->names.at[i];
        if (!str_equal(known->name.name, name.name)) return;
        bool other = name.schema.len > 0 && known->name.schema.len > 0 &&
                     !str_equal(known->name.schema, name.schema);
        if (!other) need(order, &order->items.at[known->item]);
    }
}

static void need_names(struct order *order, const struct name_list *names)
{
    for (size_t i = 0; i < names->len; i++) need_name(order, names->at[i]);
}

static void need_mentions(struct order *order, const struct mentions *mentions)
{
    if (mentions == NULL) return;
    need_names(order, &mentions->relations);
    need_names(order, &mentions->writes);
    need_names(order, &mentions->functions);
    need_names(order, &mentions->sequences);
    for (size_t i = 0; i < mentions->casts.len; i++) {
        need_name(order, mentions->casts.at[i].type.name);
    }
}

static void need_expression(struct order *order, const struct expression *expression)
{
    need_mentions(order, expression->mentions);
}

static void need_column(struct order *order, const struct catalog_column *column)
{
    need_name(order, column->type.name);
    need_name(order, column->collation);
    if (column->has_default) need_expression(order, &column->default_value);
    if (column->generated != NULL) need_expression(order, column->generated);
    if (column->sequence != NULL) need(order, order_find(order, column->sequence));
}

/* Those of a view come behind it. */
static void need_defaults(struct order *order, const struct relation *relation)
{
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *column = relation->columns.at[i];
        if (column->has_default) need_expression(order, &column->default_value);
    }
}

static void need_constraint(struct order *order, const struct catalog_constraint *constraint)
{
    need_expression(order, &constraint->spec.check);
}

static void need_keys(struct order *order, const struct index_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (keys[i].expression != NULL) need_expression(order, keys[i].expression);
    }
}

static void need_relation(struct order *order, const struct relation *relation)
{
    const struct heir *heir = order_heir(order, relation);
    const size_t columns = heir == NULL ? relation->columns.len : heir->ready;
    for (size_t i = 0; i < columns; i++) need_column(order, relation->columns.at[i]);
    for (size_t i = 0; i < relation->constraints.len; i++) {
        if (relation->constraints.at[i]->validated) {
            need_constraint(order, relation->constraints.at[i]);
        }
    }
    for (size_t i = 0; heir == NULL && i < relation->parents.len; i++) {
        need(order, order_find(order, relation->parents.at[i]));
    }
    need(order, order_find(order, relation->partition_of));
    need_name(order, relation->of_type);
    if (relation->partition_key != NULL) {
        need_keys(order, relation->partition_key->keys, relation->partition_key->key_count);
    }
    const struct change *made = relation->view.definition;
    if (made == NULL) return;
    if (made->kind == CHANGE_CREATE_VIEW) {
        need_mentions(order, made->create_view.mentions);
        need_names(order, &made->create_view.reads);
    } else if (relation->kind != OBJ_TABLE) {
        need_mentions(order, made->create_table_as.query.mentions);
        need_names(order, &made->create_table_as.query.reads);
    }
}

/* Bodies in quotes are checked when they run, parsed ones now. */
static void need_function(struct order *order, const struct catalog_object *function)
{
    const struct change *made = function->function;
    if (made == NULL || made->function.details == NULL) return;
    const struct function_details *details = made->function.details;
    for (size_t i = 0; i < details->argument_count; i++) {
        need_name(order, details->arguments[i].type.name);
        need_expression(order, &details->arguments[i].default_value);
    }
    need_name(order, details->returns.name);
    if (made->function.sql_body) need_mentions(order, details->reads);
}

static void need_object(struct order *order, const struct catalog_object *object)
{
    for (size_t i = 0; i < object->attributes.len; i++) {
        need_column(order, object->attributes.at[i]);
    }
    for (size_t i = 0; i < object->constraints.len; i++) {
        need_constraint(order, object->constraints.at[i]);
    }
    need_name(order, object->base.name);
    if (object->has_default) need_expression(order, &object->default_value);
    if (object->table != NULL) need(order, order_find(order, object->table));
    for (size_t i = 0; i < object->published.len; i++) {
        need(order, order_find(order, object->published.at[i]));
    }
    if (object->kind == OBJ_FUNCTION || object->kind == OBJ_PROCEDURE) {
        need_function(order, object);
    }
    const struct change *made = object->definition;
    if (made == NULL) return;
    if (made->kind == CHANGE_CREATE_DOMAIN) need_name(order, made->create_domain.collation);
    if (made->kind == CHANGE_CREATE_TYPE) need_name(order, made->create_type.subtype.name);
    if (made->kind == CHANGE_CREATE_EVENT_TRIGGER) need_name(order, made->event_trigger.function);
}

static void need_policy(struct order *order, const struct catalog_policy *policy)
{
    if (policy->has_using) need_expression(order, &policy->using);
    if (policy->has_check) need_expression(order, &policy->check);
}

/* Partitions made later would get an index of their own. */
static void need_spread(struct order *order, const struct relation *index)
{
    for (size_t i = 0; i < index->table->children.len; i++) {
        need(order, order_find(order, index->table->children.at[i]));
    }
    if (index->parents.len > 0) need(order, order_find(order, index->parents.at[0]));
}

static void need_parts(struct order *order, const struct item *item)
{
    const struct relation *relation = item->relation;
    const bool attached = item->kind > ITEM_INHERIT;
    if (attached) need(order, order_find(order, relation));
    switch (item->kind) {
    case ITEM_OBJECT:
        need_object(order, item->object);
        break;
    case ITEM_RELATION:
        need_relation(order, relation);
        break;
    case ITEM_COLUMN:
        need_column(order, item->column);
        break;
    case ITEM_INHERIT:
        break;
    case ITEM_INDEX:
        need_keys(order, relation->index.keys, relation->index.key_count);
        need_expression(order, &relation->index.where);
        if (item->spread) need_spread(order, relation);
        break;
    case ITEM_CONSTRAINT:
        need_constraint(order, item->constraint);
        break;
    case ITEM_TRIGGER:
        need_name(order, item->trigger->function);
        break;
    case ITEM_POLICY:
        need_policy(order, item->policy);
        break;
    case ITEM_RULE:
        need_mentions(order, item->rule->definition->rule.mentions);
        break;
    case ITEM_SEQUENCE:
    case ITEM_OWNER:
        break;
    case ITEM_SETTINGS:
        need_defaults(order, item->relation);
        break;
    }
}

void order_collect_needs(struct order *order, const struct item *item)
{
    size_t before = order->needs.len;
    need_parts(order, item);
    need_of_heir(order, item);
    /* The last one is placed first: as they stand in the definition. */
    for (size_t i = before, j = order->needs.len; i + 1 < j; i++, j--) {
        size_t swap = order->needs.at[i];
        order->needs.at[i] = order->needs.at[j - 1];
        order->needs.at[j - 1] = swap;
    }
}
