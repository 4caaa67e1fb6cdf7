/* Dropping, and all that goes along. What is doomed waits in a list: chains of views may be as
 * long as the user likes. */
#include "schema/catalog_impl.h"

/* Drops what is doomed, and what leans on it. */
static void carry_out(struct catalog *catalog);

static void doom(struct catalog *catalog, struct catalog_edge edge)
{
    VEC_PUSH(catalog->arena, &catalog->doomed, edge);
}

static void doom_edges(struct catalog *catalog, const struct catalog_edge_list *edges,
                       const struct catalog_column *on)
{
    for (size_t i = 0; i < edges->len; i++) {
        if (on != NULL && edges->at[i].on != on) continue;
        if (edge_is_live(&edges->at[i])) doom(catalog, edges->at[i]);
    }
}

static void doom_relation(struct catalog *catalog, struct relation *relation)
{
    struct catalog_edge edge = {
        .kind = relation->kind, .relation = relation, .edition = relation->edition};
    doom(catalog, edge);
}

/* -- relations --------------------------------------------------------------------------------- */

static void drop_index_parts(struct catalog *catalog, struct relation *index)
{
    struct relation *table = index->table;
    if (table == NULL || !relation_is_live(table)) return;
    CATALOG_REMOVE_ITEM(catalog, &table->indexes, index);
    if (table->replica_index == index) CATALOG_SET(catalog, table->replica_index, NULL);
    if (table->clustered_on == index) CATALOG_SET(catalog, table->clustered_on, NULL);
    if (index->index.constraint != NULL) catalog_drop_constraint(catalog, index->index.constraint);
}

static void drop_own_parts(struct catalog *catalog, struct relation *relation)
{
    for (size_t i = 0; i < relation->constraints.len; i++) {
        struct catalog_constraint *own = relation->constraints.at[i];
        CATALOG_SET(catalog, own->state, KNOWN_ABSENT);
        catalog_use_constraint_name(catalog, (struct name){relation->name.schema, own->name},
                                    false);
    }
    for (size_t i = 0; i < relation->indexes.len; i++) {
        doom_relation(catalog, relation->indexes.at[i]);
    }
    for (size_t i = 0; i < relation->statistics.len; i++) {
        catalog_forget_object(catalog, relation->statistics.at[i]);
    }
    for (size_t i = 0; i < relation->children.len; i++) {
        doom_relation(catalog, relation->children.at[i]);
    }
}

static void drop_relation_now(struct catalog *catalog, struct relation *relation)
{
    if (!relation_is_live(relation)) return;
    catalog_forget_relation(catalog, relation);
    CATALOG_SET(catalog, relation->state, KNOWN_ABSENT);
    CATALOG_SET(catalog, relation->gone, catalog->origin);
    drop_own_parts(catalog, relation);
    for (size_t i = 0; i < relation->parents.len; i++) {
        struct relation *parent = relation->parents.at[i];
        if (relation_is_live(parent)) CATALOG_REMOVE_ITEM(catalog, &parent->children, relation);
    }
    if (relation->kind == OBJ_INDEX) drop_index_parts(catalog, relation);
    struct catalog_column *owner = relation->sequence.owner_column;
    if (owner != NULL && owner->sequence == relation) CATALOG_SET(catalog, owner->sequence, NULL);
    doom_edges(catalog, &relation->dependents, NULL);
}

/* -- parts ------------------------------------------------------------------------------------- */

static void drop_column_keys(struct catalog *catalog, struct relation *table,
                             const struct catalog_column *column)
{
    for (size_t i = table->constraints.len; i-- > 0;) {
        struct catalog_constraint *own = table->constraints.at[i];
        if (!str_list_has(&own->spec.columns, column->name) &&
            !str_list_has(&own->spec.check.columns, column->name))
            continue;
        struct catalog_edge edge = {
            .kind = OBJ_CONSTRAINT, .relation = table, .constraint = own, .edition = own->edition};
        doom(catalog, edge);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (index_mentions(table->indexes.at[i], column->name)) {
            doom_relation(catalog, table->indexes.at[i]);
        }
    }
    for (size_t i = table->statistics.len; i-- > 0;) {
        struct catalog_object *statistics = table->statistics.at[i];
        if (str_list_has(&statistics->columns, column->name))
            catalog_drop_object(catalog, statistics);
    }
}

static void drop_column_mentions(struct catalog *catalog, struct relation *table,
                                 const struct catalog_column *column)
{
    for (size_t i = 0; i < table->triggers.len; i++) {
        struct catalog_trigger *trigger = table->triggers.at[i];
        if (!str_list_has(&trigger->update_of, column->name) &&
            !str_list_has(&trigger->when_columns, column->name))
            continue;
        struct catalog_edge edge = {.kind = OBJ_TRIGGER,
                                    .relation = table,
                                    .trigger = trigger,
                                    .edition = trigger->edition};
        doom(catalog, edge);
    }
    for (size_t i = 0; i < table->policies.len; i++) {
        struct catalog_policy *policy = table->policies.at[i];
        if (!str_list_has(&policy->using.columns, column->name) &&
            !str_list_has(&policy->check.columns, column->name))
            continue;
        struct catalog_edge edge = {
            .kind = OBJ_POLICY, .relation = table, .policy = policy, .edition = policy->edition};
        doom(catalog, edge);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        struct catalog_column *other = table->columns.at[i];
        if (other->generated == NULL || !str_list_has(&other->generated->columns, column->name))
            continue;
        struct catalog_edge edge = {.kind = OBJ_COLUMN,
                                    .relation = table,
                                    .column = other,
                                    .edition = other->edition,
                                    .role = 't'};
        doom(catalog, edge);
    }
}

void catalog_remove_column(struct catalog *catalog, struct catalog_column *column)
{
    if (column->state == KNOWN_ABSENT) return;
    struct relation *table = column->table;
    CATALOG_SET(catalog, column->state, KNOWN_ABSENT);
    CATALOG_REMOVE_ITEM(catalog, &table->columns, column);
    drop_column_keys(catalog, table, column);
    drop_column_mentions(catalog, table, column);
    doom_edges(catalog, &table->dependents, column);
    if (!catalog->dropping) carry_out(catalog);
}

#define DROP_PART(catalog, list, part)                                                             \
    do {                                                                                           \
        CATALOG_SET(catalog, (part)->state, KNOWN_ABSENT);                                         \
        CATALOG_REMOVE_ITEM(catalog, list, part);                                                  \
    } while (0)

static void drop_edge(struct catalog *catalog, const struct catalog_edge *edge)
{
    struct relation *relation = edge->relation;
    if (edge->column != NULL) {
        if (edge->role == 't' || edge->column->generated != NULL) {
            catalog_remove_column(catalog, edge->column);
        } else {
            catalog_set_default(catalog, edge->column, NULL);
        }
    } else if (edge->constraint != NULL) {
        catalog_drop_constraint(catalog, edge->constraint);
    } else if (edge->trigger != NULL) {
        DROP_PART(catalog, &relation->triggers, edge->trigger);
    } else if (edge->policy != NULL) {
        DROP_PART(catalog, &relation->policies, edge->policy);
    } else if (edge->rule != NULL) {
        DROP_PART(catalog, &relation->rules, edge->rule);
    } else if (edge->object != NULL) {
        catalog_drop_object(catalog, edge->object);
    } else if (relation != NULL) {
        drop_relation_now(catalog, relation);
    }
}

static void carry_out(struct catalog *catalog)
{
    catalog->dropping = true;
    while (catalog->doomed_at < catalog->doomed.len) {
        struct catalog_edge edge = catalog->doomed.at[catalog->doomed_at++];
        if (edge_is_live(&edge)) drop_edge(catalog, &edge);
    }
    catalog->doomed_at = catalog->doomed.len = 0;
    catalog->dropping = false;
}

void catalog_drop_relation(struct catalog *catalog, struct relation *relation)
{
    doom_relation(catalog, relation);
    if (!catalog->dropping) carry_out(catalog);
}

void catalog_drop_object(struct catalog *catalog, struct catalog_object *object)
{
    if (object->state == KNOWN_ABSENT) return;
    catalog_forget_object(catalog, object);
    if (object->kind == OBJ_STATISTICS && object->table != NULL) {
        CATALOG_REMOVE_ITEM(catalog, &object->table->statistics, object);
    }
    doom_edges(catalog, &object->dependents, NULL);
    if (!catalog->dropping) carry_out(catalog);
}
