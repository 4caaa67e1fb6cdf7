/* Who depends on what. */
#include "schema/catalog_impl.h"

void catalog_depend_on_relation(struct catalog *catalog, struct relation *relation,
                                struct catalog_edge edge)
{
    CATALOG_PUSH(catalog, &relation->dependents, edge);
}

void catalog_depend_on_object(struct catalog *catalog, struct catalog_object *object,
                              struct catalog_edge edge)
{
    edge.on = NULL;
    CATALOG_PUSH(catalog, &object->dependents, edge);
}

/* Kept after the dependent is gone or has changed: then it tells nothing any more. */
bool edge_is_live(const struct catalog_edge *edge)
{
    if (edge->relation != NULL && !relation_is_live(edge->relation)) return false;
    if (edge->column != NULL) {
        return edge->column->state != KNOWN_ABSENT && edge->edition == edge->column->edition;
    }
    if (edge->constraint != NULL) {
        return edge->constraint->state != KNOWN_ABSENT &&
               edge->edition == edge->constraint->edition;
    }
    if (edge->trigger != NULL) {
        return edge->trigger->state != KNOWN_ABSENT && edge->edition == edge->trigger->edition;
    }
    if (edge->policy != NULL) {
        return edge->policy->state != KNOWN_ABSENT && edge->edition == edge->policy->edition;
    }
    if (edge->rule != NULL) {
        return edge->rule->state != KNOWN_ABSENT && edge->edition == edge->rule->edition;
    }
    if (edge->object != NULL) {
        return edge->object->state != KNOWN_ABSENT && edge->edition == edge->object->edition;
    }
    return edge->relation != NULL && edge->edition == edge->relation->edition;
}

/* -- asked by others --------------------------------------------------------------------------- */

static struct dependent described(const struct catalog_edge *edge)
{
    struct dependent it = {.kind = edge->kind,
                           .relation = edge->relation,
                           .column = edge->column,
                           .constraint = edge->constraint,
                           .object = edge->object,
                           .automatic = edge->automatic};
    bool inside = true;
    if (edge->column != NULL) {
        it.name.name = edge->column->name;
        it.made = edge->column->made;
    } else if (edge->constraint != NULL) {
        it.name.name = edge->constraint->name;
        it.made = edge->constraint->made;
    } else if (edge->trigger != NULL) {
        it.name.name = edge->trigger->name;
        it.made = edge->trigger->made;
    } else if (edge->policy != NULL) {
        it.name.name = edge->policy->name;
        it.made = edge->policy->made;
    } else if (edge->rule != NULL) {
        it.name.name = edge->rule->name;
        it.made = edge->rule->made;
    } else if (edge->object != NULL) {
        it.name = edge->object->name;
        it.made = edge->object->made;
    } else {
        inside = false;
        it.name = edge->relation->name;
        it.made = edge->relation->made;
    }
    if (inside && edge->relation != NULL) it.on = edge->relation->name;
    return it;
}

static bool same(const struct dependent *a, const struct dependent *b)
{
    return a->kind == b->kind && a->relation == b->relation && a->column == b->column &&
           a->constraint == b->constraint && a->object == b->object && name_equal(a->name, b->name);
}

/* Several edges of one dependent come one behind another. */
static void add(struct arena *arena, struct dependent_list *list, struct dependent it)
{
    if (list->len > 0 && same(&list->at[list->len - 1], &it)) {
        list->at[list->len - 1].automatic &= it.automatic;
        return;
    }
    VEC_PUSH(arena, list, it);
}

static void add_edges(struct arena *arena, struct dependent_list *list,
                      const struct catalog_edge_list *edges, const struct catalog_column *on)
{
    for (size_t i = 0; i < edges->len; i++) {
        const struct catalog_edge *edge = &edges->at[i];
        if (!edge_is_live(edge) || (on != NULL && edge->on != on)) continue;
        add(arena, list, described(edge));
    }
}

static void add_relation(struct arena *arena, struct dependent_list *list,
                         const struct relation *relation, bool automatic)
{
    struct dependent it = {.kind = relation->kind,
                           .name = relation->name,
                           .made = relation->made,
                           .relation = relation,
                           .automatic = automatic};
    if (relation->kind == OBJ_INDEX && relation->table != NULL) it.on = relation->table->name;
    add(arena, list, it);
}

/* A CHECK of several columns and any key go with each of them (manual, ALTER TABLE, DROP COLUMN).
 */
static void add_own_parts(struct arena *arena, struct dependent_list *list,
                          const struct relation *relation, const struct catalog_column *column)
{
    for (size_t i = 0; i < relation->indexes.len; i++) {
        const struct relation *index = relation->indexes.at[i];
        if (index->index.constraint == NULL && index_mentions(index, column->name)) {
            add_relation(arena, list, index, true);
        }
    }
    for (size_t i = 0; i < relation->constraints.len; i++) {
        const struct catalog_constraint *own = relation->constraints.at[i];
        if (!str_list_has(&own->spec.columns, column->name) &&
            !str_list_has(&own->spec.check.columns, column->name))
            continue;
        struct dependent it = {.kind = OBJ_CONSTRAINT,
                               .name = {STR(""), own->name},
                               .on = relation->name,
                               .made = own->made,
                               .automatic = true,
                               .relation = relation,
                               .constraint = own};
        add(arena, list, it);
    }
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *other = relation->columns.at[i];
        if (other->generated == NULL || !str_list_has(&other->generated->columns, column->name))
            continue;
        struct dependent it = {.kind = OBJ_COLUMN,
                               .name = {STR(""), other->name},
                               .on = relation->name,
                               .made = other->made,
                               .relation = relation,
                               .column = other};
        add(arena, list, it);
    }
}

/* DROP COLUMN needs CASCADE for what a trigger or a policy of the table says of the column. */
static void add_attached(struct arena *arena, struct dependent_list *list,
                         const struct relation *relation, const struct catalog_column *column)
{
    for (size_t i = 0; i < relation->triggers.len; i++) {
        const struct catalog_trigger *trigger = relation->triggers.at[i];
        if (!str_list_has(&trigger->update_of, column->name) &&
            !str_list_has(&trigger->when_columns, column->name))
            continue;
        struct dependent it = {.kind = OBJ_TRIGGER,
                               .name = {STR(""), trigger->name},
                               .on = relation->name,
                               .made = trigger->made,
                               .relation = relation};
        add(arena, list, it);
    }
    for (size_t i = 0; i < relation->policies.len; i++) {
        const struct catalog_policy *policy = relation->policies.at[i];
        if (!str_list_has(&policy->using.columns, column->name) &&
            !str_list_has(&policy->check.columns, column->name))
            continue;
        struct dependent it = {.kind = OBJ_POLICY,
                               .name = {STR(""), policy->name},
                               .on = relation->name,
                               .made = policy->made,
                               .relation = relation};
        add(arena, list, it);
    }
}

struct dependent_list catalog_dependents(const struct catalog *catalog, struct arena *arena,
                                         const struct relation *relation, struct str column)
{
    (void)catalog;
    struct dependent_list list = {0};
    if (column.len > 0) {
        const struct catalog_column *on = relation_find_column(relation, column);
        if (on == NULL) return list;
        add_own_parts(arena, &list, relation, on);
        add_attached(arena, &list, relation, on);
        add_edges(arena, &list, &relation->dependents, on);
        return list;
    }
    for (size_t i = 0; i < relation->children.len; i++) {
        const struct relation *child = relation->children.at[i];
        add_relation(arena, &list, child, child->partition_of == relation);
    }
    add_edges(arena, &list, &relation->dependents, NULL);
    return list;
}

struct dependent_list catalog_keys_to(struct arena *arena, const struct relation *relation)
{
    struct dependent_list list = {0};
    for (size_t i = 0; i < relation->dependents.len; i++) {
        const struct catalog_edge *edge = &relation->dependents.at[i];
        const struct catalog_constraint *key = edge->constraint;
        if (key == NULL || key->spec.kind != CONSTRAINT_FOREIGN_KEY) continue;
        if (key->referenced == relation && edge_is_live(edge)) add(arena, &list, described(edge));
    }
    return list;
}

struct dependent_list catalog_object_dependents(const struct catalog *catalog, struct arena *arena,
                                                const struct catalog_object *object)
{
    (void)catalog;
    struct dependent_list list = {0};
    add_edges(arena, &list, &object->dependents, NULL);
    return list;
}

struct dependent_list catalog_constraint_dependents(const struct catalog *catalog,
                                                    struct arena *arena,
                                                    const struct catalog_constraint *constraint)
{
    (void)catalog;
    struct dependent_list list = {0};
    if (constraint->table == NULL) return list;
    const struct catalog_edge_list *edges = &constraint->table->dependents;
    for (size_t i = 0; i < edges->len; i++) {
        const struct catalog_edge *edge = &edges->at[i];
        if (edge->constraint == NULL || edge->constraint->referenced_key != constraint) continue;
        if (edge_is_live(edge)) add(arena, &list, described(edge));
    }
    return list;
}
