/* A fix as a diff: what the lines it touches look like before and after. */
#ifndef GANDER_REPORT_DIFF_H
#define GANDER_REPORT_DIFF_H

#include "lint/diagnostic.h"
#include "report/paint.h"

enum diff_sign { DIFF_CONTEXT, DIFF_ADDED, DIFF_REMOVED, DIFF_GAP };

struct diff_row {
    enum diff_sign sign;
    uint32_t number; /* in the fixed file; not for removed lines */
    struct str text;
    size_t start; /* byte from which on it differs from the line it replaces, or that replaces it */
    size_t longer; /* bytes of the longer of the two */
};

struct diff {
    const struct source *source;
    struct diff_row *rows;
    size_t row_count;
};

/* One diff for each file the fix edits, by path. */
struct diff *diffs_of(struct arena *arena, const struct fix *fix, size_t *count);

void diff_draw(const struct canvas *canvas, const struct diff *diff);

/* The largest line number it shows. */
uint32_t diff_last_line(const struct diff *diff);

#endif
