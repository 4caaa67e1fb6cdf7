/* Where PostgreSQL's statements end in a text, token by token, without parsing: at a `;` outside
 * BEGIN ATOMIC ... END and outside the parentheses of CREATE RULE ... DO ( ... ). As psql finds it
 * (PostgreSQL 15, src/fe_utils/psqlscan.l), which must know it for the same reason. */
#ifndef GANDER_LINT_STATEMENT_READER_H
#define GANDER_LINT_STATEMENT_READER_H

#include "schema/lex.h"

enum enclosure {
    ENCLOSURE_NONE,
    ENCLOSURE_ATOMIC, /* between BEGIN ATOMIC and its END */
    ENCLOSURE_RULE,   /* between the parentheses of a rule's actions */
};

enum { STATEMENT_WORDS = 4 };

struct statement_reader {
    struct str text;
    struct token words[STATEMENT_WORDS]; /* the first ones of the statement */
    uint32_t token_count;                /* of code in it so far */
    struct token first;
    struct token last;
    uint32_t parentheses;
    uint32_t blocks; /* BEGIN and CASE without their END */
    enum enclosure enclosure;
    struct token opening; /* of the last enclosure */
    struct token closing; /* ... TOKEN_END: still open */
    bool ended;           /* by the last token fed; the next one begins a statement */
};

/* One token of code; comments are not fed. */
void statement_reader_feed(struct statement_reader *reader, struct token token);

#endif
