#include "sql/lower.h"

#include <string.h>

/* -- SET and RESET ----------------------------------------------------------------------------- */

struct str lower_joined_values(const struct lowering *l, const List *values)
{
    struct str_list texts = {0};
    for (int i = 0; i < list_length(values); i++) {
        lower_push_str(l, &texts, lower_node_text(l, list_nth(values, i)));
    }
    return str_join(l->arena, texts.at, texts.len, STR(", "));
}

/* SET TRANSACTION: the first of its modes; its variables are named as PostgreSQL names them. */
static void lower_set_transaction(const struct lowering *l, const List *modes,
                                  struct change *change)
{
    if (modes == NIL || !IsA(linitial(modes), DefElem)) {
        change->set.variable = STR("transaction_snapshot");
        return;
    }
    const DefElem *mode = LOWER_AS(DefElem, linitial(modes));
    change->set.variable = lower_str(l, mode->defname);
    change->set.value = lower_node_text(l, mode->arg);
}

static void lower_set(struct lowering *l, const VariableSetStmt *stmt)
{
    bool resets = stmt->kind == VAR_RESET || stmt->kind == VAR_RESET_ALL;
    struct change *change = lower_add(l, resets ? CHANGE_RESET : CHANGE_SET);
    change->set.local = stmt->is_local;
    change->set.all = stmt->kind == VAR_RESET_ALL;
    if (stmt->kind == VAR_SET_MULTI) {
        lower_set_transaction(l, stmt->args, change);
        change->set.local = strcmp(stmt->name, "SESSION CHARACTERISTICS") != 0;
    } else {
        change->set.variable = str_lower(l->arena, str_from(stmt->name));
        change->set.value =
            stmt->kind == VAR_SET_DEFAULT ? STR("DEFAULT") : lower_joined_values(l, stmt->args);
    }
    change->name = change->set.variable;
}

/* -- transactions ------------------------------------------------------------------------------ */

static enum transaction_command transaction_command(TransactionStmtKind kind)
{
    switch (kind) {
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START:
        return TRANSACTION_BEGIN;
    case TRANS_STMT_COMMIT:
        return TRANSACTION_COMMIT;
    case TRANS_STMT_ROLLBACK:
        return TRANSACTION_ROLLBACK;
    case TRANS_STMT_SAVEPOINT:
        return TRANSACTION_SAVEPOINT;
    case TRANS_STMT_RELEASE:
        return TRANSACTION_RELEASE;
    case TRANS_STMT_ROLLBACK_TO:
        return TRANSACTION_ROLLBACK_TO;
    case TRANS_STMT_PREPARE:
        return TRANSACTION_PREPARE;
    case TRANS_STMT_COMMIT_PREPARED:
        return TRANSACTION_COMMIT_PREPARED;
    case TRANS_STMT_ROLLBACK_PREPARED:
        return TRANSACTION_ROLLBACK_PREPARED;
    }
    return TRANSACTION_BEGIN;
}

static void lower_transaction(struct lowering *l, const TransactionStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_TRANSACTION);
    change->transaction.command = transaction_command(stmt->kind);
    change->transaction.savepoint = lower_str(l, stmt->savepoint_name);
    change->name = change->transaction.savepoint;
}

/* -- locks and maintenance --------------------------------------------------------------------- */

/* Numbered as in PostgreSQL's storage/lockdefs.h. */
static struct str lock_mode(int mode)
{
    static const struct str modes[] = {
        STR_INIT(""),
        STR_INIT("ACCESS SHARE"),
        STR_INIT("ROW SHARE"),
        STR_INIT("ROW EXCLUSIVE"),
        STR_INIT("SHARE UPDATE EXCLUSIVE"),
        STR_INIT("SHARE"),
        STR_INIT("SHARE ROW EXCLUSIVE"),
        STR_INIT("EXCLUSIVE"),
        STR_INIT("ACCESS EXCLUSIVE"),
    };
    return mode >= 0 && (size_t)mode < sizeof modes / sizeof *modes ? modes[mode] : modes[0];
}

static void lower_lock(struct lowering *l, const LockStmt *stmt)
{
    for (int i = 0; i < list_length(stmt->relations); i++) {
        struct change *change = lower_add(l, CHANGE_LOCK_TABLE);
        change->object = OBJ_TABLE;
        lower_target(l, change, LOWER_AS(RangeVar, list_nth(stmt->relations, i)));
        change->lock.mode = lock_mode(stmt->mode);
        change->lock.nowait = stmt->nowait;
    }
}

/* An option that stands alone, or is not false, is on. */
static bool has_option(const struct lowering *l, const List *options, const char *name)
{
    for (int i = 0; i < list_length(options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(options, i));
        if (strcmp(option->defname, name) != 0) continue;
        struct str value = lower_node_text(l, option->arg);
        return !str_equal_ignoring_case(value, STR("false")) &&
               !str_equal_ignoring_case(value, STR("off")) && !str_equal(value, STR("0"));
    }
    return false;
}

static void lower_vacuum(struct lowering *l, const VacuumStmt *stmt)
{
    struct change *change = lower_add(l, stmt->is_vacuumcmd ? CHANGE_VACUUM : CHANGE_ANALYZE);
    change->object = OBJ_TABLE;
    change->vacuum.full = has_option(l, stmt->options, "full");
    for (int i = 0; i < list_length(stmt->rels); i++) {
        const VacuumRelation *table = LOWER_AS(VacuumRelation, list_nth(stmt->rels, i));
        if (i == 0) lower_target(l, change, table->relation);
        lower_push_name(l, &change->vacuum.tables, lower_range_var(l, table->relation));
    }
}

static void lower_cluster(struct lowering *l, const ClusterStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CLUSTER);
    change->object = OBJ_TABLE;
    if (stmt->relation == NULL) return;
    lower_target(l, change, stmt->relation);
    lower_push_name(l, &change->vacuum.tables, change->table);
    change->name = lower_str(l, stmt->indexname);
}

static struct str option_text(const struct lowering *l, const List *options, const char *name)
{
    for (int i = 0; i < list_length(options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(options, i));
        if (strcmp(option->defname, name) == 0) return lower_node_text(l, option->arg);
    }
    return STR("");
}

static void lower_reindex(struct lowering *l, const ReindexStmt *stmt)
{
    static const char whats[] = {
        [REINDEX_OBJECT_INDEX] = 'i',    [REINDEX_OBJECT_TABLE] = 't',
        [REINDEX_OBJECT_SCHEMA] = 's',   [REINDEX_OBJECT_SYSTEM] = 'y',
        [REINDEX_OBJECT_DATABASE] = 'd',
    };
    struct change *change = lower_add(l, CHANGE_REINDEX);
    change->concurrently = has_option(l, stmt->params, "concurrently");
    change->at = range_head(l->sql, l->at, "INDEX TABLE SCHEMA SYSTEM DATABASE CONCURRENTLY");
    change->reindex.what = whats[stmt->kind];
    change->reindex.tablespace = option_text(l, stmt->params, "tablespace");
    change->object = stmt->kind == REINDEX_OBJECT_INDEX   ? OBJ_INDEX
                     : stmt->kind == REINDEX_OBJECT_TABLE ? OBJ_TABLE
                                                          : OBJ_OTHER;
    lower_target(l, change, stmt->relation);
    if (stmt->kind == REINDEX_OBJECT_INDEX) change->object_name = change->table;
    change->name = stmt->relation != NULL ? change->table.name : lower_str(l, stmt->name);
}

/* -- the rest: kind and name ------------------------------------------------------------------- */

static bool named(struct lowering *l, enum change_kind kind, const char *name)
{
    lower_add(l, kind)->name = lower_str(l, name);
    return true;
}

static void lower_set_constraints(struct lowering *l, const ConstraintsSetStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_SET_CONSTRAINTS);
    change->set_constraints.deferred = stmt->deferred;
    for (int i = 0; i < list_length(stmt->constraints); i++) {
        const RangeVar *constraint = LOWER_AS(RangeVar, list_nth(stmt->constraints, i));
        lower_push_str(l, &change->set_constraints.names, lower_str(l, constraint->relname));
    }
}

/* A query that is only looked at, or run later: its names are looked up now. */
static void lower_looked_at(struct lowering *l, enum change_kind kind, const char *name,
                            const Node *query)
{
    struct change *change = lower_add(l, kind);
    change->name = lower_str(l, name);
    if (query == NULL) return;
    switch (nodeTag(query)) {
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
        lower_reads(l, query, &change->data);
        break;
    default:
        break;
    }
}

static bool lower_named(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_VariableShowStmt:
        return named(l, CHANGE_SHOW, LOWER_AS(VariableShowStmt, node)->name);
    case T_NotifyStmt:
        return named(l, CHANGE_NOTIFY, LOWER_AS(NotifyStmt, node)->conditionname);
    case T_ListenStmt:
        return named(l, CHANGE_LISTEN, LOWER_AS(ListenStmt, node)->conditionname);
    case T_UnlistenStmt:
        return named(l, CHANGE_UNLISTEN, LOWER_AS(UnlistenStmt, node)->conditionname);
    case T_PrepareStmt:
        lower_looked_at(l, CHANGE_PREPARE, LOWER_AS(PrepareStmt, node)->name,
                        LOWER_AS(PrepareStmt, node)->query);
        return true;
    case T_ExecuteStmt:
        return named(l, CHANGE_EXECUTE, LOWER_AS(ExecuteStmt, node)->name);
    case T_DeallocateStmt:
        return named(l, CHANGE_DEALLOCATE, LOWER_AS(DeallocateStmt, node)->name);
    case T_DeclareCursorStmt:
        lower_looked_at(l, CHANGE_DECLARE_CURSOR, LOWER_AS(DeclareCursorStmt, node)->portalname,
                        LOWER_AS(DeclareCursorStmt, node)->query);
        return true;
    case T_FetchStmt:
        return named(l, CHANGE_FETCH, LOWER_AS(FetchStmt, node)->portalname);
    case T_ClosePortalStmt:
        return named(l, CHANGE_CLOSE_CURSOR, LOWER_AS(ClosePortalStmt, node)->portalname);
    case T_LoadStmt:
        return named(l, CHANGE_LOAD, LOWER_AS(LoadStmt, node)->filename);
    case T_ConstraintsSetStmt:
        lower_set_constraints(l, LOWER_AS(ConstraintsSetStmt, node));
        return true;
    case T_DiscardStmt:
        return named(l, CHANGE_DISCARD, NULL);
    case T_CheckPointStmt:
        return named(l, CHANGE_CHECKPOINT, NULL);
    default:
        return false;
    }
}

/* With ANALYZE the statement runs (manual, EXPLAIN). */
static void lower_explain(struct lowering *l, const ExplainStmt *stmt)
{
    const bool runs = has_option(l, stmt->options, "analyze");
    lower_looked_at(l, CHANGE_EXPLAIN, NULL, runs ? NULL : stmt->query);
    if (runs) lower_statement(l, stmt->query);
}

bool lower_session(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_ExplainStmt:
        lower_explain(l, LOWER_AS(ExplainStmt, node));
        return true;
    case T_VariableSetStmt:
        lower_set(l, LOWER_AS(VariableSetStmt, node));
        return true;
    case T_TransactionStmt:
        lower_transaction(l, LOWER_AS(TransactionStmt, node));
        return true;
    case T_LockStmt:
        lower_lock(l, LOWER_AS(LockStmt, node));
        return true;
    case T_VacuumStmt:
        lower_vacuum(l, LOWER_AS(VacuumStmt, node));
        return true;
    case T_ClusterStmt:
        lower_cluster(l, LOWER_AS(ClusterStmt, node));
        return true;
    case T_ReindexStmt:
        lower_reindex(l, LOWER_AS(ReindexStmt, node));
        return true;
    default:
        return lower_named(l, node);
    }
}
