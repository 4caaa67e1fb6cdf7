#include "sql/lower_mentions.h"

#include <string.h>

/* -- the body's place in the text ---------------------------------------------------------------
 */

/* The string constant behind the first top-level AS, or, for DO, the first string at all. */
static struct token find_body(const struct lowering *l, bool after_as)
{
    struct walk walk = walk_from(l->sql, l->at);
    bool wanted = !after_as;
    while (walk_next(&walk)) {
        bool string = walk.token.kind == TOKEN_STRING || walk.token.kind == TOKEN_DOLLAR_STRING;
        if (wanted && string) return walk.token;
        if (after_as) wanted = walk_at_top(&walk) && walk_is(&walk, "as");
    }
    return walk.token;
}

static void locate_body(const struct lowering *l, struct change *change, bool after_as)
{
    struct token token = find_body(l, after_as);
    if (token.kind == TOKEN_END || token.unterminated) return;
    bool dollar = token.kind == TOKEN_DOLLAR_STRING;
    uint32_t before = token.quote_len;
    uint32_t after = token.quote_len;
    if (!dollar) {
        before = l->sql.at[token.start] == '\'' ? 1 : 2;
        after = 1;
    }
    change->function.body_at = (struct range){token.start + before, token.end - after};
    change->function.body_is_verbatim =
        str_equal(range_text(l->sql, change->function.body_at), change->function.body);
}

static void push_body(const struct lowering *l, const struct change *change, struct str header,
                      struct mentions *reads)
{
    if (change->function.body.at == NULL) return; /* the grammar takes a function without one */
    struct body body = {
        .statement = l->number,
        .language = change->function.language,
        .text = change->function.body,
        .header = header,
        .reads = reads,
        .at = change->function.body_at,
        .verbatim = change->function.body_is_verbatim,
    };
    uint32_t start = body.at.start;
    body.backslashes = start >= 2 && (l->sql.at[start - 2] == 'e' || l->sql.at[start - 2] == 'E');
    VEC_PUSH(l->arena, l->bodies, body);
}

/* -- what the PL/pgSQL parser is told of a function -------------------------------------------- */

static const char *parameter_mode(FunctionParameterMode mode)
{
    switch (mode) {
    case FUNC_PARAM_OUT:
    case FUNC_PARAM_TABLE:
        return "OUT";
    case FUNC_PARAM_INOUT:
        return "INOUT";
    default:
        return "IN";
    }
}

/* Names and no types: libpg_query knows none. A parameter without a name is found as $1. */
static struct str parameter_header(const struct lowering *l, const FunctionParameter *parameter,
                                   int number)
{
    struct str name = str_format(l->arena, "$%d", number);
    if (parameter->name != NULL) name = str_from(parameter->name);
    struct {
        char *at;
        size_t len, cap;
    } bytes = {0};
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] == '"') VEC_PUSH(l->arena, &bytes, '"');
        VEC_PUSH(l->arena, &bytes, name.at[i]);
    }
    return str_format(l->arena, "%s \"" STR_FMT "\" int", parameter_mode(parameter->mode),
                      STR_ARG(((struct str){bytes.at, bytes.len})));
}

static struct str function_header(const struct lowering *l, const CreateFunctionStmt *stmt)
{
    struct str_list parameters = {0};
    bool setof = stmt->returnType != NULL && stmt->returnType->setof;
    for (int i = 0; i < list_length(stmt->parameters); i++) {
        const FunctionParameter *parameter =
            LOWER_AS(FunctionParameter, list_nth(stmt->parameters, i));
        lower_push_str(l, &parameters, parameter_header(l, parameter, i + 1));
    }
    struct str returns = STR("void");
    if (stmt->returnType != NULL && !setof) {
        struct str type = lower_last_name(l, stmt->returnType->names);
        bool special = str_equal(type, STR("trigger")) || str_equal(type, STR("event_trigger"));
        returns = special ? type : STR("int");
    }
    if (setof) returns = STR("SETOF record");
    struct str list = str_join(l->arena, parameters.at, parameters.len, STR(", "));
    return str_format(l->arena, "CREATE FUNCTION f(" STR_FMT ") RETURNS " STR_FMT, STR_ARG(list),
                      STR_ARG(returns));
}

/* -- CREATE FUNCTION --------------------------------------------------------------------------- */

static void lower_set_clause(const struct lowering *l, const VariableSetStmt *set,
                             struct change *change, struct function_details *details)
{
    struct named_value value = {.name = lower_str(l, set->name)};
    if (set->kind == VAR_RESET_ALL) value.name = STR("all");
    if (set->kind == VAR_SET_CURRENT) value.value = STR("FROM CURRENT");
    if (set->kind == VAR_RESET || set->kind == VAR_SET_DEFAULT) value.value = STR("DEFAULT");
    if (set->kind == VAR_SET_VALUE) value.value = lower_joined_values(l, set->args);
    VEC_PUSH(l->arena, &details->set, value);
    if (set->name != NULL && strcmp(set->name, "search_path") == 0) {
        change->function.sets_search_path = true;
    }
}

/* `AS 'body'`, or `AS 'object_file', 'symbol'` for C. */
static void lower_body(const struct lowering *l, const Node *as, struct change *change)
{
    if (as != NULL && IsA(as, List)) as = linitial(LOWER_AS(List, as));
    change->function.body = lower_node_text(l, as);
}

/* What only the details say. */
static void lower_attribute(const struct lowering *l, const DefElem *option,
                            struct function_details *details)
{
    struct str value = lower_node_text(l, option->arg);
    bool on = str_equal(value, STR("true"));
    if (strcmp(option->defname, "strict") == 0) {
        details->strict = on;
        details->not_strict = !on;
    } else if (strcmp(option->defname, "leakproof") == 0) {
        details->leakproof = on;
        details->not_leakproof = !on;
    } else if (strcmp(option->defname, "window") == 0) {
        details->window = on;
    } else if (strcmp(option->defname, "parallel") == 0) {
        details->parallel = value.len > 0 ? str_lower(l->arena, value).at[0] : '\0';
    } else if (strcmp(option->defname, "cost") == 0) {
        details->cost = value;
    } else if (strcmp(option->defname, "rows") == 0) {
        details->rows = value;
    } else if (strcmp(option->defname, "support") == 0) {
        details->support = name_text(l->arena, lower_any_name(l, option->arg));
    }
}

static void lower_function_option(const struct lowering *l, const DefElem *option,
                                  struct change *change, struct function_details *details)
{
    if (strcmp(option->defname, "language") == 0) {
        change->function.language = str_lower(l->arena, lower_node_text(l, option->arg));
    } else if (strcmp(option->defname, "as") == 0) {
        lower_body(l, option->arg, change);
    } else if (strcmp(option->defname, "volatility") == 0) {
        struct str volatility = lower_node_text(l, option->arg);
        change->function.volatility = volatility.len > 0 ? volatility.at[0] : '\0';
    } else if (strcmp(option->defname, "security") == 0) {
        change->function.security_definer = str_equal(lower_node_text(l, option->arg), STR("true"));
        details->security_invoker = !change->function.security_definer;
    } else if (strcmp(option->defname, "set") == 0 && option->arg != NULL) {
        lower_set_clause(l, LOWER_AS(VariableSetStmt, option->arg), change, details);
    } else {
        lower_attribute(l, option, details);
    }
}

void lower_function_options(const struct lowering *l, const List *options, struct change *change)
{
    struct function_details *details = ARENA_NEW(l->arena, struct function_details);
    change->function.details = details;
    for (int i = 0; i < list_length(options); i++) {
        lower_function_option(l, LOWER_AS(DefElem, list_nth(options, i)), change, details);
    }
}

static char argument_mode(FunctionParameterMode mode)
{
    switch (mode) {
    case FUNC_PARAM_OUT:
        return 'o';
    case FUNC_PARAM_INOUT:
        return 'b';
    case FUNC_PARAM_VARIADIC:
        return 'v';
    case FUNC_PARAM_TABLE:
        return 't';
    case FUNC_PARAM_IN:
    case FUNC_PARAM_DEFAULT:
        break;
    }
    return 'i';
}

static struct range default_range(const struct lowering *l, const struct argument *argument,
                                  const FunctionParameter *parameter)
{
    if (parameter->argType->location < 0) return (struct range){0, 0};
    uint32_t start = lower_at(l, parameter->argType->location) + (uint32_t)argument->type.text.len;
    struct range item = range_item(l->sql, (struct range){start, l->at.end});
    struct walk walk = walk_from(l->sql, item); /* DEFAULT or `=` */
    if (!walk_next(&walk)) return item;
    return range_trim(l->sql, (struct range){walk.token.end, item.end});
}

static void lower_arguments(const struct lowering *l, const List *parameters, struct change *change,
                            struct function_details *details)
{
    struct str_list types = {0};
    details->argument_count = (size_t)list_length(parameters);
    details->arguments = arena_array(l->arena, details->argument_count, sizeof *details->arguments);
    for (int i = 0; i < list_length(parameters); i++) {
        const FunctionParameter *parameter = LOWER_AS(FunctionParameter, list_nth(parameters, i));
        struct argument *argument = &details->arguments[i];
        argument->name = lower_str(l, parameter->name);
        argument->mode = argument_mode(parameter->mode);
        argument->type = lower_type(l, parameter->argType);
        if (parameter->defexpr != NULL) {
            argument->has_default = true;
            argument->default_value =
                lower_expression(l, parameter->defexpr, default_range(l, argument, parameter));
        }
        if (argument->mode == 't') details->returns_table = true;
        if (argument->mode == 'o' || argument->mode == 't') continue;
        lower_push_str(l, &types, lower_type_words(l, parameter->argType));
    }
    change->function.argument_types = str_join(l->arena, types.at, types.len, STR(", "));
}

static void lower_sql_body(const struct lowering *l, const Node *body, struct change *change,
                           struct function_details *details)
{
    struct mentions *mentions = ARENA_NEW(l->arena, struct mentions);
    lower_mentions(l, body, NULL, mentions);
    details->reads = mentions;
    struct range rest = {change->table_at.end, l->at.end};
    struct range text = range_from_word(l->sql, rest, "return");
    struct range atomic = range_from_word(l->sql, rest, "begin");
    if (IsA(body, List)) text = atomic;
    change->function.body = range_text(l->sql, text);
    change->function.body_at = text;
}

void lower_create_function(struct lowering *l, const CreateFunctionStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CREATE_FUNCTION);
    change->object = stmt->is_procedure ? OBJ_PROCEDURE : OBJ_FUNCTION;
    change->object_name = lower_name_list(l, stmt->funcname);
    change->name = change->object_name.name;
    change->or_replace = stmt->replace;
    change->at = range_head(l->sql, l->at, "OR REPLACE FUNCTION PROCEDURE");
    change->table_at = range_name(l->sql, change->at.end, l->at.end);
    lower_function_options(l, stmt->options, change);
    struct function_details *details =
        (struct function_details *)(uintptr_t)change->function.details;
    lower_arguments(l, stmt->parameters, change, details);
    if (stmt->returnType != NULL) {
        details->returns = lower_type(l, stmt->returnType);
        change->function.return_type = lower_type_words(l, stmt->returnType);
        change->function.returns_trigger =
            str_equal(lower_last_name(l, stmt->returnType->names), STR("trigger"));
    }
    change->function.sql_body = stmt->sql_body != NULL;
    if (change->function.language.len == 0) change->function.language = STR("sql");
    if (change->function.sql_body) {
        lower_sql_body(l, stmt->sql_body, change, details);
        return;
    }
    locate_body(l, change, true);
    struct mentions *reads = ARENA_NEW(l->arena, struct mentions); /* filled when it is checked */
    details->reads = reads;
    push_body(l, change, function_header(l, stmt), reads);
}

void lower_do(struct lowering *l, const DoStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_DO);
    change->at = range_head(l->sql, l->at, "");
    change->function.language = STR("plpgsql");
    struct function_details details = {0};
    for (int i = 0; i < list_length(stmt->args); i++) {
        lower_function_option(l, LOWER_AS(DefElem, list_nth(stmt->args, i)), change, &details);
    }
    locate_body(l, change, false);
    push_body(l, change, STR("CREATE FUNCTION inline_code_block() RETURNS void"), NULL);
    struct change block = *change; /* the list grows */
    lower_do_body(l, &block);
}
