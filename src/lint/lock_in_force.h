/* The lock that others meet while a statement works: its own, or the stronger one its transaction
 * holds already (PostgreSQL manual, 13.3.1: until the end of the transaction). For rules that say
 * `needs_locks`. */
#ifndef GANDER_LINT_LOCK_IN_FORCE_H
#define GANDER_LINT_LOCK_IN_FORCE_H

#include "schema/change.h"
#include "schema/locks.h"
#include "source/source.h"

struct rule_ctx;
struct diagnostic;
struct held_lock;

struct lock_in_force {
    enum lock_mode mode;
    struct span taken;       /* where, if not by the change itself: source NULL */
    const struct change *by; /* ... and by what */
};

/* On [relation] while [change], which takes [own] on it, is carried out. In `check` only. */
struct lock_in_force lock_in_force(const struct rule_ctx *ctx, const struct change *change,
                                   struct name relation, enum lock_mode own);

/* Says of a lock not taken by the change itself where it is from. */
void label_lock_in_force(const struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct lock_in_force *lock, struct name relation);

/* Others wait for the statement of [change] no longer than for what its transaction has done
 * before: each relation that it locks against them is locked as strongly already, and nothing in it
 * has to be read or written, because no row is there or the statement is about names alone. False
 * for one that locks nobody out, and for one of several alike, which a rule may want to name
 * together. */
bool locks_are_no_news(const struct rule_ctx *ctx, const struct change *change);

/* The strongest lock that earlier statements of the transaction hold on a table or materialized
 * view in use, or also on one not released yet, if it keeps others from writing; the first of
 * several. NULL: none. Looks at CURSOR_REACH of them. */
const struct held_lock *strongest_held(const struct rule_ctx *ctx, bool unreleased_too);

/* Another statement of the same transaction takes [mode] or more on [relation], before or after
 * [change]; statements of kind [but] do not count. Looks ahead by what the catalog knows now. In
 * `check` only. */
bool taken_by_others(const struct rule_ctx *ctx, const struct change *change, struct name relation,
                     enum lock_mode mode, enum change_kind but);

const char *lock_article(enum lock_mode mode); /* "an" of "an ACCESS EXCLUSIVE lock" */

#endif
