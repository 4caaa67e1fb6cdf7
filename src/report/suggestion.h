/* A fix as one replaced range, for review tools that make a button of it. */
#ifndef GANDER_REPORT_SUGGESTION_H
#define GANDER_REPORT_SUGGESTION_H

#include "lint/diagnostic.h"

struct suggestion {
    struct span span; /* source NULL: there is none */
    struct str text;
};

/* Of the finding's first fix, when it is safe, edits the finding's file alone, and its edits are
 * within 20 lines. A button asks nobody, and half a fix may be worse than none: CONCURRENTLY
 * without NO TRANSACTION breaks the migration. */
struct suggestion suggestion_of(struct arena *arena, const struct diagnostic *finding);

#endif
