/* Which lines of a file a frame shows. */
#ifndef GANDER_REPORT_FRAME_LINES_H
#define GANDER_REPORT_FRAME_LINES_H

#include "report/frame.h"

/* Fills in the lines; the marks must be there. */
void frame_choose_lines(struct arena *arena, const struct diagnostic *finding, struct frame *frame);

#endif
