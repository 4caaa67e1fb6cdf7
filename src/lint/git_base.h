/* The base ref's side of one sequence, out of git. */
#ifndef GANDER_LINT_GIT_BASE_H
#define GANDER_LINT_GIT_BASE_H

#include "lint/base.h"
#include "source/git.h"

struct git_base_question {
    const struct git_repository *repository;
    struct str prefix; /* of the sequence's directory */
    struct git_base revisions;
    const struct git_changes *changes; /* since the merge base */
    const struct sequence *sequence;
};

bool git_base_fill(struct arena *arena, const struct git_base_question *question,
                   struct base_sequence *base, struct error *error);

#endif
