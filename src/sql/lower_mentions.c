/* What an expression or a query names, and whose columns they are.
 *
 * Every sub-select, WITH query and arm of a UNION is a unit with a scope of its own, linked to the
 * one around it. Units wait in a list: nothing recurses. */
#include "sql/lower_mentions.h"

/* Duplicates are looked for among so many; a row list of 100,000 constants keeps the first few. */
enum { SEARCHED = 64, KEPT = 1024 };

/* Scopes around a name that are asked: 10,000 nested sub-selects must not take quadratic time. */
enum { ASKED_SCOPES = 64 };

/* -- scopes ------------------------------------------------------------------------------------ */

struct item {
    const char *alias;
    const RangeVar *relation; /* NULL: a sub-select, a WITH query or a function */
};

struct scope {
    const struct scope *outer;
    const List *ctes; /* the first so many of a WITH are seen */
    int cte_count;
    VEC(struct item) items;
    bool selects; /* FROM is complete: an only relation owns the unqualified names */
};

struct unit {
    const Node *node;
    const struct scope *outer;
};

struct collector {
    const struct lowering *l;
    struct mentions *mentions;
    VEC(struct unit) units;
    size_t current; /* the first is the statement itself */
    const struct scope *scope;
    const List *outputs; /* of the SELECT whose ORDER BY or GROUP BY is read */
    struct mentioned found;
};

static void push_unit(struct collector *c, const Node *node, const struct scope *outer)
{
    struct unit unit = {node, outer};
    if (node != NULL) VEC_PUSH(c->l->arena, &c->units, unit);
}

static struct scope *new_scope(const struct collector *c, const struct scope *outer)
{
    struct scope *scope = ARENA_NEW(c->l->arena, struct scope);
    scope->outer = outer;
    return scope;
}

static bool is_cte(const struct scope *scope, const RangeVar *var)
{
    if (var->schemaname != NULL) return false;
    for (int n = 0; scope != NULL && n < ASKED_SCOPES; scope = scope->outer, n++) {
        for (int i = 0; i < scope->cte_count; i++) {
            const CommonTableExpr *cte = LOWER_AS(CommonTableExpr, list_nth(scope->ctes, i));
            if (strcmp(cte->ctename, var->relname) == 0) return true;
        }
    }
    return false;
}

/* A WITH query sees those before it, and all of them where WITH is RECURSIVE (manual, 7.8). */
static const struct scope *enter_with(struct collector *c, const WithClause *with,
                                      const struct scope *outer)
{
    if (with == NULL) return outer;
    struct scope *all = new_scope(c, outer);
    all->ctes = with->ctes;
    all->cte_count = list_length(with->ctes);
    if (all->cte_count > SEARCHED) all->cte_count = SEARCHED;
    for (int i = 0; i < list_length(with->ctes); i++) {
        const CommonTableExpr *cte = LOWER_AS(CommonTableExpr, list_nth(with->ctes, i));
        const struct scope *seen = all;
        if (!with->recursive && i < all->cte_count) {
            struct scope *some = new_scope(c, outer);
            some->ctes = with->ctes;
            some->cte_count = i;
            seen = some;
        }
        push_unit(c, cte->ctequery, seen);
    }
    return all;
}

/* -- what is found ----------------------------------------------------------------------------- */

static void add_name(const struct collector *c, struct name_list *list, struct name name)
{
    for (size_t i = 0; i < list->len && i < SEARCHED; i++) {
        if (name_equal(list->at[i], name)) return;
    }
    lower_push_name(c->l, list, name);
}

static void add_column(const struct collector *c, struct column_ref ref)
{
    const struct column_ref_list *list = &c->mentions->columns;
    for (size_t i = 0; i < list->len && i < SEARCHED; i++) {
        const struct column_ref *other = &list->at[i];
        if (str_equal(other->column, ref.column) && name_equal(other->relation, ref.relation) &&
            str_equal(other->qualifier, ref.qualifier))
            return;
    }
    VEC_PUSH(c->l->arena, &c->mentions->columns, ref);
}

static void add_relation(const struct collector *c, struct scope *scope, const RangeVar *var,
                         bool derived)
{
    struct item item = {var->alias != NULL ? var->alias->aliasname : var->relname,
                        derived ? NULL : var};
    VEC_PUSH(c->l->arena, &scope->items, item);
    if (!derived) add_name(c, &c->mentions->relations, lower_range_var(c->l, var));
}

/* What is written is never a WITH query's name. */
static void add_target(const struct collector *c, struct scope *scope, const RangeVar *var)
{
    struct item item = {var->alias != NULL ? var->alias->aliasname : var->relname, var};
    VEC_PUSH(c->l->arena, &scope->items, item);
    add_name(c, &c->mentions->writes, lower_range_var(c->l, var));
}

static void add_derived(const struct collector *c, struct scope *scope, const Alias *alias)
{
    struct item item = {alias != NULL ? alias->aliasname : "", NULL};
    VEC_PUSH(c->l->arena, &scope->items, item);
}

/* -- columns ----------------------------------------------------------------------------------- */

static const struct item *find_item(const struct scope *scope, const char *alias)
{
    for (int n = 0; scope != NULL && n < ASKED_SCOPES; scope = scope->outer, n++) {
        for (size_t i = 0; i < scope->items.len && i < KEPT; i++) {
            if (strcmp(scope->items.at[i].alias, alias) == 0) return &scope->items.at[i];
        }
    }
    return NULL;
}

static bool has_outer_items(const struct scope *scope)
{
    int n = 0;
    for (scope = scope->outer; scope != NULL && n < ASKED_SCOPES; scope = scope->outer, n++) {
        if (scope->items.len > 0) return true;
    }
    return false;
}

static bool is_output(const struct collector *c, const char *name)
{
    for (int i = 0; i < list_length(c->outputs) && i < KEPT; i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(c->outputs, i));
        if (target->name != NULL && strcmp(target->name, name) == 0) return true;
    }
    return false;
}

static void unqualified(const struct collector *c, const char *name)
{
    const struct scope *scope = c->scope;
    struct column_ref ref = {.column = lower_str(c->l, name)};
    if (is_output(c, name)) return;
    if (scope != NULL) {
        const struct item *row = scope->items.len > 0 ? find_item(scope, name) : NULL;
        bool outer = has_outer_items(scope);
        size_t count = scope->items.len;
        if (count == 1 && !outer && scope->items.at[0].relation == NULL) return;
        if (row != NULL && row->relation != NULL) {
            ref.maybe_row = true;
            ref.relation = lower_range_var(c->l, row->relation);
        } else if (count == 1 && !outer && scope->selects) {
            ref.relation = lower_range_var(c->l, scope->items.at[0].relation);
        }
    }
    add_column(c, ref);
}

/* `*` stands for the columns of all of FROM. */
static void star(const struct collector *c)
{
    for (size_t i = 0; c->scope != NULL && i < c->scope->items.len; i++) {
        const RangeVar *relation = c->scope->items.at[i].relation;
        if (relation == NULL) continue;
        struct column_ref ref = {.relation = lower_range_var(c->l, relation), .column = STR("*")};
        add_column(c, ref);
    }
}

static const char *field_text(const Node *field)
{
    return IsA(field, String) ? LOWER_AS(String, field)->sval : "*";
}

static void column_ref(const struct collector *c, const ColumnRef *node)
{
    int count = list_length(node->fields);
    const char *last = field_text(list_nth(node->fields, count - 1));
    if (count == 1) {
        if (IsA(linitial(node->fields), String)) {
            unqualified(c, last);
        } else {
            star(c);
        }
        return;
    }
    const char *qualifier = field_text(list_nth(node->fields, count - 2));
    struct column_ref ref = {.qualifier = lower_str(c->l, qualifier),
                             .column = lower_str(c->l, last)};
    const struct item *item = find_item(c->scope, qualifier);
    if (item != NULL && item->relation == NULL) return;
    if (item != NULL) {
        ref.relation = lower_range_var(c->l, item->relation);
    } else if (count > 2) {
        ref.relation.schema = lower_str(c->l, field_text(list_nth(node->fields, count - 3)));
        ref.relation.name = ref.qualifier;
    }
    add_column(c, ref);
}

/* -- calls, casts, constants ------------------------------------------------------------------- */

/* `'public."Seq"'`, cast to regclass or not. */
static void sequence_argument(const struct collector *c, const FuncCall *call)
{
    static const char *const functions[] = {"nextval", "currval", "setval"};
    const char *name = LOWER_AS(String, llast(call->funcname))->sval;
    bool takes_sequence = false;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        takes_sequence = takes_sequence || strcmp(name, functions[i]) == 0;
    }
    if (!takes_sequence || call->args == NIL) return;
    const Node *argument = linitial(call->args);
    while (IsA(argument, TypeCast)) argument = LOWER_AS(TypeCast, argument)->arg;
    if (!IsA(argument, A_Const) || LOWER_AS(A_Const, argument)->isnull) return;
    struct str text = lower_node_text(c->l, argument);
    add_name(c, &c->mentions->sequences, lower_name_in_text(c->l, text));
}

static void type_cast(const struct collector *c, const TypeCast *node)
{
    struct cast_list *casts = &c->mentions->casts;
    if (casts->len >= KEPT) return;
    struct cast cast = {.type = lower_type(c->l, node->typeName)};
    const Node *argument = node->arg;
    if (argument != NULL && IsA(argument, A_Const) && !LOWER_AS(A_Const, argument)->isnull &&
        IsA(&LOWER_AS(A_Const, argument)->val.node, String)) {
        cast.of_literal = true;
        cast.literal = lower_node_text(c->l, argument);
    }
    for (size_t i = 0; i < casts->len && i < SEARCHED; i++) {
        const struct cast *other = &casts->at[i];
        if (name_equal(other->type.name, cast.type.name) && other->of_literal == cast.of_literal &&
            str_equal(other->literal, cast.literal) && str_equal(other->type.text, cast.type.text))
            return;
    }
    VEC_PUSH(c->l->arena, casts, cast);
}

static void constant(const struct collector *c, const A_Const *node)
{
    if (node->isnull || !IsA(&node->val.node, String)) return;
    struct str_list *literals = &c->mentions->literals;
    if (literals->len >= KEPT) return;
    struct str text = str_from(node->val.sval.sval);
    for (size_t i = 0; i < literals->len && i < SEARCHED; i++) {
        if (str_equal(literals->at[i], text)) return;
    }
    lower_push_str(c->l, literals, str_copy(c->l->arena, text));
}

static struct name function_name(const struct lowering *l, const FuncCall *call)
{
    struct name name = lower_name_list(l, call->funcname);
    if (str_equal(name.schema, STR("pg_catalog"))) name.schema = STR("");
    return name;
}

static bool visit(const Node *node, void *context)
{
    struct collector *c = context;
    switch (nodeTag(node)) {
    case T_ColumnRef:
        column_ref(c, LOWER_AS(ColumnRef, node));
        return false;
    case T_FuncCall:
        add_name(c, &c->mentions->functions, function_name(c->l, LOWER_AS(FuncCall, node)));
        sequence_argument(c, LOWER_AS(FuncCall, node));
        return true;
    case T_TypeCast:
        type_cast(c, LOWER_AS(TypeCast, node));
        return true;
    case T_A_Const:
        constant(c, LOWER_AS(A_Const, node));
        return false;
    case T_SQLValueFunction:
        c->found.value_function = true;
        return false;
    case T_RangeVar:
        add_name(c, &c->mentions->relations, lower_range_var(c->l, LOWER_AS(RangeVar, node)));
        return false;
    case T_ReturnStmt: /* which PostgreSQL's own walker does not know */
        push_unit(c, LOWER_AS(ReturnStmt, node)->returnval, c->scope);
        return false;
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
        c->found.subquery = true;
        push_unit(c, node, c->scope);
        return false;
    default:
        return true;
    }
}

static void walk(struct collector *c, const void *node)
{
    if (node != NULL) lower_walk(c->l->arena, node, visit, c);
}

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
        add_relation(from->c, from->scope, LOWER_AS(RangeVar, node),
                     is_cte(from->scope, LOWER_AS(RangeVar, node)));
        return false;
    case T_RangeSubselect: {
        const RangeSubselect *sub = LOWER_AS(RangeSubselect, node);
        add_derived(from->c, from->scope, sub->alias);
        push_unit(from->c, sub->subquery, sub->lateral ? from->scope : from->scope->outer);
        return false;
    }
    case T_RangeFunction:
        add_derived(from->c, from->scope, LOWER_AS(RangeFunction, node)->alias);
        VEC_PUSH(arena, &from->conditions, LOWER_AS(RangeFunction, node)->functions);
        return false;
    case T_RangeTableFunc:
        add_derived(from->c, from->scope, LOWER_AS(RangeTableFunc, node)->alias);
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
        struct column_ref ref = {.column = lower_str(c->l, field_text(list_nth(names, i)))};
        add_column(c, ref);
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
    struct scope *scope = new_scope(c, outer);
    struct from from = {.c = c, .scope = scope};
    if (target != NULL) add_target(c, scope, target);
    if (tables != NULL) lower_walk(c->l->arena, tables, from_item, &from);
    scope->selects = true;
    c->scope = scope;
    for (size_t i = 0; i < from.conditions.len; i++) walk(c, from.conditions.at[i]);
    if (tables != NULL && scope->items.len > 1) lower_walk(c->l->arena, tables, find_using, c);
}

/* -- statements -------------------------------------------------------------------------------- */

static void select_unit(struct collector *c, const SelectStmt *stmt, const struct scope *outer)
{
    const struct scope *with = enter_with(c, stmt->withClause, outer);
    if (stmt->limitCount != NULL && c->current > 0) c->found.inner_limit = true;
    if (stmt->op != SETOP_NONE) {
        push_unit(c, LOWER_AS(Node, stmt->rarg), with);
        push_unit(c, LOWER_AS(Node, stmt->larg), with);
        c->scope = with;
        walk(c, stmt->limitCount);
        return;
    }
    enter_from(c, with, NULL, stmt->fromClause);
    const void *const parts[] = {stmt->distinctClause, stmt->targetList,  stmt->whereClause,
                                 stmt->havingClause,   stmt->valuesLists, stmt->windowClause,
                                 stmt->limitOffset,    stmt->limitCount};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) walk(c, parts[i]);
    c->outputs = stmt->targetList;
    walk(c, stmt->groupClause);
    walk(c, stmt->sortClause);
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
        add_column(c, ref);
    }
}

static void conflict(struct collector *c, const RangeVar *target, const OnConflictClause *clause)
{
    if (clause == NULL) return;
    struct scope *scope = new_scope(c, c->scope);
    struct item excluded = {"excluded", target};
    VEC_PUSH(c->l->arena, &scope->items, excluded);
    c->scope = scope;
    walk(c, clause->infer);
    written(c, target, clause->targetList);
    walk(c, clause->targetList);
    walk(c, clause->whereClause);
    c->scope = scope->outer;
}

static void insert_unit(struct collector *c, const InsertStmt *stmt, const struct scope *outer)
{
    const struct scope *with = enter_with(c, stmt->withClause, outer);
    push_unit(c, stmt->selectStmt, with);
    enter_from(c, with, stmt->relation, NULL);
    written(c, stmt->relation, stmt->cols);
    conflict(c, stmt->relation, stmt->onConflictClause);
    walk(c, stmt->returningList);
}

static void update_unit(struct collector *c, const UpdateStmt *stmt, const struct scope *outer)
{
    enter_from(c, enter_with(c, stmt->withClause, outer), stmt->relation, stmt->fromClause);
    written(c, stmt->relation, stmt->targetList);
    walk(c, stmt->targetList);
    walk(c, stmt->whereClause);
    walk(c, stmt->returningList);
}

static void delete_unit(struct collector *c, const DeleteStmt *stmt, const struct scope *outer)
{
    enter_from(c, enter_with(c, stmt->withClause, outer), stmt->relation, stmt->usingClause);
    walk(c, stmt->whereClause);
    walk(c, stmt->returningList);
}

static void merge_unit(struct collector *c, const MergeStmt *stmt, const struct scope *outer)
{
    enter_from(c, enter_with(c, stmt->withClause, outer), stmt->relation, stmt->sourceRelation);
    walk(c, stmt->joinCondition);
    for (int i = 0; i < list_length(stmt->mergeWhenClauses); i++) {
        const MergeWhenClause *when =
            LOWER_AS(MergeWhenClause, list_nth(stmt->mergeWhenClauses, i));
        written(c, stmt->relation, when->targetList);
    }
    walk(c, stmt->mergeWhenClauses);
}

static void read_unit(struct collector *c, struct unit unit)
{
    c->scope = unit.outer;
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
        walk(c, unit.node);
        break;
    }
}

struct mentioned lower_mentions(const struct lowering *l, const Node *node, const RangeVar *owner,
                                struct mentions *mentions)
{
    struct collector c = {.l = l, .mentions = mentions};
    struct scope *around = NULL;
    if (owner != NULL) { /* `users.id` in a policy on users */
        around = new_scope(&c, NULL);
        struct item item = {owner->relname, owner};
        VEC_PUSH(l->arena, &around->items, item);
    }
    push_unit(&c, node, around);
    for (; c.current < c.units.len; c.current++) { /* grows meanwhile */
        struct unit unit = c.units.at[c.current];
        read_unit(&c, unit);
    }
    return c.found;
}
