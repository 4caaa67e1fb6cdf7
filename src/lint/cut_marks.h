/* The two sides of a cut: where goose ends its strings, and what of PostgreSQL's a cut falls into.
 */
#ifndef GANDER_LINT_CUT_MARKS_H
#define GANDER_LINT_CUT_MARKS_H

#include "lint/file.h"
#include "schema/lex.h"

/* Where goose ends a sent string outside a block: the byte of the `;`. */
struct goose_end {
    uint32_t at;
    uint32_t number; /* of the string */
};

struct goose_ends {
    struct goose_end *at;
    size_t len, cap;
};

/* In order. A string without such a `;` (an unfinished one, an expanded variable) has none. */
struct goose_ends find_goose_ends(struct arena *arena, const struct source *source,
                                  const struct goose_section *section);

/* A cut inside this literal, name or comment: its kind, opening and closing. False for a token that
 * cannot hold one. */
bool cut_in_token(const struct source *source, struct token token, struct cut *cut);

#endif
