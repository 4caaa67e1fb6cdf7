/* How much work a change is while its transaction holds locks: does it go through a table that is
 * in use, or only touch a few of its rows? */
#ifndef GANDER_LINT_WORKLOAD_H
#define GANDER_LINT_WORKLOAD_H

#include "schema/change.h"

struct rule_ctx;

enum work {
    WORK_BRIEF, /* catalogs only; literal rows; tables nobody has used yet */
    WORK_SOME,  /* rows found by a unique key, or LIMIT */
    WORK_LONG,  /* in proportion to a table: scan, rewrite, index build, bulk DML */
};

struct workload {
    enum work work;
    struct name table; /* the one it goes through */
    const char *does;  /* "reads every row of", "writes rows of": the table's name follows */
    bool unsure;       /* nobody can tell from the files; taken for granted */
};

/* In `check` only, of a rule that needs_locks. */
struct workload workload_of(const struct rule_ctx *ctx, const struct change *change);

#endif
