/* When the files of a sequence make a name, and when they take it away: to tell where something
 * went that is missing, or that it comes only later. */
#ifndef GANDER_LINT_TIMELINE_H
#define GANDER_LINT_TIMELINE_H

#include "lint/file.h"
#include "schema/catalog.h"

struct rule_ctx;

struct name_event {
    enum object_kind
        kind;         /* OBJ_TABLE any relation, OBJ_TYPE, OBJ_ROUTINE, OBJ_SCHEMA, OBJ_COLUMN */
    struct name name; /* as written; `public` is left out */
    struct str part;  /* the column of the relation `name`; else empty */
    bool makes;       /* false: drops it, or gives it another name */
    bool sure;        /* no IF [NOT] EXISTS, OR REPLACE, or condition */
    uint32_t file;    /* number in the sequence */
    enum direction direction;
    uint32_t order; /* in the section */
    struct span at;
};

/* Where the event before (or after) the change at hand stands, in the order in which the change's
 * direction meets them. NULL: none. Reads all of the sequence when first asked. */
const struct name_event *event_before(struct rule_ctx *ctx, enum object_kind kind, struct name name,
                                      struct str part);
const struct name_event *event_after(struct rule_ctx *ctx, enum object_kind kind, struct name name,
                                     struct str part);

#endif
