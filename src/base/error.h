/* A failure of the user's environment: an unreadable file, a bad option. The SQL being wrong is a
 * diagnostic, never an error; our own mistakes abort. */
#ifndef GANDER_BASE_ERROR_H
#define GANDER_BASE_ERROR_H

#include "base/str.h"

#include <stdbool.h>

struct error {
    char text[1024]; /* one line without a final newline, as printed on stderr behind "gander: " */
};

/* Fills [error] and returns false, so that a function can `return fail(error, ...)`. */
bool fail(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
