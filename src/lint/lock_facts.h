/* What the statement at hand locks, and what its transaction holds since earlier statements. In a
 * DO block that is each statement of its own.
 *
 * For rules that say `needs_locks`: only then, and only in files that are reported, the engine asks
 * schema/locks.h, before the statement's first change is replayed. Locks are told for new and for
 * unknown relations alike; `standing_of()` tells them apart. */
#ifndef GANDER_LINT_LOCK_FACTS_H
#define GANDER_LINT_LOCK_FACTS_H

#include "lint/held_locks.h"

struct rule_ctx;

/* The server and the session that the statement at hand meets. */
struct lock_settings lock_settings_of(const struct rule_ctx *ctx);

/* All of the statement at hand. Never NULL. In `check` only: the next statement ends it, and the
 * names in it that the catalog does not have. */
const struct lock_list *statement_locks(const struct rule_ctx *ctx);

/* Of one of its changes; of any other, nothing. */
const struct lock_list *change_locks(const struct rule_ctx *ctx, const struct change *change);

/* That of a relation, by its full name: catalog_resolve() fills the schema in. NULL: none. */
const struct lock *lock_on(const struct lock_list *locks, struct name relation);

/* What the change does to the relation it is about, change->table; NULL: nothing. */
const struct lock *target_lock(const struct rule_ctx *ctx, const struct change *change);

/* A function that the statement at hand calls and that runs SQL which it puts together: "f()".
 * Empty: none, or nobody looks into functions. */
struct str statement_unreadable_call(const struct rule_ctx *ctx);

/* What the statements before this one have locked in the transaction at hand, and not given back.
 * Entries of the list with LOCK_NONE are such as were. */
const struct held_lock_list *held_locks(const struct rule_ctx *ctx);
const struct held_lock *held_lock_on(const struct rule_ctx *ctx, struct name relation);

/* -- for the engine -----------------------------------------------------------------------------*/

struct lock_facts;

struct lock_facts *lock_facts_new(struct arena *arena, const struct catalog *catalog,
                                  int postgres_version);

/* From now on the locks of a statement are also those of the functions it calls. */
void lock_facts_follow_calls(struct lock_facts *facts, struct arena *arena);

/* NULL: there is nothing to free. */
void lock_facts_free(struct lock_facts *facts);

/* Before the first of the statement's changes is linted, and after its last one is replayed. */
void lock_facts_begin(struct lock_facts *facts, const struct rule_ctx *ctx,
                      const struct change *changes, size_t count);
void lock_facts_end(struct lock_facts *facts, const struct rule_ctx *ctx);

#endif
