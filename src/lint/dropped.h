/* What a reviewer asks of a DROP COLUMN or DROP TABLE: what else reads it, and where its values
 * went.
 */
#ifndef GANDER_LINT_DROPPED_H
#define GANDER_LINT_DROPPED_H

#include "lint/diagnostic.h"
#include "schema/catalog.h"

struct rule_ctx;

/* The statement earlier in the section that reads the table, or that column of it, and writes what
 * it read; source NULL: none does. */
struct span copied_before(const struct rule_ctx *ctx, struct name table, struct str column);

/* Labels the views, indexes, keys, policies and function bodies that the replay knows to use the
 * column ([column] empty: the table), the first few; a note counts the rest. */
void label_users(const struct rule_ctx *ctx, struct diagnostic *finding,
                 const struct relation *table, struct str column);

#endif
