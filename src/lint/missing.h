/* What a change names and PostgreSQL will not find (42P01, 42703, 42704, 42883, 3F000, 22023,
 * 22P02), or finds to be something else (42809). */
#ifndef GANDER_LINT_MISSING_H
#define GANDER_LINT_MISSING_H

#include "lint/diagnostic.h"
#include "schema/catalog.h"

struct rule_ctx;
struct name_event;

struct missing {
    enum object_kind kind; /* what is looked for */
    struct name name;      /* of it, or of the relation or type it would stand in */
    struct str part;       /* column, constraint, label ...; empty: `name` itself */
    struct range at;
    const char *code;              /* PostgreSQL's */
    enum object_kind found;        /* it is there, but is this; OBJ_UNKNOWN: it is not there */
    struct origin found_made;      /* ... and was made here */
    char found_kind;               /* of a type that is found: as in struct catalog_object; or 0 */
    const struct relation *within; /* the relation that lacks the part; or NULL */
    const struct catalog_object *other; /* the type that lacks the label, the function of other */
                                        /* arguments; or NULL */
    struct str arguments;               /* ... where `other` has others: as they are named here */
    const struct mentions *among;       /* the query none of whose tables has it; or NULL */
    const struct name_event *later;     /* what makes it, too late; NULL: nothing does */
};

/* The first thing [change] needs and does not find. Never what may have been made outside. */
bool find_missing(struct rule_ctx *ctx, const struct change *change, struct missing *missing);

/* Says so: what it is, where it went or when it comes, and which name may be meant. */
void report_missing(struct rule_ctx *ctx, const struct missing *missing);

#endif
