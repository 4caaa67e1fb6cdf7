/* What keeps PostgreSQL from dropping or truncating something. */
#ifndef GANDER_LINT_BLOCKERS_H
#define GANDER_LINT_BLOCKERS_H

#include "schema/catalog.h"

struct rule_ctx;

struct blockers {
    struct dependent *at; /* in the order they were made; at most a few dozen */
    size_t len, cap;
};

/* What is known to depend on that which [change] drops without CASCADE, and does not go with it:
 * PostgreSQL then refuses. None when it does not, or when nobody can tell. For TRUNCATE: the
 * foreign keys to the table. */
struct blockers find_blockers(const struct rule_ctx *ctx, const struct change *change);

#endif
