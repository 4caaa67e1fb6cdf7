/* `gander check --add-ignore REASON`: writes comments instead of a report. */
#ifndef GANDER_CLI_CHECK_IGNORE_H
#define GANDER_CLI_CHECK_IGNORE_H

#include "cli/check_options.h"
#include "pipeline.h"

/* Silences what counts for the exit code, says what it wrote, and returns the exit code: 1 when
 * something is left that counts. */
int check_add_ignore(const struct check_options *options, const struct run *run);

#endif
