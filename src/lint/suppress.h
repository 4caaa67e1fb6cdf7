/* Applies `-- gander:` comments to findings: who is silenced by which, and which silence nobody. */
#ifndef GANDER_LINT_SUPPRESS_H
#define GANDER_LINT_SUPPRESS_H

#include "config/config.h"
#include "lint/diagnostic.h"
#include "lint/file.h"

/* Marks those findings of one sequence, in [list] from number [from] on, that a comment silences,
 * and appends what there is to say of the comments themselves. Comes behind scope_findings(); of
 * the latter, returns how many were dropped for their version. */
size_t suppress_findings(struct arena *arena, const struct config *config,
                         const struct sequence_files *sequence, struct diagnostic_list *list,
                         size_t from);

/* Without what is silenced, in the same order. */
void drop_suppressed(struct diagnostic_list *list);

#endif
