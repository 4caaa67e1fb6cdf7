/* PL/pgSQL read as far as it takes to find the SQL in it: which statements a body runs, where they
 * stand, and which of them may not run.
 *
 * On tokens, as PL/pgSQL's own grammar finds the ends of SQL statements: positions are exact, a
 * statement that does not parse costs only itself, and nothing recurses. */
#ifndef GANDER_SQL_PLPGSQL_SPLIT_H
#define GANDER_SQL_PLPGSQL_SPLIT_H

#include "base/arena.h"
#include "base/str.h"
#include "schema/change.h"

#include <stdbool.h>
#include <stddef.h>

enum piece_kind {
    PIECE_SQL,        /* a statement as it stands, but for its INTO clause */
    PIECE_PERFORM,    /* PERFORM query */
    PIECE_QUERY,      /* of a FOR loop, OPEN, RETURN QUERY: parses, or is no query */
    PIECE_EXECUTE,    /* EXECUTE expression: `expression` is where that stands */
    PIECE_EXPRESSION, /* a condition, an assigned or returned value */
    PIECE_RAISE,      /* RAISE EXCEPTION */
};

/* FOR x IN ..., FOREACH x IN ARRAY ...: what stands in it runs once for each element. */
struct plpgsql_loop {
    struct str variable; /* folded; empty: there are several, or none */
    struct range list;   /* the query, the array, `1..3` */
    bool over_array;     /* FOREACH */
    bool leaves;         /* EXIT, CONTINUE or RETURN in it */
};

struct plpgsql_loop_list {
    struct plpgsql_loop *at;
    size_t len, cap;
};

/* DECLARE x text := 'a' */
struct plpgsql_variable {
    struct str name;
    struct range value;
    bool changes; /* assigned, or INTO it */
};

struct plpgsql_variable_list {
    struct plpgsql_variable *at;
    size_t len, cap;
};

struct piece {
    enum piece_kind kind;
    struct range at;         /* without the semicolon */
    struct range expression; /* EXECUTE */
    struct range into;       /* INTO target, to be left out; empty: none */
    struct range condition;  /* of the IF that alone decides about it; empty: none */
    bool
        conditional; /* under IF, CASE, a loop or EXCEPTION, or behind a RETURN that may have run */
    bool may_be_there; /* alone in a block that takes `duplicate_object` and the like for success */
    size_t loop;       /* the loop it stands in, in `loops`, plus 1; 0: none */
    bool loop_conditional; /* `conditional`, that loop being no condition */
};

struct piece_list {
    struct piece *at;
    size_t len, cap;
};

struct plpgsql_body {
    struct piece_list pieces; /* in their order */
    struct plpgsql_loop_list loops;
    struct plpgsql_variable_list variables;
};

/* A PL/pgSQL body, which is these bytes of [text]. */
struct plpgsql_body plpgsql_split(struct arena *arena, struct str text, struct range body);

#endif
