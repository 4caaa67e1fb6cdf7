/* Texts that stand for files of the disk: what fixes would make of them. */
#ifndef GANDER_SOURCE_OVERLAY_H
#define GANDER_SOURCE_OVERLAY_H

#include "source/discover.h"

struct overlay {
    struct str path; /* as reports show it */
    struct str text; /* NUL-terminated behind its end */
};

/* [overlays] are sorted by path. */
void overlay_texts(struct discovery *found, const struct overlay *overlays, size_t count);

#endif
