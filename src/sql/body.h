/* Bodies of functions and DO blocks: collected while lowering, compiled when the parse tree is
 * gone, because libpg_query's PL/pgSQL parser wants a memory context of its own. */
#ifndef GANDER_SQL_BODY_H
#define GANDER_SQL_BODY_H

#include "base/arena.h"
#include "base/str.h"
#include "sql/parse.h"

struct body {
    size_t statement; /* number of the statement it belongs to */
    struct str language;
    struct str text;        /* unescaped */
    struct str header;      /* `CREATE FUNCTION f("a" int) RETURNS int`: what its compiler sees */
    struct range at;        /* between the quotes in the sent string */
    bool verbatim;          /* these bytes are the text */
    bool backslashes;       /* E'...' */
    struct mentions *reads; /* to be filled; NULL: nobody asks */
};

struct body_list {
    struct body *at;
    size_t len, cap;
};

/* True with the error when the language's own compiler would refuse the body. Languages that are
 * not known, and refusals that PostgreSQL itself would not make, are no errors. */
bool body_check(struct arena *arena, struct str sql, const struct body *body,
                struct body_error *error);

/* body_reads.c: what the body names. False with the error when a LANGUAGE sql body is refused. */
bool sql_body_reads(struct arena *arena, const struct body *body, struct sql_error *error);
void plpgsql_body_reads(struct arena *arena, const struct body *body);

/* plpgsql_text.c: the body as libpg_query's parser has to see it, which takes every variable for a
 * plain one. Statements it would refuse wrongly are replaced by others; lines stay lines. */
struct plpgsql_text {
    struct str text;
    struct copied { /* bytes that stand in both; between two pieces, some replaced others */
        uint32_t to;
        uint32_t from;
        uint32_t len;
    } * pieces;
    size_t piece_count;
};
struct plpgsql_text plpgsql_text(struct arena *arena, struct str body);

/* The bytes of the body behind bytes of the text; all of what was replaced, if they are in that. */
struct range plpgsql_text_origin(const struct plpgsql_text *text, struct range at);

/* plpgsql.c: the error PostgreSQL's compiler has, in the unescaped text; start == end: no place. */
bool plpgsql_check(struct arena *arena, const struct body *body, struct str *message,
                   struct range *at);

/* One run of libpg_query's PL/pgSQL parser: its message, empty when it has none. */
struct str plpgsql_compile(struct arena *arena, struct str header, struct str text);

/* plpgsql_place.c: where in [text] the compiler stopped with [message]. */
struct range plpgsql_place(struct str header, struct str text, struct str message);

#endif
