/* What an expression or a query names: relations, columns, functions, casts, sequences. */
#ifndef GANDER_SQL_LOWER_MENTIONS_H
#define GANDER_SQL_LOWER_MENTIONS_H

#include "sql/lower.h"

#include <string.h>

struct mentioned {
    bool value_function; /* CURRENT_TIMESTAMP and the like */
    bool subquery;
    bool inner_limit; /* of a sub-select, a WITH query or INSERT's SELECT */
};

/* Adds to [mentions] what [node] names. [owner] is the table an expression belongs to, NULL for
 * none. */
struct mentioned lower_mentions(const struct lowering *l, const Node *node, const RangeVar *owner,
                                struct mentions *mentions);

#endif
