/* A sequence as the next commit will have it. */
#ifndef GANDER_LINT_GIT_INDEX_H
#define GANDER_LINT_GIT_INDEX_H

#include "source/discover.h"
#include "source/git.h"

/* Makes the migrations those of the index, with its texts: what is only in the work tree is not
 * part of the commit, what was removed from there still is, and is reported on when [whole]. */
bool git_index_use(struct arena *arena, const struct git_repository *repository, struct str prefix,
                   bool whole, struct sequence *sequence, struct error *error);

#endif
