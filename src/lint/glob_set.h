/* Path globs of a configuration file, compiled: relative to its folder, `/` between components,
 * never matched against folders above it. */
#ifndef GANDER_LINT_GLOB_SET_H
#define GANDER_LINT_GLOB_SET_H

#include "base/arena.h"
#include "base/str.h"
#include "source/paths.h"

#include <stdbool.h>
#include <stddef.h>

struct glob_set {
    struct regex **at; /* NULL: no such pattern, matches nothing */
    size_t count;
    struct str folder; /* absolute */
};

/* The patterns are freed by glob_set_release(). */
struct glob_set glob_set_new(struct arena *arena, const struct places *places, struct str folder,
                             const struct str *globs, size_t count);
void glob_set_release(struct glob_set *set);

/* [shown] is a path as reports show it. */
bool glob_set_matches(struct arena *arena, const struct places *places, const struct glob_set *set,
                      struct str shown);

/* It matches, or a folder above it does: a folder's name stands for all that is in it. */
bool glob_set_covers(struct arena *arena, const struct places *places, const struct glob_set *set,
                     struct str shown);

#endif
