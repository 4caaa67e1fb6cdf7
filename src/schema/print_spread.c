/* Indexes of partitioned tables that are no plain CREATE INDEX (PostgreSQL manual 5.11.2.2). */
#include "schema/print_order.h"

#include <stdlib.h>

/* Levels of partitions: more than anybody has. */
enum { DEEPEST = 64 };

static int by_address(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t) * (const struct relation *const *)a;
    uintptr_t right = (uintptr_t) * (const struct relation *const *)b;
    return left < right ? -1 : left > right;
}

static struct relation *root_of(struct relation *index)
{
    for (int depth = 0; index->parents.len > 0 && depth < DEEPEST; depth++) {
        index = index->parents.at[0];
    }
    return index;
}

static bool has_plain_name(struct arena *arena, const struct relation *index)
{
    return str_equal(index->name.name, catalog_plain_index_name(arena, index));
}

void order_find_spread(struct order *order)
{
    const struct relation_list *all = catalog_relations(order->catalog);
    for (size_t i = 0; i < all->len; i++) {
        struct relation *index = all->at[i];
        if (index->kind != OBJ_INDEX || index->state == KNOWN_ABSENT || index->table == NULL) {
            continue;
        }
        if (index->index.constraint != NULL) continue;
        bool part = index->parents.len > 0 && !has_plain_name(order->arena, index);
        bool invalid = !index->index.valid && index->table->partitioned;
        if (part || invalid) VEC_PUSH(order->arena, &order->spread, root_of(index));
    }
    if (order->spread.len == 0) return;
    qsort(order->spread.at, order->spread.len, sizeof *order->spread.at, by_address);
}

bool order_is_spread(const struct order *order, const struct relation *index)
{
    if (order->spread.len == 0) return false;
    for (int depth = 0; index->parents.len > 0 && depth < DEEPEST; depth++) {
        index = index->parents.at[0];
    }
    return bsearch(&index, order->spread.at, order->spread.len, sizeof *order->spread.at,
                   by_address) != NULL;
}
