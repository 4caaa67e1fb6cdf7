/* Does an expression give another value for every row?
 *
 * PostgreSQL rewrites a table for a new column's DEFAULT only when it contains a volatile function
 * (ALTER TABLE, Notes); immutable and stable ones are computed once. */
#ifndef GANDER_SCHEMA_VOLATILITY_H
#define GANDER_SCHEMA_VOLATILITY_H

#include "schema/catalog.h"

enum volatility {
    VOLATILITY_IMMUTABLE,
    VOLATILITY_STABLE,
    VOLATILITY_UNKNOWN, /* calls a function that nobody knows */
    VOLATILITY_VOLATILE,
};

/* The worst of what it calls. A built-in name with overloads of both kinds counts as stable. */
enum volatility expression_volatility(const struct catalog *catalog,
                                      const struct expression *expression, int postgres_version);

/* Of one function, "schema.name" or "name". */
enum volatility function_volatility(const struct catalog *catalog, struct str function,
                                    int postgres_version);

#endif
