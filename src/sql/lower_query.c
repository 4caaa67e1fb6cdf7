/* What a query reads and calls, whatever it is part of. */
#include "sql/lower.h"

/* Names of common table expressions a read is compared with. */
enum { CTES = 256 };

struct reader {
    const struct lowering *l;
    struct data_change *data;
    struct name_list reads;
    struct str_list ctes;
};

static void add_read(struct reader *reader, struct name name)
{
    for (size_t i = 0; i < reader->reads.len && i < CTES; i++) {
        if (name_equal(reader->reads.at[i], name)) return;
    }
    lower_push_name(reader->l, &reader->reads, name);
}

static void read_node(const Node *node, void *context)
{
    struct reader *reader = context;
    const struct lowering *l = reader->l;
    if (IsA(node, RangeVar)) {
        add_read(reader, lower_range_var(l, LOWER_AS(RangeVar, node)));
    } else if (IsA(node, CommonTableExpr)) {
        struct str name = lower_str(l, LOWER_AS(CommonTableExpr, node)->ctename);
        if (reader->ctes.len < CTES) lower_push_str(l, &reader->ctes, name);
    } else if (IsA(node, FuncCall) || IsA(node, SQLValueFunction)) {
        lower_add_once(l, &reader->data->functions, lower_function_name(l, node));
    }
}

static bool is_cte(const struct reader *reader, struct name name)
{
    for (size_t i = 0; i < reader->ctes.len && name.schema.len == 0; i++) {
        if (str_equal(reader->ctes.at[i], name.name)) return true;
    }
    return false;
}

static void keep_reads(const struct reader *reader)
{
    for (size_t i = 0; i < reader->reads.len; i++) {
        struct name name = reader->reads.at[i];
        if (!is_cte(reader, name)) lower_push_name(reader->l, &reader->data->reads, name);
    }
}

void lower_reads(const struct lowering *l, const void *const *nodes, size_t count,
                 struct data_change *data)
{
    struct reader reader = {.l = l, .data = data};
    for (size_t i = 0; i < count; i++) {
        const Node *node = nodes[i];
        if (node != NULL) lower_walk(l->arena, node, read_node, &reader);
    }
    keep_reads(&reader);
}

void lower_query(const struct lowering *l, const Node *query, struct data_change *data)
{
    if (query == NULL) return;
    lower_reads(l, (const void *const[]){query}, 1, data);
    if (!IsA(query, SelectStmt)) return;
    const SelectStmt *select = LOWER_AS(SelectStmt, query);
    data->has_limit = select->limitCount != NULL;
    data->locks_rows = select->lockingClause != NIL;
}
