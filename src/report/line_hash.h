/* GitHub's `primaryLocationLineHash`: each line with what follows it, as codeql-action computes it
 * (src/fingerprints.ts), so that an alert survives edits above it. */
#ifndef GANDER_REPORT_LINE_HASH_H
#define GANDER_REPORT_LINE_HASH_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct line_hash {
    uint64_t hash;
    uint32_t occurrence; /* how often this value has come up in the file so far, from 1 */
};

/* One for each line of [text], the one behind a final line end included; the first is line 1. CR,
 * LF and CRLF end lines here. */
const struct line_hash *line_hashes(struct arena *arena, struct str text, size_t *count);

/* "4f9b8028b90893fa:1" */
struct str line_hash_text(struct arena *arena, struct line_hash hash);

#endif
