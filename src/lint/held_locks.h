/* The locks that a transaction holds: taken by its statements so far, given back when it ends, or
 * when it goes back to a savepoint from before (PostgreSQL manual 13.3.1). */
#ifndef GANDER_LINT_HELD_LOCKS_H
#define GANDER_LINT_HELD_LOCKS_H

#include "schema/locks.h"
#include "source/source.h"

struct held_lock {
    struct lock lock;        /* the strongest so far; rewrite, scan: of the change `by`; */
                             /*   LOCK_NONE: given back */
    struct name known_as;    /* before this transaction renamed it */
    const struct change *by; /* what took it, in that strength */
    struct span taken;       /* its place */
    struct span statement;   /* ... and that of its statement */
};

struct held_lock_list {
    struct held_lock *at; /* in order of first taking */
    size_t len, cap;
};

struct held_locks;

struct held_locks *held_locks_new(struct arena *arena);

/* Another transaction begins, which holds nothing. */
void held_locks_clear(struct held_locks *held);

/* The stronger of two on one relation is kept. */
void held_locks_add(struct held_locks *held, const struct held_lock *added);

/* The relation got another name; it is still locked. */
void held_locks_rename(struct held_locks *held, struct name from, struct name to);

/* SAVEPOINT, ROLLBACK TO, RELEASE */
void held_locks_savepoint(struct held_locks *held, const struct change *change);

/* By its full name; NULL: not locked. */
const struct held_lock *held_locks_find(const struct held_locks *held, struct name relation);

const struct held_lock_list *held_locks_all(const struct held_locks *held);

#endif
