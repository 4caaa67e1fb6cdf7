/* A migration's text with goose's directive lines blanked: what is left is SQL and comments. */
#ifndef GANDER_LINT_CODE_H
#define GANDER_LINT_CODE_H

#include "base/arena.h"
#include "goose/goose.h"
#include "schema/lex.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

/* As long as the file's text, so that offsets are those of the file. */
struct str code_text(struct arena *arena, const struct source *source,
                     const struct goose_file *goose);

/* A directive line that stands in a literal, a quoted name or a block comment. goose looks at
 * lines alone and obeys it there (reference goose.md 1.2). */
struct enclosed_directive {
    const struct directive *directive;
    struct token token; /* what it stands in; offsets in the file */
};

/* In order. A literal that is likely only unbalanced quotes far apart is left out. */
const struct enclosed_directive *enclosed_directives(struct arena *arena,
                                                     const struct source *source,
                                                     const struct goose_file *goose, size_t *count);

/* The quote or mark that opens what the directive stands in. */
struct span enclosed_opening(const struct source *source, const struct enclosed_directive *one);

/* goose would cut [sql] at its last line only: a block around it changes nothing. */
bool cut_at_end_only(struct str sql);

/* Code for a message: on one line, at most [columns] characters, else cut with `...`. */
struct str code_short(struct arena *arena, struct str code, size_t columns);

/* Two stray quotes far apart look like a literal around everything between them; what stands behind
 * a real one tells them apart. [behind]: a lexer that has just read [token]. */
bool code_literal_is_real(struct str code, struct token token, struct lexer behind);

/* "a string", "a block comment", ... */
const char *token_kind_words(enum token_kind kind);

#endif
