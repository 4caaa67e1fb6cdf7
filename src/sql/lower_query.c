/* What a query reads and calls, whatever it is part of. */
#include "sql/lower_mentions.h"

void lower_reads(const struct lowering *l, const Node *statement, struct data_change *data)
{
    struct mentions *mentions = ARENA_NEW(l->arena, struct mentions);
    struct mentioned found = lower_mentions(l, statement, NULL, mentions);
    data->mentions = mentions;
    data->reads = mentions->relations;
    data->has_inner_limit = found.inner_limit;
    for (size_t i = 0; i < mentions->functions.len; i++) {
        lower_push_str(l, &data->functions, name_text(l->arena, mentions->functions.at[i]));
    }
}

void lower_query(const struct lowering *l, const Node *query, struct data_change *data)
{
    if (query == NULL) return;
    lower_reads(l, query, data);
    if (!IsA(query, SelectStmt)) return;
    const SelectStmt *select = LOWER_AS(SelectStmt, query);
    data->has_limit = select->limitCount != NULL;
    data->locks_rows = select->lockingClause != NIL;
}
