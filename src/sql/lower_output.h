/* Queries as what their columns' types depend on (schema/query.h). Only lower_output*.c include
 * this. */
#ifndef GANDER_SQL_LOWER_OUTPUT_H
#define GANDER_SQL_LOWER_OUTPUT_H

#include "schema/query.h"
#include "sql/lower.h"

/* Nested deeper, or larger, it stays unread: then no type is told. */
enum { DEEPEST_OUTPUT = 200, MOST_OUTPUTS = 20000 };

struct output_reader {
    const struct lowering *l;
    uint32_t start; /* of the query in the text */
    unsigned depth;
    unsigned made; /* values and queries */
};

/* False: too deep or too many. Each true one needs an output_leave(). */
bool output_enter(struct output_reader *r);
void output_leave(struct output_reader *r);

const struct query *output_query(struct output_reader *r, const Node *node); /* never NULL */

/* lower_output_value.c */
const struct value *output_value(struct output_reader *r, const Node *node); /* never NULL */
const struct value *output_choice(const struct output_reader *r, struct value_list among);

/* lower_output_from.c */
const struct from_item *output_from(struct output_reader *r, const Node *node); /* never NULL */

/* lower_output_name.c: what PostgreSQL calls a column without AS (FigureColname). */
struct output_name {
    struct str name;
    const SubLink *from; /* the sub-select whose first column has the name; NULL: `name` has it */
};
struct output_name output_name(const struct lowering *l, const Node *node);

#endif
