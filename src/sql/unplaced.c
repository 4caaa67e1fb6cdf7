#include "sql/unplaced.h"

static const struct range nowhere = {0, 0};

static void unplace_keys(struct index_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (keys[i].expression != NULL) keys[i].expression->at = nowhere;
    }
}

static void unplace_constraint(struct constraint *constraint)
{
    const struct constraint_index *index = constraint->index;
    if (index != NULL) {
        struct constraint_index *copy = (struct constraint_index *)(uintptr_t)index;
        copy->where.at = nowhere;
        unplace_keys(copy->keys, copy->key_count);
    }
    constraint->at = nowhere;
    constraint->check.at = nowhere;
    constraint->references_at = nowhere;
}

static void unplace_column(struct column *column)
{
    column->at = nowhere;
    column->default_value.at = nowhere;
    if (column->generated != NULL) column->generated->at = nowhere;
    for (size_t i = 0; i < column->constraint_count; i++) {
        unplace_constraint(&column->constraints[i]);
    }
}

static void unplace_table(struct change *change)
{
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        unplace_column(&change->create_table.columns[i]);
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        unplace_constraint(&change->create_table.constraints[i]);
    }
    const struct partition_key *key = change->create_table.partition_key;
    if (key != NULL) unplace_keys(key->keys, key->key_count);
}

static void unplace_domain(struct change *change)
{
    change->create_domain.default_value.at = nowhere;
    for (size_t i = 0; i < change->create_domain.constraint_count; i++) {
        unplace_constraint(&change->create_domain.constraints[i]);
    }
}

static void unplace_arguments(const struct function_details *details)
{
    for (size_t i = 0; details != NULL && i < details->argument_count; i++) {
        details->arguments[i].default_value.at = nowhere;
    }
}

static bool unplace_table_part(struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        unplace_table(change);
        return true;
    case CHANGE_ADD_COLUMN:
    case CHANGE_ADD_ATTRIBUTE:
        unplace_column(&change->add_column);
        return true;
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_ALTER_ATTRIBUTE_TYPE:
        change->column_type.using.at = nowhere;
        return true;
    case CHANGE_SET_DEFAULT:
        change->default_value.at = nowhere;
        return true;
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_ALTER_CONSTRAINT:
        unplace_constraint(&change->constraint);
        return true;
    case CHANGE_CREATE_INDEX:
        change->create_index.index_at = nowhere;
        change->create_index.where.at = nowhere;
        unplace_keys(change->create_index.keys, change->create_index.key_count);
        return true;
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
    case CHANGE_ATTACH_INDEX:
        change->partition.partition_at = nowhere;
        return true;
    default:
        return false;
    }
}

/* RENAME_* but for RENAME_ENUM_VALUE, SET_SCHEMA. */
static bool is_rename(enum change_kind kind)
{
    struct str name = str_from(change_kind_name(kind));
    return kind == CHANGE_SET_SCHEMA ||
           (str_starts_with(name, STR("RENAME_")) && kind != CHANGE_RENAME_ENUM_VALUE);
}

static void unplace_other_part(struct change *change)
{
    if (is_rename(change->kind)) change->rename.new_name_at = nowhere;
    switch (change->kind) {
    case CHANGE_CREATE_FUNCTION:
    case CHANGE_ALTER_FUNCTION:
    case CHANGE_DO:
        change->function.body_at = nowhere;
        change->function.body_is_verbatim = false;
        unplace_arguments(change->function.details);
        break;
    case CHANGE_CREATE_TRIGGER:
        change->trigger.when.at = nowhere;
        break;
    case CHANGE_CREATE_RULE:
        change->rule.where.at = nowhere;
        break;
    case CHANGE_CREATE_POLICY:
    case CHANGE_ALTER_POLICY:
        change->policy.using.at = nowhere;
        change->policy.check.at = nowhere;
        break;
    case CHANGE_CREATE_DOMAIN:
        unplace_domain(change);
        break;
    case CHANGE_ALTER_DOMAIN:
        if (change->alter_domain.default_value != NULL) {
            change->alter_domain.default_value->at = nowhere;
        }
        unplace_constraint(&change->alter_domain.constraint);
        break;
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_CALL:
    case CHANGE_EXPLAIN:
    case CHANGE_PREPARE:
    case CHANGE_DECLARE_CURSOR:
        change->data.where.at = nowhere;
        break;
    default:
        break;
    }
}

void change_unplace(struct change *change, struct range at)
{
    change->at = at;
    change->statement_at = at;
    change->table_at = nowhere;
    if (!unplace_table_part(change)) unplace_other_part(change);
}
