/* Functions, triggers, policies and rules as SQL. */
#include "schema/print_parts.h"

/* -- functions --------------------------------------------------------------------------------- */

static const char *mode_words(char mode)
{
    switch (mode) {
    case 'o':
        return "OUT ";
    case 'b':
        return "INOUT ";
    case 'v':
        return "VARIADIC ";
    default:
        return "";
    }
}

static void put_argument(struct sql_text *sql, const struct argument *argument)
{
    put(sql, mode_words(argument->mode));
    if (argument->name.len > 0) {
        put_word(sql, argument->name);
        put(sql, " ");
    }
    put_type(sql, &argument->type);
    if (!argument->has_default) return;
    put(sql, " DEFAULT ");
    put_expression(sql, &argument->default_value);
}

static void put_arguments(struct sql_text *sql, const struct function_details *details,
                          bool of_table)
{
    size_t count = 0;
    put(sql, "(");
    for (size_t i = 0; i < details->argument_count; i++) {
        if ((details->arguments[i].mode == 't') != of_table) continue;
        if (count++ > 0) put(sql, ", ");
        put_argument(sql, &details->arguments[i]);
    }
    put(sql, ")");
}

static void put_returns(struct sql_text *sql, const struct function_details *details)
{
    if (details->returns_table) {
        put(sql, "\nRETURNS TABLE ");
        put_arguments(sql, details, true);
    } else if (details->returns.name.name.len > 0) {
        put(sql, "\nRETURNS ");
        put_type(sql, &details->returns);
    }
}

static void put_attributes(struct sql_text *sql, const struct catalog_object *function,
                           const struct function_details *details)
{
    if (details->window) put(sql, " WINDOW");
    if (function->volatility == 'i') put(sql, " IMMUTABLE");
    if (function->volatility == 's') put(sql, " STABLE");
    if (details->leakproof) put(sql, " LEAKPROOF");
    if (details->strict) put(sql, " STRICT");
    if (function->security_definer) put(sql, " SECURITY DEFINER");
    if (details->parallel == 's') put(sql, " PARALLEL SAFE");
    if (details->parallel == 'r') put(sql, " PARALLEL RESTRICTED");
    if (details->cost.len > 0) put_format(sql, " COST " STR_FMT, STR_ARG(details->cost));
    if (details->rows.len > 0) put_format(sql, " ROWS " STR_FMT, STR_ARG(details->rows));
    if (details->support.len > 0) put_format(sql, " SUPPORT " STR_FMT, STR_ARG(details->support));
}

/* search_path is a list of names; what is joined by commas elsewhere is one value as well. */
static void put_path(struct sql_text *sql, struct str value)
{
    if (value.len == 0) put(sql, "''");
    for (size_t at = 0; at < value.len;) {
        size_t end = str_find(value, STR(","), at);
        if (end == SIZE_MAX) end = value.len;
        if (at > 0) put(sql, ", ");
        put_word(sql, str_trim(str_slice(value, at, end)));
        at = end + 1;
    }
}

static void put_setting(struct sql_text *sql, const struct named_value *setting)
{
    put(sql, "\nSET ");
    put_str(sql, setting->name);
    if (str_equal(setting->value, STR("FROM CURRENT"))) {
        put(sql, " FROM CURRENT");
        return;
    }
    put(sql, " TO ");
    if (str_equal(setting->name, STR("search_path")))
        put_path(sql, setting->value);
    else
        put_literal(sql, setting->value);
}

void put_function(struct sql_text *sql, const struct catalog_object *function)
{
    const struct change *made = function->function;
    const struct function_details *details = made->function.details;
    put(sql, function->kind == OBJ_PROCEDURE ? "CREATE PROCEDURE " : "CREATE FUNCTION ");
    put_name(sql, function->name);
    put_arguments(sql, details, false);
    put_returns(sql, details);
    put(sql, "\nLANGUAGE ");
    put_word(sql, made->function.language.len == 0 ? STR("sql") : made->function.language);
    put_attributes(sql, function, details);
    for (size_t i = 0; i < details->set.len; i++) put_setting(sql, &details->set.at[i]);
    put(sql, made->function.sql_body ? "\n" : "\nAS ");
    if (made->function.sql_body)
        put_str(sql, made->function.body);
    else
        put_body(sql, made->function.body);
}

/* -- triggers ---------------------------------------------------------------------------------- */

static void put_event(struct sql_text *sql, bool on, const char *words, size_t *count)
{
    if (!on) return;
    put(sql, (*count)++ == 0 ? " " : " OR ");
    put(sql, words);
}

static void put_events(struct sql_text *sql, const struct catalog_trigger *trigger)
{
    const struct change *made = trigger->definition;
    size_t count = 0;
    put(sql, made->trigger.timing == 'b'   ? " BEFORE"
             : made->trigger.timing == 'a' ? " AFTER"
                                           : " INSTEAD OF");
    put_event(sql, made->trigger.on_insert, "INSERT", &count);
    put_event(sql, made->trigger.on_delete, "DELETE", &count);
    put_event(sql, made->trigger.on_update, "UPDATE", &count);
    if (made->trigger.on_update && trigger->update_of.len > 0) {
        put(sql, " OF ");
        put_words(sql, &trigger->update_of);
    }
    put_event(sql, made->trigger.on_truncate, "TRUNCATE", &count);
}

static void put_transition_tables(struct sql_text *sql, const struct change *made)
{
    if (made->trigger.old_table.len + made->trigger.new_table.len == 0) return;
    put(sql, "\nREFERENCING");
    if (made->trigger.old_table.len > 0) {
        put(sql, " OLD TABLE AS ");
        put_word(sql, made->trigger.old_table);
    }
    if (made->trigger.new_table.len > 0) {
        put(sql, " NEW TABLE AS ");
        put_word(sql, made->trigger.new_table);
    }
}

void put_trigger(struct sql_text *sql, const struct catalog_trigger *trigger)
{
    const struct change *made = trigger->definition;
    put(sql, made->trigger.constraint_trigger ? "CREATE CONSTRAINT TRIGGER " : "CREATE TRIGGER ");
    put_word(sql, trigger->name);
    put_events(sql, trigger);
    put(sql, " ON ");
    put_name(sql, trigger->table->name);
    if (made->trigger.from.name.len > 0) {
        put(sql, " FROM ");
        put_name(sql, made->trigger.from);
    }
    if (made->trigger.deferrable) put(sql, " DEFERRABLE");
    if (made->trigger.initially_deferred) put(sql, " INITIALLY DEFERRED");
    put_transition_tables(sql, made);
    put(sql, made->trigger.for_each_row ? "\nFOR EACH ROW" : "\nFOR EACH STATEMENT");
    if (trigger->when.text.len > 0) {
        put(sql, " WHEN ");
        put_parenthesized(sql, &trigger->when);
    }
    put(sql, " EXECUTE FUNCTION ");
    put_name(sql, trigger->function);
    put(sql, "(");
    for (size_t i = 0; i < made->trigger.arguments.len; i++) {
        if (i > 0) put(sql, ", ");
        put_literal(sql, made->trigger.arguments.at[i]);
    }
    put(sql, ")");
}

/* -- policies ---------------------------------------------------------------------------------- */

static const char *command_words(char command)
{
    switch (command) {
    case 'r':
        return " FOR SELECT";
    case 'a':
        return " FOR INSERT";
    case 'w':
        return " FOR UPDATE";
    case 'd':
        return " FOR DELETE";
    default:
        return "";
    }
}

/* These stand for a role and are no names. */
static bool is_role_keyword(struct str role)
{
    return str_equal(role, STR("public")) || str_equal(role, STR("current_user")) ||
           str_equal(role, STR("session_user")) || str_equal(role, STR("current_role"));
}

static void put_roles(struct sql_text *sql, const struct str_list *roles)
{
    if (roles->len == 0 || (roles->len == 1 && str_equal(roles->at[0], STR("public")))) return;
    put(sql, " TO ");
    for (size_t i = 0; i < roles->len; i++) {
        if (i > 0) put(sql, ", ");
        if (is_role_keyword(roles->at[i]))
            put_str(sql, roles->at[i]);
        else
            put_word(sql, roles->at[i]);
    }
}

void put_policy(struct sql_text *sql, const struct catalog_policy *policy)
{
    put(sql, "CREATE POLICY ");
    put_word(sql, policy->name);
    put(sql, " ON ");
    put_name(sql, policy->table->name);
    if (!policy->permissive) put(sql, " AS RESTRICTIVE");
    put(sql, command_words(policy->command));
    put_roles(sql, &policy->roles);
    if (policy->has_using) {
        put(sql, "\n    USING ");
        put_parenthesized(sql, &policy->using);
    }
    if (policy->has_check) {
        put(sql, "\n    WITH CHECK ");
        put_parenthesized(sql, &policy->check);
    }
}

/* -- rules ------------------------------------------------------------------------------------- */

static const char *rule_event(char event)
{
    switch (event) {
    case 'i':
        return "INSERT";
    case 'u':
        return "UPDATE";
    case 'd':
        return "DELETE";
    default:
        return "SELECT";
    }
}

void put_rule(struct sql_text *sql, const struct catalog_rule *rule)
{
    const struct change *made = rule->definition;
    put(sql, "CREATE RULE ");
    put_word(sql, rule->name);
    put_format(sql, " AS ON %s TO ", rule_event(made->rule.event));
    put_name(sql, rule->table->name);
    if (rule->where.text.len > 0) {
        put(sql, " WHERE ");
        put_expression(sql, &rule->where);
    }
    put(sql, made->rule.instead ? " DO INSTEAD " : " DO ALSO ");
    if (made->rule.nothing)
        put(sql, "NOTHING");
    else
        put_str(sql, rule->text);
}
