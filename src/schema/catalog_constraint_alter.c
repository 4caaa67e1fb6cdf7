/* Constraints that are there: altered, validated, dropped. */
#include "schema/catalog_impl.h"

void catalog_drop_constraint(struct catalog *catalog, struct catalog_constraint *constraint)
{
    struct relation *table = constraint->table;
    if (constraint->state == KNOWN_ABSENT) return;
    CATALOG_SET(catalog, constraint->state, KNOWN_ABSENT);
    if (table == NULL) return;
    catalog_use_constraint_name(catalog, (struct name){table->name.schema, constraint->name},
                                false);
    CATALOG_REMOVE_ITEM(catalog, &table->constraints, constraint);
    CATALOG_SET(catalog, constraint->gone, catalog->origin);
    CATALOG_PUSH(catalog, &table->lost_constraints, constraint);
    if (constraint->index != NULL) {
        struct relation *index = constraint->index;
        CATALOG_SET(catalog, constraint->index, NULL);
        catalog_drop_relation(catalog, index);
    }
}

/* Foreign keys lean on the key: without CASCADE it stays (2BP01). */
static bool drop_with_leaning(struct catalog *catalog, struct catalog_constraint *key, bool cascade)
{
    struct relation *table = key->table;
    for (size_t i = table->dependents.len; i-- > 0;) {
        const struct catalog_edge *edge = &table->dependents.at[i];
        if (!edge_is_live(edge) || edge->constraint == NULL) continue;
        if (edge->constraint->referenced_key != key) continue;
        if (!cascade) return false;
        catalog_drop_constraint(catalog, edge->constraint);
    }
    catalog_drop_constraint(catalog, key);
    return true;
}

static void drop_copies(struct catalog *catalog, struct relation *table, struct str name, bool only)
{
    struct relation_list from = {0};
    VEC_PUSH(catalog->arena, &from, table);
    for (size_t i = 0; i < from.len; i++) {
        for (size_t k = 0; k < from.at[i]->children.len; k++) {
            struct relation *child = from.at[i]->children.at[k];
            struct catalog_constraint *copy = relation_find_constraint(child, name);
            if (copy == NULL || !copy->inherited) continue;
            const bool still = catalog_parent_has_check(child, name);
            if (!catalog_copy_goes(catalog, &copy->inherited, &copy->local, still, only)) continue;
            catalog_drop_constraint(catalog, copy);
            VEC_PUSH(catalog->arena, &from, child);
        }
    }
}

static void drop_constraint(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    if (table == NULL) return;
    struct catalog_constraint *own = relation_find_constraint(table, change->name);
    if (own == NULL || own->inherited) {
        bool sure = own != NULL || (relation_is_complete(table) && !change->if_exists);
        if (sure && relation_is_sure(table)) catalog_refuse(catalog); /* 42704, 42P16 */
        return;
    }
    if (catalog->conditional) {
        CATALOG_SET(catalog, own->state, UNKNOWN);
        return;
    }
    if (!drop_with_leaning(catalog, own, change->cascade)) {
        catalog_refuse(catalog); /* 2BP01 */
        return;
    }
    drop_copies(catalog, table, change->name, change->only);
}

static void validate(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation(catalog, change->table);
    if (table == NULL || catalog->conditional) return;
    struct relation_list all = catalog_with_children(catalog, table, change->only);
    for (size_t i = 0; i < all.len; i++) {
        struct catalog_constraint *constraint = relation_find_constraint(all.at[i], change->name);
        if (constraint == NULL && i == 0) catalog_refuse_missing(catalog, table); /* 42704 */
        if (constraint == NULL || constraint->validated) continue;
        CATALOG_SET(catalog, constraint->validated, true);
        CATALOG_SET(catalog, constraint->validated_at, catalog->origin);
    }
}

static void alter_constraint(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation(catalog, change->table);
    struct catalog_constraint *constraint =
        table == NULL ? NULL : relation_find_constraint(table, change->name);
    if (constraint == NULL) {
        if (table != NULL) catalog_refuse_missing(catalog, table);
        return;
    }
    CATALOG_SET(catalog, constraint->spec.deferrable, change->constraint.deferrable);
    CATALOG_SET(catalog, constraint->spec.initially_deferred,
                change->constraint.initially_deferred);
}

void catalog_constraint_change(struct catalog *catalog, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD_CONSTRAINT:
        catalog_add_to_table(catalog, change);
        break;
    case CHANGE_DROP_CONSTRAINT:
        drop_constraint(catalog, change);
        break;
    case CHANGE_VALIDATE_CONSTRAINT:
        validate(catalog, change);
        break;
    default:
        alter_constraint(catalog, change);
        break;
    }
}
