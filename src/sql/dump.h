/* Changes as text, one field a line: what the fixtures of lowering hold, and what a person looks at
 * who wonders what gander made of a statement. */
#ifndef GANDER_SQL_DUMP_H
#define GANDER_SQL_DUMP_H

#include "base/arena.h"
#include "base/str.h"
#include "sql/parse.h"

/* All statements of [sql], which must be what was parsed; the error when there is one. */
struct str sql_dump(struct arena *arena, struct str sql, const struct sql_parse *parse);

#endif
