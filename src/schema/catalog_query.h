/* The columns of a query against the catalog: what the parts of that share. Only
 * src/schema/catalog_query*.c include this.
 *
 * Names are looked for as PostgreSQL does (parse_relation.c), types as value_type.h says. Nesting
 * is as deep as lowering allows; how much work is done has a limit of its own. */
#ifndef GANDER_SCHEMA_CATALOG_QUERY_H
#define GANDER_SCHEMA_CATALOG_QUERY_H

#include "schema/builtin_results.h"
#include "schema/catalog_impl.h"
#include "schema/value_type.h"

/* PostgreSQL gives no more (MaxTupleAttributeNumber). */
enum { MOST_QUERY_COLUMNS = 1664 };

struct query_column {
    struct str name; /* empty: nobody can tell */
    struct value_type type;
    bool merged; /* JOIN USING: its bare name is that of the merged column */
};

struct query_columns {
    struct query_column *at;
    size_t len, cap;
    bool partial; /* there may be others */
};

/* One name in FROM. */
struct namespace
{
    struct str alias;  /* empty: none */
    struct str schema; /* of a table without an alias */
    bool rows;         /* `alias.column` finds its columns */
    bool bare;         /* `column` and `*` do */
    bool scalar;       /* a function's only column: `alias` is that value, no row */
    const struct relation *relation;
    struct query_columns columns;
};

/* A WITH query, typed when it is first asked for. */
struct with_entry {
    const struct with_query *with;
    const struct query_scope *scope; /* what it sees */
    bool recursive;
    struct query_columns columns;
    bool is_open, has_columns, is_done, asked_inside;
};

/* What `*` or `t.*` in the query's text stands for. */
struct query_star {
    uint32_t start, end;
    struct str columns;
};

/* One run. */
struct query_work {
    struct str text; /* the query's; stars in it are noted */
    struct {
        struct query_star *at;
        size_t len, cap;
    } stars;
    struct catalog *catalog;
    struct arena *arena;        /* given back at its end */
    unsigned left;              /* queries and calls still to be looked at */
    unsigned columns_left;      /* of all FROM items, sub-selects and targets together */
    const struct query *latest; /* done last, and its columns */
    struct query_columns latest_columns;
};

struct query_scope {
    struct query_work *work;
    const struct query_scope *outer;
    struct with_entry *with;
    size_t with_count;
    struct {
        struct namespace *at;
        size_t len, cap;
    } names;
};

/* -- catalog_query.c --------------------------------------------------------------------------- */
struct query_columns query_columns(const struct query_scope *outer, const struct query *query);
void query_add_column(struct query_work *work, struct query_columns *columns, struct str name,
                      struct value_type type);
/* NULL: there is none of that name. */
struct with_entry *query_find_with(const struct query_scope *scope, struct str name);
struct query_columns query_with_columns(struct with_entry *entry);

/* -- catalog_query_from.c ---------------------------------------------------------------------- */
void query_open_from(struct query_scope *scope, const struct query *query);
struct query_columns query_relation_columns(struct query_work *work,
                                            const struct relation *relation);
/* What `name.column` and `name.*` look into; NULL: nothing, or nothing that is known. */
const struct namespace *query_find_rows(const struct query_scope *scope, struct name name);
const struct query_column *query_find_column(const struct query_columns *columns, struct str name);
void query_rename(struct query_columns *columns, const struct str_list *names);

/* -- catalog_query_star.c ---------------------------------------------------------------------- */
/* [only]: those of `t.*`; NULL: `*` alone. */
void query_note_star(const struct query_scope *scope, const struct value *star,
                     const struct namespace *only);
struct str query_without_stars(struct query_work *work); /* the text */

/* -- catalog_query_function.c ------------------------------------------------------------------ */
/* [scalar] is set for a function with one column that is no row. */
struct query_columns query_function_columns(const struct query_scope *scope,
                                            const struct from_function *function, struct str alias,
                                            bool *scalar);
struct query_columns query_defined_columns(const struct query_scope *scope,
                                           const struct column *columns, size_t count);

/* -- catalog_query_value.c --------------------------------------------------------------------- */
struct value_type query_value(const struct query_scope *scope, const struct value *value);
struct call_result query_function(const struct query_scope *scope, const struct value *value);
/* Fields of a composite value; partial where nobody can tell. */
struct query_columns query_fields(struct query_work *work, const struct value_type *type);
struct query_columns query_value_fields(const struct query_scope *scope, const struct value *value);
struct value_type query_resolve_type(const struct catalog *catalog, const struct type_name *type);

/* -- catalog_query_call.c: overloads ----------------------------------------------------------- */
struct call {
    struct catalog *catalog;
    const struct value_type *arguments;
    size_t count;
    struct str builtin;                /* see builtin_results.h */
    const struct catalog_object *user; /* overloads; NULL */
    bool is_operator;
    bool variadic, named;
};

struct call_result {
    struct value_type type;  /* UNTOLD also where it is a row */
    struct value_type first; /* what the first argument becomes */
    struct str row;          /* "{key text value json}" */
    const struct catalog_object *function;
};

struct call_result query_call(const struct call *call);

#endif
