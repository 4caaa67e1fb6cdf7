/* Queries inside a PL/pgSQL expression: `EXISTS (SELECT ...)`, `(SELECT max(id) FROM t) + 1`. Found
 * on tokens, so that their bytes stay where they are. */
#ifndef GANDER_SQL_SUB_SELECTS_H
#define GANDER_SQL_SUB_SELECTS_H

#include "schema/change.h"
#include "schema/lex.h"

struct sub_select {
    struct range at; /* between the parentheses */
    bool exists;     /* of EXISTS: it ends with its first row */
};

/* The next one from where [lexer] stands, which is left behind it; those inside it are its own.
 * False: there is none. */
bool next_sub_select(struct lexer *lexer, struct sub_select *found);

/* It reads more than PostgreSQL's own catalogs, which are small. */
bool reads_user_table(const struct data_change *data);

#endif
