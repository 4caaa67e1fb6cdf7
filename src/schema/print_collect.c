/* All items there are, and how they are found. */
#include "schema/print_heirs.h"
#include "schema/print_order.h"
#include "schema/print_parts.h"

#include <stdlib.h>

static void add_name(struct order *order, struct name name)
{
    VEC_PUSH(order->arena, &order->names, (struct item_name){name, order->items.len});
}

static void add_item(struct order *order, struct item item)
{
    const void *what = item.relation;
    if (item.kind == ITEM_OBJECT) what = item.object;
    if (item.kind == ITEM_CONSTRAINT) what = item.constraint;
    if (item.kind == ITEM_COLUMN) what = item.column;
    if (item.kind == ITEM_INHERIT) what = order_heir(order, item.relation);
    if (item.kind <= ITEM_CONSTRAINT && item.kind != ITEM_OWNER) {
        VEC_PUSH(order->arena, &order->keys, (struct item_key){what, order->items.len});
    }
    VEC_PUSH(order->arena, &order->items, item);
}

static bool is_of_table(enum object_kind kind)
{
    return kind == OBJ_STATISTICS || kind == OBJ_TRIGGER || kind == OBJ_RULE || kind == OBJ_POLICY;
}

static bool comes_first(enum object_kind kind)
{
    return kind == OBJ_SCHEMA || kind == OBJ_EXTENSION;
}

static void collect_object(struct order *order, const struct catalog_object *object, bool first)
{
    if (object->state == KNOWN_ABSENT || is_of_table(object->kind)) return;
    if (comes_first(object->kind) != first || object->made.span.source == NULL) return;
    bool always_there = object->kind == OBJ_SCHEMA && str_equal(object->name.name, STR("public"));
    if (always_there) return;
    add_name(order, object->name);
    add_item(order, (struct item){.kind = ITEM_OBJECT, .object = object});
}

static void collect_first(struct order *order)
{
    const struct catalog_object_list *objects = catalog_objects(order->catalog);
    for (size_t i = 0; i < objects->len; i++) collect_object(order, objects->at[i], true);
}

static bool belongs_to_table(const struct relation *relation)
{
    return relation->kind == OBJ_INDEX;
}

/* `serial` and identity columns bring their sequence along. */
static bool comes_with_column(const struct relation *sequence)
{
    const struct catalog_column *owner = sequence->sequence.owner_column;
    if (sequence->sequence.internal) return true;
    return owner != NULL && owner->sequence == sequence && column_is_serial(owner);
}

static void collect_sequence(struct order *order, const struct relation *sequence)
{
    if (comes_with_column(sequence)) return;
    add_name(order, sequence->name);
    add_item(order, (struct item){.kind = ITEM_SEQUENCE, .relation = sequence});
}

/* A constraint's index comes with it, a partition's with its parent's. */
static bool comes_along(const struct order *order, const struct relation *index)
{
    if (index->index.constraint != NULL) return true;
    return index->parents.len > 0 && !order_is_spread(order, index);
}

static bool is_key(const struct catalog_constraint *constraint)
{
    return constraint->spec.kind == CONSTRAINT_UNIQUE ||
           constraint->spec.kind == CONSTRAINT_PRIMARY_KEY;
}

/* CREATE TABLE makes one index of two keys over the same columns (transformIndexConstraints()). */
static bool repeats(const struct relation *table, size_t number)
{
    const struct catalog_constraint *constraint = table->constraints.at[number];
    if (!is_key(constraint)) return false;
    for (size_t i = 0; i < number; i++) {
        const struct catalog_constraint *other = table->constraints.at[i];
        if (!is_key(other) || other->state != KNOWN) continue;
        if (str_list_equal(&other->spec.columns, &constraint->spec.columns)) return true;
    }
    return false;
}

static void collect_constraints(struct order *order, const struct relation *table,
                                bool foreign_keys)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *constraint = table->constraints.at[i];
        if ((constraint->spec.kind == CONSTRAINT_FOREIGN_KEY) != foreign_keys) continue;
        if (constraint->spec.kind == CONSTRAINT_NOT_NULL) continue;
        if (constraint->state == KNOWN_ABSENT || constraint_comes_with_parent(constraint)) continue;
        bool by_table = !foreign_keys && constraint->validated && constraint->state == KNOWN;
        if (by_table && !repeats(table, i) && !order_is_late(order, constraint)) continue;
        add_item(order, (struct item){
                            .kind = ITEM_CONSTRAINT, .relation = table, .constraint = constraint});
    }
}

static void collect_policies(struct order *order, const struct relation *table, bool of_others)
{
    for (size_t i = 0; i < table->policies.len; i++) {
        const struct catalog_policy *policy = table->policies.at[i];
        if ((policy->using.has_subquery || policy->check.has_subquery) != of_others) continue;
        add_item(order, (struct item){.kind = ITEM_POLICY, .relation = table, .policy = policy});
    }
}

/* A copy that fires otherwise is worth a statement. */
static bool trigger_comes_with_parent(const struct catalog_trigger *trigger)
{
    const struct catalog_trigger *original = NULL;
    const struct relation *parent = trigger->table->partition_of;
    if (!trigger->inherited) return false;
    if (parent != NULL) relation_trigger(parent, trigger->name, &original);
    return original == NULL || original->firing == trigger->firing;
}

static void collect_attached(struct order *order, const struct relation *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct relation *index = table->indexes.at[i];
        if (index->state == KNOWN_ABSENT || comes_along(order, index)) continue;
        bool spread = order_is_spread(order, index);
        add_item(order, (struct item){.kind = ITEM_INDEX, .relation = index, .spread = spread});
    }
    collect_constraints(order, table, false);
    for (size_t i = 0; i < table->statistics.len; i++) {
        add_item(order, (struct item){.kind = ITEM_OBJECT, .object = table->statistics.at[i]});
    }
    add_item(order, (struct item){.kind = ITEM_SETTINGS, .relation = table});
    for (size_t i = 0; i < table->triggers.len; i++) {
        if (trigger_comes_with_parent(table->triggers.at[i])) continue;
        add_item(order, (struct item){.kind = ITEM_TRIGGER,
                                      .relation = table,
                                      .trigger = table->triggers.at[i]});
    }
    collect_policies(order, table, false);
}

static void collect_later(struct order *order, const struct heir *heir)
{
    const struct relation *table = heir->table;
    if (heir->created < table->parents.len) {
        add_item(order, (struct item){.kind = ITEM_INHERIT, .relation = table});
    }
    for (size_t i = heir->ready; i < table->columns.len; i++) {
        add_item(
            order,
            (struct item){.kind = ITEM_COLUMN, .relation = table, .column = table->columns.at[i]});
    }
}

static bool is_left_out(const struct relation *relation)
{
    return relation->state == KNOWN_ABSENT || relation->temporary || belongs_to_table(relation);
}

static void collect_relation(struct order *order, const struct relation *relation)
{
    if (is_left_out(relation)) return;
    if (relation->kind == OBJ_SEQUENCE) {
        collect_sequence(order, relation);
        return;
    }
    add_name(order, relation->name);
    add_item(order, (struct item){.kind = ITEM_RELATION, .relation = relation});
    const struct heir *heir = order_heir(order, relation);
    if (heir != NULL) collect_later(order, heir);
    collect_attached(order, relation);
}

/* Relations and objects merged by when they were made. */
static void collect_rest(struct order *order)
{
    const struct relation_list *relations = catalog_relations(order->catalog);
    const struct catalog_object_list *objects = catalog_objects(order->catalog);
    size_t r = 0;
    size_t o = 0;
    while (r < relations->len || o < objects->len) {
        bool object_next = r == relations->len ||
                           (o < objects->len && objects->at[o]->tick < relations->at[r]->tick);
        if (object_next)
            collect_object(order, objects->at[o++], false);
        else
            collect_relation(order, relations->at[r++]);
    }
}

static void collect_owners(struct order *order)
{
    const struct relation_list *relations = catalog_relations(order->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *sequence = relations->at[i];
        if (is_left_out(sequence) || sequence->kind != OBJ_SEQUENCE) continue;
        if (sequence->sequence.owner_column == NULL || comes_with_column(sequence)) continue;
        add_item(order, (struct item){.kind = ITEM_OWNER, .relation = sequence});
    }
}

static void collect_foreign_keys(struct order *order)
{
    const struct relation_list *relations = catalog_relations(order->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        if (!is_left_out(relations->at[i])) collect_constraints(order, relations->at[i], true);
    }
}

/* Rules, and policies with sub-selects: they name any other relation, by the name it has now. */
static void collect_readers(struct order *order)
{
    const struct relation_list *relations = catalog_relations(order->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *table = relations->at[i];
        if (is_left_out(table)) continue;
        collect_policies(order, table, true);
        for (size_t k = 0; k < table->rules.len; k++) {
            add_item(order, (struct item){
                                .kind = ITEM_RULE, .relation = table, .rule = table->rules.at[k]});
        }
    }
}

/* -- finding ----------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct item_name *left = a;
    const struct item_name *right = b;
    int order = str_compare(left->name.name, right->name.name);
    if (order != 0) return order;
    return left->item < right->item ? -1 : left->item > right->item;
}

static int by_address(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const struct item_key *)a)->what;
    uintptr_t right = (uintptr_t)((const struct item_key *)b)->what;
    return left < right ? -1 : left > right;
}

struct item *order_find(const struct order *order, const void *what)
{
    struct item_key wanted = {what, 0};
    if (order->keys.len == 0 || what == NULL) return NULL;
    const struct item_key *key =
        bsearch(&wanted, order->keys.at, order->keys.len, sizeof wanted, by_address);
    return key == NULL ? NULL : &order->items.at[key->item];
}

void order_collect(struct order *order)
{
    order_find_spread(order);
    order_find_heirs(order);
    collect_first(order);
    collect_rest(order);
    collect_owners(order);
    collect_foreign_keys(order);
    collect_readers(order);
    if (order->names.len > 0) {
        qsort(order->names.at, order->names.len, sizeof *order->names.at, by_name);
    }
    if (order->keys.len > 0) {
        qsort(order->keys.at, order->keys.len, sizeof *order->keys.at, by_address);
    }
}
