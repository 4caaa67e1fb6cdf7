/* What keeps PostgreSQL from dropping or truncating something. */
#ifndef GANDER_LINT_BLOCKERS_H
#define GANDER_LINT_BLOCKERS_H

#include "schema/catalog.h"

struct rule_ctx;

struct blockers {
    struct dependent *at; /* in the order they were made; at most a few dozen */
    size_t len, cap;
};

/* What is known to depend on that which [change] drops without CASCADE, and does not go with it:
 * PostgreSQL then refuses. None when it does not, or when nobody can tell. For TRUNCATE: the
 * foreign keys to the table. */
struct blockers find_blockers(const struct rule_ctx *ctx, const struct change *change);

/* Says so, with what is in the way and what to do first. */
void report_blockers(struct rule_ctx *ctx, const struct change *change,
                     const struct blockers *found);

/* -- private to blockers*.c -------------------------------------------------------------------- */

struct drop_search {
    const struct rule_ctx *ctx;
    const struct change *change;
    struct blockers *found;
};

/* blockers.c: added unless it goes along, or is not sure to be there */
void blockers_add(struct drop_search s, const struct dependent *it);
void blockers_add_all(struct drop_search s, struct dependent_list list);
/* ... of a sequence that goes: what else uses it, but for the column that goes */
void blockers_add_of_sequence(struct drop_search s, const struct dependent *it,
                              const struct catalog_column *without);
struct dependent blockers_relation(const struct relation *relation);

/* blockers_parts.c */
void blockers_drop_column(struct drop_search s);
void blockers_drop_constraint(struct drop_search s);
void blockers_drop_object(struct drop_search s);
void blockers_drop_schema(struct drop_search s);

#endif
