/* What the ALTER COLUMN ... TYPE at hand costs (facts: schema/type_change.h), as far as these files
 * tell the old type. In `check` only, of a rule that needs_locks. */
#ifndef GANDER_LINT_RETYPE_H
#define GANDER_LINT_RETYPE_H

#include "schema/type_change.h"

struct rule_ctx;

enum retype_cost {
    RETYPE_NONE,          /* no row is written */
    RETYPE_MAY_REWRITE,   /* a type that these migrations do not make, or the old one is unknown */
    RETYPE_ZONE_REWRITES, /* timestamp <-> timestamptz, unless the session's TimeZone is UTC */
    RETYPE_REWRITES,
};

struct retype {
    enum retype_cost cost;
    const struct type_name *from; /* NULL: unknown */
    bool zone_matters;            /* the new type is timestamp or timestamptz */
    bool rechecks_keys_of;        /* foreign keys from the column, */
    bool rechecks_keys_to;        /* and to it, are checked again */
};

struct retype retype_of(const struct rule_ctx *ctx, const struct change *change);

/* The Up of the Down at hand gives the same column another type; NULL: it does not. */
const struct change *retyped_in_up(const struct rule_ctx *ctx, const struct change *change);

/* Writing rows was said of it there: the way there rewrites as the way back does. */
bool rewrite_said_in_up(const struct rule_ctx *ctx, const struct change *change);

/* `USING c AT TIME ZONE 'UTC'`, which rewrites where nothing at all would do in a session whose
 * TimeZone is UTC: the same values, and the same bytes. */
bool retype_converts_by_utc(const struct rule_ctx *ctx, const struct change *change);

#endif
