/* Whether a migration that got comments is still the same migration. */
#ifndef GANDER_LINT_COMMENTS_ONLY_H
#define GANDER_LINT_COMMENTS_ONLY_H

#include "lint/house_rules.h"
#include "source/source.h"

/* goose sends the same statements of [after] as of [before], comments aside, and gander reads
 * [added] more comments there, without a mistake more. */
bool comments_change_nothing(const struct source *before, struct str after,
                             const struct house_rules *house, size_t added);

#endif
