/* Why ADD COLUMN writes every row of a table anew (PostgreSQL manual, ALTER TABLE, Notes). */
#ifndef GANDER_SCHEMA_NEW_COLUMN_H
#define GANDER_SCHEMA_NEW_COLUMN_H

#include "schema/catalog.h"

enum new_column_cost {
    NEW_COLUMN_FREE,   /* only the catalog changes: no default, or one value for all old rows */
    NEW_COLUMN_NUMBER, /* serial, identity: each row draws its number */
    NEW_COLUMN_STORED, /* GENERATED ... STORED: computed for each row */
    NEW_COLUMN_DOMAIN, /* a domain with CHECK or NOT NULL: checked for each row */
    NEW_COLUMN_VOLATILE,
    NEW_COLUMN_MAYBE_VOLATILE, /* its default calls a function that nobody knows */
};

struct new_column {
    enum new_column_cost cost;
    struct str function; /* of a volatile default: what makes it so; empty: none has a name */
    bool from_domain;    /* that default is the domain's */
};

struct new_column new_column_of(const struct catalog *catalog, const struct column *column,
                                int postgres_version);

#endif
