/* One string as goose sends it -> what PostgreSQL's parser makes of it, as changes.
 *
 * The only door to libpg_query. In: any bytes without NUL. Out: one entry for each PostgreSQL
 * statement in the string, with its changes; or the parser's error, after which PostgreSQL runs
 * nothing of the string (reference goose.md 2.3) and there are no statements. Everything returned
 * lives in the arena, but for texts "as written": slices of [sql], which must live as long.
 * Thread-safe: libpg_query's state is thread-local. */
#ifndef GANDER_SQL_PARSE_H
#define GANDER_SQL_PARSE_H

#include "base/arena.h"
#include "base/str.h"
#include "schema/change.h"

#include <stdbool.h>
#include <stddef.h>

/* A PL/pgSQL body, or a DO block's, that its compiler refuses. */
struct body_error {
    struct str message; /* PostgreSQL's */
    struct range at;    /* bytes of the sent string: the line or token; start == end: unknown */
    struct str language;
};

struct sql_statement {
    struct range at; /* trimmed of blanks, comments and the `;` */
    const char *tag; /* command tag, "CREATE INDEX" */
    struct change *changes;
    size_t change_count;
    struct body_error *body_errors;
    size_t body_error_count;
};

struct sql_error {
    struct str message; /* PostgreSQL's: `syntax error at or near "FORM"` */
    struct range at;    /* the offending token; at the end of input the last byte */
};

struct sql_parse {
    bool parsed;
    struct sql_error error;           /* when !parsed */
    struct sql_statement *statements; /* none for an empty string or comments only */
    size_t statement_count;
};

/* [sql] must be NUL-terminated behind its end; a NUL inside is reported as the error. */
struct sql_parse sql_parse(struct arena *arena, struct str sql);

#endif
