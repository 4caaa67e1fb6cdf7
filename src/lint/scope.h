/* What a configuration says about findings once they are made: levels for some paths or one section
 * only, and versions that are too old to be reported.
 *
 * The layers, lowest first: built-in, `rules` of each file, each entry of `overrides` that matches,
 * the command line. A higher layer wins; inside one an id beats a category beats `all`. */
#ifndef GANDER_LINT_SCOPE_H
#define GANDER_LINT_SCOPE_H

#include "config/config.h"
#include "lint/diagnostic.h"
#include "lint/file.h"

/* Applies [config] to the findings of one sequence, those of [list] from number [from] on: sets
 * their levels, drops those that are off or at or below `start-after`. Returns how many were
 * dropped for their version. */
size_t scope_findings(struct arena *arena, const struct config *config,
                      const struct sequence_files *sequence, struct diagnostic_list *list,
                      size_t from);

/* The same, asked for one rule at a time. */
struct scope;
struct scope *scope_open(struct arena *arena, const struct config *config,
                         const struct sequence_files *sequence);
void scope_close(struct scope *scope);

/* Whether a finding of [rule] where [place] stands would be reported. */
bool scope_admits(const struct scope *scope, const struct rule *rule,
                  const struct diagnostic *place);

#endif
