#include "sql/constant_text.h"

#include <string.h>

/* Calls in calls. Chains of `||` lean to the left and are no nesting. */
enum { DEEPEST = 16, MOST_TEXT = 1024 * 1024 };

struct constant {
    bool known;
    bool is_null;
    struct str text;
};

static struct constant evaluate(struct constant_scope *scope, const Node *node, int depth);

static struct constant text_constant(struct str text)
{
    return (struct constant){.known = true, .text = text};
}

/* -- quoting ----------------------------------------------------------------------------------- */

struct bytes {
    char *at;
    size_t len, cap;
};

static void append(const struct lowering *l, struct bytes *bytes, struct str s)
{
    for (size_t i = 0; i < s.len; i++) VEC_PUSH(l->arena, bytes, s.at[i]);
}

/* Quotes are always put: the name is the same. */
static void append_quoted(const struct lowering *l, struct bytes *bytes, struct str s, char quote)
{
    VEC_PUSH(l->arena, bytes, quote);
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == quote) VEC_PUSH(l->arena, bytes, quote);
        VEC_PUSH(l->arena, bytes, s.at[i]);
    }
    VEC_PUSH(l->arena, bytes, quote);
}

/* PostgreSQL's quote_literal() writes E'...' where there is a backslash. */
static void append_literal(const struct lowering *l, struct bytes *bytes, struct str s)
{
    bool backslash = s.len > 0 && memchr(s.at, '\\', s.len) != NULL;
    if (backslash) append(l, bytes, STR(" E"));
    struct bytes doubled = {0};
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '\\') VEC_PUSH(l->arena, &doubled, '\\');
        VEC_PUSH(l->arena, &doubled, s.at[i]);
    }
    append_quoted(l, bytes, (struct str){doubled.at, doubled.len}, '\'');
}

/* -- format() ---------------------------------------------------------------------------------- */

struct format {
    struct constant_scope *scope;
    const List *arguments; /* the format itself is the first */
    size_t next;           /* argument */
    struct bytes out;
    int depth;
};

/* `3$` behind the `%`; leaves [at] behind it, or where it was. */
static size_t position(struct str text, size_t *at)
{
    size_t n = *at;
    size_t number = 0;
    while (n < text.len && text.at[n] >= '0' && text.at[n] <= '9' && number < 1000) {
        number = number * 10 + (size_t)(text.at[n++] - '0');
    }
    if (n == *at || n >= text.len || text.at[n] != '$') return 0;
    *at = n + 1;
    return number;
}

/* One `%...`, [at] behind the sign. Widths are left unread, and the text then unknown. */
static bool append_specifier(struct format *format, struct str text, size_t *at)
{
    if (*at < text.len && text.at[*at] == '%') {
        VEC_PUSH(format->scope->l->arena, &format->out, '%');
        ++*at;
        return true;
    }
    size_t number = position(text, at);
    if (number != 0) format->next = number;
    if (*at >= text.len || format->next >= (size_t)list_length(format->arguments)) return false;
    char type = text.at[(*at)++];
    struct constant value =
        evaluate(format->scope, list_nth(format->arguments, (int)format->next++), format->depth);
    const struct lowering *l = format->scope->l;
    if (!value.known) return false;
    if (type == 's') {
        append(l, &format->out, value.text);
    } else if (type == 'I' && !value.is_null) {
        append_quoted(l, &format->out, value.text, '"');
    } else if (type == 'L' && value.is_null) {
        append(l, &format->out, STR("NULL"));
    } else if (type == 'L') {
        append_literal(l, &format->out, value.text);
    } else {
        return false;
    }
    return true;
}

static struct constant evaluate_format(struct constant_scope *scope, const List *arguments,
                                       int depth)
{
    struct constant unknown = {0};
    const struct lowering *l = scope->l;
    struct constant text = evaluate(scope, linitial(arguments), depth);
    if (!text.known || text.is_null) return unknown;
    struct format format = {.scope = scope, .arguments = arguments, .next = 1, .depth = depth};
    for (size_t at = 0; at < text.text.len;) {
        char c = text.text.at[at++];
        if (c != '%') {
            VEC_PUSH(l->arena, &format.out, c);
        } else if (!append_specifier(&format, text.text, &at) || format.out.len > MOST_TEXT) {
            return unknown;
        }
    }
    return text_constant((struct str){format.out.at, format.out.len});
}

/* -- expressions ------------------------------------------------------------------------------- */

static struct constant session_constant(struct constant_scope *scope, struct str name)
{
    scope->of_session = true;
    return text_constant(name);
}

static struct constant evaluate_call(struct constant_scope *scope, const FuncCall *call, int depth)
{
    struct constant unknown = {0};
    const struct lowering *l = scope->l;
    struct str name = lower_last_name(l, call->funcname);
    if (str_equal(name, STR("current_database"))) {
        return session_constant(scope, CURRENT_DATABASE_NAME);
    }
    if (call->args == NIL || call->func_variadic) return unknown;
    if (str_equal(name, STR("format"))) return evaluate_format(scope, call->args, depth);
    bool identifier = str_equal(name, STR("quote_ident"));
    bool nullable = str_equal(name, STR("quote_nullable"));
    if (!identifier && !nullable && !str_equal(name, STR("quote_literal"))) return unknown;
    struct constant value = evaluate(scope, linitial(call->args), depth);
    if (!value.known) return unknown;
    if (value.is_null) return nullable ? text_constant(STR("NULL")) : value;
    struct bytes bytes = {0};
    if (identifier) append_quoted(l, &bytes, value.text, '"');
    if (!identifier) append_literal(l, &bytes, value.text);
    return text_constant((struct str){bytes.at, bytes.len});
}

static bool is_concatenation(const Node *node)
{
    if (!IsA(node, A_Expr)) return false;
    const A_Expr *expression = LOWER_AS(A_Expr, node);
    return expression->kind == AEXPR_OP && expression->lexpr != NULL && expression->rexpr != NULL &&
           list_length(expression->name) == 1 &&
           strcmp(LOWER_AS(String, linitial(expression->name))->sval, "||") == 0;
}

/* `a || b || c`, a tree that leans to the left. */
static struct constant evaluate_concatenation(struct constant_scope *scope, const Node *node,
                                              int depth)
{
    struct str_list parts = {0};
    struct constant none = {0};
    size_t bytes = 0;
    for (bool more = true; more;) {
        more = is_concatenation(node);
        const Node *part = more ? LOWER_AS(A_Expr, node)->rexpr : node;
        if (more) node = LOWER_AS(A_Expr, node)->lexpr;
        struct constant value = evaluate(scope, part, depth);
        bytes += value.text.len;
        if (!value.known || value.is_null || bytes > MOST_TEXT) return none;
        lower_push_str(scope->l, &parts, value.text);
    }
    for (size_t i = 0; i < parts.len / 2; i++) {
        struct str swapped = parts.at[i];
        parts.at[i] = parts.at[parts.len - 1 - i];
        parts.at[parts.len - 1 - i] = swapped;
    }
    return text_constant(str_join(scope->l->arena, parts.at, parts.len, STR("")));
}

static bool is_text_type(const struct lowering *l, const TypeName *type)
{
    struct str name = lower_last_name(l, type->names);
    return type->arrayBounds == NIL && type->typmods == NIL &&
           (str_equal(name, STR("text")) || str_equal(name, STR("varchar")));
}

/* `t`, or `r.t` of a record. */
static struct constant evaluate_variable(const struct constant_scope *scope, const ColumnRef *ref)
{
    struct constant unknown = {0};
    size_t count = (size_t)list_length(ref->fields);
    if (scope->bindings == NULL || count > 2) return unknown;
    if (!IsA(linitial(ref->fields), String) || !IsA(llast(ref->fields), String)) return unknown;
    struct str variable = lower_str(scope->l, LOWER_AS(String, linitial(ref->fields))->sval);
    struct str column = count == 2 ? lower_last_name(scope->l, ref->fields) : STR("");
    for (size_t i = scope->bindings->len; i-- > 0;) {
        const struct binding *binding = &scope->bindings->at[i];
        if (!str_equal(binding->variable, variable)) continue;
        if (binding->column.len > 0 && column.len > 0 && !str_equal(binding->column, column)) {
            continue;
        }
        return text_constant(binding->value);
    }
    return unknown;
}

static bool is_current_user(const SQLValueFunction *function)
{
    return function->op == SVFOP_CURRENT_USER || function->op == SVFOP_CURRENT_ROLE ||
           function->op == SVFOP_USER || function->op == SVFOP_SESSION_USER;
}

static struct constant evaluate_literal(const struct constant_scope *scope, const Node *node)
{
    const A_Const *constant = LOWER_AS(A_Const, node);
    if (constant->isnull) return (struct constant){.known = true, .is_null = true, .text = STR("")};
    bool text = IsA(&constant->val.node, String) || IsA(&constant->val.node, Integer);
    return text ? text_constant(lower_node_text(scope->l, node)) : (struct constant){0};
}

static struct constant evaluate_known(struct constant_scope *scope, const Node *node, int depth)
{
    struct constant unknown = {0};
    while (node != NULL && IsA(node, TypeCast) &&
           is_text_type(scope->l, LOWER_AS(TypeCast, node)->typeName)) {
        node = LOWER_AS(TypeCast, node)->arg;
    }
    if (node == NULL || depth == DEEPEST) return unknown;
    if (IsA(node, FuncCall)) return evaluate_call(scope, LOWER_AS(FuncCall, node), depth + 1);
    if (is_concatenation(node)) return evaluate_concatenation(scope, node, depth + 1);
    if (IsA(node, ColumnRef)) return evaluate_variable(scope, LOWER_AS(ColumnRef, node));
    if (IsA(node, SQLValueFunction)) {
        const SQLValueFunction *function = LOWER_AS(SQLValueFunction, node);
        if (is_current_user(function)) return session_constant(scope, CURRENT_USER_NAME);
        if (function->op != SVFOP_CURRENT_CATALOG) return unknown;
        return session_constant(scope, CURRENT_DATABASE_NAME);
    }
    return IsA(node, A_Const) ? evaluate_literal(scope, node) : unknown;
}

static struct constant evaluate(struct constant_scope *scope, const Node *node, int depth)
{
    struct constant value = evaluate_known(scope, node, depth);
    if (value.known || !scope->guesses || depth == 0) return value;
    return text_constant(UNKNOWN_NAME);
}

bool constant_text(struct constant_scope *scope, const Node *node, struct str *text)
{
    struct constant value = evaluate(scope, node, 0);
    if (!value.known || value.is_null) return false;
    *text = str_copy(scope->l->arena, value.text);
    return true;
}
