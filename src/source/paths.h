/* Paths as texts: joined, made absolute, and as reports show them. Any bytes but NUL and `/` are
 * fine in a name. Everything returned is NUL-terminated and lives in the arena. */
#ifndef GANDER_SOURCE_PATHS_H
#define GANDER_SOURCE_PATHS_H

#include "base/arena.h"
#include "base/str.h"

struct places {
    struct str working; /* the working directory, absolute */
    struct str root;    /* the repository that holds it, else the working directory itself */
};

struct places paths_here(struct arena *arena);

/* `a/b`; `b` alone when [a] is "." or empty. */
struct str path_join(struct arena *arena, struct str a, struct str b);
struct str path_parent(struct str path); /* of `a/b`: `a`; of `a`: "."; of `/a`: `/` */
struct str path_base(struct str path);

/* Absolute, without `.`, `..`, doubled and final `/`. Symbolic links stay as they are named, unless
 * `..` follows one, or only the resolved path lies in the repository. */
struct str path_absolute(struct arena *arena, const struct places *places, struct str path);

/* [path] is [folder] or lies below it; both absolute. */
bool path_inside(struct str path, struct str folder);

/* An absolute path as reports show it: relative to the root when inside, "." for the root itself.
 */
struct str path_shown(struct arena *arena, const struct places *places, struct str absolute);

/* The nearest ancestor of [absolute], itself included, that holds `.git`; empty when none does. */
struct str path_repository(struct arena *arena, struct str absolute);

/* The folder or file itself, every symbolic link resolved; empty when it is not there. */
struct str path_real(struct arena *arena, struct str path);

#endif
