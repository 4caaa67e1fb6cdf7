/* What PostgreSQL's parser says of a string it refuses, and what it never gets to see. */
#ifndef GANDER_SQL_REFUSED_H
#define GANDER_SQL_REFUSED_H

#include "sql/parse.h"

/* Bytes the parser cannot be given: a NUL, at which it would stop reading; a run of thousands of
 * signs, which its scanner reads again for each of them. */
bool refused_beforehand(struct arena *arena, struct str sql, struct sql_error *error);

/* PostgreSQL's words on one line: an unterminated literal is quoted to its end. */
struct str refused_message(struct arena *arena, const char *message);

/* [cursor] is in characters, from 1; 0: unknown. */
struct sql_error refused_by_parser(struct arena *arena, struct str sql, const char *message,
                                   int cursor);

/* PostgreSQL joins 'a' -- b\n 'c' to one string; libpg_query's scanner, made to return comments,
 * does not. True with a copy that has blanks for such comments. */
bool refused_for_comments(struct arena *arena, struct str sql, struct str *without);

/* The byte of a character, both from 0. PostgreSQL counts characters of UTF-8 by their first byte.
 */
uint32_t byte_of_character(struct str sql, uint32_t character);

#endif
