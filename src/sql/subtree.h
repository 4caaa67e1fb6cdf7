/* SQL in SQL: the parser run on a text inside another, while the tree of that one is in use. */
#ifndef GANDER_SQL_SUBTREE_H
#define GANDER_SQL_SUBTREE_H

#include "sql/lower.h"

/* The RawStmts of [sql], which live as long as the outer tree; false where the parser refuses it.
 * [sql] must be NUL-terminated. */
bool sql_subtree(struct arena *arena, struct str sql, const List **tree);

#endif
