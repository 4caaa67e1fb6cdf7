/* What has to stand before the parts of an inheritance family: what a parent gets goes to all
 * tables below that are there by then, behind the columns that each of them has. */
#include "schema/print_heirs.h"
#include "schema/print_parts.h"

static void need_inherit(struct order *order, const struct relation *table)
{
    const struct heir *heir = order_heir(order, table);
    order_need(order, order_find(order, table));
    if (heir != NULL) order_need(order, order_find(order, heir));
}

/* The parents, with the columns they had. */
static void need_parents(struct order *order, const struct heir *heir)
{
    for (size_t i = 0; i < heir->created; i++) {
        const struct relation *parent = heir->table->parents.at[i];
        order_need(order, order_find(order, parent));
        for (size_t k = 0; k < parent->columns.len; k++) {
            const struct catalog_column *column = parent->columns.at[k];
            if (heir_was_given(heir, column)) order_need(order, order_find(order, column));
        }
    }
}

/* The column in front of the one at [place]. */
static void need_place(struct order *order, const struct relation *table, size_t place)
{
    if (place > 0) order_need(order, order_find(order, table->columns.at[place - 1]));
}

/* The child is there, and the column is the next one that it gets, or its own already. */
static bool need_receiver(struct order *order, const struct heir *child,
                          const struct catalog_column *of_parent)
{
    const struct relation *table = child->table;
    const size_t place = heir_column(table, of_parent->name);
    if (place == table->columns.len) return false;
    const struct catalog_column *column = table->columns.at[place];
    if (place < child->ready) {
        const bool merged = column->local && !heir_was_given(child, of_parent);
        if (merged) order_need(order, order_find(order, table));
        return false;
    }
    if (column->local) {
        order_need(order, order_find(order, column));
        return false;
    }
    need_inherit(order, table);
    need_place(order, table, place);
    return true;
}

static void need_receivers(struct order *order, const struct catalog_column *column)
{
    struct relation_list all = {0};
    VEC_PUSH(order->arena, &all, column->table);
    for (size_t i = 0; i < all.len; i++) {
        for (size_t k = 0; k < all.at[i]->children.len; k++) {
            struct relation *child = all.at[i]->children.at[k];
            const struct heir *heir = order_heir(order, child);
            bool again = heir == NULL;
            for (size_t n = 0; n < all.len && !again; n++) again = all.at[n] == child;
            if (!again && need_receiver(order, heir, column)) VEC_PUSH(order->arena, &all, child);
        }
    }
}

static void need_of_column(struct order *order, const struct catalog_column *column)
{
    const struct relation *table = column->table;
    order_need(order, order_find(order, table));
    need_place(order, table, heir_column(table, column->name));
    if (!heir_gets_from_parent(column)) {
        need_receivers(order, column);
        return;
    }
    for (size_t i = 0; i < table->parents.len; i++) {
        const struct relation *parent = table->parents.at[i];
        const size_t place = heir_column(parent, column->name);
        if (place == parent->columns.len) continue;
        order_need(order, order_find(order, parent->columns.at[place]));
    }
}

/* INHERIT wants the parent's columns and CHECKs to be there. */
static void need_of_inherit(struct order *order, const struct heir *heir)
{
    const struct relation *table = heir->table;
    order_need(order, order_find(order, table));
    for (size_t i = heir->created; i < table->parents.len; i++) {
        order_need(order, order_find(order, table->parents.at[i]));
    }
    for (size_t i = heir->ready; i < table->columns.len; i++) {
        const struct catalog_column *column = table->columns.at[i];
        if (column->local && column->inherited) order_need(order, order_find(order, column));
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *own = table->constraints.at[i];
        if (own->local && own->inherited) order_need(order, order_find(order, own));
    }
}

/* Tables that are there get it as it is; those made afterwards get it as valid. */
static void need_of_check(struct order *order, const struct catalog_constraint *check)
{
    struct relation_list all = {0};
    VEC_PUSH(order->arena, &all, check->table);
    for (size_t i = 0; i < all.len; i++) {
        for (size_t k = 0; k < all.at[i]->children.len; k++) {
            struct relation *child = all.at[i]->children.at[k];
            const struct catalog_constraint *copy = NULL;
            relation_constraint(child, check->name, &copy);
            if (copy == NULL || copy->local || !copy->inherited) continue;
            if (copy->validated != check->validated) continue;
            bool again = false;
            for (size_t n = 0; n < all.len && !again; n++) again = all.at[n] == child;
            if (again) continue;
            need_inherit(order, child);
            VEC_PUSH(order->arena, &all, child);
        }
    }
}

void need_of_heir(struct order *order, const struct item *item)
{
    const struct heir *heir = order_heir(order, item->relation);
    if (item->kind == ITEM_CONSTRAINT && item->constraint->spec.kind == CONSTRAINT_CHECK) {
        need_of_check(order, item->constraint);
    }
    if (heir == NULL) return;
    if (item->kind == ITEM_RELATION) need_parents(order, heir);
    if (item->kind == ITEM_COLUMN) need_of_column(order, item->column);
    if (item->kind == ITEM_INHERIT) need_of_inherit(order, heir);
}
