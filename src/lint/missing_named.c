/* What DROP, RENAME, COMMENT, OWNER TO and ALTER TYPE need: the very object they name. */
#include "lint/missing_need.h"

#include "lint/rule.h"

/* -- DROP, RENAME, COMMENT and the like of a whole object -------------------------------------- */

unsigned kinds_named(const struct change *change)
{
    switch ((int)change->object) {
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return KIND(change->object);
    default:
        return ANY_RELATION;
    }
}

static bool is_routine(enum object_kind kind)
{
    return kind == OBJ_FUNCTION || kind == OBJ_PROCEDURE || kind == OBJ_AGGREGATE ||
           kind == OBJ_ROUTINE;
}

static bool lacks_named(struct need n, struct name name, struct range at, unsigned relation_kinds)
{
    const enum object_kind kind = n.change->object;
    switch ((int)kind) {
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return lacks_relation(n, name, at, relation_kinds);
    case OBJ_TYPE:
        return lacks_type_named(n, name, 0, at);
    case OBJ_DOMAIN:
        return lacks_type_named(n, name, 'd', at);
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_AGGREGATE:
    case OBJ_ROUTINE:
        return lacks_routine(n);
    case OBJ_SCHEMA:
        return !n.change->if_exists && lacks_schema(n, name.name, at);
    case OBJ_ROLE:
        return lacks_role(n, name.name, at);
    case OBJ_EXTENSION:
    case OBJ_STATISTICS:
    case OBJ_COLLATION:
    case OBJ_PUBLICATION:
    case OBJ_SUBSCRIPTION:
    case OBJ_EVENT_TRIGGER:
    case OBJ_SERVER:
        return lacks_object(n, kind, name, at);
    default:
        return false;
    }
}

bool lacks_subject(struct need n, unsigned relation_kinds)
{
    const enum object_kind kind = n.change->object;
    bool relation = n.change->table.name.len > 0 && !is_routine(kind) && kind != OBJ_SCHEMA;
    struct name name = relation ? n.change->table : n.change->object_name;
    return lacks_named(n, name, need_place(n.change), relation_kinds);
}

/* All names at the first: what goes with it is not there any more at the next. */
static bool drop_object(struct need n)
{
    const struct name_list *names = &n.change->drop.names;
    if (is_routine(n.change->object)) return lacks_routine(n);
    if (n.change->drop.position > 0) return false;
    if (names->len == 0) return lacks_subject(n, kinds_named(n.change));
    for (size_t i = 0; i < names->len && i < MOST_NAMES; i++) {
        if (lacks_named(n, names->at[i], n.change->statement_at, kinds_named(n.change))) {
            return true;
        }
    }
    return false;
}

static bool attached(struct need n, enum object_kind kind)
{
    if (lacks_relation(n, n.change->table, need_place(n.change), ANY_ROWS)) return true;
    return lacks_attached(n, kind, n.change->name, n.change->statement_at);
}

/* ALTER TABLE ... RENAME takes views, indexes and sequences, too (manual, ALTER TABLE). */
static bool rename_object(struct need n)
{
    unsigned kinds = n.change->object == OBJ_TABLE ? ANY_RELATION : kinds_named(n.change);
    if (n.change->object == OBJ_INDEX) kinds = ANY_RELATION; /* with a notice, or 42809 */
    if (n.change->object == OBJ_TYPE && n.change->kind == CHANGE_RENAME_TYPE) {
        const struct relation *table = known_relation(n.ctx, n.change->object_name);
        if (table != NULL && lacks_type_named(n, n.change->object_name, 'c', need_place(n.change)))
            return true;
    }
    if (lacks_subject(n, kinds)) return true;
    return n.change->kind == CHANGE_SET_SCHEMA &&
           lacks_schema(n, n.change->rename.new_name.schema, n.change->rename.new_name_at);
}

static bool set_owner(struct need n)
{
    unsigned kinds = n.change->object == OBJ_TABLE ? ANY_RELATION : kinds_named(n.change);
    return lacks_subject(n, kinds) || lacks_role(n, n.change->setting.value, n.change->at);
}

static bool comment(struct need n)
{
    const struct change *change = n.change;
    const struct catalog_object *type = NULL;
    switch ((int)change->object) {
    case OBJ_COLUMN:
        catalog_find_object(n.ctx->catalog, OBJ_TYPE, change->table, &type);
        if (type != NULL && type->type_kind == 'c') return lacks_attribute(n);
        if (lacks_relation(n, change->table, need_place(change), ANY_ROWS)) return true;
        return lacks_column(n, change->table, change->name, change->statement_at);
    case OBJ_CONSTRAINT:
        if (change->table.name.len == 0) return false; /* a domain's */
        return lacks_relation(n, change->table, need_place(change), ANY_RELATION) ||
               lacks_constraint(n, change->name, change->statement_at);
    case OBJ_TRIGGER:
    case OBJ_POLICY:
    case OBJ_RULE:
        return attached(n, change->object);
    default:
        return lacks_subject(n, kinds_named(change));
    }
}

/* -- types ------------------------------------------------------------------------------------- */

static bool alter_label(struct need n)
{
    return lacks_type_named(n, n.change->object_name, 'e', need_place(n.change)) || lacks_label(n);
}

static bool alter_attribute(struct need n)
{
    const struct change *change = n.change;
    if (lacks_type_named(n, need_subject(change), 'c', need_place(change))) return true;
    if (change->kind == CHANGE_ADD_ATTRIBUTE) {
        return lacks_type_of(n, change->name, &change->add_column.type, change->at);
    }
    if (lacks_attribute(n)) return true;
    return change->kind == CHANGE_ALTER_ATTRIBUTE_TYPE &&
           lacks_type_of(n, change->name, &change->column_type.type, change->at);
}

static bool alter_domain(struct need n)
{
    const struct change *change = n.change;
    const struct name no_columns = {0};
    const struct str action = change->alter_domain.action;
    const struct constraint *constraint = &change->alter_domain.constraint;
    if (lacks_type_named(n, change->object_name, 'd', need_place(change))) return true;
    if (str_equal(action, STR("DROP CONSTRAINT")) ||
        str_equal(action, STR("VALIDATE CONSTRAINT"))) {
        return lacks_domain_constraint(n, constraint->name);
    }
    const struct expression *value = change->alter_domain.default_value;
    return lacks_in_expression(n, no_columns, value != NULL ? value : &constraint->check,
                               change->at);
}

bool lacks_in_type(struct need n, bool *is_of_type)
{
    *is_of_type = true;
    switch ((int)n.change->kind) {
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_RENAME_ENUM_VALUE:
        return alter_label(n);
    case CHANGE_ADD_ATTRIBUTE:
    case CHANGE_DROP_ATTRIBUTE:
    case CHANGE_ALTER_ATTRIBUTE_TYPE:
    case CHANGE_RENAME_ATTRIBUTE:
        return alter_attribute(n);
    case CHANGE_ALTER_DOMAIN:
        return alter_domain(n);
    case CHANGE_RENAME_CONSTRAINT: /* of a domain; a table's is an alteration */
        return lacks_type_named(n, n.change->object_name, 'd', need_place(n.change)) ||
               lacks_domain_constraint(n, n.change->name);
    default:
        *is_of_type = false;
        return false;
    }
}

/* -- by kind ----------------------------------------------------------------------------------- */

bool lacks_named_object(struct need n, bool *is_named)
{
    *is_named = true;
    switch ((int)n.change->kind) {
    case CHANGE_DROP_TRIGGER:
    case CHANGE_RENAME_TRIGGER:
        return attached(n, OBJ_TRIGGER);
    case CHANGE_DROP_POLICY:
    case CHANGE_RENAME_POLICY:
        return attached(n, OBJ_POLICY);
    case CHANGE_DROP_RULE:
    case CHANGE_RENAME_RULE:
        return attached(n, OBJ_RULE);
    case CHANGE_COMMENT:
        return comment(n);
    case CHANGE_SET_OWNER:
        return set_owner(n);
    case CHANGE_RENAME_TABLE:
    case CHANGE_RENAME_INDEX:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
    case CHANGE_RENAME_SEQUENCE:
    case CHANGE_RENAME_TYPE:
    case CHANGE_RENAME_DOMAIN:
    case CHANGE_RENAME_FUNCTION:
    case CHANGE_RENAME_SCHEMA:
    case CHANGE_RENAME_OBJECT:
    case CHANGE_SET_SCHEMA:
    case CHANGE_ALTER_FUNCTION:
    case CHANGE_ALTER_STATISTICS:
    case CHANGE_ALTER_EXTENSION:
    case CHANGE_ALTER_EVENT_TRIGGER:
    case CHANGE_ALTER_SUBSCRIPTION:
        return rename_object(n);
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_TYPE:
    case CHANGE_DROP_DOMAIN:
    case CHANGE_DROP_FUNCTION:
    case CHANGE_DROP_SCHEMA:
    case CHANGE_DROP_ROLE:
    case CHANGE_DROP_EXTENSION:
    case CHANGE_DROP_STATISTICS:
    case CHANGE_DROP_OBJECT:
        return drop_object(n);
    default:
        *is_named = false;
        return false;
    }
}
