/* PostgreSQL's lexical structure (manual, section 4.1), for texts that need not parse.
 *
 * One token at a time over any bytes; never fails: an unterminated literal or comment is a token
 * that runs to the end and says so. Used to see where a statement truly ends, to tell code from
 * comments and literals, and to find the words a diagnostic underlines. */
#ifndef GANDER_SCHEMA_LEX_H
#define GANDER_SCHEMA_LEX_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,          /* unquoted identifier or keyword */
    TOKEN_QUOTED_NAME,   /* "name", U&"name" */
    TOKEN_STRING,        /* 'x', E'x', B'1', X'f', U&'x', N'x' */
    TOKEN_DOLLAR_STRING, /* $tag$ ... $tag$ */
    TOKEN_NUMBER,
    TOKEN_PARAMETER,     /* $1 */
    TOKEN_LINE_COMMENT,  /* -- ... without the line end */
    TOKEN_BLOCK_COMMENT, /* nested */
    TOKEN_SEMICOLON,
    TOKEN_OPEN,  /* ( */
    TOKEN_CLOSE, /* ) */
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_OPERATOR,  /* any run of operator characters, :: := [ ] : too */
    TOKEN_BACKSLASH, /* no SQL: a psql command */
    TOKEN_OTHER,     /* any other byte */
};

struct token {
    enum token_kind kind;
    uint32_t start; /* byte offsets in the text */
    uint32_t end;
    bool unterminated;
    uint32_t quote_len; /* TOKEN_DOLLAR_STRING: bytes of `$tag$` */
};

struct lexer {
    struct str text;
    uint32_t at;
};

struct token lex_next(struct lexer *lexer);      /* comments included */
struct token lex_next_code(struct lexer *lexer); /* comments skipped */

/* The token's text is this word, ASCII case ignored; false for quoted names and literals. */
bool token_is(struct str text, struct token token, const char *word);

#endif
