/* First look at a file: can goose read its lines at all, and which of them are directives? */
#ifndef GANDER_GOOSE_SCAN_H
#define GANDER_GOOSE_SCAN_H

#include "goose/goose.h"
#include "goose/lines.h"

struct scan {
    const struct source *source;
    struct directive *directives;
    const struct decoded_directive *decoded; /* of each directive */
    size_t directive_count;
    bool has_bom;           /* on line 1: goose does not see what stands behind it */
    const char *unreadable; /* NULL, or why no line of the file can be made out */
    struct span unreadable_at;
};

/* [scratch] holds `decoded`; everything else lives in [arena]. */
struct scan goose_scan(struct arena *arena, struct arena *scratch, const struct source *source);

/* The line's text, without a byte order mark on line 1. */
struct str goose_scan_text(const struct scan *scan, const struct goose_line *line);

/* The line trimmed, as a place. */
struct span goose_scan_span(const struct scan *scan, const struct goose_line *line);

#endif
