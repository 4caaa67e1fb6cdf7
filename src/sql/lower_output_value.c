/* Expressions as what their type depends on. */
#include "sql/lower_output.h"

#include <errno.h>
#include <stdlib.h>

static const struct value unread = {.kind = VALUE_UNREAD};

static struct value *new_value(const struct output_reader *r, enum value_kind kind)
{
    struct value *value = ARENA_NEW(r->l->arena, struct value);
    value->kind = kind;
    return value;
}

static void add(struct output_reader *r, struct value *value, const void *node)
{
    const struct value *argument = output_value(r, node);
    VEC_PUSH(r->l->arena, &value->of, argument);
}

static void add_all(struct output_reader *r, struct value *value, const List *nodes)
{
    for (int i = 0; i < list_length(nodes); i++) add(r, value, list_nth(nodes, i));
}

static const struct value *typed(const struct output_reader *r, const char *type)
{
    struct value *value = new_value(r, VALUE_TYPED);
    value->type.name.name = str_from(type);
    return value;
}

static const struct value *of_one(struct output_reader *r, enum value_kind kind, const void *node)
{
    struct value *value = new_value(r, kind);
    add(r, value, node);
    return value;
}

const struct value *output_choice(const struct output_reader *r, struct value_list among)
{
    struct value *value = new_value(r, VALUE_CHOICE);
    value->of = among;
    return value;
}

/* -- constants --------------------------------------------------------------------------------- */

/* make_const(): int4, int8 or numeric, whatever the number fits in. */
static const char *number_type(const char *digits)
{
    char *end = NULL;
    errno = 0;
    long long number = strtoll(digits, &end, 10);
    if (errno != 0 || *end != '\0') return "numeric";
    return number >= INT32_MIN && number <= INT32_MAX ? "int4" : "int8";
}

static const struct value *constant(const struct output_reader *r, const A_Const *node)
{
    if (node->isnull) return new_value(r, VALUE_UNDECIDED);
    switch (nodeTag(&node->val.node)) {
    case T_Integer:
        return typed(r, "int4");
    case T_Float:
        return typed(r, number_type(node->val.fval.fval));
    case T_Boolean:
        return typed(r, "bool");
    case T_BitString:
        return typed(r, "bit");
    case T_String:
        return new_value(r, VALUE_UNDECIDED);
    default:
        return &unread;
    }
}

static const struct value *value_function(const struct output_reader *r,
                                          const SQLValueFunction *function)
{
    static const char *const types[] = {
        [SVFOP_CURRENT_DATE] = "date",
        [SVFOP_CURRENT_TIME] = "timetz",
        [SVFOP_CURRENT_TIME_N] = "timetz",
        [SVFOP_CURRENT_TIMESTAMP] = "timestamptz",
        [SVFOP_CURRENT_TIMESTAMP_N] = "timestamptz",
        [SVFOP_LOCALTIME] = "time",
        [SVFOP_LOCALTIME_N] = "time",
        [SVFOP_LOCALTIMESTAMP] = "timestamp",
        [SVFOP_LOCALTIMESTAMP_N] = "timestamp",
    };
    struct value *value = new_value(r, VALUE_TYPED);
    size_t op = (size_t)function->op;
    value->type.name.name = str_from(op < sizeof types / sizeof *types ? types[op] : "name");
    if (function->typmod >= 0) {
        value->type.typmods[0] = function->typmod;
        value->type.typmod_count = 1;
    }
    return value;
}

/* -- columns ----------------------------------------------------------------------------------- */

static struct str field(const struct output_reader *r, const List *fields, int n)
{
    const Node *node = n < 0 ? NULL : list_nth(fields, n);
    return node != NULL && IsA(node, String) ? lower_str(r->l, LOWER_AS(String, node)->sval)
                                             : STR("");
}

static const struct value *column(const struct output_reader *r, const ColumnRef *ref)
{
    int last = list_length(ref->fields) - 1;
    bool star = IsA(list_nth(ref->fields, last), A_Star);
    struct value *value = new_value(r, star ? VALUE_STAR : VALUE_COLUMN);
    value->part = field(r, ref->fields, last);
    value->at = UINT32_MAX;
    if (ref->location >= 0 && lower_at(r->l, ref->location) >= r->start) {
        value->at = lower_at(r->l, ref->location) - r->start;
    }
    value->name = (struct name){field(r, ref->fields, last - 2), field(r, ref->fields, last - 1)};
    return value;
}

/* Subscripts that follow each other are one: an element, or with a colon in any an array. */
static const struct value *subscripts(const struct output_reader *r, const struct value *of,
                                      const List *steps, int *at)
{
    bool slice = false;
    for (; *at < list_length(steps) && IsA(list_nth(steps, *at), A_Indices); ++*at) {
        slice = slice || LOWER_AS(A_Indices, list_nth(steps, *at))->is_slice;
    }
    struct value *value = new_value(r, slice ? VALUE_SAME : VALUE_ELEMENT);
    VEC_PUSH(r->l->arena, &value->of, of);
    return value;
}

/* `a[1]`, `(row).field`, `(row).*` */
static const struct value *indirection(struct output_reader *r, const A_Indirection *node)
{
    const struct value *value = output_value(r, node->arg);
    for (int i = 0; i < list_length(node->indirection);) {
        const Node *step = list_nth(node->indirection, i);
        if (IsA(step, A_Indices)) {
            value = subscripts(r, value, node->indirection, &i);
            continue;
        }
        struct value *part = new_value(r, IsA(step, A_Star) ? VALUE_STAR : VALUE_FIELD);
        part->part = field(r, node->indirection, i++);
        VEC_PUSH(r->l->arena, &part->of, value);
        value = part;
    }
    return value;
}

/* -- calls and the like ------------------------------------------------------------------------ */

static const struct value *call(struct output_reader *r, const FuncCall *node)
{
    struct value *value = new_value(r, VALUE_CALL);
    value->name = lower_name_list(r->l, node->funcname);
    if (str_equal(value->name.schema, STR("pg_catalog"))) value->name.schema = STR("");
    value->variadic = node->func_variadic;
    for (int i = 0; i < list_length(node->args); i++) {
        const Node *argument = list_nth(node->args, i);
        bool named = IsA(argument, NamedArgExpr);
        value->named = value->named || named;
        add(r, value, named ? (const Node *)LOWER_AS(NamedArgExpr, argument)->arg : argument);
    }
    for (int i = 0; node->agg_within_group && i < list_length(node->agg_order); i++) {
        add(r, value, LOWER_AS(SortBy, list_nth(node->agg_order, i))->node);
    }
    return value;
}

/* IN, BETWEEN, LIKE, IS DISTINCT FROM and the like are true or false. */
static const struct value *operation(struct output_reader *r, const A_Expr *node)
{
    if (node->kind != AEXPR_OP && node->kind != AEXPR_NULLIF) return typed(r, "bool");
    bool nullif = node->kind == AEXPR_NULLIF;
    struct value *value = new_value(r, nullif ? VALUE_NULLIF : VALUE_OPERATOR);
    value->name = lower_name_list(r->l, node->name);
    if (node->lexpr != NULL) add(r, value, node->lexpr);
    add(r, value, node->rexpr);
    return value;
}

/* ELSE counts first; without one it is NULL (transformCaseExpr). */
static const struct value *cases(struct output_reader *r, const CaseExpr *node)
{
    struct value *value = new_value(r, VALUE_CHOICE);
    if (node->defresult != NULL) {
        add(r, value, node->defresult);
    } else {
        const struct value *null = new_value(r, VALUE_UNDECIDED);
        VEC_PUSH(r->l->arena, &value->of, null);
    }
    for (int i = 0; i < list_length(node->args); i++) {
        add(r, value, LOWER_AS(CaseWhen, list_nth(node->args, i))->result);
    }
    return value;
}

static const struct value *of_all(struct output_reader *r, enum value_kind kind, const List *nodes)
{
    struct value *value = new_value(r, kind);
    add_all(r, value, nodes);
    return value;
}

static const struct value *sub_link(struct output_reader *r, const SubLink *link)
{
    bool array = link->subLinkType == ARRAY_SUBLINK;
    if (!array && link->subLinkType != EXPR_SUBLINK) return typed(r, "bool");
    struct value *value = new_value(r, array ? VALUE_QUERY_ARRAY : VALUE_QUERY);
    value->query = output_query(r, link->subselect);
    return value;
}

/* `interval '3' day` has its fields behind the literal: as words behind the type they are the same.
 * The numbers are those of INTERVAL_MASK() (utils/timestamp.h). */
static struct str interval_words(struct arena *arena, const struct type_name *type)
{
    static const struct {
        int32_t mask;
        const char *words;
    } fields[] = {
        {0x4, " year"},
        {0x2, " month"},
        {0x8, " day"},
        {0x400, " hour"},
        {0x800, " minute"},
        {0x1000, " second"},
        {0x6, " year to month"},
        {0x408, " day to hour"},
        {0xc08, " day to minute"},
        {0x1c08, " day to second"},
        {0xc00, " hour to minute"},
        {0x1c00, " hour to second"},
        {0x1800, " minute to second"},
    };
    const char *words = "";
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].mask == type->typmods[0]) words = fields[i].words;
    }
    if (type->typmod_count < 2) return str_format(arena, "interval%s", words);
    return str_format(arena, "interval%s(%d)", words, (int)type->typmods[1]);
}

static const struct value *cast(struct output_reader *r, const TypeCast *node)
{
    struct value *value = new_value(r, VALUE_CAST);
    value->type = lower_type(r->l, node->typeName);
    if (value->type.typmod_count > 0 && str_equal(value->type.name.name, STR("interval"))) {
        value->type.text = interval_words(r->l->arena, &value->type);
    }
    add(r, value, node->arg);
    return value;
}

static const struct value *xml_text(const struct output_reader *r, const XmlSerialize *node)
{
    struct value *value = new_value(r, VALUE_TYPED);
    value->type = lower_type(r->l, node->typeName);
    return value;
}

static const struct value *collated(struct output_reader *r, const CollateClause *node)
{
    struct value *value = new_value(r, VALUE_COLLATED);
    value->name = lower_name_list(r->l, node->collname);
    add(r, value, node->arg);
    return value;
}

static const struct value *read(struct output_reader *r, const Node *node)
{
    switch (nodeTag(node)) {
    case T_A_Const:
        return constant(r, LOWER_AS(A_Const, node));
    case T_ColumnRef:
        return column(r, LOWER_AS(ColumnRef, node));
    case T_A_Indirection:
        return indirection(r, LOWER_AS(A_Indirection, node));
    case T_TypeCast:
        return cast(r, LOWER_AS(TypeCast, node));
    case T_CollateClause:
        return collated(r, LOWER_AS(CollateClause, node));
    case T_FuncCall:
        return call(r, LOWER_AS(FuncCall, node));
    case T_A_Expr:
        return operation(r, LOWER_AS(A_Expr, node));
    case T_CaseExpr:
        return cases(r, LOWER_AS(CaseExpr, node));
    case T_CoalesceExpr:
        return of_all(r, VALUE_CHOICE, LOWER_AS(CoalesceExpr, node)->args);
    case T_MinMaxExpr:
        return of_all(r, VALUE_CHOICE, LOWER_AS(MinMaxExpr, node)->args);
    case T_A_ArrayExpr:
        return of_all(r, VALUE_ARRAY, LOWER_AS(A_ArrayExpr, node)->elements);
    case T_SubLink:
        return sub_link(r, LOWER_AS(SubLink, node));
    case T_SQLValueFunction:
        return value_function(r, LOWER_AS(SQLValueFunction, node));
    case T_XmlSerialize:
        return xml_text(r, LOWER_AS(XmlSerialize, node));
    case T_XmlExpr:
        return typed(r, LOWER_AS(XmlExpr, node)->op == IS_DOCUMENT ? "bool" : "xml");
    case T_BoolExpr:
    case T_NullTest:
    case T_BooleanTest:
        return typed(r, "bool");
    case T_GroupingFunc:
        return typed(r, "int4");
    case T_NamedArgExpr:
        return of_one(r, VALUE_SAME, LOWER_AS(NamedArgExpr, node)->arg);
    default:
        return &unread;
    }
}

const struct value *output_value(struct output_reader *r, const Node *node)
{
    if (node == NULL || !output_enter(r)) return &unread;
    const struct value *value = read(r, node);
    output_leave(r);
    return value;
}
