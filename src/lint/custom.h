/* What `custom-rules` look for in one sequence: patterns and globs compiled, findings reported.
 *
 * A pattern reports its first match in each statement, comment, line, header or name. No pattern
 * can hang: one that hits PCRE2's limits is given up for the rest of the file, and said so. */
#ifndef GANDER_LINT_CUSTOM_H
#define GANDER_LINT_CUSTOM_H

#include "lint/rule.h"

struct custom;

/* NULL when no custom rule may speak. Patterns are freed by custom_close(). */
struct custom *custom_open(struct arena *arena, const struct config *config);
void custom_close(struct custom *custom); /* NULL is fine */

/* The file at hand, which is reported. */
void custom_check(struct custom *custom, struct rule_ctx *ctx);

#endif
