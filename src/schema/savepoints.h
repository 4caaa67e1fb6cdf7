/* The savepoints of a transaction, each with a mark of how much was done before it (PostgreSQL
 * manual, SAVEPOINT). What a mark counts is the caller's. */
#ifndef GANDER_SCHEMA_SAVEPOINTS_H
#define GANDER_SCHEMA_SAVEPOINTS_H

#include "schema/change.h"

struct savepoint {
    struct str name;
    size_t mark;
};

struct savepoint_list {
    struct savepoint *at;
    size_t len, cap;
};

/* SAVEPOINT is added with [mark], RELEASE takes it away again. The mark to go back to if [change]
 * is a ROLLBACK TO; SIZE_MAX: to none. */
size_t savepoints_follow(struct arena *arena, struct savepoint_list *savepoints,
                         const struct change *change, size_t mark);

#endif
