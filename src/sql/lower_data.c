#include "sql/lower_mentions.h"

/* -- conditions -------------------------------------------------------------------------------- */

static bool is_true_constant(const struct lowering *l, const Node *node)
{
    if (IsA(node, A_Expr)) {
        const A_Expr *equation = LOWER_AS(A_Expr, node);
        if (equation->kind != AEXPR_OP || equation->lexpr == NULL || equation->rexpr == NULL ||
            !lower_is_constant(equation->lexpr) || !lower_is_constant(equation->rexpr))
            return false;
        return str_equal(lower_last_name(l, equation->name), STR("=")) &&
               str_equal(lower_node_text(l, equation->lexpr), lower_node_text(l, equation->rexpr));
    }
    if (!lower_is_constant(node) || IsA(node, A_ArrayExpr)) return false;
    struct str text = lower_node_text(l, node);
    return str_equal_ignoring_case(text, STR("true")) || str_equal(text, STR("t"));
}

static void lower_where(const struct lowering *l, const Node *where, uint32_t from,
                        struct data_change *data)
{
    if (where == NULL) return;
    data->has_where = true;
    data->where_is_true = is_true_constant(l, where);
    struct range at = range_clause(l->sql, (struct range){from, l->at.end}, "where", "returning");
    data->where = lower_expression(l, where, at);
    lower_equalities(l, where, data);
}

static struct str_list target_names(const struct lowering *l, const List *targets)
{
    struct str_list names = {0};
    for (int i = 0; i < list_length(targets); i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(targets, i));
        if (target->name != NULL) lower_push_str(l, &names, lower_str(l, target->name));
    }
    return names;
}

/* -- INSERT, UPDATE, DELETE, MERGE ------------------------------------------------------------- */

/* `UPDATE t`. Inside WITH only the table's name: the tree has no place for the words before. */
static struct range words_before_table(const struct lowering *l, const struct change *change,
                                       const WithClause *with, const char *verb)
{
    struct range at = {l->at.start, change->table_at.end};
    if (l->depth > 1) return change->table_at;
    if (with != NULL) at.start = range_from_word(l->sql, at, verb).start;
    return at.start >= at.end ? change->table_at : at;
}

/* Data-modifying parts of WITH run too, each exactly once (manual, 7.8.4). */
static void lower_with(struct lowering *l, const WithClause *with)
{
    for (int i = 0; with != NULL && i < list_length(with->ctes); i++) {
        const CommonTableExpr *cte = LOWER_AS(CommonTableExpr, list_nth(with->ctes, i));
        if (l->depth == 1 && cte->ctequery != NULL && !IsA(cte->ctequery, SelectStmt)) {
            lower_statement(l, cte->ctequery);
        }
    }
}

static void lower_conflict(const struct lowering *l, const OnConflictClause *clause,
                           struct data_change *data)
{
    if (clause == NULL) return;
    struct on_conflict *conflict = ARENA_NEW(l->arena, struct on_conflict);
    data->on_conflict = conflict;
    conflict->nothing = clause->action == ONCONFLICT_NOTHING;
    conflict->set = target_names(l, clause->targetList);
    lower_targets(l, clause->targetList, true, data);
    if (clause->infer == NULL) return;
    conflict->where = lower_expression(l, clause->infer->whereClause, (struct range){0, 0});
    conflict->constraint = lower_str(l, clause->infer->conname);
    for (int i = 0; i < list_length(clause->infer->indexElems); i++) {
        const IndexElem *element = LOWER_AS(IndexElem, list_nth(clause->infer->indexElems, i));
        if (element->name == NULL) continue;
        lower_push_str(l, &conflict->columns, lower_str(l, element->name));
    }
}

/* DEFAULT VALUES, VALUES or a query. */
static void lower_source(const struct lowering *l, const Node *source, struct data_change *data)
{
    if (source == NULL) {
        data->row_count = 1;
        return;
    }
    const SelectStmt *select = LOWER_AS(SelectStmt, source);
    if (select->valuesLists != NIL) {
        data->row_count = (size_t)list_length(select->valuesLists);
        lower_rows(l, select->valuesLists, data);
        return;
    }
    data->from_query = true;
    lower_targets(l, select->targetList, false, data);
}

static void lower_insert(struct lowering *l, const InsertStmt *stmt)
{
    lower_with(l, stmt->withClause);
    struct change *change = lower_add(l, CHANGE_INSERT);
    change->object = OBJ_TABLE;
    lower_target(l, change, stmt->relation);
    change->only = false;
    change->at = words_before_table(l, change, stmt->withClause, "insert");
    struct data_change *data = &change->data;
    data->columns = target_names(l, stmt->cols);
    data->overriding_system_value = stmt->override == OVERRIDING_SYSTEM_VALUE;
    data->overriding_user_value = stmt->override == OVERRIDING_USER_VALUE;
    lower_source(l, stmt->selectStmt, data);
    lower_conflict(l, stmt->onConflictClause, data);
    lower_reads(l, (const Node *)(const void *)stmt, data);
}

static void lower_update(struct lowering *l, const UpdateStmt *stmt)
{
    lower_with(l, stmt->withClause);
    struct change *change = lower_add(l, CHANGE_UPDATE);
    change->object = OBJ_TABLE;
    lower_target(l, change, stmt->relation);
    change->at = words_before_table(l, change, stmt->withClause, "update");
    change->data.columns = target_names(l, stmt->targetList);
    lower_targets(l, stmt->targetList, true, &change->data);
    lower_where(l, stmt->whereClause, change->table_at.end, &change->data);
    lower_reads(l, (const Node *)(const void *)stmt, &change->data);
}

static void lower_delete(struct lowering *l, const DeleteStmt *stmt)
{
    lower_with(l, stmt->withClause);
    struct change *change = lower_add(l, CHANGE_DELETE);
    change->object = OBJ_TABLE;
    lower_target(l, change, stmt->relation);
    change->at = words_before_table(l, change, stmt->withClause, "delete");
    lower_where(l, stmt->whereClause, change->table_at.end, &change->data);
    lower_reads(l, (const Node *)(const void *)stmt, &change->data);
}

static void lower_merge(struct lowering *l, const MergeStmt *stmt)
{
    lower_with(l, stmt->withClause);
    struct change *change = lower_add(l, CHANGE_MERGE);
    change->object = OBJ_TABLE;
    lower_target(l, change, stmt->relation);
    change->at = words_before_table(l, change, stmt->withClause, "merge");
    for (int i = 0; i < list_length(stmt->mergeWhenClauses); i++) {
        lower_merge_when(l, LOWER_AS(MergeWhenClause, list_nth(stmt->mergeWhenClauses, i)),
                         &change->data);
    }
    lower_reads(l, (const Node *)(const void *)stmt, &change->data);
}

/* -- SELECT ------------------------------------------------------------------------------------ */

static bool only_constants(const SelectStmt *stmt)
{
    if (stmt->op != SETOP_NONE || stmt->fromClause != NIL || stmt->targetList == NIL ||
        stmt->withClause != NULL || stmt->valuesLists != NIL)
        return false;
    for (int i = 0; i < list_length(stmt->targetList); i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(stmt->targetList, i));
        if (!lower_is_constant(target->val)) return false;
    }
    return true;
}

/* `set_config('search_path', '', false)`: a SET in the guise of a query (pg_dump writes it). */
static bool is_set_config(const struct lowering *l, const Node *node)
{
    if (node == NULL || !IsA(node, FuncCall)) return false;
    const FuncCall *call = LOWER_AS(FuncCall, node);
    return list_length(call->args) == 3 &&
           str_equal(lower_last_name(l, call->funcname), STR("set_config"));
}

static void lower_set_config(struct lowering *l, const FuncCall *call)
{
    struct change *change = lower_add(l, CHANGE_SET);
    change->set.variable = str_lower(l->arena, lower_node_text(l, list_nth(call->args, 0)));
    change->set.value = lower_node_text(l, list_nth(call->args, 1));
    change->set.local = is_true_constant(l, list_nth(call->args, 2));
    change->set.by_function = true;
    change->name = change->set.variable;
}

/* Returns whether all that the query does is set variables. */
static bool lower_set_configs(struct lowering *l, const SelectStmt *stmt)
{
    int found = 0;
    for (int i = 0; i < list_length(stmt->targetList); i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(stmt->targetList, i));
        if (!is_set_config(l, target->val)) continue;
        lower_set_config(l, LOWER_AS(FuncCall, target->val));
        found++;
    }
    return found > 0 && found == list_length(stmt->targetList);
}

/* Of UNION and the like the first SELECT has it. */
static const IntoClause *into_clause(const SelectStmt *stmt)
{
    while (stmt->op != SETOP_NONE) stmt = stmt->larg;
    return stmt->intoClause;
}

static void lower_select_into(struct lowering *l, const SelectStmt *stmt, const IntoClause *into)
{
    struct change *change = lower_add(l, CHANGE_CREATE_TABLE_AS);
    change->object = OBJ_TABLE;
    lower_target(l, change, into->rel);
    change->name = change->table.name;
    change->create_table_as.select_into = true;
    lower_into(l, into, change);
    lower_query(l, (const Node *)(const void *)stmt, &change->create_table_as.query);
    change->create_table_as.outputs = lower_outputs(l, (const Node *)(const void *)stmt, 0);
}

static void lower_select(struct lowering *l, const SelectStmt *stmt)
{
    const IntoClause *into = into_clause(stmt);
    if (into != NULL) {
        lower_select_into(l, stmt, into);
        return;
    }
    if (stmt->op == SETOP_NONE && lower_set_configs(l, stmt)) return;
    lower_with(l, stmt->withClause);
    struct change *change = lower_add(l, CHANGE_SELECT);
    struct data_change *data = &change->data;
    data->only_constants = only_constants(stmt);
    if (!data->only_constants) change->at = range_head(l->sql, l->at, "");
    lower_query(l, (const Node *)(const void *)stmt, data);
    if (stmt->whereClause == NULL) return;
    data->has_where = true;
    data->where = lower_expression(l, stmt->whereClause, (struct range){0, 0});
    lower_equalities(l, stmt->whereClause, data);
}

/* -- the rest ---------------------------------------------------------------------------------- */

static void lower_truncate(struct lowering *l, const TruncateStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_TRUNCATE);
    change->object = OBJ_TABLE;
    change->at = range_head(l->sql, l->at, "TABLE");
    change->cascade = stmt->behavior == DROP_CASCADE;
    change->truncate.restart_identity = stmt->restart_seqs;
    lower_target(l, change, LOWER_AS(RangeVar, linitial(stmt->relations)));
    for (int i = 0; i < list_length(stmt->relations); i++) {
        const RangeVar *table = LOWER_AS(RangeVar, list_nth(stmt->relations, i));
        lower_push_name(l, &change->truncate.tables, lower_range_var(l, table));
    }
}

static void lower_copy(struct lowering *l, const CopyStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_COPY);
    change->object = OBJ_TABLE;
    lower_target(l, change, stmt->relation);
    change->only = false;
    change->copy.columns = lower_str_list(l, stmt->attlist);
    change->copy.options = lower_options(l, stmt->options);
    if (stmt->query != NULL) {
        struct mentions *mentions = ARENA_NEW(l->arena, struct mentions);
        lower_mentions(l, stmt->query, NULL, mentions);
        change->copy.mentions = mentions;
    }
    change->copy.is_from = stmt->is_from;
    change->copy.is_program = stmt->is_program;
    change->copy.stdin_or_stdout = stmt->filename == NULL;
}

static void lower_call(struct lowering *l, const CallStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CALL);
    change->object = OBJ_PROCEDURE;
    change->object_name = lower_name_list(l, stmt->funccall->funcname);
    change->name = change->object_name.name;
    lower_reads(l, LOWER_AS(Node, stmt->funccall), &change->data);
}

bool lower_data(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_SelectStmt:
        lower_select(l, LOWER_AS(SelectStmt, node));
        return true;
    case T_InsertStmt:
        lower_insert(l, LOWER_AS(InsertStmt, node));
        return true;
    case T_UpdateStmt:
        lower_update(l, LOWER_AS(UpdateStmt, node));
        return true;
    case T_DeleteStmt:
        lower_delete(l, LOWER_AS(DeleteStmt, node));
        return true;
    case T_MergeStmt:
        lower_merge(l, LOWER_AS(MergeStmt, node));
        return true;
    case T_TruncateStmt:
        lower_truncate(l, LOWER_AS(TruncateStmt, node));
        return true;
    case T_CopyStmt:
        lower_copy(l, LOWER_AS(CopyStmt, node));
        return true;
    case T_CallStmt:
        lower_call(l, LOWER_AS(CallStmt, node));
        return true;
    default:
        return lower_view(l, node);
    }
}
