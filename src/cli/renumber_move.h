/* Files that get the numbers of a plan: all of them, or none. */
#ifndef GANDER_CLI_RENUMBER_MOVE_H
#define GANDER_CLI_RENUMBER_MOVE_H

#include "lint/renumber.h"

struct move {
    struct str from, to;             /* to open; NUL-terminated */
    struct str from_shown, to_shown; /* as reports show them */
    struct str before, after;        /* texts; the same where the file does not name itself */
    struct str said;                 /* what it says of itself now; empty: nothing */
    bool up;                         /* to a higher number */
};

struct moves {
    struct move *at; /* in the plan's order */
    size_t len, cap;
};

/* Adds the moves of one sequence; reads the files, writes nothing. The test beside a Go migration
 * (`00012_x_test.go`) goes with it. */
bool moves_add(struct arena *arena, struct moves *moves, const struct renumber_plan *plan,
               struct error *error);

/* Renames and rewrites. When a name turns out to be in use, everything is as it was. */
bool moves_apply(const struct moves *moves, struct error *error);

#endif
