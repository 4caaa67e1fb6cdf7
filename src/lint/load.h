/* Migrations from the disk to what rules look at: read, cut as goose does, parsed.
 *
 * Several at a time, each on its own, so that the result does not depend on how many. */
#ifndef GANDER_LINT_LOAD_H
#define GANDER_LINT_LOAD_H

#include "base/progress.h"
#include "lint/file.h"

/* One migration's way through; filled in by whichever worker takes it. */
struct load {
    const struct migration *migration;
    const struct goose_environment *environment; /* NULL: no variables */
    const struct house_rules *house;             /* which comments may name; NULL: none */
    struct migration_file *file; /* NULL: it could not be read; without source: a Go migration */
    struct str problem;          /* then why, as one line */
};

/* The arenas that loaded files live in, one for each worker. */
struct load_arenas {
    struct arena *at; /* in the arena given */
    size_t count;
};

struct migration_file *load_source(struct arena *arena, const struct source *source,
                                   const struct goose_environment *environment,
                                   const struct house_rules *house);

/* [threads] 0: one for each processor. [progress] NULL: nobody looks. */
struct load_arenas load_all(struct arena *arena, struct load *loads, size_t count, unsigned threads,
                            struct progress *progress);

#endif
