/* Lines that a CI runner takes for commands: text in them must not end them, nor begin another. */
#ifndef GANDER_REPORT_COMMAND_H
#define GANDER_REPORT_COMMAND_H

#include "base/str.h"

#include <stdio.h>

struct command_escape {
    char byte;
    const char *text;
};

/* [escapes] ends in a byte 0. Other control characters are shown, as on a terminal. */
void command_write(FILE *out, struct str text, const struct command_escape *escapes);

#endif
