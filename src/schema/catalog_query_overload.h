/* One call's overloads. Only catalog_query_call.c and its two helpers include this. */
#ifndef GANDER_SCHEMA_CATALOG_QUERY_OVERLOAD_H
#define GANDER_SCHEMA_CATALOG_QUERY_OVERLOAD_H

#include "schema/catalog_query.h"

struct candidate {
    struct base_type *takes; /* one for each argument */
    struct str result;       /* of PostgreSQL's own */
    const struct catalog_object *function;
    unsigned score;
    bool out;
};

struct candidates {
    struct arena *arena; /* of this call alone */
    const struct call *call;
    struct base_type *is;   /* the arguments, domains seen through */
    struct base_type *said; /* the same as declared */
    struct candidate *at;
    size_t len, cap;
};

/* catalog_query_choose.c: the one that PostgreSQL takes; NULL: it cannot be told, and those that
 * cannot be meant are `out`. */
const struct candidate *overload_choose(struct candidates *all);

/* catalog_query_polymorphic.c: can its pseudo-types stand for these arguments? */
bool overload_is_consistent(const struct candidates *all, const struct candidate *candidate);
/* What [word], "anyelement" or another, stands for. */
struct value_type overload_polymorphic(const struct candidates *all,
                                       const struct candidate *candidate, struct str word);

#endif
