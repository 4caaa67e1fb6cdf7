/* Which constants a statement writes to columns or compares them with. */
#include "sql/lower_mentions.h"

/* A value too many says nothing new: rows of a seed repeat themselves. */
enum { KEPT = 1024, SEARCHED = 64, READ_ROWS = 4096, DEEPEST = 8 };

static void add_value(const struct lowering *l, struct column_value value,
                      struct column_value_list *values)
{
    if (values->len >= KEPT) return;
    for (size_t i = values->len; i-- > 0 && values->len - i <= SEARCHED;) {
        const struct column_value *other = &values->at[i];
        if (str_equal(other->literal, value.literal) && str_equal(other->column, value.column) &&
            other->position == value.position)
            return;
    }
    value.literal = str_copy(l->arena, value.literal);
    VEC_PUSH(l->arena, values, value);
}

/* A string constant, perhaps cast, as a value of the column. */
static void add_literal(const struct lowering *l, const Node *node, struct column_value value,
                        struct column_value_list *values)
{
    while (node != NULL && IsA(node, TypeCast)) node = LOWER_AS(TypeCast, node)->arg;
    if (node == NULL || !IsA(node, A_Const)) return;
    const A_Const *constant = LOWER_AS(A_Const, node);
    if (constant->isnull || !IsA(&constant->val.node, String)) return;
    value.literal = str_from(constant->val.sval.sval);
    add_value(l, value, values);
}

/* The constants that an expression may come to: itself, what CASE and COALESCE give. */
static void add_results(const struct lowering *l, const Node *node, struct column_value value,
                        struct column_value_list *values, int depth)
{
    const List *results = NIL;
    if (node == NULL || depth == DEEPEST) return;
    if (IsA(node, CaseExpr)) {
        const CaseExpr *cases = LOWER_AS(CaseExpr, node);
        add_results(l, LOWER_AS(Node, cases->defresult), value, values, depth + 1);
        results = cases->args;
    } else if (IsA(node, CoalesceExpr)) {
        results = LOWER_AS(CoalesceExpr, node)->args;
    } else {
        add_literal(l, node, value, values);
    }
    for (int i = 0; i < list_length(results) && i < KEPT; i++) {
        const Node *result = list_nth(results, i);
        if (IsA(result, CaseWhen)) result = LOWER_AS(Node, LOWER_AS(CaseWhen, result)->result);
        add_results(l, result, value, values, depth + 1);
    }
}

void lower_rows(const struct lowering *l, const List *rows, struct data_change *data)
{
    for (int i = 0; i < list_length(rows) && i < READ_ROWS; i++) {
        const List *row = list_nth(rows, i);
        for (int k = 0; k < list_length(row); k++) {
            struct column_value value = {.position = (uint32_t)k};
            if ((size_t)k < data->columns.len) value.column = data->columns.at[k];
            add_results(l, list_nth(row, k), value, &data->values, 0);
        }
    }
}

/* SET a = 'x', and the select list of INSERT ... SELECT 'x'. */
void lower_targets(const struct lowering *l, const List *targets, bool update,
                   struct data_change *data)
{
    for (int i = 0; i < list_length(targets); i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(targets, i));
        struct column_value value = {.position = (uint32_t)i};
        if (update) value.column = lower_str(l, target->name);
        if (!update && (size_t)i < data->columns.len) value.column = data->columns.at[i];
        add_results(l, target->val, value, &data->values, 0);
    }
}

/* -- conditions -------------------------------------------------------------------------------- */

/* `(1, 2)` of IN, `ARRAY[1, 2]`, one constant. */
static bool are_constants(const Node *node)
{
    if (!IsA(node, List)) return lower_is_constant(node);
    const List *list = LOWER_AS(List, node);
    for (int i = 0; i < list_length(list); i++) {
        if (!lower_is_constant(list_nth(list, i))) return false;
    }
    return true;
}

static void add_literals(const struct lowering *l, const Node *node, struct str column,
                         struct data_change *data)
{
    struct column_value value = {.column = column};
    while (IsA(node, TypeCast) && LOWER_AS(TypeCast, node)->arg != NULL) {
        node = LOWER_AS(TypeCast, node)->arg;
    }
    if (IsA(node, A_ArrayExpr)) node = LOWER_AS(Node, LOWER_AS(A_ArrayExpr, node)->elements);
    if (node == NULL) return;
    if (!IsA(node, List)) {
        add_literal(l, node, value, &data->values);
        return;
    }
    const List *list = LOWER_AS(List, node);
    for (int i = 0; i < list_length(list) && i < KEPT; i++) {
        add_literal(l, list_nth(list, i), value, &data->values);
    }
}

static bool is_equality(const A_Expr *node)
{
    bool kind = node->kind == AEXPR_OP || node->kind == AEXPR_IN || node->kind == AEXPR_OP_ANY;
    return kind && list_length(node->name) == 1 && node->lexpr != NULL && node->rexpr != NULL &&
           strcmp(LOWER_AS(String, linitial(node->name))->sval, "=") == 0;
}

static struct str column_name(const struct lowering *l, const Node *node)
{
    while (IsA(node, TypeCast)) {
        node = LOWER_AS(TypeCast, node)->arg;
        if (node == NULL) return STR("");
    }
    return IsA(node, ColumnRef) ? lower_last_name(l, LOWER_AS(ColumnRef, node)->fields) : STR("");
}

struct conditions {
    const struct lowering *l;
    struct data_change *data;
};

/* Below AND: all of it must hold. Comparisons elsewhere give values only. */
static bool find_equality(const Node *node, void *context)
{
    struct conditions *conditions = context;
    const struct lowering *l = conditions->l;
    if (IsA(node, List)) return true;
    if (IsA(node, BoolExpr)) return LOWER_AS(BoolExpr, node)->boolop == AND_EXPR;
    if (!IsA(node, A_Expr) || !is_equality(LOWER_AS(A_Expr, node))) return false;
    const A_Expr *equation = LOWER_AS(A_Expr, node);
    struct str column = column_name(l, equation->lexpr);
    if (column.len > 0 && are_constants(equation->rexpr)) {
        lower_add_once(l, &conditions->data->equals, column);
        return false;
    }
    column = column_name(l, equation->rexpr);
    bool turned = equation->kind == AEXPR_OP && column.len > 0 && are_constants(equation->lexpr);
    if (turned) lower_add_once(l, &conditions->data->equals, column);
    return false;
}

static bool find_value(const Node *node, void *context)
{
    struct conditions *conditions = context;
    if (!IsA(node, A_Expr)) return true;
    const A_Expr *comparison = LOWER_AS(A_Expr, node);
    if (comparison->lexpr == NULL || comparison->rexpr == NULL) return true;
    struct str column = column_name(conditions->l, comparison->lexpr);
    if (column.len > 0) {
        add_literals(conditions->l, comparison->rexpr, column, conditions->data);
        return true;
    }
    column = column_name(conditions->l, comparison->rexpr);
    if (column.len > 0) add_literals(conditions->l, comparison->lexpr, column, conditions->data);
    return true;
}

void lower_equalities(const struct lowering *l, const Node *where, struct data_change *data)
{
    struct conditions conditions = {l, data};
    lower_walk(l->arena, where, find_equality, &conditions);
    lower_walk(l->arena, where, find_value, &conditions);
}

void lower_merge_when(const struct lowering *l, const MergeWhenClause *when,
                      struct data_change *data)
{
    lower_targets(l, when->targetList, true, data);
    for (int i = 0; i < list_length(when->values) && i < list_length(when->targetList); i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(when->targetList, i));
        struct column_value value = {.column = lower_str(l, target->name)};
        add_results(l, list_nth(when->values, i), value, &data->values, 0);
    }
    if (when->condition != NULL) lower_equalities(l, when->condition, data);
}
