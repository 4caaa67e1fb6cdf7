/* One line that tells how far a run is: what to send to the terminal, and when.
 *
 * Nothing in the first second; then one line, written over itself, and taken away at the end. Knows
 * no clock and no terminal: the caller does. */
#ifndef GANDER_CLI_PROGRESS_LINE_H
#define GANDER_CLI_PROGRESS_LINE_H

#include "base/progress.h"

#include <stdbool.h>
#include <stdint.h>

enum { PROGRESS_DELAY_MS = 1000, PROGRESS_STEP_MS = 100, PROGRESS_TEXT = 128 };

struct progress_line {
    int64_t started;           /* when the run began, in ms of any clock */
    unsigned columns;          /* of the terminal */
    char shown[PROGRESS_TEXT]; /* what stands there now; empty: nothing */
};

/* What to send at [now] into [text], which has room for PROGRESS_TEXT bytes; empty: nothing. */
void progress_line_at(struct progress_line *line, int64_t now, const struct progress *progress,
                      char *text);

/* What takes the line away; empty: there is none. */
const char *progress_line_end(struct progress_line *line);

#endif
