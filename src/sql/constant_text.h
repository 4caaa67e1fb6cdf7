/* The text of an expression that is made of constants only, for EXECUTE. */
#ifndef GANDER_SQL_CONSTANT_TEXT_H
#define GANDER_SQL_CONSTANT_TEXT_H

#include "sql/lower.h"

/* Constants joined by `||`, in quote_ident(), quote_literal(), quote_nullable(), format() with %I,
 * %L and %s; false where anything else is in it, or it is NULL. */
bool constant_text(const struct lowering *l, const Node *node, struct str *text);

#endif
