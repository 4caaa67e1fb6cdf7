/* From a comment's text to what it says: the grammar of `-- gander:` comments. */
#ifndef GANDER_LINT_SUPPRESSION_PARSE_H
#define GANDER_LINT_SUPPRESSION_PARSE_H

#include "lint/suppression.h"

/* Reads one comment into [into]: a suppression, mistakes, both or, for other comments, nothing.
 * Returns the suppression, whose targets cover nothing yet; NULL: none. [block]: a block comment.
 */
struct suppression *suppression_parse(struct arena *arena, const struct house_rules *house,
                                      struct span comment, bool block, struct suppressions *into);

void suppression_mistake(struct arena *arena, struct suppressions *into,
                         struct suppression_mistake mistake);

#endif
