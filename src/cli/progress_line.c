#include "cli/progress_line.h"

#include <stdio.h>
#include <string.h>

/* Back to the first column; clear up to the end of the line (ECMA-48 CR and EL). */
#define CLEAR_LINE "\r\033[K"

static const char *words_for(int stage)
{
    switch ((enum stage)stage) {
    case STAGE_DISCOVERY:
        return "looking for migrations";
    case STAGE_GIT:
        return "asking git";
    case STAGE_CHECKING:
        return "checking migrations";
    }
    return "";
}

/* The text, cut so that the terminal does not go on to a second line. */
static void describe(const struct progress_line *line, const struct progress *progress, char *text)
{
    size_t total = atomic_load(&progress->total);
    size_t done = atomic_load(&progress->done);
    const char *words = words_for(atomic_load(&progress->stage));
    if (total == 0)
        snprintf(text, PROGRESS_TEXT, "gander: %s", words);
    else
        snprintf(text, PROGRESS_TEXT, "gander: %s, %zu of %zu", words, done < total ? done : total,
                 total);
    if (line->columns > 0 && strlen(text) >= line->columns) text[line->columns - 1] = '\0';
}

void progress_line_at(struct progress_line *line, int64_t now, const struct progress *progress,
                      char *text)
{
    char wanted[PROGRESS_TEXT];
    text[0] = '\0';
    if (now - line->started < PROGRESS_DELAY_MS) return;
    describe(line, progress, wanted);
    if (strcmp(wanted, line->shown) == 0) return;
    memcpy(line->shown, wanted, sizeof wanted);
    snprintf(text, PROGRESS_TEXT, CLEAR_LINE "%.*s", PROGRESS_TEXT - (int)sizeof CLEAR_LINE,
             wanted);
}

const char *progress_line_end(struct progress_line *line)
{
    if (line->shown[0] == '\0') return "";
    line->shown[0] = '\0';
    return CLEAR_LINE;
}
