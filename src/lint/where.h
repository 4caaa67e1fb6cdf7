/* Where the migrations are when the command line does not say: the key `migrations`. */
#ifndef GANDER_LINT_WHERE_H
#define GANDER_LINT_WHERE_H

#include "lint/settings.h"

/* [given], and without a PATH in it the directories that `migrations` of the working directory's
 * configuration names, as far as they lie below it. Globs that match nothing at all are handed on
 * as they are, to be complained about as PATHs that are not there. */
struct discover_options where_to_look(struct arena *arena, const struct discover_options *given,
                                      const struct settings_options *settings);

#endif
