#include "schema/print_order.h"

#include "schema/print_heirs.h"
#include "schema/print_parts.h"

/* A query may give columns of which only the names can be told. */
static bool has_all_types(const struct relation *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (table->columns.at[i]->type.name.name.len == 0) return false;
    }
    return true;
}

bool relation_is_known(const struct relation *relation)
{
    if (relation->state != KNOWN) return false;
    if (relation->kind == OBJ_INDEX) return relation_is_known(relation->table);
    bool whole = relation->kind == OBJ_TABLE || relation->kind == OBJ_FOREIGN_TABLE;
    return !whole || (relation->complete && has_all_types(relation));
}

bool item_is_known(const struct item *item)
{
    if (item->relation != NULL && !relation_is_known(item->relation)) return false;
    if (item->object != NULL) return item->object->state == KNOWN;
    if (item->constraint != NULL) {
        const struct relation *referenced = item->constraint->referenced;
        if (item->constraint->spec.kind == CONSTRAINT_FOREIGN_KEY &&
            (referenced == NULL || !relation_is_known(referenced))) {
            return false;
        }
        return item->constraint->state == KNOWN;
    }
    if (item->trigger != NULL) return item->trigger->state == KNOWN;
    if (item->policy != NULL) return item->policy->state == KNOWN;
    return item->rule == NULL || item->rule->state == KNOWN;
}

/* A foreign key that nothing speaks against is written into its table. */
static void place_foreign_keys(struct order *order, const struct relation *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *constraint = table->constraints.at[i];
        if (constraint->spec.kind != CONSTRAINT_FOREIGN_KEY) continue;
        struct item *item = order_find(order, constraint);
        if (item == NULL || !item_is_known(item) || !constraint->validated) continue;
        const struct item *referenced = order_find(order, constraint->referenced);
        if (referenced == NULL || !referenced->placed || constraint->referenced_key == NULL)
            continue;
        if (order_is_late(order, constraint) || order_is_late(order, constraint->referenced_key)) {
            continue;
        }
        item->placed = item->in_table = true;
    }
}

static void place(struct order *order, size_t number)
{
    struct item *item = &order->items.at[number];
    if (item->placed) return;
    item->placed = true;
    VEC_PUSH(order->arena, &order->placed, number);
    if (item->kind == ITEM_RELATION && item_is_known(item)) {
        place_foreign_keys(order, item->relation);
    }
}

/* An item whose needs are on the stack above it. */
struct waiting {
    size_t item;
    size_t needs; /* length of `needs` before its own were added */
};

struct stack {
    VEC(struct waiting) at;
};

static void open_item(struct order *order, struct stack *stack, size_t number)
{
    struct item *item = &order->items.at[number];
    if (item->placed || item->open) return; /* open: a circle, which is cut here */
    item->open = true;
    VEC_PUSH(order->arena, &stack->at, (struct waiting){number, order->needs.len});
    order_collect_needs(order, item);
}

/* Depth first, what an item needs before itself. */
static void place_with_needs(struct order *order, struct stack *stack, size_t number)
{
    open_item(order, stack, number);
    while (stack->at.len > 0) {
        struct waiting *top = &stack->at.at[stack->at.len - 1];
        if (order->needs.len > top->needs) {
            open_item(order, stack, order->needs.at[--order->needs.len]);
            continue;
        }
        place(order, top->item);
        stack->at.len--;
    }
}

struct order order_new(struct arena *arena, const struct catalog *catalog)
{
    struct order order = {.arena = arena, .catalog = catalog};
    struct stack stack = {0};
    order_collect(&order);
    for (size_t i = 0; i < order.items.len; i++) place_with_needs(&order, &stack, i);
    return order;
}

bool order_is_inline(const struct order *order, const struct catalog_constraint *constraint)
{
    const struct item *item = order_find(order, constraint);
    if (item != NULL) return item->in_table;
    return constraint->spec.kind != CONSTRAINT_NOT_NULL && constraint->state == KNOWN &&
           !constraint_comes_with_parent(constraint);
}
