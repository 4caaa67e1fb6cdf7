/* Queries as what their columns' names and types depend on. */
#include "sql/lower_output.h"

bool output_enter(struct output_reader *r)
{
    if (r->depth >= DEEPEST_OUTPUT || r->made >= MOST_OUTPUTS) return false;
    r->depth++;
    r->made++;
    return true;
}

void output_leave(struct output_reader *r)
{
    r->depth--;
}

/* -- targets ----------------------------------------------------------------------------------- */

static const struct value *value_with_query(const struct value *value)
{
    while (value->query == NULL && value->of.len > 0) value = value->of.at[0];
    return value;
}

static void target(struct output_reader *r, const ResTarget *node, struct query_output *output)
{
    output->value = output_value(r, node->val);
    if (node->name != NULL) {
        output->name = lower_str(r->l, node->name);
        return;
    }
    struct output_name name = output_name(r->l, node->val);
    output->name = name.name;
    /* Casts, COLLATE and CASE's ELSE are its first arguments: the sub-select is the first inside.
     */
    if (name.from != NULL) output->named_by = value_with_query(output->value)->query;
}

static void targets(struct output_reader *r, const List *list, struct query *query)
{
    query->output_count = (size_t)list_length(list);
    query->outputs = arena_array(r->l->arena, query->output_count, sizeof *query->outputs);
    for (int i = 0; i < list_length(list); i++) {
        target(r, LOWER_AS(ResTarget, list_nth(list, i)), &query->outputs[i]);
    }
}

/* A column of VALUES has the type that all of its rows agree on. */
static void rows(struct output_reader *r, const List *lists, struct query *query)
{
    int count = list_length(linitial(lists));
    query->output_count = (size_t)count;
    query->outputs = arena_array(r->l->arena, query->output_count, sizeof *query->outputs);
    for (int c = 0; c < count; c++) {
        struct value_list column = {0};
        for (int i = 0; i < list_length(lists) && r->made < MOST_OUTPUTS; i++) {
            const List *row = list_nth(lists, i);
            const struct value *value =
                output_value(r, c < list_length(row) ? list_nth(row, c) : NULL);
            VEC_PUSH(r->l->arena, &column, value);
        }
        if (r->made >= MOST_OUTPUTS) { /* the rest may ask for another type */
            const struct value *rest = output_value(r, NULL);
            VEC_PUSH(r->l->arena, &column, rest);
        }
        query->outputs[c].name = str_format(r->l->arena, "column%d", c + 1);
        query->outputs[c].value = output_choice(r, column);
    }
}

/* -- statements -------------------------------------------------------------------------------- */

static void with(struct output_reader *r, const WithClause *clause, struct query *query)
{
    if (clause == NULL) return;
    query->recursive = clause->recursive;
    query->with_count = (size_t)list_length(clause->ctes);
    query->with = arena_array(r->l->arena, query->with_count, sizeof *query->with);
    for (int i = 0; i < list_length(clause->ctes); i++) {
        const CommonTableExpr *cte = LOWER_AS(CommonTableExpr, list_nth(clause->ctes, i));
        query->with[i].name = lower_str(r->l, cte->ctename);
        query->with[i].columns = lower_str_list(r->l, cte->aliascolnames);
        query->with[i].query = output_query(r, cte->ctequery);
        query->with[i].adds_columns = cte->search_clause != NULL || cte->cycle_clause != NULL;
    }
}

static void from(struct output_reader *r, const void *table, const List *list, struct query *query)
{
    size_t count = (size_t)list_length(list) + (table != NULL);
    query->from = arena_array(r->l->arena, count, sizeof *query->from);
    if (table != NULL) query->from[query->from_count++] = output_from(r, table);
    for (int i = 0; i < list_length(list); i++) {
        query->from[query->from_count++] = output_from(r, list_nth(list, i));
    }
}

static void select(struct output_reader *r, const SelectStmt *stmt, struct query *query)
{
    with(r, stmt->withClause, query);
    if (stmt->op != SETOP_NONE) {
        query->left = output_query(r, LOWER_AS(Node, stmt->larg));
        query->right = output_query(r, LOWER_AS(Node, stmt->rarg));
        return;
    }
    if (stmt->valuesLists != NIL) {
        rows(r, stmt->valuesLists, query);
        return;
    }
    from(r, NULL, stmt->fromClause, query);
    targets(r, stmt->targetList, query);
}

static void read(struct output_reader *r, const Node *node, struct query *query)
{
    switch (nodeTag(node)) {
    case T_SelectStmt:
        select(r, LOWER_AS(SelectStmt, node), query);
        break;
    case T_InsertStmt: {
        const InsertStmt *stmt = LOWER_AS(InsertStmt, node);
        with(r, stmt->withClause, query);
        from(r, stmt->relation, NIL, query);
        targets(r, stmt->returningList, query);
        break;
    }
    case T_UpdateStmt: {
        const UpdateStmt *stmt = LOWER_AS(UpdateStmt, node);
        with(r, stmt->withClause, query);
        from(r, stmt->relation, stmt->fromClause, query);
        targets(r, stmt->returningList, query);
        break;
    }
    case T_DeleteStmt: {
        const DeleteStmt *stmt = LOWER_AS(DeleteStmt, node);
        with(r, stmt->withClause, query);
        from(r, stmt->relation, stmt->usingClause, query);
        targets(r, stmt->returningList, query);
        break;
    }
    default:
        query->unread = true;
        break;
    }
}

const struct query *output_query(struct output_reader *r, const Node *node)
{
    struct query *query = ARENA_NEW(r->l->arena, struct query);
    if (node == NULL || !output_enter(r)) {
        query->unread = true;
        return query;
    }
    read(r, node, query);
    output_leave(r);
    return query;
}

const struct query *lower_outputs(const struct lowering *l, const Node *query, uint32_t start)
{
    struct output_reader reader = {.l = l, .start = start};
    return query == NULL ? NULL : output_query(&reader, query);
}
