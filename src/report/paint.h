/* Colour, which never carries meaning alone: everything reads the same without it. */
#ifndef GANDER_REPORT_PAINT_H
#define GANDER_REPORT_PAINT_H

#include "config/config.h"

#include <stdbool.h>
#include <stdio.h>

enum paint {
    PAINT_NONE,
    PAINT_BOLD,
    PAINT_ERROR,
    PAINT_WARNING,
    PAINT_INFO,
    PAINT_HELP,
    PAINT_ADDED,
    PAINT_REMOVED,
    PAINT_GUTTER,
};

/* Where painted text goes. */
struct canvas {
    FILE *out;
    bool color;
    bool links;       /* OSC 8 */
    unsigned columns; /* of the terminal */
    unsigned gutter;  /* digits of the largest line number of the finding at hand */
};

void paint_on(const struct canvas *canvas, enum paint paint);
void paint_off(const struct canvas *canvas, enum paint paint);
void paint_text(const struct canvas *canvas, enum paint paint, const char *text);

enum paint severity_paint(enum severity severity);

/* "   |" and the like: blanks for the number, one blank, [mark]. */
void gutter_mark(const struct canvas *canvas, const char *mark);
/* " 7 |" */
void gutter_number(const struct canvas *canvas, unsigned long number, const char *mark);

#endif
