/* SQL in SQL: the parser run on a text inside another, while the tree of that one is in use. */
#ifndef GANDER_SQL_SUBTREE_H
#define GANDER_SQL_SUBTREE_H

#include "sql/lower.h"

/* The RawStmts of [sql], which live as long as the outer tree; false where the parser refuses it.
 * [sql] must be NUL-terminated. */
bool sql_subtree(struct arena *arena, struct str sql, const List **tree);

/* Its only statement, where that is a SELECT; else NULL. */
const SelectStmt *sql_only_select(struct arena *arena, struct str sql);

/* The SELECT by which PL/pgSQL evaluates [expression] (manual, 43.2), where it has one target; else
 * NULL. [expression] need not be NUL-terminated. */
const SelectStmt *sql_evaluation(struct arena *arena, struct str expression);
const Node *sql_evaluated(const SelectStmt *evaluation); /* ... and the target; NULL for NULL */

/* A run of its own, while no tree is in use: the tree is gone when it returns. NULL: nothing to
 * read. */
typedef void sql_tree_reader(const List *tree, struct str sql, void *context);
bool sql_read(struct arena *arena, struct str sql, struct sql_error *error, sql_tree_reader *read,
              void *context);

#endif
