/* What the rules ask of a materialized view: nobody writes its rows but REFRESH, and that has its
 * own needs (PostgreSQL manual, REFRESH MATERIALIZED VIEW). */
#ifndef GANDER_LINT_MATVIEW_H
#define GANDER_LINT_MATVIEW_H

#include "schema/catalog.h"

struct rule_ctx;

bool is_matview(const struct rule_ctx *ctx, struct name relation);

/* REFRESH ... CONCURRENTLY wants a unique index on plain columns, without WHERE. KNOWN_ABSENT only
 * when every index of the view is known. */
enum knowledge has_refresh_index(const struct relation *view);

#endif
