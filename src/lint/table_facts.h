/* The key `tables` of the configuration: what no migration can tell of a table. */
#ifndef GANDER_LINT_TABLE_FACTS_H
#define GANDER_LINT_TABLE_FACTS_H

#include "base/arena.h"
#include "config/config.h"
#include "schema/change.h"

struct rule_ctx;
struct table_facts;

/* Its globs compiled, which table_facts_close() frees; NULL: the configuration has none. */
struct table_facts *table_facts_open(struct arena *arena, const struct config *config);
void table_facts_close(struct table_facts *facts); /* NULL is fine */

/* Its scans and rewrites are over at once. */
bool is_small(const struct rule_ctx *ctx, struct name table);

/* It was made elsewhere and is there, whatever the migrations say. */
bool is_external(const struct rule_ctx *ctx, struct name table);

#endif
