/* The text of an expression that is made of constants only, for EXECUTE. */
#ifndef GANDER_SQL_CONSTANT_TEXT_H
#define GANDER_SQL_CONSTANT_TEXT_H

#include "sql/lower.h"

/* A variable of PL/pgSQL whose value is known. */
struct binding {
    struct str variable;
    struct str column; /* of a record; empty: of any column, or of none */
    struct str value;
};

struct binding_list {
    struct binding *at;
    size_t len, cap;
};

struct constant_scope {
    const struct lowering *l;
    const struct binding_list *bindings; /* later ones hide earlier ones; NULL: none */
    bool guesses;                        /* take UNKNOWN_NAME for what is not known */
    bool of_session; /* set: CURRENT_USER_NAME or CURRENT_DATABASE_NAME stands in it */
};

/* What stands for names that only the session knows. */
#define CURRENT_USER_NAME     STR("current_user")
#define CURRENT_DATABASE_NAME STR("current_database")
#define UNKNOWN_NAME          STR("unknown_name")

/* Constants and known variables joined by `||`, in quote_ident(), quote_literal(),
 * quote_nullable(), format() with %I, %L and %s; false where anything else is in it, or it is NULL.
 */
bool constant_text(struct constant_scope *scope, const Node *node, struct str *text);

#endif
