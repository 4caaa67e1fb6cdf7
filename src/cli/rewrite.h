/* A file of the user's gets other bytes: whole or not at all. */
#ifndef GANDER_CLI_REWRITE_H
#define GANDER_CLI_REWRITE_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

/* As replace_file() does it. Refused when the file no longer holds [before]: somebody else has
 * written it. [path] is NUL-terminated. */
bool rewrite_file(const char *path, struct str before, struct str after, struct error *error);

#endif
