/* `gander check --fix` and `--diff`: fixes are applied in memory, the result is linted again, and
 * only what keeps its promise is written. */
#ifndef GANDER_CLI_CHECK_FIX_H
#define GANDER_CLI_CHECK_FIX_H

#include "cli/watch.h"
#include "pipeline.h"

#include <stdbool.h>

struct fix_options {
    bool fix;  /* write safe fixes */
    bool diff; /* show what would be written */
    bool unsafe_too;
    bool allow_applied; /* touch what start-after or the base ref protects */
};

/* Writes the fixed files. [code] gets EXIT_TROUBLE when one of them cannot be written, and is left
 * alone otherwise. The report is made afterwards, of what is left. */
void check_fix(const struct pipeline_options *pipeline, const struct fix_options *options,
               struct watch *watch, int *code);

/* Prints the diff instead; returns the exit code. */
int check_diff(const struct pipeline_options *pipeline, const struct fix_options *options,
               struct watch *watch);

#endif
