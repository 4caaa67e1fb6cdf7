/* Locks, one for each relation, in order of appearance. */
#ifndef GANDER_SCHEMA_LOCK_SET_H
#define GANDER_SCHEMA_LOCK_SET_H

#include "schema/locks.h"

struct lock_set {
    struct arena *arena;
    struct lock_list list;
    uint32_t *slots;   /* positions, counted from 1; open addressing, half empty; NULL: only few */
    size_t slot_count; /* a power of two */
};

/* Merged with the lock that the relation has already. An index PostgreSQL names itself is like no
 * other. */
void lock_set_add(struct lock_set *set, const struct lock *lock);

bool lock_set_has(const struct lock_set *set, const struct relation *relation);

#endif
