/* What `gander renumber` is asked to do, and what it will. */
#ifndef GANDER_CLI_RENUMBER_WORK_H
#define GANDER_CLI_RENUMBER_WORK_H

#include "cli/renumber_move.h"
#include "lint/git_scope.h"
#include "lint/renumber.h"
#include "lint/settings.h"

struct renumber_options {
    struct settings_options settings;
    struct git_options git;
    int64_t from; /* 0: not said */
    bool dry_run;
};

/* One directory and what is done in it. */
struct renumber_task {
    const struct sequence *sequence;
    const struct base_sequence *base;
    struct renumber_plan plan;
};

struct renumber_work {
    struct arena *arena;
    const struct renumber_options *options;
    struct renumber_task *tasks;
    size_t task_count;
    struct moves moves;
};

/* Asks git and plans every sequence of [found]. False with the reason when one cannot be planned.
 */
bool renumber_plan_all(struct renumber_work *work, struct discovery *found,
                       struct settings *settings, struct error *error);

#endif
