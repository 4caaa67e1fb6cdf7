/* Whose columns a query names, and what it calls. */
#include "sql/lower_scope.h"

/* Duplicates are looked for among so many; a row list of 100,000 constants keeps the first few. */
enum { SEARCHED = 64, KEPT = 1024 };

/* Scopes around a name that are asked: 10,000 nested sub-selects must not take quadratic time. */
enum { ASKED_SCOPES = 64 };

/* -- scopes ------------------------------------------------------------------------------------ */

void scope_push_unit(struct collector *c, const Node *node, const struct scope *outer)
{
    struct unit unit = {node, outer, c->of_value};
    if (node != NULL) VEC_PUSH(c->l->arena, &c->units, unit);
}

struct scope *scope_new(const struct collector *c, const struct scope *outer)
{
    struct scope *scope = ARENA_NEW(c->l->arena, struct scope);
    scope->outer = outer;
    return scope;
}

bool scope_has_cte(const struct scope *scope, const RangeVar *var)
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
const struct scope *scope_enter_with(struct collector *c, const WithClause *with,
                                     const struct scope *outer)
{
    if (with == NULL) return outer;
    struct scope *all = scope_new(c, outer);
    all->ctes = with->ctes;
    all->cte_count = list_length(with->ctes);
    if (all->cte_count > SEARCHED) all->cte_count = SEARCHED;
    for (int i = 0; i < list_length(with->ctes); i++) {
        const CommonTableExpr *cte = LOWER_AS(CommonTableExpr, list_nth(with->ctes, i));
        const struct scope *seen = all;
        if (!with->recursive && i < all->cte_count) {
            struct scope *some = scope_new(c, outer);
            some->ctes = with->ctes;
            some->cte_count = i;
            seen = some;
        }
        scope_push_unit(c, cte->ctequery, seen);
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

void scope_add_column(const struct collector *c, struct column_ref ref)
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

/* `t AS x (a, b)`: its columns have other names here. */
static bool renames_columns(const RangeVar *var)
{
    return var->alias != NULL && var->alias->colnames != NIL;
}

void scope_add_relation(const struct collector *c, struct scope *scope, const RangeVar *var,
                        bool derived)
{
    struct item item = {var->alias != NULL ? var->alias->aliasname : var->relname,
                        derived || renames_columns(var) ? NULL : var};
    VEC_PUSH(c->l->arena, &scope->items, item);
    if (!derived) add_name(c, &c->mentions->relations, lower_range_var(c->l, var));
}

/* What is written is never a WITH query's name. */
void scope_add_target(const struct collector *c, struct scope *scope, const RangeVar *var)
{
    struct item item = {var->alias != NULL ? var->alias->aliasname : var->relname, var};
    VEC_PUSH(c->l->arena, &scope->items, item);
    add_name(c, &c->mentions->writes, lower_range_var(c->l, var));
}

void scope_add_derived(const struct collector *c, struct scope *scope, const Alias *alias)
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

/* Of everything that may own a bare name here the columns are those of relations. */
bool scope_only_relations(const struct scope *scope)
{
    size_t count = 0;
    int n = 0;
    for (; scope != NULL && n < ASKED_SCOPES; scope = scope->outer, n++) {
        if (scope->items.len > SEARCHED) return false;
        for (size_t i = 0; i < scope->items.len; i++, count++) {
            if (scope->items.at[i].relation == NULL) return false;
        }
    }
    return scope == NULL && count > 0;
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
        } else {
            ref.of_tables = scope->selects && scope_only_relations(scope);
        }
    }
    scope_add_column(c, ref);
}

/* `*` stands for the columns of all of FROM. */
static void star(const struct collector *c)
{
    for (size_t i = 0; c->scope != NULL && i < c->scope->items.len; i++) {
        const RangeVar *relation = c->scope->items.at[i].relation;
        if (relation == NULL) continue;
        struct column_ref ref = {.relation = lower_range_var(c->l, relation), .column = STR("*")};
        scope_add_column(c, ref);
    }
}

const char *scope_field_text(const Node *field)
{
    return IsA(field, String) ? LOWER_AS(String, field)->sval : "*";
}

static void column_ref(const struct collector *c, const ColumnRef *node)
{
    int count = list_length(node->fields);
    const char *last = scope_field_text(list_nth(node->fields, count - 1));
    if (count == 1) {
        if (IsA(linitial(node->fields), String)) {
            unqualified(c, last);
        } else {
            star(c);
        }
        return;
    }
    const char *qualifier = scope_field_text(list_nth(node->fields, count - 2));
    struct column_ref ref = {.qualifier = lower_str(c->l, qualifier),
                             .column = lower_str(c->l, last)};
    const struct item *item = find_item(c->scope, qualifier);
    if (item != NULL && item->relation == NULL) return;
    if (item != NULL) {
        ref.relation = lower_range_var(c->l, item->relation);
    } else if (count > 2) {
        ref.relation.schema = lower_str(c->l, scope_field_text(list_nth(node->fields, count - 3)));
        ref.relation.name = ref.qualifier;
    }
    scope_add_column(c, ref);
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
        scope_push_unit(c, LOWER_AS(ReturnStmt, node)->returnval, c->scope);
        return false;
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
        c->found.subquery = true;
        scope_push_unit(c, node, c->scope);
        return false;
    default:
        return true;
    }
}

void scope_walk(struct collector *c, const void *node)
{
    if (node != NULL) lower_walk(c->l->arena, node, visit, c);
}
