/* Who brought each file of a folder into the repository, and when. */
#ifndef GANDER_SOURCE_GIT_BIRTHS_H
#define GANDER_SOURCE_GIT_BIRTHS_H

#include "source/git.h"

#include <stdbool.h>

struct git_birth {
    struct str path; /* as git has it */
    struct str author;
    struct str email;
    struct str date; /* YYYY-MM-DD, where the author was */
    size_t number;   /* in the order of commits */
};

struct git_births {
    struct git_birth *at; /* by path, each once */
    size_t len, cap;
    struct str user; /* user.name and user.email: who writes what is not yet committed */
    struct str email;
};

/* False when nobody can tell: git fails, or its history is cut off. */
bool git_births(struct arena *arena, const struct git_repository *repository, struct str prefix,
                struct git_births *births);

/* NULL: not committed yet. */
const struct git_birth *git_birth_of(const struct git_births *births, struct str path);

#endif
