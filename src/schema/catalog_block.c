/* What keeps a DROP without CASCADE from happening (2BP01; PostgreSQL manual 5.14). */
#include "schema/catalog_impl.h"

/* Levels of partitions: more than anybody has. */
enum { DEEPEST = 64 };

/* Of a relation that goes as well. */
static bool goes_too(const struct catalog_edge *edge, const struct relation *relation,
                     uint32_t also_dropped)
{
    if (edge->relation == NULL) return false;
    if (relation != NULL && (edge->relation == relation || edge->relation->table == relation)) {
        return true;
    }
    return also_dropped != 0 && edge->relation->visit == also_dropped;
}

/* Only what is sure to be there keeps it. */
static bool is_sure(const struct catalog_edge *edge)
{
    if (edge->constraint != NULL) return edge->constraint->state == KNOWN;
    if (edge->column != NULL) return edge->column->state == KNOWN;
    if (edge->object != NULL) return edge->object->state == KNOWN;
    return edge->relation != NULL && edge->relation->state == KNOWN;
}

static bool edges_block(const struct catalog_edge_list *edges, const struct relation *relation,
                        uint32_t also_dropped)
{
    for (size_t i = 0; i < edges->len; i++) {
        const struct catalog_edge *edge = &edges->at[i];
        if (!edge_is_live(edge) || edge->automatic || !is_sure(edge)) continue;
        if (!goes_too(edge, relation, also_dropped)) return true;
    }
    return false;
}

static bool children_block(const struct relation *relation, uint32_t also_dropped)
{
    for (size_t i = 0; i < relation->children.len; i++) {
        const struct relation *child = relation->children.at[i];
        if (child->kind == OBJ_INDEX || child->partition_of == relation) continue;
        if (also_dropped == 0 || child->visit != also_dropped) return true;
    }
    return false;
}

static bool sequences_block(const struct relation *relation, uint32_t also_dropped)
{
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct relation *sequence = relation->columns.at[i]->sequence;
        if (sequence != NULL && edges_block(&sequence->dependents, relation, also_dropped)) {
            return true;
        }
    }
    return false;
}

/* A foreign key to a partitioned table leans on each partition (manual 5.11.2.3). */
static bool ancestors_block(const struct relation *relation)
{
    const struct relation *ancestor = relation->partition_of;
    for (int depth = 0; ancestor != NULL && depth < DEEPEST; depth++) {
        for (size_t i = 0; i < ancestor->dependents.len; i++) {
            const struct catalog_edge *edge = &ancestor->dependents.at[i];
            if (edge->constraint == NULL || !edge_is_live(edge) || !is_sure(edge)) continue;
            if (edge->constraint->referenced == ancestor) return true;
        }
        ancestor = ancestor->partition_of;
    }
    return false;
}

bool catalog_relation_blocked(struct catalog *catalog, const struct relation *relation,
                              uint32_t also_dropped)
{
    if (children_block(relation, also_dropped)) return true;
    if (edges_block(&relation->dependents, relation, also_dropped)) return true;
    if (sequences_block(relation, also_dropped)) return true;
    (void)catalog;
    return ancestors_block(relation);
}

static bool attached_block(const struct relation *table, struct str column)
{
    for (size_t i = 0; i < table->triggers.len; i++) {
        const struct catalog_trigger *trigger = table->triggers.at[i];
        if (str_list_has(&trigger->update_of, column) ||
            str_list_has(&trigger->when_columns, column)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->policies.len; i++) {
        const struct catalog_policy *policy = table->policies.at[i];
        if (str_list_has(&policy->using.columns, column) ||
            str_list_has(&policy->check.columns, column)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct catalog_column *other = table->columns.at[i];
        if (other->generated != NULL && !str_equal(other->name, column) &&
            str_list_has(&other->generated->columns, column))
            return true;
    }
    return false;
}

/* A foreign key goes with its own columns. */
static bool is_own_key(const struct catalog_edge *edge, const struct catalog_column *column)
{
    return edge->constraint != NULL && edge->constraint->table == column->table &&
           str_list_has(&edge->constraint->spec.columns, column->name);
}

bool catalog_column_blocked(const struct catalog *catalog, const struct catalog_column *column)
{
    (void)catalog;
    const struct relation *table = column->table;
    if (attached_block(table, column->name)) return true;
    const struct catalog_edge_list *edges = &table->dependents;
    for (size_t i = 0; i < edges->len; i++) {
        const struct catalog_edge *edge = &edges->at[i];
        if (edge->on != column || !edge_is_live(edge) || edge->automatic || !is_sure(edge)) {
            continue;
        }
        if (!is_own_key(edge, column)) return true;
    }
    const struct relation *sequence = column->sequence;
    for (size_t i = 0; sequence != NULL && i < sequence->dependents.len; i++) {
        const struct catalog_edge *edge = &sequence->dependents.at[i];
        if (edge_is_live(edge) && is_sure(edge) && edge->column != column) return true;
    }
    return false;
}

bool catalog_object_blocked(const struct catalog_object *object)
{
    return edges_block(&object->dependents, NULL, 0);
}
