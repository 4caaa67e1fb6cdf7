/* What a loop of PL/pgSQL runs over, where that is written there. */
#ifndef GANDER_SQL_CONSTANT_LIST_H
#define GANDER_SQL_CONSTANT_LIST_H

#include "sql/constant_text.h"
#include "sql/plpgsql_split.h"

/* One element: the loop's variable, or the columns of its record. */
struct element_list {
    struct binding_list *at;
    size_t len, cap;
};

/* `ARRAY['a', 'b']` of FOREACH; `SELECT unnest(ARRAY['a', 'b'])`, `VALUES ('a'), ('b')`,
 * `SELECT * FROM (VALUES ('a', 'b')) AS t (x, y)` and `1..4` of FOR. False: something else. */
bool constant_list(struct constant_scope *scope, const struct plpgsql_loop *loop, struct str list,
                   struct element_list *elements);

#endif
