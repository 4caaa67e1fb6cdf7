/* FROM as what `*` and the names of columns stand for. */
#include "sql/lower_output.h"

static void take_alias(const struct output_reader *r, struct from_item *item, const Alias *alias)
{
    if (alias == NULL) return;
    item->alias = lower_str(r->l, alias->aliasname);
    item->columns = lower_str_list(r->l, alias->colnames);
}

/* AS (a int, b text) */
static struct column *definition(const struct output_reader *r, const List *columns)
{
    struct column *made = arena_array(r->l->arena, (size_t)list_length(columns), sizeof *made);
    for (int i = 0; i < list_length(columns); i++) {
        const ColumnDef *column = LOWER_AS(ColumnDef, list_nth(columns, i));
        made[i].name = lower_str(r->l, column->colname);
        made[i].type = lower_type(r->l, column->typeName);
        if (column->collClause == NULL) continue;
        made[i].collation_name = lower_name_list(r->l, column->collClause->collname);
    }
    return made;
}

static void functions(struct output_reader *r, const RangeFunction *node, struct from_item *item)
{
    item->kind = FROM_FUNCTIONS;
    item->ordinality = node->ordinality;
    item->function_count = (size_t)list_length(node->functions);
    item->functions = arena_array(r->l->arena, item->function_count, sizeof *item->functions);
    for (int i = 0; i < list_length(node->functions); i++) {
        const List *pair = list_nth(node->functions, i);
        const List *columns = list_length(pair) > 1 ? list_nth(pair, 1) : NIL;
        if (columns == NIL && list_length(node->functions) == 1) columns = node->coldeflist;
        struct from_function *function = &item->functions[i];
        function->call = output_value(r, linitial(pair));
        function->name = output_name(r->l, linitial(pair)).name;
        function->definition = definition(r, columns);
        function->column_count = (size_t)list_length(columns);
    }
    take_alias(r, item, node->alias);
}

static void xml_table(const struct output_reader *r, const RangeTableFunc *node,
                      struct from_item *item)
{
    item->kind = FROM_COLUMNS;
    item->column_count = (size_t)list_length(node->columns);
    item->definition = arena_array(r->l->arena, item->column_count, sizeof *item->definition);
    for (int i = 0; i < list_length(node->columns); i++) {
        const RangeTableFuncCol *column = LOWER_AS(RangeTableFuncCol, list_nth(node->columns, i));
        item->definition[i].name = lower_str(r->l, column->colname);
        if (column->for_ordinality) {
            item->definition[i].type.name.name = STR("int4");
        } else {
            item->definition[i].type = lower_type(r->l, column->typeName);
        }
    }
    item->alias = STR("xmltable");
    take_alias(r, item, node->alias);
}

static void join(struct output_reader *r, const JoinExpr *node, struct from_item *item)
{
    item->kind = FROM_JOIN;
    item->left = output_from(r, node->larg);
    item->right = output_from(r, node->rarg);
    item->natural = node->isNatural;
    item->using = lower_str_list(r->l, node->usingClause);
    if (node->join_using_alias != NULL) {
        item->using_alias = lower_str(r->l, node->join_using_alias->aliasname);
    }
    take_alias(r, item, node->alias);
}

static void read(struct output_reader *r, const Node *node, struct from_item *item)
{
    while (IsA(node, RangeTableSample)) node = LOWER_AS(RangeTableSample, node)->relation;
    switch (nodeTag(node)) {
    case T_RangeVar:
        item->kind = FROM_TABLE;
        item->table = lower_range_var(r->l, LOWER_AS(RangeVar, node));
        take_alias(r, item, LOWER_AS(RangeVar, node)->alias);
        break;
    case T_RangeSubselect:
        item->kind = FROM_QUERY;
        item->query = output_query(r, LOWER_AS(RangeSubselect, node)->subquery);
        item->lateral = LOWER_AS(RangeSubselect, node)->lateral;
        take_alias(r, item, LOWER_AS(RangeSubselect, node)->alias);
        break;
    case T_RangeFunction:
        functions(r, LOWER_AS(RangeFunction, node), item);
        break;
    case T_RangeTableFunc:
        xml_table(r, LOWER_AS(RangeTableFunc, node), item);
        break;
    case T_JoinExpr:
        join(r, LOWER_AS(JoinExpr, node), item);
        break;
    default:
        break;
    }
}

const struct from_item *output_from(struct output_reader *r, const Node *node)
{
    struct from_item *item = ARENA_NEW(r->l->arena, struct from_item);
    if (node == NULL || !output_enter(r)) return item;
    read(r, node, item);
    output_leave(r);
    return item;
}
