/* What fills a new column in the rows that are there. */
#ifndef GANDER_LINT_FILL_H
#define GANDER_LINT_FILL_H

#include "schema/change.h"
#include "source/source.h"

#include <stdbool.h>

struct rule_ctx;

/* A value of the type that means nothing, as SQL; NULL where none is at hand. */
const char *fill_value(const struct type_name *type);

/* What that constant would meet, on the column itself, or added to it by the statement or a later
 * one of the section. */
struct fill_demands {
    bool key;     /* wants another value in each row */
    bool foreign; /* wants one that another table has */
    bool check;   /* allows some values only */
};

/* [change]: ADD COLUMN. In `check` only. */
struct fill_demands fill_demands_on(const struct rule_ctx *ctx, const struct change *change);

/* Where the section has added this column of change->table without a value; source NULL: it has
 * not, or something may have filled it since. In `check` only. */
struct span fill_none_since(const struct rule_ctx *ctx, const struct change *change,
                            struct str column);

#endif
