/* What PostgreSQL calls a column that has no AS. */
#include "sql/lower_output.h"

/* A name that holds; or one that only counts when nothing further inside has one. */
struct found {
    const char *name; /* NULL: none */
    const SubLink *query;
    const Node *inside; /* to go on with; NULL: that is all */
    bool weak;
};

static const char *value_function(const SQLValueFunction *function)
{
    switch (function->op) {
    case SVFOP_CURRENT_DATE:
        return "current_date";
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N:
        return "current_time";
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N:
        return "current_timestamp";
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N:
        return "localtime";
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N:
        return "localtimestamp";
    case SVFOP_CURRENT_ROLE:
        return "current_role";
    case SVFOP_CURRENT_USER:
        return "current_user";
    case SVFOP_USER:
        return "user";
    case SVFOP_SESSION_USER:
        return "session_user";
    case SVFOP_CURRENT_CATALOG:
        return "current_catalog";
    case SVFOP_CURRENT_SCHEMA:
        return "current_schema";
    }
    return NULL;
}

static const char *xml_function(const XmlExpr *xml)
{
    static const char *const names[] = {
        [IS_XMLCONCAT] = "xmlconcat", [IS_XMLELEMENT] = "xmlelement", [IS_XMLFOREST] = "xmlforest",
        [IS_XMLPARSE] = "xmlparse",   [IS_XMLPI] = "xmlpi",           [IS_XMLROOT] = "xmlroot",
    };
    return (size_t)xml->op < sizeof names / sizeof *names ? names[xml->op] : NULL;
}

static struct found sub_link(const SubLink *link)
{
    switch (link->subLinkType) {
    case EXISTS_SUBLINK:
        return (struct found){.name = "exists"};
    case ARRAY_SUBLINK:
        return (struct found){.name = "array"};
    case EXPR_SUBLINK:
        return (struct found){.query = link};
    default:
        return (struct found){0};
    }
}

static const char *last_field(const List *fields)
{
    for (int i = list_length(fields) - 1; i >= 0; i--) {
        const Node *field = list_nth(fields, i);
        if (IsA(field, String)) return LOWER_AS(String, field)->sval;
    }
    return NULL;
}

/* FigureColnameInternal(), one level of it. */
static struct found look(const Node *node)
{
    switch (nodeTag(node)) {
    case T_ColumnRef:
        return (struct found){.name = last_field(LOWER_AS(ColumnRef, node)->fields)};
    case T_A_Indirection: {
        const A_Indirection *indirection = LOWER_AS(A_Indirection, node);
        const char *field = last_field(indirection->indirection);
        return (struct found){.name = field, .inside = field == NULL ? indirection->arg : NULL};
    }
    case T_FuncCall:
        return (struct found){.name = last_field(LOWER_AS(FuncCall, node)->funcname)};
    case T_A_Expr:
        return (struct found){.name =
                                  LOWER_AS(A_Expr, node)->kind == AEXPR_NULLIF ? "nullif" : NULL};
    case T_TypeCast: {
        const TypeCast *cast = LOWER_AS(TypeCast, node);
        return (struct found){
            .name = last_field(cast->typeName->names), .inside = cast->arg, .weak = true};
    }
    case T_CollateClause:
        return (struct found){.inside = LOWER_AS(CollateClause, node)->arg};
    case T_GroupingFunc:
        return (struct found){.name = "grouping"};
    case T_SubLink:
        return sub_link(LOWER_AS(SubLink, node));
    case T_CaseExpr:
        return (struct found){
            .name = "case", .inside = (Node *)LOWER_AS(CaseExpr, node)->defresult, .weak = true};
    case T_A_ArrayExpr:
        return (struct found){.name = "array"};
    case T_RowExpr:
        return (struct found){.name = "row"};
    case T_CoalesceExpr:
        return (struct found){.name = "coalesce"};
    case T_MinMaxExpr:
        return (struct found){.name = LOWER_AS(MinMaxExpr, node)->op == IS_GREATEST ? "greatest"
                                                                                    : "least"};
    case T_SQLValueFunction:
        return (struct found){.name = value_function(LOWER_AS(SQLValueFunction, node))};
    case T_XmlExpr:
        return (struct found){.name = xml_function(LOWER_AS(XmlExpr, node))};
    case T_XmlSerialize:
        return (struct found){.name = "xmlserialize"};
    default:
        return (struct found){0};
    }
}

struct output_name output_name(const struct lowering *l, const Node *node)
{
    const char *otherwise = "?column?";
    for (bool has_weak = false; node != NULL;) {
        struct found found = look(node);
        if (found.query != NULL) return (struct output_name){.from = found.query};
        if (!found.weak && found.name != NULL) {
            return (struct output_name){.name = lower_str(l, found.name)};
        }
        if (found.weak && !has_weak) otherwise = found.name;
        has_weak = has_weak || found.weak;
        node = found.inside;
    }
    return (struct output_name){.name = lower_str(l, otherwise)};
}
