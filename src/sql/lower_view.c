/* Views, and tables made of queries. */
#include "sql/lower.h"

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
    change->create_table_as.temporary = stmt->into->rel->relpersistence == 't';
    change->create_table_as.with_no_data = stmt->into->skipData;
    change->create_table_as.columns = lower_str_list(l, stmt->into->colNames);
    lower_query(l, stmt->query, &change->create_table_as.query);
}

static void lower_create_view(struct lowering *l, const ViewStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CREATE_VIEW);
    change->object = OBJ_VIEW;
    change->or_replace = stmt->replace;
    lower_target(l, change, stmt->view);
    change->name = change->table.name;
    change->at.end = change->table_at.end;
    change->create_view.temporary = stmt->view->relpersistence == 't';
    change->create_view.columns = lower_str_list(l, stmt->aliases);
    if (l->depth == 1) { /* inside CREATE SCHEMA it has no end of its own */
        struct range rest = {change->table_at.end, l->at.end};
        change->create_view.text = range_text(l->sql, range_clause(l->sql, rest, "as", NULL));
    }
    struct data_change data = {0};
    lower_query(l, stmt->query, &data);
    change->create_view.reads = data.reads;
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
