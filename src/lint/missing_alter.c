/* What ALTER TABLE and its like need. */
#include "lint/missing_need.h"

#include "lint/rule.h"

/* Of which kinds each action may be (ATPrepCmd in PostgreSQL's tablecmds.c, 11 to 18). */
/* clang-format off */
static const unsigned taken_kinds[CHANGE_KIND_COUNT] = {
    [CHANGE_ADD_COLUMN] = ANY_TABLE, [CHANGE_DROP_COLUMN] = ANY_TABLE,
    [CHANGE_RENAME_COLUMN] = ANY_ROWS | KIND(OBJ_INDEX) | KIND(OBJ_TYPE),
    [CHANGE_ALTER_COLUMN_TYPE] = ANY_TABLE,
    [CHANGE_SET_DEFAULT] = ANY_TABLE | KIND(OBJ_VIEW),
    [CHANGE_DROP_DEFAULT] = ANY_TABLE | KIND(OBJ_VIEW),
    [CHANGE_SET_NOT_NULL] = ANY_TABLE, [CHANGE_DROP_NOT_NULL] = ANY_TABLE,
    [CHANGE_ADD_IDENTITY] = ANY_TABLE | KIND(OBJ_VIEW),
    [CHANGE_SET_IDENTITY] = ANY_TABLE | KIND(OBJ_VIEW),
    [CHANGE_DROP_IDENTITY] = ANY_TABLE | KIND(OBJ_VIEW),
    [CHANGE_DROP_EXPRESSION] = ANY_TABLE,
    [CHANGE_SET_STATISTICS] = ANY_TABLE | KIND(OBJ_MATERIALIZED_VIEW) | KIND(OBJ_INDEX),
    [CHANGE_SET_STORAGE] = ANY_TABLE | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_SET_COMPRESSION] = ANY_TABLE | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_SET_COLUMN_OPTIONS] = ANY_TABLE | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_ADD_CONSTRAINT] = ANY_TABLE, [CHANGE_DROP_CONSTRAINT] = ANY_TABLE,
    [CHANGE_VALIDATE_CONSTRAINT] = ANY_TABLE, [CHANGE_ALTER_CONSTRAINT] = ANY_TABLE,
    [CHANGE_RENAME_CONSTRAINT] = ANY_TABLE,
    [CHANGE_SET_TABLE_OPTIONS] = ANY_ROWS | KIND(OBJ_INDEX),
    [CHANGE_SET_TABLESPACE] = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW) | KIND(OBJ_INDEX),
    [CHANGE_SET_ACCESS_METHOD] = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_SET_LOGGED] = KIND(OBJ_TABLE) | KIND(OBJ_SEQUENCE),
    [CHANGE_SET_UNLOGGED] = KIND(OBJ_TABLE) | KIND(OBJ_SEQUENCE),
    [CHANGE_CLUSTER_ON] = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_SET_WITHOUT_CLUSTER] = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_REPLICA_IDENTITY] = KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW),
    [CHANGE_INHERIT] = ANY_TABLE, [CHANGE_NO_INHERIT] = ANY_TABLE,
    [CHANGE_OF_TYPE] = KIND(OBJ_TABLE), [CHANGE_NOT_OF_TYPE] = KIND(OBJ_TABLE),
    [CHANGE_ENABLE_TRIGGER] = ANY_TABLE, [CHANGE_DISABLE_TRIGGER] = ANY_TABLE,
    [CHANGE_ENABLE_RULE] = KIND(OBJ_TABLE) | KIND(OBJ_VIEW),
    [CHANGE_DISABLE_RULE] = KIND(OBJ_TABLE) | KIND(OBJ_VIEW),
    [CHANGE_ENABLE_ROW_SECURITY] = KIND(OBJ_TABLE),
    [CHANGE_DISABLE_ROW_SECURITY] = KIND(OBJ_TABLE),
    [CHANGE_FORCE_ROW_SECURITY] = KIND(OBJ_TABLE),
    [CHANGE_NO_FORCE_ROW_SECURITY] = KIND(OBJ_TABLE),
    [CHANGE_ATTACH_PARTITION] = KIND(OBJ_TABLE), [CHANGE_DETACH_PARTITION] = KIND(OBJ_TABLE),
    [CHANGE_ALTER_FOREIGN_OPTIONS] = KIND(OBJ_FOREIGN_TABLE),
};
/* clang-format on */

/* ALTER VIEW of a table is refused whatever the action; ALTER TABLE takes most kinds. */
static unsigned kinds_for(const struct change *change)
{
    unsigned kinds = taken_kinds[change->kind];
    switch ((int)change->object) {
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return KIND(change->object);
    default:
        return kinds;
    }
}

/* -- columns ----------------------------------------------------------------------------------- */

static bool set_default(struct need n)
{
    const struct change *change = n.change;
    const struct relation *table = known_relation(n.ctx, change->table);
    const struct catalog_column *column = NULL;
    const struct name no_columns = {0};
    if (lacks_in_expression(n, no_columns, &change->default_value, change->at)) return true;
    if (table != NULL) relation_column(table, change->name, &column);
    return column != NULL && lacks_default(n, &change->default_value, &column->type, change->at);
}

static bool alter_column(struct need n)
{
    const struct change *change = n.change;
    if (change->object == OBJ_INDEX || change->name.len == 0) return false;
    if (change->if_part_exists) return false;
    if (lacks_column(n, change->table, change->name, change->at)) return true;
    if (change->kind == CHANGE_ALTER_COLUMN_TYPE) {
        return lacks_type_of(n, change->name, &change->column_type.type, change->at) ||
               lacks_object(n, OBJ_COLLATION, change->column_type.collation_name, change->at) ||
               lacks_in_expression(n, change->table, &change->column_type.using, change->at);
    }
    return change->kind == CHANGE_SET_DEFAULT && set_default(n);
}

/* -- constraints, triggers, indexes ------------------------------------------------------------ */

static bool alter_constraint(struct need n)
{
    const struct change *change = n.change;
    if (change->kind == CHANGE_ADD_CONSTRAINT) return lacks_for_constraint(n, &change->constraint);
    return lacks_constraint(n, change->name.len > 0 ? change->name : change->constraint.name,
                            change->at);
}

static bool fire(struct need n, enum object_kind kind)
{
    if (n.change->firing.all || n.change->firing.user) return false;
    return lacks_attached(n, kind, n.change->name, n.change->statement_at);
}

static bool partition(struct need n)
{
    const struct change *change = n.change;
    return lacks_relation(n, change->partition.partition, change->partition.partition_at,
                          ANY_TABLE);
}

static bool other_action(struct need n)
{
    const struct change *change = n.change;
    switch ((int)change->kind) {
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
        return partition(n);
    case CHANGE_INHERIT:
    case CHANGE_NO_INHERIT:
        return lacks_relation(n, change->object_name, change->at, ANY_TABLE);
    case CHANGE_ENABLE_TRIGGER:
    case CHANGE_DISABLE_TRIGGER:
        return fire(n, OBJ_TRIGGER);
    case CHANGE_ENABLE_RULE:
    case CHANGE_DISABLE_RULE:
        return fire(n, OBJ_RULE);
    case CHANGE_CLUSTER_ON:
        return lacks_own_index(n, change->setting.value, change->at);
    case CHANGE_REPLICA_IDENTITY:
        return lacks_own_index(n, change->replica_identity.index, change->at);
    case CHANGE_OF_TYPE:
        return lacks_type_named(n, change->object_name, 'c', change->at);
    default:
        return false;
    }
}

bool lacks_for_alteration(struct need n, bool *is_alteration)
{
    const struct change *change = n.change;
    const bool attribute = change->object == OBJ_TYPE; /* ALTER TYPE of a composite */
    *is_alteration = taken_kinds[change->kind] != 0 && !attribute && change->table.name.len > 0;
    if (!*is_alteration) return false;
    if (lacks_relation(n, change->table, need_place(change), kinds_for(change))) return true;
    switch ((int)change->kind) {
    case CHANGE_ADD_COLUMN:
        return lacks_for_column(n, &change->add_column);
    case CHANGE_DROP_COLUMN:
    case CHANGE_RENAME_COLUMN:
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_SET_DEFAULT:
    case CHANGE_DROP_DEFAULT:
    case CHANGE_SET_NOT_NULL:
    case CHANGE_DROP_NOT_NULL:
    case CHANGE_ADD_IDENTITY:
    case CHANGE_SET_IDENTITY:
    case CHANGE_DROP_IDENTITY:
    case CHANGE_DROP_EXPRESSION:
    case CHANGE_SET_STORAGE:
    case CHANGE_SET_COMPRESSION:
    case CHANGE_SET_COLUMN_OPTIONS:
    case CHANGE_SET_STATISTICS:
        return alter_column(n);
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_DROP_CONSTRAINT:
    case CHANGE_VALIDATE_CONSTRAINT:
    case CHANGE_ALTER_CONSTRAINT:
    case CHANGE_RENAME_CONSTRAINT:
        return alter_constraint(n);
    default:
        return other_action(n);
    }
}
