/* Views, and tables made of queries. */
#include "sql/lower_mentions.h"

/* A query without `WITH [NO] DATA` behind it. */
static struct range without_data_clause(const struct lowering *l, struct range query)
{
    struct walk walk = walk_from(l->sql, query);
    uint32_t with = 0; /* where the last WITH began, and what stands before it ended */
    uint32_t before = 0;
    while (walk_next(&walk)) {
        if (!walk_at_top(&walk)) continue;
        bool data = walk_is(&walk, "data") && with > 0;
        if (walk_is(&walk, "with")) {
            with = walk.token.start;
            before = walk.last_end;
        } else if (data && walk.token.end == query.end) {
            return (struct range){query.start, before};
        } else if (!walk_is(&walk, "no")) {
            with = 0;
        }
    }
    return query;
}

static void lower_create_table_as(struct lowering *l, const CreateTableAsStmt *stmt)
{
    bool view = stmt->objtype == OBJECT_MATVIEW;
    struct change *change =
        lower_add(l, view ? CHANGE_CREATE_MATERIALIZED_VIEW : CHANGE_CREATE_TABLE_AS);
    change->object = view ? OBJ_MATERIALIZED_VIEW : OBJ_TABLE;
    change->if_not_exists = stmt->if_not_exists;
    lower_target(l, change, stmt->into->rel);
    change->name = change->table.name;
    change->at.end = change->table_at.end;
    lower_into(l, stmt->into, change);
    struct range rest = {change->table_at.end, l->at.end};
    struct range query = range_clause(l->sql, rest, "as", NULL);
    change->create_table_as.text = range_text(l->sql, without_data_clause(l, query));
    lower_query(l, stmt->query, &change->create_table_as.query);
    if (stmt->query != NULL && IsA(stmt->query, SelectStmt)) {
        change->create_table_as.outputs = lower_outputs(l, stmt->query, query.start);
    }
}

/* A query without `WITH [LOCAL | CASCADED] CHECK OPTION` behind it. */
static struct range without_check_option(const struct lowering *l, struct range query)
{
    struct walk walk = walk_from(l->sql, query);
    uint32_t before = query.end;
    while (walk_next(&walk)) {
        if (walk_at_top(&walk) && walk_is(&walk, "with")) before = walk.last_end;
    }
    return before > query.start ? (struct range){query.start, before} : query;
}

static void lower_create_view(struct lowering *l, const ViewStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CREATE_VIEW);
    change->object = OBJ_VIEW;
    change->or_replace = stmt->replace;
    lower_target(l, change, stmt->view);
    change->name = change->table.name;
    change->at.end = change->table_at.end;
    struct range words = {l->at.start, change->table_at.start};
    struct range recursive = range_from_word(l->sql, words, "recursive");
    change->create_view.recursive = recursive.start < recursive.end;
    change->create_view.temporary = stmt->view->relpersistence == 't';
    change->create_view.columns = lower_str_list(l, stmt->aliases);
    change->create_view.storage = lower_storage(l, stmt->options, NULL, NULL, ONCOMMIT_NOOP);
    if (stmt->withCheckOption == LOCAL_CHECK_OPTION) change->create_view.check_option = 'l';
    if (stmt->withCheckOption == CASCADED_CHECK_OPTION) change->create_view.check_option = 'c';
    struct range rest = {change->table_at.end, l->at.end};
    struct range query = range_clause(l->sql, rest, "as", NULL);
    if (change->create_view.check_option != 0) query = without_check_option(l, query);
    change->create_view.text = range_text(l->sql, query);
    struct mentions *mentions = ARENA_NEW(l->arena, struct mentions);
    lower_mentions(l, stmt->query, NULL, mentions);
    change->create_view.mentions = mentions;
    change->create_view.reads = mentions->relations;
    change->create_view.outputs = lower_outputs(l, stmt->query, query.start);
}

static void lower_refresh(struct lowering *l, const RefreshMatViewStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_REFRESH_MATERIALIZED_VIEW);
    change->object = OBJ_MATERIALIZED_VIEW;
    lower_target(l, change, stmt->relation);
    change->name = change->table.name;
    change->at = range_head(l->sql, l->at, "MATERIALIZED VIEW CONCURRENTLY");
    change->concurrently = stmt->concurrent;
    change->refresh.with_no_data = stmt->skipData;
}

bool lower_view(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_CreateTableAsStmt:
        lower_create_table_as(l, LOWER_AS(CreateTableAsStmt, node));
        return true;
    case T_ViewStmt:
        lower_create_view(l, LOWER_AS(ViewStmt, node));
        return true;
    case T_RefreshMatViewStmt:
        lower_refresh(l, LOWER_AS(RefreshMatViewStmt, node));
        return true;
    default:
        return false;
    }
}
