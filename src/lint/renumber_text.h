/* What a migration says about itself: its own name or number, which a new number changes. */
#ifndef GANDER_LINT_RENUMBER_TEXT_H
#define GANDER_LINT_RENUMBER_TEXT_H

#include "lint/renumber.h"

struct renumbered_text {
    struct str text; /* the whole new text; the old one when nothing in it names the migration */
    struct str said; /* what it says of itself now, for a message; empty: nothing */
};

/* In SQL: header fields that hold just the name, with or without `.sql`, or in a field `Migration`
 * or `Version` the number as the name has it. In Go: string literals with the name, which goose is
 * given where a migration is registered by name (goose v3.27.3, AddNamedMigrationContext). */
struct renumbered_text renumbered_text(struct arena *arena, const struct renumbering *renumbering,
                                       struct str text);

#endif
