/* ALTER TABLE carries its actions out in passes, not as they are written: what is dropped goes
 * first, columns come before constraints (ATPrepCmd() and ATParseTransformCmd() of PostgreSQL 15).
 */
#ifndef GANDER_SCHEMA_PASSES_H
#define GANDER_SCHEMA_PASSES_H

#include "schema/change.h"

enum { PASS_COUNT = 7 };

/* 0 to PASS_COUNT - 1; actions of one pass run in the order they are written. */
int pass_of(const struct change *change);

/* The actions of one statement are written in the order they run, as those of most are. */
bool passes_as_written(const struct change *changes, size_t count);

#endif
