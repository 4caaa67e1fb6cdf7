/* Conditions of DO blocks that ask the system catalogs whether something is there:
 * `NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'x' AND conrelid = 't'::regclass)`. */
#include "sql/lower.h"
#include "sql/subtree.h"

/* Which catalog tells of what, and in which columns (PostgreSQL manual, chapters 37 and 53). */
static const struct source_table {
    const char *table;
    enum object_kind kind;
    const char *name;
    const char *of_table; /* NULL: the thing stands in no table */
    const char *schema;
} source_tables[] = {
    {"pg_type", OBJ_TYPE, "typname", NULL, "nspname"},
    {"pg_class", OBJ_UNKNOWN, "relname", NULL, "nspname"},
    {"pg_tables", OBJ_UNKNOWN, "tablename", NULL, "schemaname"},
    {"pg_views", OBJ_UNKNOWN, "viewname", NULL, "schemaname"},
    {"pg_matviews", OBJ_UNKNOWN, "matviewname", NULL, "schemaname"},
    {"pg_indexes", OBJ_UNKNOWN, "indexname", "tablename", "schemaname"},
    {"pg_constraint", OBJ_CONSTRAINT, "conname", "conrelid", "nspname"},
    {"pg_namespace", OBJ_SCHEMA, "nspname", NULL, NULL},
    {"pg_extension", OBJ_EXTENSION, "extname", NULL, NULL},
    {"pg_trigger", OBJ_TRIGGER, "tgname", "tgrelid", "nspname"},
    {"pg_policies", OBJ_POLICY, "policyname", "tablename", "schemaname"},
    {"pg_policy", OBJ_POLICY, "polname", "polrelid", "nspname"},
    {"pg_proc", OBJ_FUNCTION, "proname", NULL, "nspname"},
    {"tables", OBJ_UNKNOWN, "table_name", NULL, "table_schema"},
    {"views", OBJ_UNKNOWN, "table_name", NULL, "table_schema"},
    {"columns", OBJ_COLUMN, "column_name", "table_name", "table_schema"},
    {"schemata", OBJ_SCHEMA, "schema_name", NULL, NULL},
    {"table_constraints", OBJ_CONSTRAINT, "constraint_name", "table_name", "table_schema"},
    {"routines", OBJ_FUNCTION, "routine_name", NULL, "routine_schema"},
    {"triggers", OBJ_TRIGGER, "trigger_name", "event_object_table", "event_object_schema"},
};

/* What more may be asked for without making the answer another one: the kind of what is named. */
static bool is_about_kind(struct str column)
{
    static const char *const columns[] = {"contype",    "relkind",         "typtype",
                                          "table_type", "constraint_type", "tgisinternal"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (str_equal(column, str_from(columns[i]))) return true;
    }
    return false;
}

static const struct source_table *find_source(const struct lowering *l, const RangeVar *var)
{
    struct name name = lower_range_var(l, var);
    bool information = str_equal(name.schema, STR("information_schema"));
    bool catalog = name.schema.len == 0 || str_equal(name.schema, STR("pg_catalog"));
    for (size_t i = 0; i < sizeof source_tables / sizeof *source_tables; i++) {
        const struct source_table *source = &source_tables[i];
        bool of_catalog = str_starts_with(str_from(source->table), STR("pg_"));
        if (!(of_catalog ? catalog : information)) continue;
        if (str_equal(name.name, str_from(source->table))) return source;
    }
    return NULL;
}

/* -- WHERE ------------------------------------------------------------------------------------- */

struct reading {
    const struct lowering *l;
    const struct source_table *source;
    struct guard *guard;
};

static struct str column_of(const struct lowering *l, const Node *node)
{
    if (node == NULL || !IsA(node, ColumnRef)) return STR("");
    return lower_last_name(l, LOWER_AS(ColumnRef, node)->fields);
}

/* A string constant, also as `'t'::regclass`. */
static bool constant_of(const struct lowering *l, const Node *node, struct str *text)
{
    if (node != NULL && IsA(node, TypeCast)) node = LOWER_AS(TypeCast, node)->arg;
    if (node == NULL || !IsA(node, A_Const)) return false;
    const A_Const *constant = LOWER_AS(A_Const, node);
    if (constant->isnull || !IsA(&constant->val, String)) return false;
    *text = lower_str(l, constant->val.sval.sval);
    return true;
}

static bool is_column(struct str column, const char *name)
{
    return name != NULL && str_equal(column, str_from(name));
}

/* `relname = 'orders'`; false where the condition is another one. */
static bool read_equality(struct reading *reading, struct str column, struct str text)
{
    struct guard *guard = reading->guard;
    if (is_column(column, reading->source->name)) {
        guard->name.name = text;
    } else if (is_column(column, reading->source->schema)) {
        guard->name.schema = text;
        if (reading->source->of_table != NULL) guard->table.schema = text;
    } else if (is_column(column, reading->source->of_table)) {
        struct name table = lower_name_in_text(reading->l, text);
        guard->table.name = table.name;
        if (table.schema.len > 0) guard->table.schema = table.schema;
    } else {
        return is_about_kind(column);
    }
    return true;
}

static bool read_condition(struct reading *reading, const Node *node)
{
    if (!IsA(node, A_Expr)) return false;
    const A_Expr *expr = LOWER_AS(A_Expr, node);
    if (expr->kind != AEXPR_OP || !str_equal(lower_last_name(reading->l, expr->name), STR("="))) {
        return false;
    }
    struct str left = column_of(reading->l, expr->lexpr);
    struct str right = column_of(reading->l, expr->rexpr);
    if (left.len > 0 && right.len > 0) return true; /* of a join */
    struct str text;
    if (left.len > 0 && constant_of(reading->l, expr->rexpr, &text)) {
        return read_equality(reading, left, text);
    }
    return right.len > 0 && constant_of(reading->l, expr->lexpr, &text) &&
           read_equality(reading, right, text);
}

static bool read_where(struct reading *reading, const Node *where)
{
    if (where == NULL) return false;
    if (!IsA(where, BoolExpr)) return read_condition(reading, where);
    const BoolExpr *all = LOWER_AS(BoolExpr, where);
    if (all->boolop != AND_EXPR) return false;
    for (int i = 0; i < list_length(all->args); i++) {
        if (!read_condition(reading, list_nth(all->args, i))) return false;
    }
    return true;
}

/* -- FROM -------------------------------------------------------------------------------------- */

/* The first relation tells of what; joined to it may be what names its schema or table. */
static const Node *first_of(const Node *from)
{
    for (int depth = 0; from != NULL && IsA(from, JoinExpr) && depth < 4; depth++) {
        from = LOWER_AS(JoinExpr, from)->larg;
    }
    return from;
}

static const struct guard *guard_of(const struct lowering *l, const SelectStmt *query, bool wants)
{
    if (query->op != SETOP_NONE || list_length(query->fromClause) != 1) return NULL;
    if (query->groupClause != NIL || query->havingClause != NULL) return NULL;
    const Node *from = first_of(linitial(query->fromClause));
    if (from == NULL || !IsA(from, RangeVar)) return NULL;
    struct guard *guard = ARENA_NEW(l->arena, struct guard);
    struct reading reading = {l, find_source(l, LOWER_AS(RangeVar, from)), guard};
    if (reading.source == NULL || !read_where(&reading, query->whereClause)) return NULL;
    guard->wants = wants;
    guard->kind = reading.source->kind;
    return guard->name.name.len == 0 ? NULL : guard;
}

const struct guard *lower_guard(const struct lowering *l, struct str condition)
{
    const Node *node = sql_evaluated(sql_evaluation(l->arena, condition));
    bool wants = true;
    if (node != NULL && IsA(node, BoolExpr) && LOWER_AS(BoolExpr, node)->boolop == NOT_EXPR) {
        wants = false;
        node = linitial(LOWER_AS(BoolExpr, node)->args);
    }
    if (node == NULL || !IsA(node, SubLink)) return NULL;
    const SubLink *link = LOWER_AS(SubLink, node);
    if (link->subLinkType != EXISTS_SUBLINK || !IsA(link->subselect, SelectStmt)) return NULL;
    return guard_of(l, LOWER_AS(SelectStmt, link->subselect), wants);
}
