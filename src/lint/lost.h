/* The tables that a file would make if its text arrived: named by CREATE TABLE in a string that
 * PostgreSQL refuses, or in a line that goose throws away. The replay never sees them, and what is
 * said of the lost text must not be said again of each table in it. */
#ifndef GANDER_LINT_LOST_H
#define GANDER_LINT_LOST_H

#include "lint/file.h"

/* Folded names without their schema; at most a few dozen. */
const struct str *find_lost_tables(struct arena *arena, const struct migration_file *file,
                                   size_t *count);

bool is_lost_table(const struct migration_file *file, struct str name);

#endif
