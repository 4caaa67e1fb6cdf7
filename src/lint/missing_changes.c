/* Which names each change needs. */
#include "lint/missing.h"

#include "lint/rule.h"

/* -- DROP, RENAME, COMMENT and the like of a whole object -------------------------------------- */

static unsigned kinds_named(const struct change *change)
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

static bool lacks_named(struct need n, enum object_kind kind, struct name name, struct range at,
                        unsigned relation_kinds)
{
    struct type_name type = {.name = name};
    switch ((int)kind) {
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return lacks_relation(n, name, at, relation_kinds);
    case OBJ_TYPE:
    case OBJ_DOMAIN:
        return !n.change->if_exists && lacks_type(n, &type, at);
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_ROUTINE:
        return lacks_function(n, name, at);
    case OBJ_SCHEMA:
        return !n.change->if_exists && lacks_schema(n, name.name, at);
    default:
        return false;
    }
}

static bool lacks_object(struct need n, enum object_kind kind, unsigned relation_kinds)
{
    bool routine = kind == OBJ_FUNCTION || kind == OBJ_PROCEDURE || kind == OBJ_ROUTINE;
    struct name name =
        routine || kind == OBJ_SCHEMA ? n.change->object_name : need_subject(n.change);
    return lacks_named(n, kind, name, need_place(n.change), relation_kinds);
}

/* All names at the first: what goes with it is not there any more at the next. */
static bool drop_object(struct need n)
{
    enum { MOST_NAMES = 256 };
    const struct name_list *names = &n.change->drop.names;
    if (n.change->drop.position > 0) return false;
    for (size_t i = 0; i < names->len && i < MOST_NAMES; i++) {
        if (lacks_named(n, n.change->object, names->at[i], n.change->statement_at,
                        kinds_named(n.change)))
            return true;
    }
    return false;
}

static bool named_object(struct need n)
{
    return lacks_object(n, n.change->object, kinds_named(n.change));
}

/* ALTER TABLE ... RENAME takes views, indexes and sequences, too (manual, ALTER TABLE). */
static bool rename_object(struct need n)
{
    unsigned kinds = n.change->object == OBJ_TABLE ? ANY_RELATION : kinds_named(n.change);
    if (n.change->object == OBJ_INDEX) kinds = ANY_RELATION; /* with a notice, or 42809 */
    if (n.change->kind == CHANGE_SET_SCHEMA &&
        lacks_schema(n, n.change->rename.new_name.schema, n.change->rename.new_name_at))
        return true;
    return lacks_object(n, n.change->object, kinds);
}

static bool comment(struct need n)
{
    const struct change *change = n.change;
    switch ((int)change->object) {
    case OBJ_COLUMN:
        if (lacks_relation(n, change->table, need_place(change), ANY_ROWS)) return true;
        return lacks_column(n, change->table, change->name, change->statement_at);
    case OBJ_CONSTRAINT:
        return lacks_relation(n, change->table, need_place(change), ANY_RELATION) ||
               lacks_constraint(n, change->name, change->statement_at);
    case OBJ_TRIGGER:
    case OBJ_POLICY:
    case OBJ_RULE:
        return lacks_relation(n, change->table, need_place(change), ANY_RELATION) ||
               lacks_attached(n, change->object, change->name, change->statement_at);
    default:
        return named_object(n);
    }
}

static bool attached(struct need n, enum object_kind kind)
{
    if (lacks_relation(n, n.change->table, need_place(n.change), ANY_ROWS)) return true;
    if (n.change->kind == CHANGE_ENABLE_TRIGGER || n.change->kind == CHANGE_DISABLE_TRIGGER) {
        if (n.change->firing.all || n.change->firing.user) return false;
    }
    return lacks_attached(n, kind, n.change->name, n.change->statement_at);
}

/* -- ALTER TABLE ------------------------------------------------------------------------------- */

static bool add_column(struct need n)
{
    const struct change *change = n.change;
    if (lacks_relation(n, change->table, need_place(change), ANY_TABLE)) return true;
    return lacks_for_column(n, &change->add_column, false);
}

static bool alter_column(struct need n)
{
    const struct change *change = n.change;
    unsigned kinds = ANY_ROWS | KIND(OBJ_INDEX);
    if (change->kind == CHANGE_DROP_COLUMN || change->kind == CHANGE_ALTER_COLUMN_TYPE ||
        change->kind == CHANGE_SET_NOT_NULL || change->kind == CHANGE_DROP_NOT_NULL)
        kinds = ANY_TABLE;
    if (change->object == OBJ_INDEX || change->object == OBJ_TYPE || change->name.len == 0) {
        return false;
    }
    if (lacks_relation(n, change->table, need_place(change), kinds)) return true;
    if (change->if_exists && change->kind == CHANGE_DROP_COLUMN) return false;
    if (lacks_column(n, change->table, change->name, change->at)) return true;
    if (change->kind == CHANGE_ALTER_COLUMN_TYPE) {
        return lacks_type(n, &change->column_type.type, change->at) ||
               lacks_in_expression(n, change->table, &change->column_type.using, change->at);
    }
    return change->kind == CHANGE_SET_DEFAULT &&
           lacks_in_expression(n, (struct name){0}, &change->default_value, change->at);
}

static bool alter_constraint(struct need n)
{
    const struct change *change = n.change;
    if (lacks_relation(n, change->table, need_place(change), ANY_TABLE)) return true;
    if (change->kind == CHANGE_ADD_CONSTRAINT) return lacks_for_constraint(n, &change->constraint);
    return lacks_constraint(n, change->name.len > 0 ? change->name : change->constraint.name,
                            change->at);
}

static bool partition(struct need n)
{
    const struct change *change = n.change;
    if (lacks_relation(n, change->table, need_place(change), KIND(OBJ_TABLE))) return true;
    return lacks_relation(n, change->partition.partition, change->partition.partition_at,
                          ANY_TABLE);
}

/* -- the rest ---------------------------------------------------------------------------------- */

static bool privileges(struct need n)
{
    const struct change *change = n.change;
    if (change->grant.all_in_schema)
        return lacks_schema(n, change->object_name.name, need_place(change));
    unsigned kinds =
        change->object == OBJ_TABLE ? ANY_ROWS | KIND(OBJ_SEQUENCE) : kinds_named(change);
    if (lacks_object(n, change->object, kinds)) return true;
    return change->object == OBJ_TABLE &&
           lacks_columns(n, change->table, &change->grant.columns, change->statement_at);
}

static bool lacks_in_other(struct need n)
{
    const struct change *change = n.change;
    switch ((int)change->kind) {
    case CHANGE_TRUNCATE:
        return lacks_relation(n, change->table, need_place(change), ANY_TABLE);
    case CHANGE_COPY:
        return lacks_relation(n, change->table, need_place(change), ANY_ROWS) ||
               lacks_columns(n, change->table, &change->copy.columns, change->statement_at);
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
        return lacks_relation(n, change->table, need_place(change), KIND(OBJ_MATERIALIZED_VIEW));
    case CHANGE_ENABLE_ROW_SECURITY:
    case CHANGE_FORCE_ROW_SECURITY:
    case CHANGE_DISABLE_ROW_SECURITY:
        return lacks_relation(n, change->table, need_place(change), KIND(OBJ_TABLE));
    case CHANGE_LOCK_TABLE:
        return lacks_relation(n, change->table, need_place(change), ANY_TABLE | KIND(OBJ_VIEW));
    case CHANGE_CREATE_STATISTICS:
        return lacks_relation(n, change->table, change->statement_at, ANY_RELATION) ||
               lacks_columns(n, change->table, &change->statistics.columns, change->statement_at);
    case CHANGE_GRANT:
    case CHANGE_REVOKE:
        return privileges(n);
    case CHANGE_ANALYZE:
    case CHANGE_VACUUM:
    case CHANGE_REINDEX:
        return lacks_relation(n, change->table, need_place(change), ANY_RELATION);
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_RENAME_ENUM_VALUE:
        return lacks_object(n, OBJ_TYPE, 0) || lacks_label(n);
    case CHANGE_CREATE_RULE:
        return lacks_relation(n, change->table, need_place(change), ANY_ROWS);
    default:
        return rename_object(n);
    }
}

bool find_missing(struct rule_ctx *ctx, const struct change *change, struct missing *missing)
{
    struct need n = {ctx, change, missing};
    switch ((int)change->kind) {
    case CHANGE_ADD_COLUMN:
        return add_column(n);
    case CHANGE_DROP_COLUMN:
    case CHANGE_RENAME_COLUMN:
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_SET_DEFAULT:
    case CHANGE_DROP_DEFAULT:
    case CHANGE_SET_NOT_NULL:
    case CHANGE_DROP_NOT_NULL:
    case CHANGE_ADD_IDENTITY:
    case CHANGE_SET_IDENTITY:
    case CHANGE_SET_STORAGE:
    case CHANGE_SET_STATISTICS:
        return alter_column(n);
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_DROP_CONSTRAINT:
    case CHANGE_VALIDATE_CONSTRAINT:
    case CHANGE_ALTER_CONSTRAINT:
    case CHANGE_RENAME_CONSTRAINT:
        return alter_constraint(n);
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
        return partition(n);
    case CHANGE_DROP_TRIGGER:
    case CHANGE_RENAME_TRIGGER:
    case CHANGE_ENABLE_TRIGGER:
    case CHANGE_DISABLE_TRIGGER:
        return attached(n, OBJ_TRIGGER);
    case CHANGE_DROP_POLICY:
    case CHANGE_RENAME_POLICY:
        return attached(n, OBJ_POLICY);
    case CHANGE_DROP_RULE:
    case CHANGE_RENAME_RULE:
        return attached(n, OBJ_RULE);
    case CHANGE_COMMENT:
        return comment(n);
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_TYPE:
    case CHANGE_DROP_DOMAIN:
    case CHANGE_DROP_FUNCTION:
    case CHANGE_DROP_SCHEMA:
        return drop_object(n);
    default:
        break;
    }
    bool is_definition = true;
    bool lacks = lacks_for_definition(n, &is_definition);
    return is_definition ? lacks : lacks_in_other(n);
}
