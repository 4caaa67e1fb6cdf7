/* What the statement at hand locks, and what its transaction holds since earlier statements.
 *
 * For rules that say `needs_locks`: only then, and only in files that are reported, the engine asks
 * schema/locks.h, before the statement's first change is replayed. Locks are told for new and for
 * unknown relations alike; `standing_of()` tells them apart. */
#ifndef GANDER_LINT_LOCK_FACTS_H
#define GANDER_LINT_LOCK_FACTS_H

#include "schema/locks.h"
#include "source/source.h"

struct rule_ctx;

/* A lock that the transaction holds until it ends. */
struct held_lock {
    struct lock lock;        /* the strongest so far; rewrite, scan: of the change `by` */
    const struct change *by; /* what took it, in that strength */
    struct span taken;       /* its place */
};

struct held_lock_list {
    struct held_lock *at; /* in order of first taking */
    size_t len, cap;
};

/* The server and the session that the statement at hand meets. */
struct lock_settings lock_settings_of(const struct rule_ctx *ctx);

/* All of the PostgreSQL statement at hand. Never NULL. In `check` only. */
const struct lock_list *statement_locks(const struct rule_ctx *ctx);

/* Of one of its changes. */
const struct lock_list *change_locks(const struct rule_ctx *ctx, const struct change *change);

/* That of a relation, by its full name: catalog_resolve() fills the schema in. NULL: none. */
const struct lock *lock_on(const struct lock_list *locks, struct name relation);

/* What the change does to the relation it is about, change->table; NULL: nothing. */
const struct lock *target_lock(const struct rule_ctx *ctx, const struct change *change);

/* What the statements before this one have locked in the transaction at hand. */
const struct held_lock_list *held_locks(const struct rule_ctx *ctx);
const struct held_lock *held_lock_on(const struct rule_ctx *ctx, struct name relation);

/* -- for the engine -----------------------------------------------------------------------------*/

struct lock_facts;

struct lock_facts *lock_facts_new(struct arena *arena, const struct catalog *catalog,
                                  int postgres_version);

/* Before the first change of ctx->sql is linted, and after its last one is replayed. */
void lock_facts_begin(struct lock_facts *facts, const struct rule_ctx *ctx);
void lock_facts_end(struct lock_facts *facts, const struct rule_ctx *ctx);

#endif
