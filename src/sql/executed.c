#include "sql/executed.h"

#include "sql/constant_text.h"

static bool takes_any_role(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_GRANT:
    case CHANGE_REVOKE:
    case CHANGE_GRANT_ROLE:
    case CHANGE_REVOKE_ROLE:
    case CHANGE_ALTER_DEFAULT_PRIVILEGES:
    case CHANGE_ALTER_ROLE:
    case CHANGE_ALTER_DATABASE:
    case CHANGE_SET_OWNER:
    case CHANGE_REASSIGN_OWNED:
    case CHANGE_COMMENT:
        break;
    default:
        return false;
    }
    if (change->object == OBJ_ROLE || change->object == OBJ_DATABASE) return true;
    struct str names[] = {change->table.name, change->table.schema, change->object_name.name,
                          change->object_name.schema, change->name};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(names[i], CURRENT_USER_NAME)) return false;
        if (str_equal(names[i], CURRENT_DATABASE_NAME)) return false;
    }
    return true;
}

bool executed_takes_any_role(const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!takes_any_role(&changes[i])) return false;
    }
    return true;
}

static bool keeps_schema(enum change_kind kind)
{
    switch ((int)kind) {
    case CHANGE_GRANT:
    case CHANGE_REVOKE:
    case CHANGE_GRANT_ROLE:
    case CHANGE_REVOKE_ROLE:
    case CHANGE_ALTER_DEFAULT_PRIVILEGES:
    case CHANGE_SET_OWNER:
    case CHANGE_COMMENT:
    case CHANGE_SECURITY_LABEL:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_TRUNCATE:
    case CHANGE_LOCK_TABLE:
    case CHANGE_ANALYZE:
    case CHANGE_VACUUM:
    case CHANGE_CLUSTER:
    case CHANGE_REINDEX:
    case CHANGE_SET_CONSTRAINTS:
    case CHANGE_NOTIFY:
        return true;
    default:
        return false;
    }
}

bool executed_keeps_schema(const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!keeps_schema(changes[i].kind)) return false;
    }
    return count > 0;
}
