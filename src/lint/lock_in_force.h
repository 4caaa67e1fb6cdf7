/* The lock that others meet while a statement works: its own, or the stronger one its transaction
 * holds already (PostgreSQL manual, 13.3.1: until the end of the transaction). For rules that say
 * `needs_locks`. */
#ifndef GANDER_LINT_LOCK_IN_FORCE_H
#define GANDER_LINT_LOCK_IN_FORCE_H

#include "schema/locks.h"
#include "source/source.h"

struct rule_ctx;
struct diagnostic;

struct lock_in_force {
    enum lock_mode mode;
    struct span taken; /* where, if not by the change itself: source NULL */
};

/* On [relation] while [change], which takes [own] on it, is carried out. In `check` only. */
struct lock_in_force lock_in_force(const struct rule_ctx *ctx, const struct change *change,
                                   struct name relation, enum lock_mode own);

/* Says of a lock not taken by the change itself where it is from. */
void label_lock_in_force(const struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct lock_in_force *lock, struct name relation);

const char *lock_article(enum lock_mode mode); /* "an" of "an ACCESS EXCLUSIVE lock" */

#endif
