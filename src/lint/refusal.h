/* What stands around the place where PostgreSQL's parser stopped, what was probably meant there,
 * and whether a newer PostgreSQL would take it. */
#ifndef GANDER_LINT_REFUSAL_H
#define GANDER_LINT_REFUSAL_H

#include "schema/lex.h"
#include "sql/parse.h"

enum { REFUSAL_REACH = 6 };

struct refusal {
    struct str sql;
    struct str message;                 /* PostgreSQL's */
    struct token first[3];              /* the statement's first tokens; TOKEN_END: no more */
    struct token before[REFUSAL_REACH]; /* [0] is next to the place */
    struct token at;
    struct token after[2];
    uint32_t depth;     /* parentheses open at the place */
    bool first_on_line; /* `at` is the first token of its line */
};

struct refusal refusal_of(struct str sql, const struct sql_error *error);

/* What to do about it, for the mistakes that are made often; NULL: no idea. */
const char *refusal_hint(const struct refusal *refusal);

struct newer_syntax {
    const char *form; /* "NOT ENFORCED" */
    unsigned version; /* the first PostgreSQL that knows it */
};

/* A form of PostgreSQL 16 to 19, which the parser of 15 cannot read; NULL: none of them. */
const struct newer_syntax *refusal_newer_syntax(const struct refusal *refusal);

/* The token's word, ASCII case ignored; false for TOKEN_END. */
bool refusal_is(const struct refusal *refusal, struct token token, const char *word);

#endif
