/* Names that are taken inside a relation or a type: columns, constraints, triggers, labels. */
#include "lint/rule.h"
#include "lint/taken.h"

/* -- columns ----------------------------------------------------------------------------------- */

bool taken_by_column(struct question q, struct str name, struct range at)
{
    const struct relation *table = known_relation(q.ctx, q.change->table);
    const struct catalog_column *there = NULL;
    if (table == NULL || !relation_is_sure(table)) return false;
    if (q.change->kind == CHANGE_RENAME_COLUMN &&
        relation_column(table, q.change->name, &there) == KNOWN_ABSENT)
        return false;
    there = NULL;
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

bool taken_has_index(const struct constraint *constraint)
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
    if (!taken_has_index(constraint) || constraint->name.len == 0 ||
        constraint->using_index.len > 0) {
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

static bool taken_adding_key(struct question q)
{
    const struct column *column = &q.change->add_column;
    const struct relation *table = known_relation(q.ctx, q.change->table);
    return column->primary_key && table != NULL && relation_is_sure(table) &&
           key_there(q, table, column->at);
}

bool taken_adding_key_anyway(struct question q)
{
    const struct column *column = &q.change->add_column;
    const struct catalog_column *there = NULL;
    if (q.change->kind != CHANGE_ADD_COLUMN || q.change->in_do) return false;
    const struct relation *table = known_relation(q.ctx, q.change->table);
    if (table == NULL || relation_column(table, column->name, &there) == UNKNOWN) return false;
    return !adds_no_constraint(q.ctx, q.change) && taken_adding_key(q);
}

bool taken_adding_column(struct question q)
{
    const struct column *column = &q.change->add_column;
    struct range at = range_naming(q.ctx, column->at, column->name);
    if (taken_by_column(q, column->name, at) || taken_adding_key(q)) return true;
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (taken_adding_constraint(q, &column->constraints[i])) return true;
    }
    return false;
}

bool taken_renaming_constraint(struct question q)
{
    struct str name = q.change->rename.new_name.name;
    struct range at = q.change->rename.new_name_at;
    if (q.change->table.name.len == 0) return taken_by_domain_check(q, name, at);
    const struct relation *table = known_relation(q.ctx, q.change->table);
    const struct catalog_constraint *own = NULL;
    if (table == NULL || relation_constraint(table, q.change->name, &own) != KNOWN) return false;
    if (constraint_there(q, name, at)) return true;
    if (own->index == NULL) return false;
    return taken_by_relation(q, (struct name){table->name.schema, name}, at);
}

/* -- inside types ------------------------------------------------------------------------------ */

bool taken_by_domain_check(struct question q, struct str name, struct range at)
{
    const struct catalog_object *domain = NULL;
    if (name.len == 0 || (q.change->kind == CHANGE_ALTER_DOMAIN &&
                          !str_equal(q.change->alter_domain.action, STR("ADD CONSTRAINT"))))
        return false;
    catalog_find_object(q.ctx->catalog, OBJ_DOMAIN, q.change->object_name, &domain);
    if (domain == NULL || !object_is_sure(domain)) return false;
    for (size_t i = 0; i < domain->constraints.len; i++) {
        const struct catalog_constraint *there = domain->constraints.at[i];
        if (!str_equal(there->name, name) || there->state != KNOWN) continue;
        return taken_take(q, name, OBJ_CONSTRAINT, range_naming(q.ctx, at, name), there->made,
                          DUPLICATE_OBJECT);
    }
    return false;
}

/* A label or an attribute that CREATE TYPE itself names twice. */
bool taken_in_type(struct question q)
{
    enum { MOST_COMPARED = 256 };
    const struct change *change = q.change;
    if (change->kind != CHANGE_CREATE_TYPE) return false;
    const struct str_list *labels = &change->create_type.labels;
    for (size_t i = 1; i < labels->len && i < MOST_COMPARED; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!str_equal(labels->at[i], labels->at[k])) continue;
            return taken_twice(q, labels->at[i], OBJ_ENUM_VALUE, change->at, "23505");
        }
    }
    const struct column *attributes = change->create_type.attributes;
    for (size_t i = 1; i < change->create_type.attribute_count && i < MOST_COMPARED; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!str_equal(attributes[i].name, attributes[k].name)) continue;
            return taken_twice(q, attributes[i].name, OBJ_ATTRIBUTE, attributes[i].at,
                               DUPLICATE_COLUMN);
        }
    }
    return false;
}

bool taken_by_label(struct question q)
{
    const struct change *change = q.change;
    struct name of = change->object_name.name.len > 0 ? change->object_name : change->table;
    const struct catalog_object *type = NULL;
    const struct catalog_label *there = NULL;
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
    struct origin made = {0};
    if (table == NULL || !relation_is_sure(table)) return false;
    if (relation_attached(table, kind, name, &made) != KNOWN) return false;
    return taken_take(q, name, kind, at, made, DUPLICATE_OBJECT);
}

bool taken_creating_attached(struct question q, enum object_kind kind)
{
    if (q.change->or_replace) return false;
    return attached_there(q, kind, q.change->name,
                          range_naming(q.ctx, q.change->statement_at, q.change->name));
}

/* PostgreSQL looks for a policy's new name before the old one (rename_policy()). Renaming a trigger
 * to its own name is allowed from 15 on (renametrig()). */
bool taken_renaming_attached(struct question q, enum object_kind kind)
{
    const struct str to = q.change->rename.new_name.name;
    const struct relation *table = known_relation(q.ctx, q.change->table);
    struct origin made = {0};
    if (table == NULL) return false;
    if (kind != OBJ_POLICY && relation_attached(table, kind, q.change->name, &made) != KNOWN) {
        return false;
    }
    if (kind == OBJ_TRIGGER && str_equal(to, q.change->name)) return false;
    return attached_there(q, kind, to, q.change->rename.new_name_at);
}
