#include "sql/lower_mentions.h"

#include "nodes/nodeFuncs.h"

enum { ON_STACK = 64 };

struct walker {
    struct arena *arena;
    const Node **at;
    size_t len, cap;
};

/* Statement nodes and others that raw_expression_tree_walker() would stop the process for. */
static bool has_children(const Node *node)
{
    switch (nodeTag(node)) {
    case T_List:
    case T_SubLink:
    case T_CaseExpr:
    case T_CaseWhen:
    case T_RowExpr:
    case T_CoalesceExpr:
    case T_MinMaxExpr:
    case T_XmlExpr:
    case T_NullTest:
    case T_BooleanTest:
    case T_JoinExpr:
    case T_GroupingFunc:
    case T_InsertStmt:
    case T_DeleteStmt:
    case T_UpdateStmt:
    case T_MergeStmt:
    case T_MergeWhenClause:
    case T_SelectStmt:
    case T_A_Expr:
    case T_BoolExpr:
    case T_FuncCall:
    case T_NamedArgExpr:
    case T_A_Indices:
    case T_A_Indirection:
    case T_A_ArrayExpr:
    case T_ResTarget:
    case T_MultiAssignRef:
    case T_TypeCast:
    case T_CollateClause:
    case T_SortBy:
    case T_WindowDef:
    case T_RangeSubselect:
    case T_RangeFunction:
    case T_RangeTableSample:
    case T_RangeTableFunc:
    case T_RangeTableFuncCol:
    case T_IndexElem:
    case T_GroupingSet:
    case T_XmlSerialize:
    case T_WithClause:
    case T_InferClause:
    case T_OnConflictClause:
    case T_CommonTableExpr:
        return true;
    default:
        return false;
    }
}

static bool push_child(Node *child, void *context)
{
    struct walker *walker = context;
    if (child != NULL) VEC_PUSH(walker->arena, walker, child);
    return false;
}

static void reverse(const Node **at, size_t len)
{
    for (size_t i = 0; i < len / 2; i++) {
        const Node *swapped = at[i];
        at[i] = at[len - 1 - i];
        at[len - 1 - i] = swapped;
    }
}

static void push_children(struct walker *walker, const Node *node)
{
    size_t before = walker->len;
    raw_expression_tree_walker((Node *)(uintptr_t)node, push_child, walker);
    reverse(walker->at + before, walker->len - before);
}

void lower_walk(struct arena *arena, const Node *node, lower_visitor *visit, void *context)
{
    const Node *first[ON_STACK]; /* what most trees need at once; the arena's when it grows */
    struct walker walker = {.arena = arena, .at = first, .cap = ON_STACK};
    if (node != NULL) VEC_PUSH(arena, &walker, node);
    while (walker.len > 0) {
        const Node *next = walker.at[--walker.len];
        if (visit(next, context) && has_children(next)) push_children(&walker, next);
    }
}

bool lower_is_constant(const Node *node)
{
    while (node != NULL) {
        switch (nodeTag(node)) {
        case T_TypeCast:
            node = LOWER_AS(TypeCast, node)->arg;
            break;
        case T_CollateClause:
            node = LOWER_AS(CollateClause, node)->arg;
            break;
        case T_A_ArrayExpr: {
            const List *elements = LOWER_AS(A_ArrayExpr, node)->elements;
            for (int i = 0; i < list_length(elements); i++) {
                const Node *element = list_nth(elements, i);
                if (!IsA(element, A_Const)) return false;
            }
            return true;
        }
        case T_A_Const:
            return true;
        default:
            return false;
        }
    }
    return false;
}

static bool is_null_constant(const Node *node)
{
    while (node != NULL && IsA(node, TypeCast)) node = LOWER_AS(TypeCast, node)->arg;
    return node != NULL && IsA(node, A_Const) && LOWER_AS(A_Const, node)->isnull;
}

/* Which column all of the expression is, cast or not. */
static struct str only_column(const struct lowering *l, const Node *node)
{
    if (IsA(node, TypeCast)) node = LOWER_AS(TypeCast, node)->arg;
    if (node == NULL || !IsA(node, ColumnRef)) return STR("");
    return lower_last_name(l, LOWER_AS(ColumnRef, node)->fields);
}

static void copy_names(const struct lowering *l, const struct mentions *mentions,
                       struct expression *expression)
{
    expression->literals = mentions->literals;
    for (size_t i = 0; i < mentions->functions.len; i++) {
        lower_push_str(l, &expression->functions, name_text(l->arena, mentions->functions.at[i]));
    }
    for (size_t i = 0; i < mentions->columns.len; i++) {
        struct str column = mentions->columns.at[i].column;
        if (!str_equal(column, STR("*"))) lower_add_once(l, &expression->columns, column);
    }
}

struct expression lower_expression_of(const struct lowering *l, const Node *node, struct range at,
                                      const RangeVar *owner)
{
    struct expression expression = {.at = at};
    if (node == NULL) return expression;
    expression.text = range_text(l->sql, at);
    expression.is_constant = lower_is_constant(node);
    expression.is_null = is_null_constant(node);
    if (IsA(node, A_Const)) {
        const A_Const *constant = LOWER_AS(A_Const, node);
        if (!constant->isnull && IsA(&constant->val.node, String)) {
            lower_push_str(l, &expression.literals, lower_node_text(l, node));
        }
        return expression;
    }
    struct mentions *mentions = ARENA_NEW(l->arena, struct mentions);
    struct mentioned found = lower_mentions(l, node, owner, mentions);
    expression.mentions = mentions;
    expression.has_value_function = found.value_function;
    expression.has_subquery = found.subquery;
    expression.column = only_column(l, node);
    if (IsA(node, TypeCast)) {
        struct type_name *type = ARENA_NEW(l->arena, struct type_name);
        *type = lower_type(l, LOWER_AS(TypeCast, node)->typeName);
        expression.cast_to = type;
    }
    copy_names(l, mentions, &expression);
    return expression;
}

struct expression lower_expression(const struct lowering *l, const Node *node, struct range at)
{
    return lower_expression_of(l, node, at, NULL);
}
