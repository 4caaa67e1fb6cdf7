/* The tables that a file would make if its text arrived: named by CREATE TABLE in a string that
 * PostgreSQL refuses, or in a line that goose throws away. The replay never sees them, and what is
 * said of the lost text must not be said again of each table in it. */
#ifndef GANDER_LINT_LOST_H
#define GANDER_LINT_LOST_H

#include "lint/file.h"

/* Fills in file->lost_tables: folded names without their schema, at most a few dozen. */
void find_lost_tables(struct arena *arena, struct migration_file *file);

bool is_lost_table(const struct migration_file *file, struct str name);
/* Without those of a Down that the section comes before. */
bool is_lost_before(const struct migration_file *file, enum direction direction, struct str name);

#endif
