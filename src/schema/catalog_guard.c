/* Conditions that ask what is there: as far as the replay knows the answer, it is no condition. */
#include "schema/catalog_impl.h"

static struct name table_of(const struct guard *guard, const struct change *change)
{
    return guard->table.name.len > 0 ? guard->table : change->table;
}

/* Of any table: pg_constraint by name alone. */
static enum knowledge any_constraint(const struct catalog *catalog, struct str name)
{
    for (size_t i = 0; i < catalog->relations.len; i++) {
        const struct relation *relation = catalog->relations.at[i];
        if (relation->state == KNOWN_ABSENT) continue;
        const struct catalog_constraint *constraint = relation_find_constraint(relation, name);
        if (constraint != NULL) return constraint->state;
    }
    return KNOWN_ABSENT;
}

static enum knowledge part_state(const struct catalog *catalog, const struct guard *guard,
                                 const struct change *change)
{
    struct str name = guard->name.name;
    const struct relation *table = NULL;
    enum knowledge state = catalog_find(catalog, OBJ_UNKNOWN, table_of(guard, change), &table);
    if (table == NULL) return state == KNOWN_ABSENT ? KNOWN_ABSENT : UNKNOWN;
    const struct catalog_column *column = NULL;
    const struct catalog_constraint *constraint = NULL;
    struct origin made;
    switch ((int)guard->kind) {
    case OBJ_COLUMN:
        return relation_column(table, name, &column);
    case OBJ_CONSTRAINT:
        if (guard->table.name.len == 0 && any_constraint(catalog, name) == KNOWN) return KNOWN;
        return relation_constraint(table, name, &constraint);
    default:
        return relation_attached(table, guard->kind, name, &made);
    }
}

static enum knowledge guard_state(const struct catalog *catalog, const struct guard *guard,
                                  const struct change *change)
{
    const struct relation *relation = NULL;
    const struct catalog_object *object = NULL;
    switch ((int)guard->kind) {
    case OBJ_UNKNOWN:
        return catalog_find(catalog, OBJ_UNKNOWN, guard->name, &relation);
    case OBJ_COLUMN:
    case OBJ_CONSTRAINT:
    case OBJ_TRIGGER:
    case OBJ_POLICY:
        return part_state(catalog, guard, change);
    case OBJ_FUNCTION:
        return catalog_find_function(catalog, guard->name, NULL, &object);
    default:
        return catalog_find_object(catalog, guard->kind, guard->name, &object);
    }
}

/* The very thing that was looked for: afterwards it is there, whoever made it. */
static bool makes_it(const struct guard *guard, const struct change *change)
{
    struct str made = change->object_name.name;
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_SEQUENCE:
        made = change->table.name;
        break;
    case CHANGE_CREATE_INDEX:
    case CHANGE_CREATE_TRIGGER:
    case CHANGE_CREATE_POLICY:
        made = change->name;
        break;
    case CHANGE_ADD_COLUMN:
        made = change->add_column.name;
        break;
    case CHANGE_ADD_CONSTRAINT:
        made = change->constraint.name;
        break;
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
    case CHANGE_CREATE_SCHEMA:
    case CHANGE_CREATE_EXTENSION:
    case CHANGE_CREATE_FUNCTION:
        break;
    default:
        return false;
    }
    return !guard->wants && made.len > 0 && str_equal(made, guard->name.name);
}

/* One answer for all that stands under one IF: the first statement may change it. */
static enum knowledge ask(struct catalog *catalog, const struct change *change)
{
    const struct guard *guard = change->guard;
    if (catalog->guard == guard) return catalog->guard_holds;
    enum knowledge there = guard_state(catalog, guard, change);
    enum knowledge holds = there;
    if (there != UNKNOWN) holds = (there == KNOWN) == guard->wants ? KNOWN : KNOWN_ABSENT;
    catalog->guard = guard;
    catalog->guard_holds = holds;
    return holds;
}

bool catalog_runs(struct catalog *catalog, const struct change *change)
{
    catalog->conditional = change->conditional;
    if (change->guard == NULL) {
        catalog->guard = NULL;
        return true;
    }
    enum knowledge holds = ask(catalog, change);
    if (holds == KNOWN || (holds == UNKNOWN && makes_it(change->guard, change))) {
        catalog->conditional = false;
    }
    return holds != KNOWN_ABSENT;
}
