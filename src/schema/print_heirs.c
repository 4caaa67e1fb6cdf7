/* Tables that inherit from others (PostgreSQL manual 5.10): what CREATE TABLE ... INHERITS makes of
 * them, and what ALTER TABLE ... ADD COLUMN and INHERIT make afterwards, as it was with them. */
#include "schema/print_heirs.h"

#include <stdlib.h>

static int by_address(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const struct heir *)a)->table;
    uintptr_t right = (uintptr_t)((const struct heir *)b)->table;
    return left < right ? -1 : left > right;
}

const struct heir *order_heir(const struct order *order, const struct relation *table)
{
    struct heir wanted = {.table = table};
    if (order->heirs.len == 0 || table == NULL) return NULL;
    return bsearch(&wanted, order->heirs.at, order->heirs.len, sizeof wanted, by_address);
}

size_t heir_column(const struct relation *table, struct str name)
{
    size_t n = 0;
    while (n < table->columns.len && !str_equal(table->columns.at[n]->name, name)) n++;
    return n;
}

/* -- then -------------------------------------------------------------------------------------- */

static bool is_later(const struct origin *one, const struct origin *other)
{
    if (one->initial != other->initial) return other->initial;
    if (one->file != other->file) return one->file > other->file;
    if (one->transaction != other->transaction) return one->transaction > other->transaction;
    return one->span.start > other->span.start;
}

bool heir_was_given(const struct heir *heir, const struct catalog_column *of_parent)
{
    if (is_later(&of_parent->made, &heir->table->made)) return false;
    return heir_column(heir->table, of_parent->name) < heir->ready;
}

/* CREATE TABLE ... INHERITS takes the columns of its first [count] parents in this order. */
static bool has_order_of(struct arena *arena, const struct heir *heir, size_t count)
{
    struct str_list names = {0};
    const struct catalog_column_list *columns = &heir->table->columns;
    for (size_t i = 0; i < count; i++) {
        const struct relation *parent = heir->table->parents.at[i];
        for (size_t k = 0; k < parent->columns.len; k++) {
            const struct catalog_column *column = parent->columns.at[k];
            if (!heir_was_given(heir, column) || str_list_has(&names, column->name)) continue;
            VEC_PUSH(arena, &names, column->name);
        }
    }
    if (names.len > heir->ready) return false;
    for (size_t i = 0; i < heir->ready; i++) {
        if (i < names.len && !str_equal(columns->at[i]->name, names.at[i])) return false;
        if (i >= names.len && !columns->at[i]->local) return false;
    }
    return true;
}

static bool is_heir(const struct relation *table)
{
    if (table->kind != OBJ_TABLE && table->kind != OBJ_FOREIGN_TABLE) return false;
    if (table->state == KNOWN_ABSENT || table->partition_of != NULL || table->partitioned) {
        return false;
    }
    return table->parents.len > 0 || table->children.len > 0;
}

static struct heir look_back(struct arena *arena, const struct relation *table)
{
    struct heir heir = {.table = table, .created = table->parents.len};
    while (heir.ready < table->columns.len &&
           !is_later(&table->columns.at[heir.ready]->made, &table->made)) {
        heir.ready++;
    }
    while (heir.created > 0 && !has_order_of(arena, &heir, heir.created)) heir.created--;
    if (has_order_of(arena, &heir, heir.created)) return heir;
    heir.created = table->parents.len; /* a parent has lost a column that this table keeps */
    while (!has_order_of(arena, &heir, heir.created)) heir.ready--;
    return heir;
}

/* What the table gets with ADD COLUMN, its parents do. */
static bool keep_back(const struct order *order, const struct heir *heir)
{
    bool changed = false;
    for (size_t i = 0; i < heir->created; i++) {
        const struct relation *parent = heir->table->parents.at[i];
        const struct heir *from = order_heir(order, parent);
        for (size_t k = 0; from != NULL && k < from->ready; k++) {
            size_t place = heir_column(heir->table, parent->columns.at[k]->name);
            if (place < heir->ready || place == heir->table->columns.len) continue;
            if (heir->table->columns.at[place]->local) continue;
            order->heirs.at[from - order->heirs.at].ready = k;
            changed = true;
        }
    }
    return changed;
}

void order_find_heirs(struct order *order)
{
    const struct relation_list *all = catalog_relations(order->catalog);
    for (size_t i = 0; i < all->len; i++) {
        if (!is_heir(all->at[i])) continue;
        VEC_PUSH(order->arena, &order->heirs, look_back(order->arena, all->at[i]));
    }
    if (order->heirs.len == 0) return;
    qsort(order->heirs.at, order->heirs.len, sizeof *order->heirs.at, by_address);
    for (bool changed = true; changed;) { /* each time some parent's `ready` is less */
        changed = false;
        for (size_t i = 0; i < order->heirs.len; i++) {
            changed |= keep_back(order, &order->heirs.at[i]);
        }
    }
}

/* -- what comes later -------------------------------------------------------------------------- */

bool heir_gets_from_parent(const struct catalog_column *column)
{
    if (column->local) return false;
    for (size_t i = 0; i < column->table->parents.len; i++) {
        const struct relation *parent = column->table->parents.at[i];
        if (heir_column(parent, column->name) < parent->columns.len) return true;
    }
    return false;
}

static bool stands_on_late_columns(const struct heir *heir, const struct constraint *spec)
{
    if (heir->ready == heir->table->columns.len) return false;
    if (spec->kind == CONSTRAINT_EXCLUDE || spec->kind == CONSTRAINT_FOREIGN_KEY) return true;
    const struct str_list *columns =
        spec->kind == CONSTRAINT_CHECK ? &spec->check.columns : &spec->columns;
    for (size_t i = 0; i < columns->len; i++) {
        if (heir_column(heir->table, columns->at[i]) >= heir->ready) return true;
    }
    return false;
}

/* A table that was given this parent by INHERIT got the CHECK from it afterwards. */
static bool is_passed_on(const struct order *order, const struct catalog_constraint *constraint)
{
    const struct relation *table = constraint->table;
    for (size_t i = 0; i < table->children.len; i++) {
        const struct heir *child = order_heir(order, table->children.at[i]);
        const struct catalog_constraint *copy = NULL;
        if (child == NULL || child->created == child->table->parents.len) continue;
        relation_constraint(child->table, constraint->name, &copy);
        if (copy != NULL && copy->inherited && !copy->local) return true;
    }
    return false;
}

bool order_is_late(const struct order *order, const struct catalog_constraint *constraint)
{
    const struct heir *heir = order_heir(order, constraint->table);
    if (heir == NULL) return false;
    if (stands_on_late_columns(heir, &constraint->spec)) return true;
    return constraint->spec.kind == CONSTRAINT_CHECK && is_passed_on(order, constraint);
}
