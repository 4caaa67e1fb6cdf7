/* The relations that the migrations have made so far, and where.
 *
 * Replayed change by change, so that a rule sees what its statement will meet. Knowledge has three
 * values: a relation made here, one dropped here, and one never seen (made elsewhere: taken to be
 * old and full). Names without a schema are those of `public`. Lives in its arena. */
#ifndef GANDER_SCHEMA_CATALOG_H
#define GANDER_SCHEMA_CATALOG_H

#include "base/arena.h"
#include "schema/change.h"
#include "source/source.h"

enum knowledge { KNOWN_ABSENT, UNKNOWN, KNOWN };

/* Where and when a relation was made. */
struct origin {
    struct span span;     /* `CREATE TABLE orders` */
    uint32_t file;        /* number of the migration in its sequence, from 0 */
    uint32_t transaction; /* number of the transaction in the replay, from 1 */
};

struct relation {
    struct name name;      /* schema always filled */
    enum object_kind kind; /* table, view, materialized view, index, sequence, foreign table;
                              types, schemas, functions too, where rules ask for newness */
    struct origin origin;
    struct name parent; /* index: its table; partition: the partitioned table */
    bool partitioned;
    bool temporary;
    bool dropped;
};

struct catalog;

struct catalog *catalog_new(struct arena *arena);

/* The state of [name] now; [relation] is set when KNOWN. [kind] OBJ_UNKNOWN looks for any relation
 * (table, view, materialized view, index, sequence, foreign table), else for that kind of object.
 */
enum knowledge catalog_find(const struct catalog *catalog, enum object_kind kind, struct name name,
                            const struct relation **relation);

/* Carries out one change made at [origin]. */
void catalog_replay(struct catalog *catalog, const struct change *change, struct origin origin);

/* Trying changes out, as a Down section is: undo takes back everything replayed since the mark.
 * Marks nest. */
size_t catalog_mark(struct catalog *catalog);
void catalog_undo(struct catalog *catalog, size_t mark);

#endif
