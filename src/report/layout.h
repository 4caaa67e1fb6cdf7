/* A finding as the text form shows it, before it is drawn: the gutter is as wide as the largest
 * line number in any of its parts, so all of them must be known first. */
#ifndef GANDER_REPORT_LAYOUT_H
#define GANDER_REPORT_LAYOUT_H

#include "base/vec.h"
#include "report/diff.h"
#include "report/frame.h"

/* A label in another file, with a frame of its own. */
struct aside {
    const struct label *label;
    struct frame frame;
};

struct layout {
    const struct diagnostic *finding;
    struct frame frame;
    VEC(struct aside) asides;
    struct diff **diffs; /* one list for each fix */
    size_t *diff_counts;
};

struct layout layout_of(struct arena *arena, const struct diagnostic *finding);

/* Digits of the largest line number, at least two. */
unsigned layout_digits(const struct layout *layout);

#endif
