/* Two texts as a unified diff, as `git apply` and `patch -p1` take it. */
#ifndef GANDER_CLI_UNIFIED_H
#define GANDER_CLI_UNIFIED_H

#include "base/str.h"

#include <stdio.h>

/* Writes nothing when they are the same. */
void unified_write(FILE *out, struct str path, struct str before, struct str after);

#endif
