#include "lint/rerun.h"

#include <string.h>

/* CREATE and ADD: fails unless it is told to accept what is there. */
static enum rerun creation(const struct change *change)
{
    if (change->kind == CHANGE_CREATE_INDEX && change->create_index.index.name.len == 0) {
        return RERUN_ADDS;
    }
    return change->if_not_exists || change->or_replace ? RERUN_REPEATS : RERUN_FAILS;
}

static enum rerun removal(const struct change *change)
{
    return change->if_exists ? RERUN_REPEATS : RERUN_FAILS;
}

/* An INSERT ... SELECT that reads its own table looks for the rows it would insert. */
static enum rerun insertion(const struct change *change)
{
    const struct data_change *data = &change->data;
    if (data->on_conflict != NULL) return RERUN_REPEATS;
    for (size_t i = 0; i < data->reads.len; i++) {
        if (str_equal(data->reads.at[i].name, change->table.name)) return RERUN_REPEATS;
    }
    return RERUN_ADDS;
}

// NOLINTNEXTLINE(readability-function-size): a flat switch
enum rerun rerun_of(const struct change *change)
{
    if (change->conditional) return RERUN_REPEATS;
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_ADD_COLUMN:
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_ADD_IDENTITY:
    case CHANGE_CREATE_INDEX:
    case CHANGE_CREATE_STATISTICS:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_CREATE_TYPE:
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_CREATE_DOMAIN:
    case CHANGE_CREATE_FUNCTION:
    case CHANGE_CREATE_TRIGGER:
    case CHANGE_CREATE_RULE:
    case CHANGE_CREATE_POLICY:
    case CHANGE_CREATE_SCHEMA:
    case CHANGE_CREATE_EXTENSION:
    case CHANGE_CREATE_PUBLICATION:
    case CHANGE_CREATE_SUBSCRIPTION:
    case CHANGE_CREATE_ROLE:
    case CHANGE_CREATE_DATABASE:
    case CHANGE_CREATE_TABLESPACE:
        return creation(change);
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_COLUMN:
    case CHANGE_DROP_CONSTRAINT:
    case CHANGE_DROP_IDENTITY:
    case CHANGE_DROP_EXPRESSION:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_STATISTICS:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_TYPE:
    case CHANGE_DROP_DOMAIN:
    case CHANGE_DROP_FUNCTION:
    case CHANGE_DROP_TRIGGER:
    case CHANGE_DROP_RULE:
    case CHANGE_DROP_POLICY:
    case CHANGE_DROP_SCHEMA:
    case CHANGE_DROP_EXTENSION:
    case CHANGE_DROP_SUBSCRIPTION:
    case CHANGE_DROP_ROLE:
    case CHANGE_DROP_DATABASE:
    case CHANGE_DROP_TABLESPACE:
    case CHANGE_DROP_OBJECT:
    case CHANGE_RENAME_TABLE:
    case CHANGE_RENAME_INDEX:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
    case CHANGE_RENAME_SEQUENCE:
        return removal(change);
    case CHANGE_RENAME_COLUMN:
    case CHANGE_RENAME_CONSTRAINT:
    case CHANGE_RENAME_TYPE:
    case CHANGE_RENAME_ENUM_VALUE:
    case CHANGE_RENAME_DOMAIN:
    case CHANGE_RENAME_FUNCTION:
    case CHANGE_RENAME_TRIGGER:
    case CHANGE_RENAME_POLICY:
    case CHANGE_RENAME_SCHEMA:
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
    case CHANGE_INHERIT:
    case CHANGE_NO_INHERIT:
        return RERUN_FAILS;
    case CHANGE_INSERT:
        return insertion(change);
    default:
        return RERUN_REPEATS;
    }
}

static struct str own_name(const struct change *change)
{
    if (change->name.len > 0) return change->name;
    return change->object_name.name.len > 0 ? change->object_name.name : change->table.name;
}

/* What a CREATE, ADD or DROP is about: "INDEX" of CREATE_INDEX; NULL for other changes. */
static const char *subject_of(const struct change *change)
{
    const char *name = change_kind_name(change->kind);
    if (change->kind == CHANGE_CREATE_TABLE_AS) return "TABLE";
    if (strncmp(name, "CREATE_", 7) == 0) return name + 7;
    if (strncmp(name, "DROP_", 5) == 0) return name + 5;
    return strncmp(name, "ADD_", 4) == 0 ? name + 4 : NULL;
}

/* Its name is unique on its table only. */
static bool belongs_to_table(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD_COLUMN:
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_CREATE_TRIGGER:
    case CHANGE_CREATE_RULE:
    case CHANGE_CREATE_POLICY:
        return true;
    default:
        return false;
    }
}

bool is_drop(const struct change *change)
{
    return strncmp(change_kind_name(change->kind), "DROP_", 5) == 0;
}

bool is_renaming(const struct change *change)
{
    return strncmp(change_kind_name(change->kind), "RENAME_", 7) == 0;
}

bool clears_the_way(const struct change *drop, const struct change *change)
{
    const char *made = subject_of(change);
    if (made == NULL || is_drop(change) || !is_drop(drop) ||
        !str_equal(own_name(drop), own_name(change)))
        return false;
    if (belongs_to_table(change) && !str_equal(drop->table.name, change->table.name)) return false;
    return drop->kind == CHANGE_DROP_OBJECT || strcmp(made, subject_of(drop)) == 0;
}

bool is_harmless(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SET:
    case CHANGE_RESET:
    case CHANGE_SHOW:
    case CHANGE_COMMENT:
    case CHANGE_ANALYZE:
    case CHANGE_VACUUM:
    case CHANGE_NOTIFY:
    case CHANGE_CHECKPOINT:
        return true;
    case CHANGE_SELECT:
        return change->data.only_constants;
    default:
        return false;
    }
}
