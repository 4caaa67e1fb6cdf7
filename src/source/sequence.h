/* From a directory's names to the sequence goose would make of it. */
#ifndef GANDER_SOURCE_SEQUENCE_H
#define GANDER_SOURCE_SEQUENCE_H

#include "source/walk.h"

#include <stdint.h>

/* The number goose reads at the start of a name, whatever the name's ending. */
bool version_before_underscore(struct str name, int64_t *version, struct str *digits);

/* Decides whether goose runs this folder, opening files only until one speaks of goose.
 * [versioned] gets the number of its `.sql` files that have a version. */
bool sequence_is(struct arena *arena, const struct folder *folder, struct str stdin_text,
                 size_t *versioned);

/* Everything but the strays of sub-directories. */
struct sequence sequence_of(const struct walk *walk, const struct folder *folder,
                            struct str stdin_text);

/* Adds to [above] what lies in [below], a sub-directory of it, and was meant for it: files that
 * carry the numbering on. */
void sequence_add_misplaced(struct arena *arena, struct sequence *above,
                            const struct sequence *below);

#endif
