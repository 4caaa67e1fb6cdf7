#include "sql/lower.h"

#include "nodes/nodeFuncs.h"

/* Of a list that is only searched for duplicates so far: a row list of 100,000 calls of now() must
 * give one name, and 100,000 different names must not take quadratic time. */
enum { SEARCHED = 64 };

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
    case T_ReturnStmt:
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
        visit(next, context);
        if (has_children(next)) push_children(&walker, next);
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

void lower_add_once(const struct lowering *l, struct str_list *list, struct str s)
{
    for (size_t i = 0; i < list->len && i < SEARCHED; i++) {
        if (str_equal(list->at[i], s)) return;
    }
    lower_push_str(l, list, s);
}

/* CURRENT_TIMESTAMP and its kin are no function calls to the grammar. */
static struct str sql_value_function(SQLValueFunctionOp op)
{
    switch (op) {
    case SVFOP_CURRENT_DATE:
        return STR("current_date");
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N:
        return STR("current_time");
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N:
        return STR("current_timestamp");
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N:
        return STR("localtime");
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N:
        return STR("localtimestamp");
    case SVFOP_CURRENT_ROLE:
        return STR("current_role");
    case SVFOP_CURRENT_USER:
        return STR("current_user");
    case SVFOP_USER:
        return STR("user");
    case SVFOP_SESSION_USER:
        return STR("session_user");
    case SVFOP_CURRENT_CATALOG:
        return STR("current_catalog");
    case SVFOP_CURRENT_SCHEMA:
        return STR("current_schema");
    }
    return STR("");
}

struct str lower_function_name(const struct lowering *l, const Node *node)
{
    if (IsA(node, SQLValueFunction)) {
        return sql_value_function(LOWER_AS(SQLValueFunction, node)->op);
    }
    if (!IsA(node, FuncCall)) return STR("");
    struct name name = lower_name_list(l, LOWER_AS(FuncCall, node)->funcname);
    if (name.schema.len == 0 || str_equal(name.schema, STR("pg_catalog"))) return name.name;
    return name_text(l->arena, name);
}

struct collector {
    const struct lowering *l;
    struct expression *expression;
};

static void collect(const Node *node, void *context)
{
    struct collector *collector = context;
    const struct lowering *l = collector->l;
    struct expression *expression = collector->expression;
    if (IsA(node, ColumnRef)) {
        struct str column = lower_last_name(l, LOWER_AS(ColumnRef, node)->fields);
        if (column.len > 0) lower_add_once(l, &expression->columns, column);
    } else if (IsA(node, A_Const) && !LOWER_AS(A_Const, node)->isnull &&
               IsA(&LOWER_AS(A_Const, node)->val.node, String)) {
        lower_add_once(l, &expression->literals, lower_node_text(l, node));
    } else {
        struct str function = lower_function_name(l, node);
        if (function.len > 0) lower_add_once(l, &expression->functions, function);
    }
}

struct expression lower_expression(const struct lowering *l, const Node *node, struct range at)
{
    struct expression expression = {.at = at};
    expression.text = range_text(l->sql, at);
    expression.is_constant = lower_is_constant(node);
    expression.is_null = is_null_constant(node);
    struct collector collector = {l, &expression};
    lower_walk(l->arena, node, collect, &collector);
    return expression;
}
