/* Who wrote the migrations, out of git. */
#ifndef GANDER_LINT_GIT_AUTHORS_H
#define GANDER_LINT_GIT_AUTHORS_H

#include "lint/settings.h"
#include "source/discover.h"

/* Fills `written` of the migrations of sequences whose headers are looked at. Of a file that is not
 * committed the author is git's user, the day that of its version, or today. Without git, nothing
 * is filled in. */
void git_authors(struct arena *arena, struct discovery *found, const struct settings *settings);

#endif
