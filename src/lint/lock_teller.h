/* Which locks of a statement a reviewer is told of; for lock_timeline.c. */
#ifndef GANDER_LINT_LOCK_TELLER_H
#define GANDER_LINT_LOCK_TELLER_H

#include "lint/lock_timeline.h"

struct lock_teller {
    struct arena *arena;
    const struct timeline_options *options;
    struct lock_timeline *timeline; /* counts what is left out */
};

/* Before the statement is replayed: what it locks of what is there. */
void lock_tell(const struct lock_teller *teller, const struct rule_ctx *ctx,
               struct timeline_statement *statement);

/* Afterwards: the indexes and sequences it has made, which are behind the first [before] relations
 * of the catalog. */
void lock_tell_new(const struct lock_teller *teller, const struct rule_ctx *ctx, size_t before,
                   struct timeline_statement *statement);

#endif
