/* Inheritance and partitions: what parents pass on (PostgreSQL manual 5.10, 5.11). */
#include "schema/catalog_impl.h"

static bool has_parent(const struct relation *child, const struct relation *parent)
{
    for (size_t i = 0; i < child->parents.len; i++) {
        if (child->parents.at[i] == parent) return true;
    }
    return false;
}

void catalog_link(struct catalog *catalog, struct relation *child, struct relation *parent)
{
    if (has_parent(child, parent)) return;
    CATALOG_PUSH(catalog, &child->parents, parent);
    CATALOG_PUSH(catalog, &parent->children, child);
}

static void unlink_parent(struct catalog *catalog, struct relation *child, struct relation *parent)
{
    CATALOG_REMOVE_ITEM(catalog, &child->parents, parent);
    CATALOG_REMOVE_ITEM(catalog, &parent->children, child);
}

void catalog_merge_parent(struct catalog *catalog, struct relation *child, struct relation *parent)
{
    if (!relation_is_complete(parent)) CATALOG_SET(catalog, child->complete, false);
    for (size_t i = 0; i < parent->columns.len; i++) {
        catalog_inherit_column(catalog, child, parent->columns.at[i]);
    }
}

bool catalog_parent_has_column(const struct relation *child, struct str name)
{
    for (size_t i = 0; i < child->parents.len; i++) {
        if (relation_find_column(child->parents.at[i], name) != NULL) return true;
    }
    return false;
}

bool catalog_parent_has_check(const struct relation *child, struct str name)
{
    for (size_t i = 0; i < child->parents.len; i++) {
        const struct catalog_constraint *check =
            relation_find_constraint(child->parents.at[i], name);
        if (check != NULL && check->spec.kind == CONSTRAINT_CHECK && !check->spec.no_inherit) {
            return true;
        }
    }
    return false;
}

bool catalog_copy_goes(struct catalog *catalog, bool *inherited, bool *local, bool still, bool only)
{
    if (!only && !*local) return !still;
    CATALOG_SET(catalog, *inherited, still);
    CATALOG_SET(catalog, *local, true);
    return false;
}

static void inherit_constraints(struct catalog *catalog, struct relation *child,
                                struct relation *parent)
{
    for (size_t i = 0; i < parent->constraints.len; i++) {
        catalog_inherit_constraint(catalog, child, parent->constraints.at[i]);
    }
}

void catalog_partition_parts(struct catalog *catalog, struct relation *partition,
                             struct relation *parent)
{
    inherit_constraints(catalog, partition, parent);
    if (partition->partition_of == NULL) return;
    catalog_inherit_indexes(catalog, partition, parent);
    for (size_t i = 0; i < parent->triggers.len; i++) {
        catalog_copy_trigger(catalog, partition, parent->triggers.at[i]);
    }
}

/* -- ATTACH, DETACH, INHERIT, NO INHERIT ------------------------------------------------------- */

static bool descends_from(struct catalog *catalog, struct relation *child, struct relation *parent)
{
    struct relation_list below = catalog_with_children(catalog, child, false);
    for (size_t i = 0; i < below.len; i++) {
        if (below.at[i] == parent) return true;
    }
    return false;
}

/* A partition's columns and inherited constraints are never its own (MergeAttributesIntoExisting).
 */
static void disown_parts(struct catalog *catalog, struct relation *child)
{
    for (size_t i = 0; i < child->columns.len; i++) {
        struct catalog_column *column = child->columns.at[i];
        if (column->inherited) CATALOG_SET(catalog, column->local, false);
    }
    for (size_t i = 0; i < child->constraints.len; i++) {
        struct catalog_constraint *constraint = child->constraints.at[i];
        if (constraint->inherited) CATALOG_SET(catalog, constraint->local, false);
    }
}

static void attach(struct catalog *catalog, const struct change *change)
{
    struct relation *parent = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    struct relation *child =
        catalog_relation_or_shell(catalog, OBJ_TABLE, change->partition.partition);
    if (parent == NULL || child == NULL || child->partition_of != NULL) return;
    if (descends_from(catalog, child, parent)) return;
    if (catalog->conditional) {
        CATALOG_SET(catalog, child->complete, false);
        return;
    }
    catalog_link(catalog, child, parent);
    CATALOG_SET(catalog, child->partition_of, parent);
    CATALOG_SET(catalog, child->partition_bound, change->partition.bound);
    CATALOG_SET(catalog, child->is_default_partition, change->partition.is_default);
    if (child->has_rows) CATALOG_SET(catalog, parent->has_rows, true);
    CATALOG_SET(catalog, parent->emptied, 0);
    catalog_merge_parent(catalog, child, parent);
    catalog_partition_parts(catalog, child, parent);
    disown_parts(catalog, child);
}

/* What came from the parent is the table's own from now on. */
static void keep_parts(struct catalog *catalog, struct relation *child)
{
    for (size_t i = 0; i < child->columns.len; i++) {
        CATALOG_SET(catalog, child->columns.at[i]->inherited, false);
        CATALOG_SET(catalog, child->columns.at[i]->local, true);
    }
    for (size_t i = 0; i < child->constraints.len; i++) {
        CATALOG_SET(catalog, child->constraints.at[i]->inherited, false);
        CATALOG_SET(catalog, child->constraints.at[i]->local, true);
    }
}

static void drop_copied_triggers(struct catalog *catalog, struct relation *child)
{
    for (size_t i = child->triggers.len; i-- > 0;) {
        struct catalog_trigger *trigger = child->triggers.at[i];
        if (!trigger->inherited) continue;
        CATALOG_SET(catalog, trigger->state, KNOWN_ABSENT);
        CATALOG_REMOVE(catalog, &child->triggers, i);
    }
}

static void detach(struct catalog *catalog, const struct change *change)
{
    struct relation *parent = catalog_relation(catalog, change->table);
    struct relation *child = catalog_relation(catalog, change->partition.partition);
    if (parent == NULL || child == NULL || child->partition_of != parent) return;
    unlink_parent(catalog, child, parent);
    CATALOG_SET(catalog, child->partition_of, NULL);
    CATALOG_SET(catalog, child->is_default_partition, false);
    drop_copied_triggers(catalog, child);
    keep_parts(catalog, child);
    for (size_t i = 0; i < child->indexes.len; i++) {
        struct relation *index = child->indexes.at[i];
        if (index->parents.len > 0) unlink_parent(catalog, index, index->parents.at[0]);
    }
}

/* Each column and CHECK of the parent must be there, as strict as it is (42804). */
static bool lacks_parts(const struct relation *child, const struct relation *parent)
{
    for (size_t i = 0; i < parent->columns.len; i++) {
        const struct catalog_column *column = parent->columns.at[i];
        const struct catalog_column *own = NULL;
        if (column->state != KNOWN) continue;
        if (relation_column(child, column->name, &own) == KNOWN_ABSENT) return true;
        bool sure = own != NULL && own->nullability == KNOWN && column->nullability == KNOWN;
        if (sure && column->not_null && !own->not_null) return true;
    }
    for (size_t i = 0; i < parent->constraints.len; i++) {
        const struct catalog_constraint *check = parent->constraints.at[i];
        const struct catalog_constraint *own = NULL;
        if (check->spec.kind != CONSTRAINT_CHECK || check->spec.no_inherit) continue;
        if (check->state != KNOWN) continue;
        if (relation_constraint(child, check->name, &own) == KNOWN_ABSENT) return true;
        if (own != NULL && own->spec.no_inherit) return true;
    }
    return false;
}

static void inherit(struct catalog *catalog, const struct change *change)
{
    struct relation *child = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    struct relation *parent = catalog_relation_or_shell(catalog, OBJ_TABLE, change->object_name);
    if (child == NULL || parent == NULL) return;
    bool known = relation_is_sure(child) && relation_is_sure(parent);
    bool circle = has_parent(child, parent) || descends_from(catalog, child, parent);
    if (circle || (known && lacks_parts(child, parent))) {
        if (known) catalog_refuse(catalog);
        return;
    }
    catalog_link(catalog, child, parent);
    catalog_merge_parent(catalog, child, parent);
    inherit_constraints(catalog, child, parent);
}

/* What no parent has any longer is the table's own from now on (RemoveInheritance). */
static void no_inherit(struct catalog *catalog, const struct change *change)
{
    struct relation *child = catalog_relation(catalog, change->table);
    struct relation *parent = catalog_relation(catalog, change->object_name);
    if (child == NULL || parent == NULL) return;
    if (!has_parent(child, parent)) {
        catalog_refuse_missing(catalog, child); /* 42P01 */
        return;
    }
    unlink_parent(catalog, child, parent);
    for (size_t i = 0; i < child->columns.len; i++) {
        struct catalog_column *column = child->columns.at[i];
        if (!column->inherited || catalog_parent_has_column(child, column->name)) continue;
        CATALOG_SET(catalog, column->inherited, false);
        CATALOG_SET(catalog, column->local, true);
    }
    for (size_t i = 0; i < child->constraints.len; i++) {
        struct catalog_constraint *constraint = child->constraints.at[i];
        if (!constraint->inherited || catalog_parent_has_check(child, constraint->name)) continue;
        CATALOG_SET(catalog, constraint->inherited, false);
        CATALOG_SET(catalog, constraint->local, true);
    }
}

void catalog_inherit_change(struct catalog *catalog, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ATTACH_PARTITION:
        attach(catalog, change);
        break;
    case CHANGE_DETACH_PARTITION:
        if (!catalog->conditional) detach(catalog, change);
        break;
    case CHANGE_INHERIT:
        inherit(catalog, change);
        break;
    default:
        if (!catalog->conditional) no_inherit(catalog, change);
        break;
    }
}
