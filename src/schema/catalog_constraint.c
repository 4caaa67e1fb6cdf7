/* Constraints. */
#include "schema/catalog_impl.h"

struct catalog_constraint *relation_find_constraint(const struct relation *relation,
                                                    struct str name)
{
    for (size_t i = 0; i < relation->constraints.len; i++) {
        if (str_equal(relation->constraints.at[i]->name, name)) return relation->constraints.at[i];
    }
    return NULL;
}

void catalog_use_constraint_name(struct catalog *catalog, struct name name, bool use)
{
    struct entry *entry = catalog_entry(catalog, OBJ_CONSTRAINT, name);
    if (!use) catalog->freed++;
    uint32_t uses = use ? entry->uses + 1 : entry->uses - (entry->uses > 0 ? 1 : 0);
    CATALOG_SET(catalog, entry->uses, uses);
}

/* -- foreign keys ------------------------------------------------------------------------------ */

/* In whatever order. */
static bool same_columns(const struct str_list *a, const struct str_list *b)
{
    if (a->len != b->len) return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!str_list_has(b, a->at[i])) return false;
    }
    return true;
}

static void find_key(struct catalog_constraint *constraint)
{
    const struct relation *referenced = constraint->referenced;
    for (size_t i = 0; i < referenced->constraints.len; i++) {
        struct catalog_constraint *key = referenced->constraints.at[i];
        if (key->spec.kind != CONSTRAINT_PRIMARY_KEY && key->spec.kind != CONSTRAINT_UNIQUE) {
            continue;
        }
        if (!same_columns(&key->spec.columns, &constraint->spec.referenced_columns)) continue;
        constraint->referenced_key = key;
        if (key->spec.kind == CONSTRAINT_PRIMARY_KEY) return;
    }
}

/* REFERENCES t: its primary key (manual, CREATE TABLE). */
static void link_reference(struct catalog *catalog, struct catalog_constraint *constraint)
{
    struct constraint *spec = &constraint->spec;
    struct relation *referenced = catalog_relation_or_shell(catalog, OBJ_TABLE, spec->references);
    spec->references = catalog_resolve(catalog, OBJ_TABLE, spec->references);
    constraint->referenced = referenced;
    if (referenced == NULL) return;
    const struct catalog_constraint *key = relation_primary_key(referenced);
    if (spec->referenced_columns.len == 0 && key != NULL) {
        spec->referenced_columns = key->spec.columns;
    }
    find_key(constraint);
}

static void reference_edges(struct catalog *catalog, struct catalog_constraint *constraint,
                            struct catalog_edge edge)
{
    const struct str_list *columns = &constraint->spec.referenced_columns;
    size_t known = 0;
    for (size_t i = 0; i < columns->len; i++) {
        edge.on = relation_find_column(constraint->referenced, columns->at[i]);
        if (edge.on == NULL) continue;
        known++;
        catalog_depend_on_relation(catalog, constraint->referenced, edge);
    }
    edge.on = NULL;
    if (known == 0) catalog_depend_on_relation(catalog, constraint->referenced, edge);
}

static void constraint_edges(struct catalog *catalog, struct catalog_constraint *constraint)
{
    struct catalog_edge edge = {.kind = OBJ_CONSTRAINT,
                                .relation = constraint->table,
                                .constraint = constraint,
                                .edition = constraint->edition};
    if (constraint->referenced != NULL) reference_edges(catalog, constraint, edge);
    if (constraint->spec.kind == CONSTRAINT_CHECK) {
        catalog_expression_edges(catalog, &constraint->spec.check, edge);
    }
}

/* -- adding ------------------------------------------------------------------------------------ */

static bool makes_index(enum constraint_kind kind)
{
    return kind == CONSTRAINT_UNIQUE || kind == CONSTRAINT_PRIMARY_KEY ||
           kind == CONSTRAINT_EXCLUDE;
}

static void key_not_null(struct catalog *catalog, struct relation *table,
                         const struct str_list *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        struct catalog_column *column = relation_find_column(table, columns->at[i]);
        if (column != NULL && !column->not_null) catalog_set_not_null(catalog, column, true);
    }
}

static bool lacks(const struct relation *table, const struct str_list *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        const struct catalog_column *column = NULL;
        if (relation_column(table, columns->at[i], &column) != KNOWN_ABSENT) continue;
        /* `t.*`, and the whole row by its name */
        if (str_equal(columns->at[i], STR("*")) || str_equal(columns->at[i], table->name.name)) {
            continue;
        }
        return true;
    }
    return false;
}

/* A CHECK that only the parents had so far is the table's own, too (MergeWithExistingConstraint).
 */
static struct catalog_constraint *merged(const struct relation *table,
                                         const struct constraint *spec)
{
    if (spec->kind != CONSTRAINT_CHECK || spec->no_inherit || spec->name.len == 0) return NULL;
    struct catalog_constraint *there = relation_find_constraint(table, spec->name);
    if (there == NULL || there->spec.kind != CONSTRAINT_CHECK) return NULL;
    return there->inherited && !there->local && table->partition_of == NULL ? there : NULL;
}

/* PostgreSQL refuses it: taken name (42710), second primary key (42P16), missing column (42703),
 * missing table. */
static bool refused(const struct catalog *catalog, const struct relation *table,
                    const struct constraint *spec)
{
    if (spec->name.len > 0 && relation_find_constraint(table, spec->name) != NULL) return true;
    if (spec->kind == CONSTRAINT_PRIMARY_KEY) {
        const struct catalog_constraint *key = relation_primary_key(table);
        if (key != NULL && key->state == KNOWN) return true;
    }
    if (relation_is_complete(table)) {
        if (lacks(table, &spec->columns)) return true;
        if (spec->kind == CONSTRAINT_CHECK && lacks(table, &spec->check.columns)) return true;
    }
    if (spec->using_index.len > 0 && table->partitioned) return true; /* 0A000 */
    if (spec->kind == CONSTRAINT_FOREIGN_KEY && spec->not_valid && table->partitioned) return true;
    if (spec->using_index.len > 0 && relation_is_complete(table)) {
        return catalog_relation(catalog, (struct name){table->name.schema, spec->using_index}) ==
               NULL;
    }
    if (spec->kind != CONSTRAINT_FOREIGN_KEY) return false;
    const struct name target = catalog_resolve(catalog, OBJ_TABLE, spec->references);
    return catalog_name_state(catalog, OBJ_TABLE, target) == KNOWN_ABSENT;
}

static struct catalog_constraint *new_constraint(struct catalog *catalog, struct relation *table,
                                                 const struct constraint *spec)
{
    struct catalog_constraint *constraint = ARENA_NEW(catalog->arena, struct catalog_constraint);
    constraint->state = catalog->conditional ? UNKNOWN : KNOWN;
    constraint->made = constraint->validated_at = catalog->origin;
    constraint->table = table;
    constraint->spec = *spec;
    constraint->validated = !spec->not_valid;
    constraint->local = true;
    return constraint;
}

static void put(struct catalog *catalog, struct catalog_constraint *constraint)
{
    struct relation *table = constraint->table;
    struct constraint *spec = &constraint->spec;
    if (spec->kind == CONSTRAINT_FOREIGN_KEY) link_reference(catalog, constraint);
    if (makes_index(spec->kind)) constraint->index = catalog_constraint_index(catalog, constraint);
    if (constraint->name.len == 0) {
        constraint->name = spec->name.len > 0
                               ? spec->name
                               : catalog_choose_for(catalog, catalog->arena, table, spec);
    }
    spec->name = constraint->name;
    if (spec->kind == CONSTRAINT_PRIMARY_KEY) key_not_null(catalog, table, &spec->columns);
    catalog_use_constraint_name(catalog, (struct name){table->name.schema, constraint->name}, true);
    CATALOG_PUSH(catalog, &table->constraints, constraint);
    constraint_edges(catalog, constraint);
}

static bool passes_to_children(const struct constraint *spec)
{
    return (spec->kind == CONSTRAINT_CHECK && !spec->no_inherit) ||
           spec->kind == CONSTRAINT_FOREIGN_KEY || makes_index(spec->kind);
}

/* ATTACH PARTITION takes an equal key of the partition over, whatever its name
 * (AttachPartitionEnsureIndexes, CloneFkReferencing). */
static struct catalog_constraint *equal_key(const struct relation *child,
                                            const struct catalog_constraint *from)
{
    for (size_t i = 0; from->spec.kind != CONSTRAINT_CHECK && i < child->constraints.len; i++) {
        struct catalog_constraint *own = child->constraints.at[i];
        if (own->spec.kind != from->spec.kind || own->inherited) continue;
        if (own->referenced == from->referenced &&
            same_columns(&own->spec.columns, &from->spec.columns) &&
            same_columns(&own->spec.referenced_columns, &from->spec.referenced_columns)) {
            return own;
        }
    }
    return NULL;
}

static void take_over(struct catalog *catalog, struct catalog_constraint *own,
                      struct catalog_constraint *from)
{
    CATALOG_SET(catalog, own->inherited, true);
    if (own->index != NULL && from->index != NULL) catalog_link(catalog, own->index, from->index);
}

/* Its CREATE TABLE is being carried out: it is empty, so that every CHECK holds. */
static bool is_new(const struct catalog *catalog, const struct relation *table)
{
    return table->tick == catalog->tick;
}

void catalog_inherit_constraint(struct catalog *catalog, struct relation *child,
                                struct catalog_constraint *from)
{
    if (!passes_to_children(&from->spec)) return;
    bool check = from->spec.kind == CONSTRAINT_CHECK;
    if (!check && child->partition_of == NULL) return; /* plain inheritance passes CHECK only */
    struct catalog_constraint *own = relation_find_constraint(child, from->name);
    if (own != NULL && own->spec.kind == from->spec.kind) {
        take_over(catalog, own, from);
        return;
    }
    struct catalog_constraint *equal = equal_key(child, from);
    if (equal != NULL) {
        take_over(catalog, equal, from);
        return;
    }
    struct constraint spec = from->spec;
    if (makes_index(spec.kind)) spec.name = STR("");
    if (own != NULL) spec.name = STR("");
    struct catalog_constraint *copy = new_constraint(catalog, child, &spec);
    copy->inherited = true;
    copy->local = false;
    copy->validated = from->validated || is_new(catalog, child);
    put(catalog, copy);
    if (copy->index != NULL && from->index != NULL) {
        catalog_link(catalog, copy->index, from->index);
    }
}

/* ALTER TABLE ONLY a partitioned table: its index stays invalid until every partition's own is
 * attached to it (manual, ALTER INDEX, ATTACH PARTITION). */
static void leave_incomplete(struct catalog *catalog, struct catalog_constraint *constraint)
{
    struct relation *index = constraint->index;
    if (index == NULL || constraint->spec.using_index.len > 0) return;
    CATALOG_SET(catalog, index->index.valid, constraint->table->children.len == 0);
}

static struct catalog_constraint *add(struct catalog *catalog, struct relation *table,
                                      const struct constraint *spec, bool alone)
{
    if (spec->kind == CONSTRAINT_NOT_NULL) {
        key_not_null(catalog, table, &spec->columns);
        return NULL;
    }
    struct catalog_constraint *there = merged(table, spec);
    if (there != NULL) {
        CATALOG_SET(catalog, there->local, true);
        return there;
    }
    if (refused(catalog, table, spec)) {
        catalog->refused = true;
        return NULL;
    }
    struct catalog_constraint *constraint = new_constraint(catalog, table, spec);
    put(catalog, constraint);
    if (alone) {
        leave_incomplete(catalog, constraint);
        return constraint;
    }
    struct relation_list all = catalog_with_children(catalog, table, table->children.len == 0);
    for (size_t i = 1; i < all.len; i++) {
        catalog_inherit_constraint(catalog, all.at[i], constraint);
        if (spec->kind == CONSTRAINT_PRIMARY_KEY && all.at[i]->partition_of != NULL) {
            key_not_null(catalog, all.at[i], &constraint->spec.columns);
        }
    }
    return constraint;
}

struct catalog_constraint *catalog_add_constraint(struct catalog *catalog, struct relation *table,
                                                  const struct constraint *spec)
{
    return add(catalog, table, spec, false);
}

void catalog_add_to_table(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_table(catalog, change->table);
    if (table == NULL) return;
    const struct constraint *spec = &change->constraint;
    if (change->only && table->children.len > 0 && spec->kind == CONSTRAINT_CHECK &&
        !spec->no_inherit) {
        catalog_refuse(catalog); /* 42P16 */
        return;
    }
    const bool alone = change->only && table->partitioned && makes_index(spec->kind);
    add(catalog, table, spec, alone);
}
