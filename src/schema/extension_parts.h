/* What the extensions that PostgreSQL's packages bring, and a few others, make: types, functions
 * and operator classes by name. */
#ifndef GANDER_SCHEMA_EXTENSION_PARTS_H
#define GANDER_SCHEMA_EXTENSION_PARTS_H

#include "base/str.h"

struct extension_parts {
    const char *extension;
    const char *const *types;     /* each list ends with NULL; NULL: none */
    const char *const *functions; /* with one meaning only: none that PostgreSQL has itself */
    const char *const *opclasses;
};

/* NULL: not one that is known. */
const struct extension_parts *extension_parts(struct str extension);

#endif
