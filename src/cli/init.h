/* The texts that `gander init` writes. */
#ifndef GANDER_CLI_INIT_H
#define GANDER_CLI_INIT_H

#include "cli/survey.h"

#include <stdio.h>

/* The gander.yml of the working directory. */
void init_write_main(FILE *out, const struct survey *survey);

/* That of one sequence of several, which extends the first. */
void init_write_part(FILE *out, const struct survey *survey, size_t sequence);

#endif
