/* A sequence whose sequential numbers did not stop where its timestamps began. */
#ifndef GANDER_LINT_MIXED_VERSIONS_H
#define GANDER_LINT_MIXED_VERSIONS_H

#include "lint/file.h"

/* A sequential number that was given out after a timestamp, though goose runs it before. */
struct mixed_versions {
    const struct migration_file *late;  /* the sequential one; NULL: none is known */
    const struct header_field *written; /* its `Date` */
    const struct migration_file *early; /* the newest timestamp that is clearly older */
};

/* Sorted by number, every mixture looks like the one switch that is fine: counters first, then
 * timestamps. What tells is a header's `Date`, a month or more behind a timestamp: `goose fix` in a
 * hybrid project leaves counters that are a little younger than the timestamps of open branches.
 * The first such file that is reported. */
struct mixed_versions mixed_versions(const struct sequence_files *sequence);

#endif
