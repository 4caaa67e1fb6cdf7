/* Where findings are, as formats that count lines and columns want it. */
#ifndef GANDER_REPORT_PLACE_H
#define GANDER_REPORT_PLACE_H

#include "lint/diagnostic.h"

struct place {
    struct str path;
    struct position start;
    struct position end; /* exclusive */
    uint32_t offset;     /* bytes */
    uint32_t length;
};

/* The primary span; for a finding about a whole file its first line; source NULL when the file was
 * not read. */
struct span finding_span(const struct diagnostic *finding);

/* [path] is used when the span has no source: the place is then line 1, column 1. */
struct place place_of(struct span span, struct str path, enum column_unit unit);

/* The same for a replaced span: behind a final line end it is the start of a further line. */
struct place place_of_edit(struct span span, enum column_unit unit);

/* By what it is silenced: "in line 2: nothing reads it", "by the baseline". */
struct str suppressed_words(struct arena *arena, const struct diagnostic *finding);

/* "error", "warning"; info is called "note" here, as compilers and SARIF call it. */
const char *compiler_level(enum severity severity);

#endif
