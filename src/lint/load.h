/* Migrations from the disk to what rules look at: read, cut as goose does, parsed.
 *
 * Several at a time, each on its own, so that the result does not depend on how many, and while the
 * first ones are linted already. */
#ifndef GANDER_LINT_LOAD_H
#define GANDER_LINT_LOAD_H

#include "lint/file.h"

/* One migration's way through; filled in by whichever thread takes it. */
struct load {
    const struct migration *migration;
    const struct goose_environment *environment; /* NULL: no variables */
    const struct house_rules *house;             /* which comments may name; NULL: none */
    struct migration_file *file; /* NULL: it could not be read; without source: a Go migration */
    struct str problem;          /* then why, as one line */
    bool done;                   /* private */
};

/* The arenas that loaded files live in, one for each thread. */
struct load_arenas {
    struct arena *at; /* in the arena given */
    size_t count;
};

struct migration_file *load_source(struct arena *arena, const struct source *source,
                                   const struct goose_environment *environment,
                                   const struct house_rules *house);

/* Begins to load all of [loads] in that order; [threads], the caller's included, 0: one for each
 * processor. */
struct loader *load_begin(struct arena *arena, struct load *loads, size_t count, unsigned threads);

/* Comes back when this one is loaded. Whoever waits loads others meanwhile. */
void load_wait(struct loader *loader, const struct load *load);

struct load_arenas load_end(struct loader *loader);

#endif
