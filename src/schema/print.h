/* The schema a catalog holds, written out: SQL that makes it on an empty database, or JSON.
 *
 * Everything comes in the order it was made, except that what something needs stands before it.
 * What the migrations alone do not tell is a comment, never a statement. */
#ifndef GANDER_SCHEMA_PRINT_H
#define GANDER_SCHEMA_PRINT_H

#include "schema/catalog.h"

#include <stdio.h>

/* A statement of which nothing was carried out, since PostgreSQL refuses it. */
struct schema_refusal {
    struct str path;
    uint32_t line;
    struct str words; /* `ADD COLUMN email text` */
};

struct schema_document {
    struct arena *arena;
    const struct catalog *catalog;
    struct str dir;         /* of the migrations */
    struct str last;        /* the newest one's name; empty: there was none */
    const struct str *gaps; /* what could not be replayed, one line each */
    size_t gap_count;
    const struct schema_refusal *refusals;
    size_t refusal_count;
};

void schema_print_sql(FILE *out, const struct schema_document *document);
void schema_print_json(FILE *out, const struct schema_document *document);

#endif
