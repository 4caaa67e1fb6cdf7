/* Names that are taken inside a relation or a type: columns, constraints, triggers, labels. */
#include "lint/rule.h"
#include "lint/taken.h"

/* -- columns ----------------------------------------------------------------------------------- */

bool taken_by_column(struct question q, struct str name, struct range at)
{
    const struct relation *table = known_relation(q.ctx, q.change->table);
    const struct catalog_column *there = NULL;
    if (table == NULL || !relation_is_sure(table)) return false;
    if (relation_column(table, name, &there) != KNOWN) return false;
    if (sibling_drops(q.ctx, q.change, OBJ_COLUMN, name)) return false;
    struct str shown = str_format(q.ctx->arena, STR_FMT "." STR_FMT,
                                  STR_ARG(show_name(q.ctx, q.change->table)), STR_ARG(name));
    return taken_take(q, shown, OBJ_COLUMN, at, there == NULL ? (struct origin){0} : there->made,
                      DUPLICATE_COLUMN);
}

bool taken_by_attribute(struct question q, struct str name, struct range at)
{
    const struct catalog_object *type = NULL;
    struct name of = q.change->object_name.name.len > 0 ? q.change->object_name : q.change->table;
    if (catalog_find_object(q.ctx->catalog, OBJ_TYPE, of, &type) != KNOWN || type == NULL ||
        !object_is_sure(type))
        return false;
    for (size_t i = 0; i < type->attributes.len; i++) {
        const struct catalog_column *there = type->attributes.at[i];
        if (!str_equal(there->name, name) || there->state != KNOWN) continue;
        struct str shown = str_format(q.ctx->arena, STR_FMT "." STR_FMT,
                                      STR_ARG(show_name(q.ctx, of)), STR_ARG(name));
        return taken_take(q, shown, OBJ_ATTRIBUTE, at, there->made, DUPLICATE_COLUMN);
    }
    return false;
}

/* -- constraints ------------------------------------------------------------------------------- */

static bool has_index(const struct constraint *constraint)
{
    return constraint->kind == CONSTRAINT_UNIQUE || constraint->kind == CONSTRAINT_PRIMARY_KEY ||
           constraint->kind == CONSTRAINT_EXCLUDE;
}

static bool key_there(struct question q, const struct relation *table, struct range at)
{
    const struct catalog_constraint *key = relation_primary_key(table);
    if (key == NULL || key->state != KNOWN ||
        sibling_drops(q.ctx, q.change, OBJ_CONSTRAINT, key->name))
        return false;
    taken_take(q, show_name(q.ctx, q.change->table), OBJ_CONSTRAINT, at, key->made,
               SECOND_PRIMARY_KEY);
    q.taken->second_key = true;
    return true;
}

static bool constraint_there(struct question q, struct str name, struct range at)
{
    const struct relation *table = known_relation(q.ctx, q.change->table);
    const struct catalog_constraint *there = NULL;
    if (table == NULL || !relation_is_sure(table) || name.len == 0) return false;
    if (relation_constraint(table, name, &there) != KNOWN) return false;
    if (sibling_drops(q.ctx, q.change, OBJ_CONSTRAINT, name)) return false;
    return taken_take(q, name, OBJ_CONSTRAINT, at, there->made, DUPLICATE_OBJECT);
}

/* The index of a key has the constraint's name, in the table's schema. */
bool taken_by_key_index(struct question q, const struct constraint *constraint, struct str schema,
                        struct range at)
{
    if (!has_index(constraint) || constraint->name.len == 0 || constraint->using_index.len > 0) {
        return false;
    }
    if (sibling_drops(q.ctx, q.change, OBJ_CONSTRAINT, constraint->name)) return false;
    return taken_by_relation(q, (struct name){schema, constraint->name}, at);
}

bool taken_adding_constraint(struct question q, const struct constraint *constraint)
{
    const struct relation *table = known_relation(q.ctx, q.change->table);
    struct range at = range_naming(q.ctx, constraint->at, constraint->name);
    bool sure = table != NULL && relation_is_sure(table);
    bool key = constraint->kind == CONSTRAINT_PRIMARY_KEY;
    if (sure && key && key_there(q, table, constraint->at)) return true;
    struct str schema = catalog_resolve(q.ctx->catalog, OBJ_TABLE, q.change->table).schema;
    if (taken_by_key_index(q, constraint, schema, at)) return true;
    return sure && constraint_there(q, constraint->name, at);
}

bool taken_adding_column(struct question q)
{
    const struct column *column = &q.change->add_column;
    if (q.change->if_not_exists) return false;
    struct range at = range_naming(q.ctx, column->at, column->name);
    if (taken_by_column(q, column->name, at)) return true;
    const struct relation *table = known_relation(q.ctx, q.change->table);
    if (column->primary_key && table != NULL && relation_is_sure(table) &&
        key_there(q, table, column->at))
        return true;
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (taken_adding_constraint(q, &column->constraints[i])) return true;
    }
    return false;
}

bool taken_renaming_constraint(struct question q)
{
    struct str name = q.change->rename.new_name.name;
    struct range at = q.change->rename.new_name_at;
    if (constraint_there(q, name, at)) return true;
    const struct relation *table = known_relation(q.ctx, q.change->table);
    const struct catalog_constraint *own = NULL;
    if (table == NULL || relation_constraint(table, q.change->name, &own) != KNOWN) return false;
    if (own->index == NULL) return false;
    return taken_by_relation(q, (struct name){table->name.schema, name}, at);
}

/* -- enum labels, functions -------------------------------------------------------------------- */

bool taken_by_label(struct question q)
{
    const struct change *change = q.change;
    struct name of = change->object_name.name.len > 0 ? change->object_name : change->table;
    const struct catalog_object *type = NULL;
    const struct catalog_label *there = NULL;
    if (change->if_not_exists) return false;
    if (catalog_find_object(q.ctx->catalog, OBJ_TYPE, of, &type) != KNOWN || type == NULL ||
        !object_is_sure(type))
        return false;
    if (object_label(type, change->enum_value.value, &there) != KNOWN) return false;
    return taken_take(q, change->enum_value.value, OBJ_ENUM_VALUE, change->at, there->made,
                      DUPLICATE_OBJECT);
}

/* -- what hangs on a table --------------------------------------------------------------------- */

static bool attached_there(struct question q, enum object_kind kind, struct str name,
                           struct range at)
{
    const struct relation *table = known_relation(q.ctx, q.change->table);
    if (table == NULL || !relation_is_sure(table)) return false;
    const struct catalog_trigger *trigger = NULL;
    const struct catalog_policy *policy = NULL;
    const struct catalog_rule *rule = NULL;
    struct origin made = {0};
    if (kind == OBJ_TRIGGER) {
        if (relation_trigger(table, name, &trigger) != KNOWN) return false;
        made = trigger->made;
    } else if (kind == OBJ_POLICY) {
        if (relation_policy(table, name, &policy) != KNOWN) return false;
        made = policy->made;
    } else {
        if (relation_rule(table, name, &rule) != KNOWN) return false;
        made = rule->made;
    }
    return taken_take(q, name, kind, at, made, DUPLICATE_OBJECT);
}

bool taken_creating_attached(struct question q, enum object_kind kind)
{
    if (q.change->or_replace) return false;
    return attached_there(q, kind, q.change->name,
                          range_naming(q.ctx, q.change->statement_at, q.change->name));
}

bool taken_renaming_attached(struct question q, enum object_kind kind)
{
    return attached_there(q, kind, q.change->rename.new_name.name, q.change->rename.new_name_at);
}
