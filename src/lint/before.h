/* What was there before the migration at hand, as far as earlier ones tell: for rules that compare
 * a Down with the schema its Up met. In check_file only, where the catalog is that behind Up. */
#ifndef GANDER_LINT_BEFORE_H
#define GANDER_LINT_BEFORE_H

#include "schema/change.h"
#include "source/source.h"

#include <stdbool.h>

struct rule_ctx;

/* The column or object that [dropped] drops was there before this migration's Up; [made] is where
 * an earlier one made it. False also when nobody can tell. A function is told by its arguments:
 * [made_again] is Up's own CREATE of it, or NULL. [patience] is how many earlier changes may still
 * be looked at: it goes down. */
bool was_before_up(const struct rule_ctx *ctx, const struct change *dropped,
                   const struct change *made_again, struct span *made, size_t *patience);

/* [change] makes, or makes again, what [dropped] drops. */
bool makes_dropped(const struct change *change, const struct change *dropped);

/* [change] moves something to or from that name: it then tells no more which one is dropped. */
bool renames_dropped(const struct change *change, const struct change *dropped);

#endif
