#include "schema/savepoints.h"

#include "base/vec.h"

/* The newest of the name; those behind it go. */
static const struct savepoint *find(struct savepoint_list *savepoints, struct str name)
{
    for (size_t i = savepoints->len; i-- > 0;) {
        if (!str_equal(savepoints->at[i].name, name)) continue;
        savepoints->len = i + 1;
        return &savepoints->at[i];
    }
    return NULL;
}

size_t savepoints_follow(struct arena *arena, struct savepoint_list *savepoints,
                         const struct change *change, size_t mark)
{
    const struct str name = change->transaction.savepoint;
    const enum transaction_command command = change->transaction.command;
    if (command == TRANSACTION_SAVEPOINT) {
        VEC_PUSH(arena, savepoints, (struct savepoint){name, mark});
        return SIZE_MAX;
    }
    if (command != TRANSACTION_RELEASE && command != TRANSACTION_ROLLBACK_TO) return SIZE_MAX;
    const struct savepoint *found = find(savepoints, name);
    if (found == NULL) return SIZE_MAX;
    if (command == TRANSACTION_ROLLBACK_TO) return found->mark;
    savepoints->len--;
    return SIZE_MAX;
}
