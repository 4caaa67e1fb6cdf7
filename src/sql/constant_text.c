#include "sql/constant_text.h"

#include <string.h>

/* Calls in calls. Chains of `||` lean to the left and are no nesting. */
enum { DEEPEST = 16, MOST_TEXT = 1024 * 1024 };

struct constant {
    bool known;
    bool is_null;
    struct str text;
};

static struct constant evaluate(const struct lowering *l, const Node *node, int depth);

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
    const struct lowering *l;
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
        VEC_PUSH(format->l->arena, &format->out, '%');
        ++*at;
        return true;
    }
    size_t number = position(text, at);
    if (number != 0) format->next = number;
    if (*at >= text.len || format->next >= (size_t)list_length(format->arguments)) return false;
    char type = text.at[(*at)++];
    struct constant value =
        evaluate(format->l, list_nth(format->arguments, (int)format->next++), format->depth);
    if (!value.known) return false;
    if (type == 's') {
        append(format->l, &format->out, value.text);
    } else if (type == 'I' && !value.is_null) {
        append_quoted(format->l, &format->out, value.text, '"');
    } else if (type == 'L' && value.is_null) {
        append(format->l, &format->out, STR("NULL"));
    } else if (type == 'L') {
        append_literal(format->l, &format->out, value.text);
    } else {
        return false;
    }
    return true;
}

static struct constant evaluate_format(const struct lowering *l, const List *arguments, int depth)
{
    struct constant unknown = {0};
    struct constant text = evaluate(l, linitial(arguments), depth);
    if (!text.known || text.is_null) return unknown;
    struct format format = {.l = l, .arguments = arguments, .next = 1, .depth = depth};
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

static struct constant evaluate_call(const struct lowering *l, const FuncCall *call, int depth)
{
    struct constant unknown = {0};
    struct str name = lower_last_name(l, call->funcname);
    if (call->args == NIL || call->func_variadic) return unknown;
    if (str_equal(name, STR("format"))) return evaluate_format(l, call->args, depth);
    bool identifier = str_equal(name, STR("quote_ident"));
    bool nullable = str_equal(name, STR("quote_nullable"));
    if (!identifier && !nullable && !str_equal(name, STR("quote_literal"))) return unknown;
    struct constant value = evaluate(l, linitial(call->args), depth);
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
static struct constant evaluate_concatenation(const struct lowering *l, const Node *node, int depth)
{
    struct str_list parts = {0};
    struct constant none = {0};
    size_t bytes = 0;
    for (bool more = true; more;) {
        more = is_concatenation(node);
        const Node *part = more ? LOWER_AS(A_Expr, node)->rexpr : node;
        if (more) node = LOWER_AS(A_Expr, node)->lexpr;
        struct constant value = evaluate(l, part, depth);
        bytes += value.text.len;
        if (!value.known || value.is_null || bytes > MOST_TEXT) return none;
        lower_push_str(l, &parts, value.text);
    }
    for (size_t i = 0; i < parts.len / 2; i++) {
        struct str swapped = parts.at[i];
        parts.at[i] = parts.at[parts.len - 1 - i];
        parts.at[parts.len - 1 - i] = swapped;
    }
    return text_constant(str_join(l->arena, parts.at, parts.len, STR("")));
}

static bool is_text_type(const struct lowering *l, const TypeName *type)
{
    struct str name = lower_last_name(l, type->names);
    return type->arrayBounds == NIL && type->typmods == NIL &&
           (str_equal(name, STR("text")) || str_equal(name, STR("varchar")));
}

static struct constant evaluate(const struct lowering *l, const Node *node, int depth)
{
    struct constant unknown = {0};
    while (node != NULL && IsA(node, TypeCast) &&
           is_text_type(l, LOWER_AS(TypeCast, node)->typeName)) {
        node = LOWER_AS(TypeCast, node)->arg;
    }
    if (node == NULL || depth == DEEPEST) return unknown;
    if (IsA(node, FuncCall)) return evaluate_call(l, LOWER_AS(FuncCall, node), depth + 1);
    if (is_concatenation(node)) return evaluate_concatenation(l, node, depth + 1);
    if (!IsA(node, A_Const)) return unknown;
    const A_Const *constant = LOWER_AS(A_Const, node);
    if (constant->isnull) return (struct constant){.known = true, .is_null = true, .text = STR("")};
    bool text = IsA(&constant->val.node, String) || IsA(&constant->val.node, Integer);
    return text ? text_constant(lower_node_text(l, node)) : unknown;
}

bool constant_text(const struct lowering *l, const Node *node, struct str *text)
{
    struct constant value = evaluate(l, node, 0);
    if (!value.known || value.is_null) return false;
    *text = str_copy(l->arena, value.text);
    return true;
}
