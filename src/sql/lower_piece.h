/* One piece of a DO block as changes: static SQL, an expression, EXECUTE. Only lower_do.c and
 * lower_piece.c include this. */
#ifndef GANDER_SQL_LOWER_PIECE_H
#define GANDER_SQL_LOWER_PIECE_H

#include "sql/constant_text.h"
#include "sql/plpgsql_split.h"

/* What is read: the sent string, or a text that stands nowhere in it. */
struct do_source {
    struct lowering *l; /* of the DO statement */
    struct str sql;
    bool placed;               /* its bytes are those of l->sql */
    struct range at;           /* what stands for it otherwise */
    struct range condition;    /* of the piece at hand */
    const struct guard *guard; /* ... that condition; NULL: it asks for something else */
    struct plpgsql_body body;
    struct binding_list bindings; /* variables whose values are known at the piece at hand */
};

/* Under `guard`, and with the values that `bindings` gives. */
void lower_piece(const struct do_source *source, const struct piece *piece);

/* What cannot be read. */
struct change *lower_opaque_piece(const struct do_source *source, const struct piece *piece);

#endif
