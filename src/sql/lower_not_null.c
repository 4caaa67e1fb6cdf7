/* Which columns a valid CHECK proves NOT NULL, exactly as far as PostgreSQL 12 to 18 follow it for
 * SET NOT NULL (measured; reference hazards.md 3.4): `a > 0` and `a::bigint IS NOT NULL` are not
 * understood, an OR only where every arm proves the column. */
#include "sql/lower_mentions.h"

/* Conditions in conditions; deeper ones prove nothing. */
enum { DEEPEST = 32 };

static struct str_list proven(const struct lowering *l, const Node *node, bool truth, int depth);

static void add_column(const struct lowering *l, const Node *node, struct str_list *columns)
{
    if (!IsA(node, ColumnRef)) return;
    struct str name = lower_last_name(l, LOWER_AS(ColumnRef, node)->fields);
    if (name.len > 0) lower_add_once(l, columns, name);
}

/* `a IS NOT NULL`, `ROW(a, b) IS NOT NULL`; a row that is not null throughout is another thing. */
static struct str_list null_test(const struct lowering *l, const NullTest *test, bool truth)
{
    struct str_list columns = {0};
    const Node *argument = LOWER_AS(Node, test->arg);
    if ((test->nulltesttype == IS_NOT_NULL) != truth || argument == NULL) return columns;
    if (!IsA(argument, RowExpr)) {
        add_column(l, argument, &columns);
    } else if (truth) {
        const List *fields = LOWER_AS(RowExpr, argument)->args;
        for (int i = 0; i < list_length(fields); i++) {
            add_column(l, list_nth(fields, i), &columns);
        }
    }
    return columns;
}

static bool is_null(const Node *node)
{
    return IsA(node, A_Const) && LOWER_AS(A_Const, node)->isnull;
}

static bool is_boolean(const Node *node, bool *value)
{
    if (!IsA(node, A_Const)) return false;
    const A_Const *constant = LOWER_AS(A_Const, node);
    if (constant->isnull || !IsA(&constant->val.node, Boolean)) return false;
    *value = constant->val.boolval.boolval;
    return true;
}

static bool is_operator(const A_Expr *node, const char *name)
{
    return node->kind == AEXPR_OP && list_length(node->name) == 1 &&
           strcmp(LOWER_AS(String, linitial(node->name))->sval, name) == 0;
}

/* `a IS DISTINCT FROM NULL`, `(a IS NOT NULL) = true`, `(a IS NULL) <> true` */
static struct str_list operation(const struct lowering *l, const A_Expr *node, bool truth,
                                 int depth)
{
    struct str_list columns = {0};
    const Node *left = node->lexpr;
    const Node *right = node->rexpr;
    if (left == NULL || right == NULL) return columns;
    if (node->kind == (truth ? AEXPR_DISTINCT : AEXPR_NOT_DISTINCT)) {
        if (is_null(right)) add_column(l, left, &columns);
        if (is_null(left)) add_column(l, right, &columns);
        return columns;
    }
    const bool equals = is_operator(node, "=");
    if (!equals && !is_operator(node, "<>")) return columns;
    bool value = false;
    const Node *compared = is_boolean(right, &value) ? left : right;
    if (compared == right && !is_boolean(left, &value)) return columns;
    return proven(l, compared, (value == equals) == truth, depth);
}

static struct str_list in_both(const struct lowering *l, struct str_list a, struct str_list b)
{
    struct str_list both = {0};
    for (size_t i = 0; i < a.len; i++) {
        if (str_list_has(&b, a.at[i])) lower_push_str(l, &both, a.at[i]);
    }
    return both;
}

/* One arm at least is [truth]. */
static struct str_list any_arm(const struct lowering *l, const List *arms, bool truth, int depth)
{
    struct str_list columns = {0};
    bool first = true;
    for (int i = 0; i < list_length(arms); i++) {
        const Node *arm = list_nth(arms, i);
        bool value = false;
        if (is_boolean(arm, &value) && value != truth) continue;
        struct str_list of_arm = proven(l, arm, truth, depth);
        columns = first ? of_arm : in_both(l, columns, of_arm);
        first = false;
        if (columns.len == 0) break;
    }
    return columns;
}

/* Each of them is. */
static struct str_list all_arms(const struct lowering *l, const List *arms, bool truth, int depth)
{
    struct str_list columns = {0};
    for (int i = 0; i < list_length(arms); i++) {
        struct str_list of_arm = proven(l, list_nth(arms, i), truth, depth);
        for (size_t k = 0; k < of_arm.len; k++) lower_add_once(l, &columns, of_arm.at[k]);
    }
    return columns;
}

/* The columns that are not null where the condition is [truth], true or false. */
static struct str_list proven(const struct lowering *l, const Node *node, bool truth, int depth)
{
    struct str_list none = {0};
    if (node == NULL || depth == DEEPEST) return none;
    if (IsA(node, NullTest)) return null_test(l, LOWER_AS(NullTest, node), truth);
    if (IsA(node, A_Expr)) return operation(l, LOWER_AS(A_Expr, node), truth, depth + 1);
    if (!IsA(node, BoolExpr)) return none;
    const BoolExpr *condition = LOWER_AS(BoolExpr, node);
    if (condition->boolop == NOT_EXPR) {
        return proven(l, linitial(condition->args), !truth, depth + 1);
    }
    if ((condition->boolop == AND_EXPR) == truth) {
        return all_arms(l, condition->args, truth, depth + 1);
    }
    return any_arm(l, condition->args, truth, depth + 1);
}

struct str_list lower_not_null(const struct lowering *l, const Node *check)
{
    return proven(l, check, true, 0);
}
