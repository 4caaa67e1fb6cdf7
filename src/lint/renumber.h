/* New numbers for migrations that are not above those of the base: what `gander renumber` does.
 *
 * Decides only; nothing is renamed here. Order stays: each new migration that needs a number gets
 * the next one behind its predecessor, and one that is far enough up already, in a block of numbers
 * of its own perhaps, keeps it. */
#ifndef GANDER_LINT_RENUMBER_H
#define GANDER_LINT_RENUMBER_H

#include "base/error.h"
#include "config/config.h"
#include "lint/base.h"

struct renumber_request {
    const struct sequence *sequence;  /* only what is `reported` in it gets a number */
    const struct base_sequence *base; /* read: base_read() */
    const struct config *config;
    int64_t from; /* the lowest number to give; 0: any above the base's */
    int64_t now;  /* as a timestamp, UTC */
};

struct renumbering {
    const struct migration *migration;
    int64_t version;
    struct str name; /* the new base name */
};

struct renumber_plan {
    const struct migration *highest; /* the base's newest; NULL: it has none */
    struct renumbering *at;          /* by version */
    size_t len, cap;
    size_t fresh; /* migrations that the base does not have, among those asked for */
};

/* The base does not have it, under this name or, renamed, another. */
bool renumber_may(const struct base_sequence *base, const struct migration *migration);

/* False with the reason when no number is left, or `from` is not above the base's. */
bool renumber_plan(struct arena *arena, const struct renumber_request *request,
                   struct renumber_plan *plan, struct error *error);

#endif
