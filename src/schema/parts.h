/* The parts changes are made of: names, types, expressions, columns, constraints and what a
 * statement says about storage, sequences, functions and the like.
 *
 * What only few statements say stands behind pointers; such a pointer is NULL when nothing of it
 * was said. Texts are as written unless noted, names folded. */
#ifndef GANDER_SCHEMA_PARTS_H
#define GANDER_SCHEMA_PARTS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct range {
    uint32_t start; /* byte of the sent string */
    uint32_t end;   /* exclusive; start == end: not known */
};

struct name {
    struct str schema; /* empty: not qualified */
    struct str name;   /* empty: no name */
};

struct name_list {
    struct name *at;
    size_t len, cap;
};

struct str_list {
    struct str *at;
    size_t len, cap;
};

bool str_list_has(const struct str_list *list, struct str s);
bool str_list_equal(const struct str_list *a, const struct str_list *b); /* in this order */
struct str_list str_list_copy(struct arena *arena, const struct str_list *list);

/* `fillfactor = 70`, `toast.autovacuum_enabled`; ALTER ... SET and RESET, WITH (...), OPTIONS (...)
 */
struct named_value {
    struct str name;  /* folded, with its namespace */
    struct str value; /* without quotes; empty: none, or RESET */
    char action;      /* OPTIONS (ADD, SET, DROP): 'a', 's', 'd'; 0: not said */
};

struct named_values {
    struct named_value *at;
    size_t len, cap;
};

/* -- types ------------------------------------------------------------------------------------- */

struct type_name {
    struct name
        name; /* PostgreSQL's internal name, as the grammar gives it: int4, varchar, timestamptz; */
              /*   `pg_catalog` is dropped from built-in names */
    struct str text;    /* as written */
    int32_t typmods[2]; /* constant modifiers: varchar(50), numeric(10,2) */
    uint8_t typmod_count;
    uint8_t array_dimensions;
    bool is_serial; /* smallserial, serial, bigserial; name is then int2, int4, int8 */
    bool setof;
    bool of_column; /* t.c%TYPE: `name` is table and column */
};

/* -- what is read ------------------------------------------------------------------------------ */

/* A column that an expression or a query names. */
struct column_ref {
    struct name
        relation; /* what the qualifier stands for, or the only relation of its FROM; name */
                  /*   empty: not qualified, and more than one relation may have it */
    struct str qualifier; /* as written, the last part: alias, table, `old`; empty: none */
    struct str column;    /* "*" for `*` and `alias.*` */
    bool maybe_row;       /* the name is also that of a relation in FROM: it may be the whole row */
    bool of_tables;       /* without `relation`: that of a relation that the query names, because */
                          /*   no sub-select, function or WITH query is in scope */
};

struct column_ref_list {
    struct column_ref *at;
    size_t len, cap;
};

/* `x::type`, CAST (x AS type), `type 'x'` */
struct cast {
    struct type_name type;
    bool of_literal;
    struct str literal; /* 'v'::mood: the label */
};

struct cast_list {
    struct cast *at;
    size_t len, cap;
};

/* What an expression, a query or a body of statements names: each once (beyond the first few dozen
 * there may be duplicates), what stands in sub-selects behind the rest. */
struct mentions {
    struct name_list relations;     /* read; schemas as written; names of WITH left out */
    struct name_list writes;        /* targets of INSERT, UPDATE, DELETE, MERGE */
    struct column_ref_list columns; /* those of sub-selects, WITH and functions in FROM left out */
    struct name_list functions;     /* called; CURRENT_USER and the like left out */
    struct cast_list casts;
    struct name_list sequences; /* nextval('s'), currval('s'), setval('s', ...) */
    struct str_list literals;   /* string constants */
};

/* A column default, CHECK, predicate, USING ...: kept as text, with what rules ask of it. */
struct expression {
    struct str text; /* as written; empty: none */
    struct range at;
    bool is_constant;        /* a literal, perhaps cast; NULL too */
    bool is_null;            /* the constant NULL, perhaps cast */
    bool has_value_function; /* CURRENT_TIMESTAMP, CURRENT_USER and the like: stable, all of them */
    bool has_subquery;
    struct str column;         /* all of it is this column, or one cast of it; empty: it is not */
    struct str_list functions; /* names called, "schema.name" or "name", in order of appearance */
    struct str_list columns;   /* column names referred to */
    struct str_list literals;  /* string constants */
    struct str_list
        not_null; /* CHECK: columns proven NOT NULL when it is true, as PostgreSQL sees */
                  /*   it for SET NOT NULL */
    const struct type_name *cast_to; /* the outermost cast; NULL: none */
    const struct mentions *mentions; /* the same and more of it; NULL when it names nothing */
};

/* -- keys, constraints, columns ---------------------------------------------------------------- */

struct index_key {
    struct str column;             /* empty: an expression */
    struct expression *expression; /* NULL: a column */
    struct str opclass;            /* as SQL writes it, with its schema */
    struct str collation;
    bool descending;
    bool nulls_first;
    struct str exclude_with; /* EXCLUDE: the operator, "&&" */
};

/* WITH (...), USING method, TABLESPACE, ON COMMIT of a table, an index or a view. */
struct storage {
    struct named_values options;
    struct str access_method; /* tables and materialized views; of an index: `method` */
    struct str tablespace;
    char on_commit; /* 'd' drop, 'r' delete rows, 'p' preserve rows; 0: not said */
};

/* What makes the index of a UNIQUE, PRIMARY KEY or EXCLUDE constraint more than its columns. */
struct constraint_index {
    struct str_list include;
    struct str method;      /* EXCLUDE USING */
    struct index_key *keys; /* EXCLUDE */
    size_t key_count;
    struct expression where; /* EXCLUDE */
    struct storage storage;
};

enum constraint_kind {
    CONSTRAINT_CHECK,
    CONSTRAINT_NOT_NULL,
    CONSTRAINT_UNIQUE,
    CONSTRAINT_PRIMARY_KEY,
    CONSTRAINT_FOREIGN_KEY,
    CONSTRAINT_EXCLUDE,
};

struct constraint {
    enum constraint_kind kind;
    struct str name; /* empty: PostgreSQL makes one */
    struct range at;
    struct str_list columns;
    struct expression check;
    bool not_valid;
    bool no_inherit;
    bool deferrable;
    bool initially_deferred;
    bool nulls_not_distinct;
    bool match_full;
    struct str using_index; /* UNIQUE or PRIMARY KEY USING INDEX */
    const struct constraint_index *index;
    struct name references; /* FOREIGN KEY */
    struct range references_at;
    struct str_list referenced_columns;
    struct str_list set_columns; /* ON DELETE SET NULL (a, b) */
    char on_delete; /* 'a' no action, 'r' restrict, 'c' cascade, 'n' null, 'd' default */
    char on_update;
};

/* Options of a sequence, an identity, a serial. */
struct sequence_options {
    struct type_name type; /* AS; name empty: not said */
    bool has_start, has_increment, has_min, has_max, has_cache, has_cycle, has_restart;
    bool no_min, no_max; /* NO MINVALUE, NO MAXVALUE */
    bool cycle;
    bool restart_with; /* `restart` was given */
    int64_t start, increment, min, max, cache, restart;
    struct name owned_by; /* the table; name empty: not said, or OWNED BY NONE */
    struct str owned_by_column;
    bool owned_by_none;
    struct name sequence_name; /* GENERATED ... (SEQUENCE NAME s) */
    char generated;            /* SET GENERATED: 'a', 'd'; 0: not said */
};

struct column {
    struct str name;
    struct range at; /* from the name to the end of the definition */
    struct type_name type;
    struct str collation;
    struct name collation_name; /* with its schema */
    struct str compression;
    bool not_null;
    bool primary_key;
    bool has_default; /* a DEFAULT clause, DEFAULT NULL too */
    struct expression default_value;
    char identity; /* 'a' always, 'd' by default, 0 none */
    const struct sequence_options *identity_options;
    struct expression *generated; /* GENERATED ALWAYS AS (...) STORED; NULL: it is not */
    struct constraint
        *constraints; /* CHECK, UNIQUE, PRIMARY KEY, REFERENCES written on the column */
    size_t constraint_count;
};

/* LIKE t INCLUDING ... */
struct table_like {
    struct name table;
    size_t position; /* columns written before it */
    bool comments, compression, constraints, defaults, generated, identity, indexes, statistics,
        storage;
};

struct partition_key {
    char strategy; /* 'r' range, 'l' list, 'h' hash */
    struct index_key *keys;
    size_t key_count;
};

/* -- functions --------------------------------------------------------------------------------- */

struct argument {
    struct str name; /* empty: none */
    char mode;       /* 'i' in, 'o' out, 'b' inout, 'v' variadic, 't' column of RETURNS TABLE */
    struct type_name type;
    bool has_default;
    struct expression default_value;
};

struct function_details {
    struct argument *arguments;
    size_t argument_count;
    struct type_name returns; /* name empty: not said, or RETURNS TABLE */
    bool returns_table;
    bool strict;
    bool leakproof;
    bool window;
    char parallel;      /* 's' safe, 'r' restricted, 'u' unsafe; 0: not said */
    bool not_strict;    /* CALLED ON NULL INPUT, ALTER FUNCTION */
    bool not_leakproof; /* ALTER FUNCTION ... NOT LEAKPROOF */
    bool security_invoker;
    struct str cost, rows, support; /* empty: not said */
    struct named_values set; /* SET variable = value; value "FROM CURRENT", or "DEFAULT": RESET; */
                             /*   of "all" without a value: RESET ALL */
    const struct mentions
        *reads; /* what a SQL body names, for rules; of PL/pgSQL the relations of */
                /*   its static SQL. NULL: nothing, or another language */
};

/* The types that tell one function from another of its name: DROP FUNCTION f(int), COMMENT ON ...
 */
struct signature {
    struct str text;         /* "int4, text" */
    struct type_name *types; /* in arguments; an operator's left and right; an aggregate's */
    size_t type_count;
};

/* -- data -------------------------------------------------------------------------------------- */

/* A string constant that is written to a column or compared with one. */
struct column_value {
    struct str column; /* empty: INSERT without a column list */
    uint32_t position; /* in INSERT's row, from 0 */
    struct str literal;
};

struct column_value_list {
    struct column_value *at;
    size_t len, cap;
};

/* ON CONFLICT (columns) WHERE ... */
struct on_conflict {
    struct str_list columns;
    struct str constraint;
    struct expression where; /* the index's predicate */
    bool nothing;            /* DO NOTHING */
    struct str_list set;     /* DO UPDATE SET: columns */
};

/* What an INSERT, UPDATE, DELETE, MERGE, SELECT or COPY touches. */
struct data_change {
    struct str_list columns; /* written: INSERT's list, UPDATE's SET */
    struct expression where; /* empty text: none */
    bool has_where;
    bool where_is_true; /* WHERE true, WHERE 1 = 1 */
    bool from_query;    /* INSERT ... SELECT */
    bool overriding_system_value;
    bool overriding_user_value;
    bool has_limit;         /* of the query itself */
    bool has_inner_limit;   /* of a sub-select or a WITH: batches */
    bool locks_rows;        /* SELECT ... FOR UPDATE */
    bool only_constants;    /* SELECT without FROM whose targets are constants */
    size_t row_count;       /* INSERT ... VALUES; 0 otherwise */
    struct str_list equals; /* columns that WHERE equates with constants (=, IN, = ANY), under */
                            /*   AND only */
    struct column_value_list values;       /* at most the first thousand or so */
    const struct on_conflict *on_conflict; /* NULL: none */
    struct name_list reads;                /* relations read */
    struct str_list functions;             /* functions called anywhere in it */
    const struct mentions *mentions;       /* of all its parts */
};

#endif
