/* Whether two texts of a migration make goose send the same thing, comments and blanks aside. */
#ifndef GANDER_LINT_SQL_DIFFERENCE_H
#define GANDER_LINT_SQL_DIFFERENCE_H

#include "lint/file.h"

struct sql_difference {
    bool transaction;  /* one has `-- +goose NO TRANSACTION` */
    bool section[2];   /* by direction: other statements, or cut otherwise */
    bool shorter;      /* the second text ends where the first goes on */
    struct span first; /* where the second text parts from the first; source NULL: at its end, or
                          in the transaction only */
};

struct sql_difference sql_difference(const struct migration_file *was,
                                     const struct migration_file *is);

#endif
