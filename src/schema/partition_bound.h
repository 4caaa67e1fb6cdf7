/* Does a CHECK prove a partition's bound, or rule it out? As far as its text tells: comparisons of
 * the key with literals under AND, OR and NOT; anything else proves nothing. */
#ifndef GANDER_SCHEMA_PARTITION_BOUND_H
#define GANDER_SCHEMA_PARTITION_BOUND_H

#include "base/str.h"

struct bound_value {
    enum { VALUE_NONE, VALUE_NUMBER, VALUE_STRING } kind;
    struct str text; /* without quotes */
};

struct bound_values {
    struct bound_value *at;
    size_t len, cap;
};

struct bound {
    bool readable;               /* one key column, and literals only */
    struct str key;              /* the column */
    struct bound_value from, to; /* of a range; VALUE_NONE: MINVALUE, MAXVALUE */
    struct bound_values in;      /* of a list */
};

/* [text]: "FOR VALUES FROM (1) TO (5)"; [key] empty when there is more than one, or an expression.
 */
struct bound bound_read(struct arena *arena, struct str text, struct str key);

/* Every row for which [check] is true is within the bound; null keys are not considered. */
bool bound_is_implied(struct arena *arena, const struct bound *bound, struct str check);

/* No row for which [check] is true is within the bound. */
bool bound_is_refuted(struct arena *arena, const struct bound *bound, struct str check);

#endif
