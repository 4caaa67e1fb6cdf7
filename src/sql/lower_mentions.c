/* What an expression or a query names: its statements, one unit after the other. */
#include "sql/lower_scope.h"

/* -- FROM -------------------------------------------------------------------------------------- */

struct from {
    struct collector *c;
    struct scope *scope;
    VEC(const void *) conditions; /* read when the scope is complete */
};

static bool from_item(const Node *node, void *context)
{
    struct from *from = context;
    struct arena *arena = from->c->l->arena;
    switch (nodeTag(node)) {
    case T_RangeVar:
        scope_add_relation(from->c, from->scope, LOWER_AS(RangeVar, node),
                           scope_has_cte(from->scope, LOWER_AS(RangeVar, node)));
        return false;
    case T_RangeSubselect: {
        const RangeSubselect *sub = LOWER_AS(RangeSubselect, node);
        scope_add_derived(from->c, from->scope, sub->alias);
        scope_push_unit(from->c, sub->subquery, sub->lateral ? from->scope : from->scope->outer);
        return false;
    }
    case T_RangeFunction:
        scope_add_derived(from->c, from->scope, LOWER_AS(RangeFunction, node)->alias);
        VEC_PUSH(arena, &from->conditions, LOWER_AS(RangeFunction, node)->functions);
        return false;
    case T_RangeTableFunc:
        scope_add_derived(from->c, from->scope, LOWER_AS(RangeTableFunc, node)->alias);
        VEC_PUSH(arena, &from->conditions, LOWER_AS(RangeTableFunc, node)->docexpr);
        return false;
    case T_List:
        return true;
    case T_RangeTableSample:
        return true;
    case T_JoinExpr:
        return true;
    default: /* a join's condition, a sample's arguments */
        VEC_PUSH(arena, &from->conditions, node);
        return false;
    }
}

static void join_using(struct collector *c, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        struct column_ref ref = {.column = lower_str(c->l, scope_field_text(list_nth(names, i))),
                                 .of_tables = scope_only_relations(c->scope)};
        scope_add_column(c, ref);
    }
}

static bool find_using(const Node *node, void *context)
{
    if (IsA(node, JoinExpr)) join_using(context, LOWER_AS(JoinExpr, node)->usingClause);
    return IsA(node, JoinExpr) || IsA(node, List);
}

/* FROM and USING; [target] is what is written. The scope is current afterwards. */
static void enter_from(struct collector *c, const struct scope *outer, const RangeVar *target,
                       const void *tables)
{
    struct scope *scope = scope_new(c, outer);
    struct from from = {.c = c, .scope = scope};
    if (target != NULL) scope_add_target(c, scope, target);
    if (tables != NULL) lower_walk(c->l->arena, tables, from_item, &from);
    scope->selects = true;
    c->scope = scope;
    for (size_t i = 0; i < from.conditions.len; i++) scope_walk(c, from.conditions.at[i]);
    if (tables != NULL && scope->items.len > 1) lower_walk(c->l->arena, tables, find_using, c);
}

/* -- statements -------------------------------------------------------------------------------- */

static void walk_values(struct collector *c, const List *values)
{
    const bool around = c->of_value;
    c->of_value = true;
    scope_walk(c, values);
    c->of_value = around;
}

/* LIMIT says how many rows there are, but not inside `SET c = (SELECT ... LIMIT 1)`. */
static void select_unit(struct collector *c, const SelectStmt *stmt, const struct scope *outer)
{
    const struct scope *with = scope_enter_with(c, stmt->withClause, outer);
    if (stmt->limitCount != NULL && c->current > 0 && !c->of_value) c->found.inner_limit = true;
    if (stmt->op != SETOP_NONE) {
        scope_push_unit(c, LOWER_AS(Node, stmt->rarg), with);
        scope_push_unit(c, LOWER_AS(Node, stmt->larg), with);
        c->scope = with;
        scope_walk(c, stmt->limitCount);
        return;
    }
    enter_from(c, with, NULL, stmt->fromClause);
    walk_values(c, stmt->targetList);
    const void *const parts[] = {stmt->distinctClause, stmt->whereClause,  stmt->havingClause,
                                 stmt->valuesLists,    stmt->windowClause, stmt->limitOffset,
                                 stmt->limitCount};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) scope_walk(c, parts[i]);
    c->outputs = stmt->targetList;
    scope_walk(c, stmt->groupClause);
    scope_walk(c, stmt->sortClause);
    c->outputs = NIL;
}

/* Columns that are written: the target's, whatever else is read. */
static void written(struct collector *c, const RangeVar *target, const List *targets)
{
    for (int i = 0; i < list_length(targets); i++) {
        const ResTarget *column = LOWER_AS(ResTarget, list_nth(targets, i));
        if (column->name == NULL) continue;
        struct column_ref ref = {.relation = lower_range_var(c->l, target),
                                 .column = lower_str(c->l, column->name)};
        scope_add_column(c, ref);
    }
}

static void conflict(struct collector *c, const RangeVar *target, const OnConflictClause *clause)
{
    if (clause == NULL) return;
    struct scope *scope = scope_new(c, c->scope);
    struct item excluded = {"excluded", target};
    VEC_PUSH(c->l->arena, &scope->items, excluded);
    c->scope = scope;
    scope_walk(c, clause->infer);
    written(c, target, clause->targetList);
    scope_walk(c, clause->targetList);
    scope_walk(c, clause->whereClause);
    c->scope = scope->outer;
}

static void insert_unit(struct collector *c, const InsertStmt *stmt, const struct scope *outer)
{
    const struct scope *with = scope_enter_with(c, stmt->withClause, outer);
    scope_push_unit(c, stmt->selectStmt, with);
    enter_from(c, with, stmt->relation, NULL);
    written(c, stmt->relation, stmt->cols);
    conflict(c, stmt->relation, stmt->onConflictClause);
    scope_walk(c, stmt->returningList);
}

static void update_unit(struct collector *c, const UpdateStmt *stmt, const struct scope *outer)
{
    enter_from(c, scope_enter_with(c, stmt->withClause, outer), stmt->relation, stmt->fromClause);
    written(c, stmt->relation, stmt->targetList);
    walk_values(c, stmt->targetList);
    scope_walk(c, stmt->whereClause);
    scope_walk(c, stmt->returningList);
}

static void delete_unit(struct collector *c, const DeleteStmt *stmt, const struct scope *outer)
{
    enter_from(c, scope_enter_with(c, stmt->withClause, outer), stmt->relation, stmt->usingClause);
    scope_walk(c, stmt->whereClause);
    scope_walk(c, stmt->returningList);
}

static void merge_unit(struct collector *c, const MergeStmt *stmt, const struct scope *outer)
{
    enter_from(c, scope_enter_with(c, stmt->withClause, outer), stmt->relation,
               stmt->sourceRelation);
    scope_walk(c, stmt->joinCondition);
    for (int i = 0; i < list_length(stmt->mergeWhenClauses); i++) {
        const MergeWhenClause *when =
            LOWER_AS(MergeWhenClause, list_nth(stmt->mergeWhenClauses, i));
        written(c, stmt->relation, when->targetList);
    }
    scope_walk(c, stmt->mergeWhenClauses);
}

static void read_unit(struct collector *c, struct unit unit)
{
    c->scope = unit.outer;
    c->of_value = unit.of_value;
    switch (nodeTag(unit.node)) {
    case T_SelectStmt:
        select_unit(c, LOWER_AS(SelectStmt, unit.node), unit.outer);
        break;
    case T_InsertStmt:
        insert_unit(c, LOWER_AS(InsertStmt, unit.node), unit.outer);
        break;
    case T_UpdateStmt:
        update_unit(c, LOWER_AS(UpdateStmt, unit.node), unit.outer);
        break;
    case T_DeleteStmt:
        delete_unit(c, LOWER_AS(DeleteStmt, unit.node), unit.outer);
        break;
    case T_MergeStmt:
        merge_unit(c, LOWER_AS(MergeStmt, unit.node), unit.outer);
        break;
    default:
        scope_walk(c, unit.node);
        break;
    }
}

struct mentioned lower_mentions(const struct lowering *l, const Node *node, const RangeVar *owner,
                                struct mentions *mentions)
{
    struct collector c = {.l = l, .mentions = mentions};
    struct scope *around = NULL;
    if (owner != NULL) { /* `users.id` in a policy on users */
        around = scope_new(&c, NULL);
        struct item item = {owner->relname, owner};
        VEC_PUSH(l->arena, &around->items, item);
    }
    scope_push_unit(&c, node, around);
    for (; c.current < c.units.len; c.current++) { /* grows meanwhile */
        struct unit unit = c.units.at[c.current];
        read_unit(&c, unit);
    }
    return c.found;
}
