#include "schema/passes.h"

int pass_of(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_DROP_COLUMN:
    case CHANGE_DROP_CONSTRAINT:
    case CHANGE_DROP_DEFAULT:
    case CHANGE_DROP_NOT_NULL:
    case CHANGE_DROP_IDENTITY:
    case CHANGE_DROP_EXPRESSION:
        return 0;
    case CHANGE_ALTER_COLUMN_TYPE:
        return 1;
    case CHANGE_ADD_COLUMN:
        return 2;
    case CHANGE_SET_NOT_NULL:
    case CHANGE_SET_IDENTITY:
        return 3;
    case CHANGE_SET_DEFAULT:
    case CHANGE_ADD_IDENTITY:
        return 5;
    case CHANGE_ADD_CONSTRAINT:
        break;
    default:
        return PASS_COUNT - 1;
    }
    enum constraint_kind kind = change->constraint.kind;
    return kind == CONSTRAINT_CHECK || kind == CONSTRAINT_FOREIGN_KEY ? 5 : 4;
}

bool passes_as_written(const struct change *changes, size_t count)
{
    if (count < 2 || changes[0].in_do) return true;
    if (!str_equal(str_from(changes[0].tag), STR("ALTER TABLE"))) return true;
    for (size_t i = 1; i < count; i++) {
        if (pass_of(&changes[i - 1]) > pass_of(&changes[i])) return false;
    }
    return true;
}
