/* What PostgreSQL's own types can be cast to and indexed with: pg_cast and pg_opclass as rules.
 * Types go by the names of pg_type: int4, varchar, bpchar. */
#ifndef GANDER_SCHEMA_TYPE_FACTS_H
#define GANDER_SCHEMA_TYPE_FACTS_H

#include "base/str.h"

/* What ALTER COLUMN TYPE needs: nothing, a USING clause with a cast, or there is no cast at all. */
enum cast_kind { CAST_IMPLICIT, CAST_USING, CAST_NONE };

struct cast_fact {
    enum cast_kind kind;
    bool binary; /* the same bytes serve both types */
};

/* Types with the same index class share an order: an index on one serves the other. */
struct index_class {
    const char *types; /* those that share it; NULL: not a type of PostgreSQL's */
    bool btree;
    bool hash;
    bool polymorphic; /* the class takes any array, enum or range */
};

/* How a type's modifier may change without a look at the values. */
enum modifier_kind {
    MODIFIER_EXACT,    /* only dropped: char(n), bit(n) */
    MODIFIER_LENGTH,   /* grown: varchar(n), varbit(n) */
    MODIFIER_NUMERIC,  /* precision grown, scale kept */
    MODIFIER_SECONDS,  /* fractional digits grown, 6 are all: timestamp(p), time(p) */
    MODIFIER_INTERVAL, /* fields and digits */
};

/* Between two different types of pg_catalog, or citext. */
struct cast_fact type_cast(struct str from, struct str to);
struct index_class type_index_class(struct str type);
enum modifier_kind type_modifier(struct str type);
bool type_is_string(struct str type); /* any type can be cast to it through its text */

#endif
