/* Which columns a valid CHECK proves NOT NULL, exactly as far as PostgreSQL 12 to 18 follow it for
 * SET NOT NULL (measured; reference hazards.md 3.4): `a > 0` and `a::bigint IS NOT NULL` are not
 * understood, an OR only where every arm proves the column. */
#include "sql/lower_mentions.h"

/* Conditions in conditions; deeper ones prove nothing. */
enum { DEEPEST = 32 };

static struct str_list proven(const struct lowering *l, const Node *node, int depth);

static void add_column(const struct lowering *l, const Node *node, struct str_list *columns)
{
    if (!IsA(node, ColumnRef)) return;
    struct str name = lower_last_name(l, LOWER_AS(ColumnRef, node)->fields);
    if (name.len > 0) lower_add_once(l, columns, name);
}

/* `a IS NOT NULL`, `ROW(a, b) IS NOT NULL` */
static struct str_list null_test(const struct lowering *l, const NullTest *test, NullTestType type)
{
    struct str_list columns = {0};
    const Node *argument = LOWER_AS(Node, test->arg);
    if (test->nulltesttype != type || argument == NULL) return columns;
    if (!IsA(argument, RowExpr)) {
        add_column(l, argument, &columns);
    } else if (type == IS_NOT_NULL) {
        const List *fields = LOWER_AS(RowExpr, argument)->args;
        for (int i = 0; i < list_length(fields); i++) {
            add_column(l, list_nth(fields, i), &columns);
        }
    }
    return columns;
}

static bool is_boolean(const Node *node, bool value)
{
    if (IsA(node, A_Const)) {
        const A_Const *constant = LOWER_AS(A_Const, node);
        return !constant->isnull && IsA(&constant->val.node, Boolean) &&
               constant->val.boolval.boolval == value;
    }
    return false;
}

/* `a IS DISTINCT FROM NULL`, `(a IS NOT NULL) = true` */
static struct str_list operation(const struct lowering *l, const A_Expr *node, int depth)
{
    struct str_list columns = {0};
    if (node->lexpr == NULL || node->rexpr == NULL) return columns;
    if (node->kind == AEXPR_DISTINCT) {
        bool null = IsA(node->rexpr, A_Const) && LOWER_AS(A_Const, node->rexpr)->isnull;
        if (null) add_column(l, node->lexpr, &columns);
        return columns;
    }
    bool equals = node->kind == AEXPR_OP && list_length(node->name) == 1 &&
                  strcmp(LOWER_AS(String, linitial(node->name))->sval, "=") == 0;
    if (equals && is_boolean(node->rexpr, true)) return proven(l, node->lexpr, depth);
    return columns;
}

static bool holds(const struct str_list *list, struct str s)
{
    for (size_t i = 0; i < list->len; i++) {
        if (str_equal(list->at[i], s)) return true;
    }
    return false;
}

static struct str_list in_both(const struct lowering *l, struct str_list a, struct str_list b)
{
    struct str_list both = {0};
    for (size_t i = 0; i < a.len; i++) {
        if (holds(&b, a.at[i])) lower_push_str(l, &both, a.at[i]);
    }
    return both;
}

static struct str_list any_arm(const struct lowering *l, const List *arms, int depth)
{
    struct str_list columns = {0};
    bool first = true;
    for (int i = 0; i < list_length(arms); i++) {
        const Node *arm = list_nth(arms, i);
        if (is_boolean(arm, false)) continue;
        struct str_list of_arm = proven(l, arm, depth);
        columns = first ? of_arm : in_both(l, columns, of_arm);
        first = false;
        if (columns.len == 0) break;
    }
    return columns;
}

static struct str_list all_arms(const struct lowering *l, const List *arms, int depth)
{
    struct str_list columns = {0};
    for (int i = 0; i < list_length(arms); i++) {
        struct str_list of_arm = proven(l, list_nth(arms, i), depth);
        for (size_t k = 0; k < of_arm.len; k++) lower_add_once(l, &columns, of_arm.at[k]);
    }
    return columns;
}

static struct str_list proven(const struct lowering *l, const Node *node, int depth)
{
    struct str_list none = {0};
    if (node == NULL || depth == DEEPEST) return none;
    if (IsA(node, NullTest)) return null_test(l, LOWER_AS(NullTest, node), IS_NOT_NULL);
    if (IsA(node, A_Expr)) return operation(l, LOWER_AS(A_Expr, node), depth + 1);
    if (!IsA(node, BoolExpr)) return none;
    const BoolExpr *condition = LOWER_AS(BoolExpr, node);
    if (condition->boolop == AND_EXPR) return all_arms(l, condition->args, depth + 1);
    if (condition->boolop == OR_EXPR) return any_arm(l, condition->args, depth + 1);
    const Node *negated = linitial(condition->args);
    return IsA(negated, NullTest) ? null_test(l, LOWER_AS(NullTest, negated), IS_NULL) : none;
}

struct str_list lower_not_null(const struct lowering *l, const Node *check)
{
    return proven(l, check, 0);
}
