/* What the columns of a query are, as far as a statement tells without a catalog: the targets, the
 * FROM they look into, WITH. Of an expression no more than what its type depends on.
 *
 * query_columns.h gives them names and types. How deep they nest is limited by lowering. */
#ifndef GANDER_SCHEMA_QUERY_H
#define GANDER_SCHEMA_QUERY_H

#include "schema/parts.h"

struct query;
struct value;

struct value_list {
    const struct value **at;
    size_t len, cap;
};

enum value_kind {
    VALUE_UNREAD,    /* too deep, or nothing that has a type */
    VALUE_UNDECIDED, /* 'x', NULL: takes the type that its place asks for */
    VALUE_TYPED,     /* its type is in the words: 1, a IS NULL, EXISTS (...), CURRENT_DATE */
    VALUE_COLUMN,    /* [[schema.]table.]column */
    VALUE_STAR,      /* `*`, `t.*`; of an argument (x).*: all fields of that */
    VALUE_CAST,      /* of its argument to `type` */
    VALUE_CALL,
    VALUE_OPERATOR,
    VALUE_NULLIF,
    VALUE_CHOICE,      /* CASE (ELSE first), COALESCE, GREATEST, a column of VALUES */
    VALUE_ARRAY,       /* ARRAY[...] */
    VALUE_ELEMENT,     /* a[1] */
    VALUE_FIELD,       /* (x).field; a slice a[1:2] is VALUE_SAME */
    VALUE_SAME,        /* of its argument's type, modifier and collation */
    VALUE_QUERY,       /* (SELECT ...) */
    VALUE_QUERY_ARRAY, /* ARRAY(SELECT ...) */
    VALUE_COLLATED,    /* x COLLATE "C" */
};

struct value {
    enum value_kind kind;
    struct name name;      /* a column's table as it is qualified; a function, an operator, a */
                           /*   collation */
    struct str part;       /* the column, the field */
    struct type_name type; /* VALUE_TYPED, VALUE_CAST */
    struct value_list of;  /* arguments */
    const struct query *query;
    uint32_t at;   /* VALUE_STAR: byte of the query's text; UINT32_MAX: not known */
    bool variadic; /* f(VARIADIC a) */
    bool named;    /* f(a => 1): which overload it is cannot be told from the places */
};

/* A target, or one column of VALUES. */
struct query_output {
    struct str name;
    const struct query *named_by; /* its first column has the name; else NULL */
    const struct value *value;
};

struct with_query {
    struct str name;
    struct str_list columns;
    const struct query *query;
    bool adds_columns; /* SEARCH, CYCLE */
};

enum from_kind { FROM_UNREAD, FROM_TABLE, FROM_QUERY, FROM_FUNCTIONS, FROM_COLUMNS, FROM_JOIN };

/* f(x) AS (a int, b text) */
struct from_function {
    const struct value *call;
    struct str name;           /* what its only column is called */
    struct column *definition; /* of what returns `record` */
    size_t column_count;
};

struct from_item {
    enum from_kind kind;
    struct name table;
    struct str alias; /* empty: none */
    struct str_list columns;
    const struct query *query;
    bool lateral;
    struct from_function *functions;
    size_t function_count;
    bool ordinality;
    struct column *definition; /* FROM_COLUMNS: XMLTABLE's */
    size_t column_count;
    const struct from_item *left, *right; /* FROM_JOIN */
    bool natural;
    struct str_list using;
    struct str using_alias;
};

struct query {
    const struct query *left, *right; /* UNION, INTERSECT, EXCEPT; NULL: a plain one */
    struct with_query *with;
    size_t with_count;
    bool recursive;
    const struct from_item **from;
    size_t from_count;
    struct query_output *outputs;
    size_t output_count;
    bool unread; /* too deep, too large, or of a kind that has no columns */
};

#endif
