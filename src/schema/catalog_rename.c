/* RENAME and SET SCHEMA. Indexes, sequences and constraints keep their names when their table gets
 * another, but follow it into another schema (PostgreSQL manual, ALTER TABLE). */
#include "schema/catalog_impl.h"

static struct name subject(const struct change *change)
{
    return change->table.name.len > 0 ? change->table : change->object_name;
}

/* -- relations --------------------------------------------------------------------------------- */

/* Foreign keys know their target by name, too. */
static void rename_references(struct catalog *catalog, struct relation *relation)
{
    for (size_t i = 0; i < relation->dependents.len; i++) {
        const struct catalog_edge *edge = &relation->dependents.at[i];
        if (!edge_is_live(edge) || edge->constraint == NULL) continue;
        if (edge->constraint->referenced != relation) continue;
        CATALOG_SET(catalog, edge->constraint->spec.references, relation->name);
    }
}

static void move_constraint_names(struct catalog *catalog, struct relation *table, struct str from,
                                  struct str to)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct str name = table->constraints.at[i]->name;
        catalog_use_constraint_name(catalog, (struct name){from, name}, false);
        catalog_use_constraint_name(catalog, (struct name){to, name}, true);
    }
}

static void move_with_parts(struct catalog *catalog, struct relation *relation, struct name name)
{
    struct str from = relation->name.schema;
    catalog_move_relation(catalog, relation, name);
    rename_references(catalog, relation);
    if (str_equal(from, name.schema)) return;
    move_constraint_names(catalog, relation, from, name.schema);
    for (size_t i = 0; i < relation->indexes.len; i++) {
        struct relation *index = relation->indexes.at[i];
        catalog_move_relation(catalog, index, (struct name){name.schema, index->name.name});
    }
    for (size_t i = 0; i < relation->columns.len; i++) {
        struct relation *sequence = relation->columns.at[i]->sequence;
        if (sequence == NULL) continue;
        catalog_move_relation(catalog, sequence, (struct name){name.schema, sequence->name.name});
    }
}

/* The index of a constraint and the constraint bear one name. */
static void rename_twin(struct catalog *catalog, struct relation *index)
{
    struct catalog_constraint *constraint = index->index.constraint;
    if (index->kind != OBJ_INDEX || constraint == NULL) return;
    struct str schema = index->name.schema;
    catalog_use_constraint_name(catalog, (struct name){schema, constraint->name}, false);
    CATALOG_SET(catalog, constraint->name, index->name.name);
    CATALOG_SET(catalog, constraint->spec.name, index->name.name);
    catalog_use_constraint_name(catalog, (struct name){schema, constraint->name}, true);
}

static bool is_taken(const struct catalog *catalog, enum object_kind kind, struct name name)
{
    return catalog_name_state(catalog, kind, name) == KNOWN;
}

static void move_relation(struct catalog *catalog, const struct change *change, bool into_schema)
{
    struct relation *relation = catalog_relation_or_shell(catalog, change->object, subject(change));
    if (relation == NULL) return;
    struct name to = {relation->name.schema, change->rename.new_name.name};
    if (into_schema) to = (struct name){change->rename.new_name.schema, relation->name.name};
    if (to.name.len == 0 || is_taken(catalog, OBJ_TABLE, to)) return;
    if (catalog->conditional) {
        catalog_relation_unknown(catalog, relation);
        struct entry *entry = catalog_entry(catalog, OBJ_TABLE, to);
        catalog_set_state(catalog, entry, UNKNOWN);
        return;
    }
    move_with_parts(catalog, relation, to);
    if (!into_schema) rename_twin(catalog, relation);
}

/* -- objects ----------------------------------------------------------------------------------- */

/* Columns and typed tables know their type by name, too, and triggers their function. */
static void rename_uses(struct catalog *catalog, struct catalog_object *type, struct name from)
{
    for (size_t i = 0; i < type->dependents.len; i++) {
        const struct catalog_edge *edge = &type->dependents.at[i];
        if (!edge_is_live(edge)) continue;
        if (edge->trigger != NULL) CATALOG_SET(catalog, edge->trigger->function, type->name);
        bool typed = edge->relation != NULL && edge->column == NULL &&
                     name_equal(edge->relation->of_type, from);
        if (typed) CATALOG_SET(catalog, edge->relation->of_type, type->name);
        if (edge->column == NULL || edge->column->type_object != type) continue;
        CATALOG_SET(catalog, edge->column->type.name, type->name);
    }
}

static void move_object_to(struct catalog *catalog, struct catalog_object *object, struct name name)
{
    struct name old_name = object->name;
    catalog_forget_object(catalog, object);
    CATALOG_SET(catalog, object->name, name);
    CATALOG_SET(catalog, object->moved, catalog->origin);
    CATALOG_SET(catalog, object->state, KNOWN);
    struct origin nowhere = {0};
    CATALOG_SET(catalog, object->gone, nowhere);
    catalog_put_object(catalog, object);
    rename_uses(catalog, object, old_name);
    catalog_respell_type(catalog, object, old_name);
}

static bool is_function(enum object_kind kind)
{
    return catalog_space(kind) == OBJ_ROUTINE;
}

static struct catalog_object *named(struct catalog *catalog, const struct change *change)
{
    if (!is_function(change->object)) {
        return catalog_object(catalog, change->object, subject(change));
    }
    struct str signature = catalog_change_signature(catalog, catalog->arena, change);
    return catalog_function(catalog, change->object_name,
                            change->signature == NULL ? NULL : &signature);
}

static void move_unknown_object(struct catalog *catalog, enum object_kind kind, struct name from,
                                struct name to)
{
    struct entry *entry = catalog_entry(catalog, kind, catalog_resolve(catalog, kind, from));
    if (to.schema.len == 0) to.schema = entry->name.schema;
    if (to.name.len == 0) to.name = entry->name.name;
    if (is_function(kind)) return; /* another overload may bear the old name */
    catalog_set_state(catalog, entry, catalog->conditional ? UNKNOWN : KNOWN_ABSENT);
    entry = catalog_entry(catalog, kind, to);
    if (entry->state != KNOWN) catalog_set_state(catalog, entry, UNKNOWN);
}

static void move_object(struct catalog *catalog, const struct change *change, bool into_schema)
{
    struct catalog_object *object = named(catalog, change);
    if (object == NULL) {
        if (subject(change).name.len == 0) return;
        move_unknown_object(catalog, change->object, subject(change), change->rename.new_name);
        return;
    }
    struct name to = {object->name.schema, change->rename.new_name.name};
    if (into_schema) to = (struct name){change->rename.new_name.schema, object->name.name};
    if (to.name.len == 0) return;
    if (!is_function(change->object) && is_taken(catalog, change->object, to)) return;
    if (catalog->conditional)
        catalog_object_unknown(catalog, object);
    else
        move_object_to(catalog, object, to);
}

/* -- schemas ----------------------------------------------------------------------------------- */

static void move_members(struct catalog *catalog, const struct entry *schema, struct str to)
{
    size_t count = schema->members.len;
    for (size_t i = 0; i < count; i++) {
        struct entry *member = schema->members.at[i];
        struct relation *relation = member->relation;
        if (relation != NULL && relation_is_live(relation)) {
            struct name name = {to, relation->name.name};
            move_constraint_names(catalog, relation, relation->name.schema, to);
            catalog_move_relation(catalog, relation, name);
            rename_references(catalog, relation);
        }
        while (member->object != NULL) {
            struct name name = {to, member->object->name.name};
            move_object_to(catalog, member->object, name);
        }
    }
}

static void rename_schema(struct catalog *catalog, const struct change *change)
{
    struct name from = catalog_schema_name(change->object_name.name);
    struct name to = catalog_schema_name(change->rename.new_name.name);
    struct entry *schema = catalog_entry(catalog, OBJ_SCHEMA, from);
    if (catalog_state(catalog, schema) == KNOWN_ABSENT) return;
    if (is_taken(catalog, OBJ_SCHEMA, to) || name_equal(from, to)) return;
    if (catalog->conditional) {
        if (schema->object != NULL) catalog_object_unknown(catalog, schema->object);
        return;
    }
    catalog_entry(catalog, OBJ_SCHEMA, to);
    move_members(catalog, schema, to.name);
    catalog_respell_schema(catalog, from.name, to.name);
    catalog_rename_in_path(catalog, from.name, to.name);
    if (schema->object != NULL)
        move_object_to(catalog, schema->object, to);
    else
        move_unknown_object(catalog, OBJ_SCHEMA, from, to);
}

/* -- dispatch ---------------------------------------------------------------------------------- */

static bool is_relation(enum object_kind kind)
{
    return catalog_space(kind) == OBJ_TABLE;
}

void catalog_set_schema(struct catalog *catalog, const struct change *change)
{
    if (is_relation(change->object))
        move_relation(catalog, change, true);
    else
        move_object(catalog, change, true);
}

void catalog_rename(struct catalog *catalog, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_RENAME_TABLE:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
    case CHANGE_RENAME_INDEX:
    case CHANGE_RENAME_SEQUENCE:
        move_relation(catalog, change, false);
        break;
    case CHANGE_RENAME_SCHEMA:
        rename_schema(catalog, change);
        break;
    case CHANGE_RENAME_COLUMN:
        catalog_rename_column(catalog, change);
        break;
    case CHANGE_RENAME_CONSTRAINT:
    case CHANGE_RENAME_TRIGGER:
    case CHANGE_RENAME_POLICY:
    case CHANGE_RENAME_RULE:
        catalog_rename_inside(catalog, change);
        break;
    default:
        move_object(catalog, change, false);
        break;
    }
}
