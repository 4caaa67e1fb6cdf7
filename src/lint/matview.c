#include "lint/matview.h"

#include "lint/rule.h"

bool is_matview(const struct rule_ctx *ctx, struct name relation)
{
    const struct relation *known = known_relation(ctx, relation);
    return known != NULL && known->kind == OBJ_MATERIALIZED_VIEW;
}

/* INCLUDE does not matter, NULLS NOT DISTINCT neither. */
static bool has_plain_keys(const struct relation *index)
{
    if (!index->index.unique || index->index.has_where || !index->index.valid) return false;
    for (size_t i = 0; i < index->index.key_count; i++) {
        if (index->index.keys[i].column.len == 0) return false;
    }
    return true;
}

enum knowledge has_refresh_index(const struct relation *view)
{
    enum knowledge found = relation_is_sure(view) ? KNOWN_ABSENT : UNKNOWN;
    for (size_t i = 0; i < view->indexes.len; i++) {
        const struct relation *index = view->indexes.at[i];
        if (index->state == KNOWN_ABSENT || !has_plain_keys(index)) continue;
        if (index->state == KNOWN) return KNOWN;
        found = UNKNOWN;
    }
    return found;
}
