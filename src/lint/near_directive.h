/* Lines that were meant as goose directives and are none for goose.
 *
 * goose takes a line for a directive only when it starts with `--` and has the exact bytes `+goose`
 * (pressly/goose v3.27.3; reference goose.md 1.2). A near directive is a whole comment that differs
 * from one by sign, case, blanks, a look-alike letter, or its place; or a line that wants to be
 * such a comment. Prose is none. */
#ifndef GANDER_LINT_NEAR_DIRECTIVE_H
#define GANDER_LINT_NEAR_DIRECTIVE_H

#include "base/arena.h"
#include "goose/goose.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

struct near_directive {
    enum directive_kind kind; /* the directive that was meant */
    struct span span;         /* the comment, or the line where it is no comment */
    struct str fault;         /* why goose does not see it: "the `+` is missing" */
    bool is_sql;              /* no comment to PostgreSQL either: a syntax error */
    bool own_line;            /* nothing else stands on its line */
};

/* In order of place; those in literals are left out. */
const struct near_directive *near_directives(struct arena *arena, const struct source *source,
                                             const struct goose_file *goose, size_t *count);

#endif
