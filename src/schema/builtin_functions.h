/* What PostgreSQL itself says of the functions it brings. */
#ifndef GANDER_SCHEMA_BUILTIN_FUNCTIONS_H
#define GANDER_SCHEMA_BUILTIN_FUNCTIONS_H

#include "base/str.h"

enum builtin_volatility {
    BUILTIN_NONE, /* not one of its functions, or one that no statement calls */
    BUILTIN_IMMUTABLE,
    BUILTIN_STABLE_OR_IMMUTABLE, /* by its arguments' types */
    BUILTIN_STABLE,
    BUILTIN_VOLATILE, /* an overload is */
};

/* [name] without schema; versions outside 11 to 18 count as the nearest of them. */
enum builtin_volatility builtin_function(struct str name, int postgres_version);

#endif
