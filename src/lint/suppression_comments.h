/* The comments of a migration that may speak to gander, and the statements beside them. */
#ifndef GANDER_LINT_SUPPRESSION_COMMENTS_H
#define GANDER_LINT_SUPPRESSION_COMMENTS_H

#include "base/arena.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

struct migration_file;

struct comment {
    struct span at;
    bool block;
    uint32_t next_code; /* where the next token stands; NO_CODE: none follows */
};

#define NO_CODE UINT32_MAX

/* Comments that mention gander, in order; in function bodies too, never in literals. A stray quote
 * hides what follows up to the end of its statement as goose cuts it, and no further. */
struct comment *comments_find(struct arena *arena, const struct migration_file *file,
                              size_t *count);

/* One of PostgreSQL's statements; of a string that does not parse, the whole string. */
struct unit {
    uint32_t start;
    uint32_t end;      /* where the next one starts, or the string goose sends ends */
    struct span block; /* StatementBegin to StatementEnd; no source: it is in none */
};

/* By place. */
struct unit *units_find(struct arena *arena, const struct migration_file *file, size_t *count);

/* The last one that starts at or before [at]; NULL: none. */
const struct unit *unit_before(const struct unit *units, size_t count, uint32_t at);

#endif
