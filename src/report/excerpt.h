/* One source line as a terminal shows it: tabs as blanks, control characters visible, and when it
 * is too wide, only the stretch around what matters, with "..." where it goes on. */
#ifndef GANDER_REPORT_EXCERPT_H
#define GANDER_REPORT_EXCERPT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct excerpt {
    struct str line;
    size_t first; /* bytes [first, last) of the line are shown */
    size_t last;
};

/* The part of [line] around its bytes [start, end) that fits into [columns] cells. */
struct excerpt excerpt_of(struct str line, size_t start, size_t end, unsigned columns);

/* The same from byte [first] on, or from the next code point. */
struct excerpt excerpt_from(struct str line, size_t first, unsigned columns);

void excerpt_write(FILE *out, const struct excerpt *excerpt);

/* The cell at which a byte of the line is drawn, from 0; bytes cut off count as the nearest end. */
size_t excerpt_cell(const struct excerpt *excerpt, size_t byte);

bool excerpt_shows(const struct excerpt *excerpt, size_t byte);

#endif
