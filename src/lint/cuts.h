/* Where goose's cut and PostgreSQL's own reading of the same text disagree.
 *
 * In: a file as goose reads it. Out: each disagreement outside StatementBegin/StatementEnd blocks,
 * in source order, in [arena]. The recipe is reference goose.md section 7, "Detection recipe". */
#ifndef GANDER_LINT_CUTS_H
#define GANDER_LINT_CUTS_H

#include "lint/file.h"

const struct cut *find_cuts(struct arena *arena, const struct source *source,
                            const struct goose_file *goose, size_t *count);

#endif
