#include "sql/constant_list.h"

#include "sql/subtree.h"

/* More than anybody writes down; a number of partitions, at most. */
enum { MOST_ELEMENTS = 1000 };

struct reading {
    struct constant_scope *scope;
    struct str variable;
    struct element_list *elements;
};

static bool add_value(const struct reading *reading, struct str column, struct str value,
                      bool first)
{
    struct arena *arena = reading->scope->l->arena;
    if (first) {
        if (reading->elements->len == MOST_ELEMENTS) return false;
        VEC_PUSH(arena, reading->elements, (struct binding_list){0});
    }
    struct binding binding = {reading->variable, column, value};
    VEC_PUSH(arena, &reading->elements->at[reading->elements->len - 1], binding);
    return true;
}

/* ARRAY['a', 'b'], perhaps cast. */
static bool read_array(const struct reading *reading, const Node *node)
{
    if (node != NULL && IsA(node, TypeCast)) node = LOWER_AS(TypeCast, node)->arg;
    if (node == NULL || !IsA(node, A_ArrayExpr)) return false;
    const List *elements = LOWER_AS(A_ArrayExpr, node)->elements;
    for (int i = 0; i < list_length(elements); i++) {
        struct str value;
        if (!constant_text(reading->scope, list_nth(elements, i), &value)) return false;
        if (!add_value(reading, STR(""), value, true)) return false;
    }
    return true;
}

static struct str column_name(const struct reading *reading, const List *names, int n)
{
    if (n >= list_length(names)) return STR("");
    return lower_str(reading->scope->l, LOWER_AS(String, list_nth(names, n))->sval);
}

static bool read_values(const struct reading *reading, const SelectStmt *values, const List *names)
{
    for (int i = 0; i < list_length(values->valuesLists); i++) {
        const List *row = list_nth(values->valuesLists, i);
        if (list_length(row) > 1 && list_length(names) < list_length(row)) return false;
        for (int k = 0; k < list_length(row); k++) {
            struct str value;
            if (!constant_text(reading->scope, list_nth(row, k), &value)) return false;
            struct str column = list_length(row) > 1 ? column_name(reading, names, k) : STR("");
            if (!add_value(reading, column, value, k == 0)) return false;
        }
    }
    return true;
}

static const Node *unnested(const struct reading *reading, const Node *node)
{
    if (node == NULL || !IsA(node, FuncCall)) return NULL;
    const FuncCall *call = LOWER_AS(FuncCall, node);
    struct str name = lower_last_name(reading->scope->l, call->funcname);
    if (!str_equal(name, STR("unnest")) || list_length(call->args) != 1) return NULL;
    return linitial(call->args);
}

static bool is_plain(const SelectStmt *query)
{
    return query->op == SETOP_NONE && query->whereClause == NULL && query->limitCount == NULL &&
           query->limitOffset == NULL && query->distinctClause == NIL &&
           query->groupClause == NIL && query->withClause == NULL && query->sortClause == NIL;
}

/* FROM (VALUES ...) AS t (a, b), FROM unnest(ARRAY[...]) AS t */
static bool read_from(const struct reading *reading, const Node *from)
{
    if (IsA(from, RangeSubselect)) {
        const RangeSubselect *inner = LOWER_AS(RangeSubselect, from);
        const SelectStmt *values = LOWER_AS(SelectStmt, inner->subquery);
        if (values->valuesLists == NIL || !is_plain(values)) return false;
        return read_values(reading, values, inner->alias == NULL ? NIL : inner->alias->colnames);
    }
    if (!IsA(from, RangeFunction)) return false;
    const List *functions = LOWER_AS(RangeFunction, from)->functions;
    if (list_length(functions) != 1) return false;
    return read_array(reading, unnested(reading, linitial(list_nth(functions, 0))));
}

/* All columns of FROM, or the only one by name. */
static bool takes_all(const SelectStmt *query)
{
    for (int i = 0; i < list_length(query->targetList); i++) {
        const ResTarget *target = LOWER_AS(ResTarget, list_nth(query->targetList, i));
        if (!IsA(target->val, ColumnRef) || target->name != NULL) return false;
    }
    return true;
}

static bool read_query(const struct reading *reading, const SelectStmt *query)
{
    if (!is_plain(query)) return false;
    if (query->valuesLists != NIL) return read_values(reading, query, NIL);
    if (list_length(query->fromClause) == 1) {
        return takes_all(query) && read_from(reading, linitial(query->fromClause));
    }
    if (query->fromClause != NIL || list_length(query->targetList) != 1) return false;
    const ResTarget *target = LOWER_AS(ResTarget, linitial(query->targetList));
    return read_array(reading, unnested(reading, target->val));
}

static bool read_bound(struct str text, long *bound)
{
    text = str_trim(text);
    if (text.len == 0 || text.len > 9) return false;
    *bound = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') return false;
        *bound = *bound * 10 + (text.at[i] - '0');
    }
    return true;
}

static bool read_range(const struct reading *reading, struct str list)
{
    size_t dots = str_find(list, STR(".."), 0);
    long from, to;
    if (dots == SIZE_MAX || !read_bound(str_slice(list, 0, dots), &from)) return false;
    if (!read_bound(str_slice(list, dots + 2, list.len), &to)) return false;
    for (long n = from; n <= to; n++) {
        struct str value = str_format(reading->scope->l->arena, "%ld", n);
        if (!add_value(reading, STR(""), value, true)) return false;
    }
    return true;
}

bool constant_list(struct constant_scope *scope, const struct plpgsql_loop *loop, struct str list,
                   struct element_list *elements)
{
    struct reading reading = {scope, loop->variable, elements};
    if (loop->variable.len == 0 || loop->leaves) return false;
    struct arena *arena = scope->l->arena;
    if (loop->over_array) {
        const SelectStmt *array = sql_evaluation(arena, list);
        return array != NULL && array->fromClause == NIL &&
               read_array(&reading, sql_evaluated(array));
    }
    if (read_range(&reading, list)) return true;
    const SelectStmt *query = sql_only_select(arena, str_copy(arena, list));
    return query != NULL && read_query(&reading, query);
}
