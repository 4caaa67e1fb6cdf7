/* Constraints as messages and recipes name them. */
#ifndef GANDER_LINT_CONSTRAINT_WORDS_H
#define GANDER_LINT_CONSTRAINT_WORDS_H

#include "lint/fix.h"
#include "schema/change.h"

struct rule_ctx;

/* The constraint of that kind that the change adds to a table: ADD CONSTRAINT, or written on the
 * column of ADD COLUMN. NULL: none. */
const struct constraint *added_constraint(const struct change *change, enum constraint_kind kind);

/* ADD COLUMN IF NOT EXISTS of a column that is there. Before PostgreSQL 13 its constraints and its
 * sequence are made all the same (release notes of 13). */
bool adds_no_column(const struct rule_ctx *ctx, const struct change *change);
bool adds_constraint_alone(const struct rule_ctx *ctx, const struct change *change);
bool adds_no_constraint(const struct rule_ctx *ctx, const struct change *change);

/* Its columns as written in a list: "a, b". */
struct str constraint_columns(const struct rule_ctx *ctx, const struct change *change,
                              const struct constraint *constraint);

/* Its name: the one written, else the one PostgreSQL gives it. */
struct str constraint_name(const struct rule_ctx *ctx, const struct change *change,
                           const struct constraint *constraint);

/* The fix that appends NOT VALID to constraints written in ADD CONSTRAINT, and what it does to one
 * of them; false when there is nothing in the file to edit. */
struct fix_draft not_valid_fix(struct diagnostic *finding);
bool edit_not_valid(const struct rule_ctx *ctx, struct fix_draft *fix,
                    const struct constraint *constraint);

/* How a recipe spreads its steps. The next migration's Down runs before this one: there they stay
 * in one file. */
const char *one_step_each(const struct rule_ctx *ctx);

/* The Up of the Down at hand adds a constraint of that kind to the same table, without NOT VALID:
 * what that costs was said there. */
bool constraint_said_in_up(const struct rule_ctx *ctx, const struct change *change,
                           enum constraint_kind kind);

#endif
