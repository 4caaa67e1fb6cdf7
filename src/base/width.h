/* Code points of text that may be broken, and how wide a terminal draws them. */
#ifndef GANDER_BASE_WIDTH_H
#define GANDER_BASE_WIDTH_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct code_point {
    uint32_t value; /* U+FFFD for a byte that is no part of valid UTF-8 */
    uint32_t len;   /* bytes; 1 for an invalid byte */
    bool valid;
};

/* The code point at byte [at], which must lie inside [s]. */
struct code_point code_point_at(struct str s, size_t at);

/* It stands behind the first byte of a code point, where the text is valid. */
bool code_point_goes_on(char byte);

/* At most the first [most] bytes, whole code points where they are valid. */
struct str str_cut(struct str s, size_t most);

/* Terminal cells: 2 for wide ones, 0 for combining ones and those that draw nothing. */
unsigned code_point_cells(uint32_t value);

/* C0, DEL, C1, and the controls that reorder what follows (U+202A-202E, U+2066-2069): what must
 * not reach a terminal. */
bool code_point_is_control(uint32_t value);

/* Cells of a whole text; a control character counts as nothing. */
size_t str_cells(struct str s);

#endif
