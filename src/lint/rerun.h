/* What a second run of a statement meets that the first has left (reference hazards.md 2.15). */
#ifndef GANDER_LINT_RERUN_H
#define GANDER_LINT_RERUN_H

#include "schema/change.h"

#include <stdbool.h>

enum rerun {
    RERUN_REPEATS, /* it works again: guarded, or the same result however often */
    RERUN_FAILS,   /* it fails, because its work is there already */
    RERUN_ADDS     /* it works, and does its work a second time: an INSERT, an unnamed index */
};

/* [change] on its own, without what stands before it. */
enum rerun rerun_of(const struct change *change);

bool is_drop(const struct change *change);
/* RENAME of whatever it is. */
bool is_renaming(const struct change *change);

/* [drop] is a DROP that clears the way for [change]. */
bool clears_the_way(const struct change *drop, const struct change *change);

/* Cannot fail for the state of the data: a setting, a comment. */
bool is_harmless(const struct change *change);

#endif
