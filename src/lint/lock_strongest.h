/* The strongest lock on each relation, over several statements. */
#ifndef GANDER_LINT_LOCK_STRONGEST_H
#define GANDER_LINT_LOCK_STRONGEST_H

#include "lint/lock_timeline.h"

void lock_strongest_add(struct arena *arena, struct timeline_strongest_list *list,
                        const struct timeline_statement *statement);

#endif
