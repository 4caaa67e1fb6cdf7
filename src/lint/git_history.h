/* Which migrations `start-after` means. It sets old history aside: what a branch adds below it, or
 * does to what stands there, is not old. */
#ifndef GANDER_LINT_GIT_HISTORY_H
#define GANDER_LINT_GIT_HISTORY_H

#include "config/config.h"
#include "source/discover.h"
#include "source/git.h"

struct git_history_question {
    const struct git_repository *repository;
    struct str commit; /* what is compared with; empty: HEAD */
    const struct git_changes *changes;
    const struct config *config;
};

/* [stands]: `start-after` is what it was at the commit. Where the branch sets or moves it, as
 * `gander init` and a squash do, it means whatever lies below. */
bool git_history_stands(struct arena *arena, const struct git_history_question *question,
                        bool *stands, struct error *error);

/* Marks as `fresh` what was added below a migration that was there. */
void git_history_mark(struct arena *arena, const struct git_changes *changes, struct str prefix,
                      struct sequence *sequence);

#endif
