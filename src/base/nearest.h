/* Which known word was meant by a misspelt one: "did you mean". */
#ifndef GANDER_BASE_NEAREST_H
#define GANDER_BASE_NEAREST_H

#include "base/str.h"

/* Insertions, deletions, replacements and swaps of neighbours between two short texts, ASCII case
 * ignored; SIZE_MAX when either is longer than 48 bytes. */
size_t edit_distance(struct str a, struct str b);

/* Index of the word nearest to [written], when near enough to be a slip: at most a third of its
 * letters, at least one. -1: none. The first of equals. */
int nearest_word(struct str written, const struct str *words, size_t count);

#endif
