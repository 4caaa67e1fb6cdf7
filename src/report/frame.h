/* A stretch of one file with labels drawn under it.
 *
 * Shown are the lines that carry a label, the first line of the statement the finding is in, and
 * what little stands between them; "..." where more was left out. */
#ifndef GANDER_REPORT_FRAME_H
#define GANDER_REPORT_FRAME_H

#include "lint/diagnostic.h"
#include "report/paint.h"

/* A label's stretch of one line. */
struct mark {
    uint32_t line;
    uint32_t start; /* bytes of the source, inside the line */
    uint32_t end;
    struct str text; /* may be empty */
    enum paint paint;
    bool primary;
};

struct frame {
    const struct source *source;
    struct mark *marks; /* by line, then start */
    size_t mark_count;
    uint32_t *lines; /* shown, rising; 0 stands for "..." */
    size_t line_count;
};

/* The labels of [finding] that stand in [source]; [only] not NULL: this one alone. */
struct frame frame_of(struct arena *arena, const struct diagnostic *finding,
                      const struct source *source, const struct label *only);

/* The lines and their labels, without the "-->" line above. */
void frame_draw(const struct canvas *canvas, const struct frame *frame);

/* The largest line number it shows. */
uint32_t frame_last_line(const struct frame *frame);

#endif
