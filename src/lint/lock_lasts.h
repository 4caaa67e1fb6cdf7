/* Until when a lock stays: to the end of its transaction, or to the ROLLBACK TO of a savepoint from
 * before it (PostgreSQL manual, 13.3.1). */
#ifndef GANDER_LINT_LOCK_LASTS_H
#define GANDER_LINT_LOCK_LASTS_H

#include "schema/change.h"

struct rule_ctx;

/* "held until goose commits, after line 57": of a lock that the change at hand takes. */
const char *lock_lasts(const struct rule_ctx *ctx);

/* ... that an earlier change of the section took, and that is still held. */
const char *lock_lasts_since(const struct rule_ctx *ctx, const struct change *taken_by);

#endif
