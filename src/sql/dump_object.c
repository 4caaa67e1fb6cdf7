/* Functions, triggers, policies, domains, sequences, privileges and the rest. */
#include "sql/dump_fields.h"

static void dump_arguments(struct dump *dump, const struct function_details *details)
{
    if (details->argument_count == 0) return;
    dump_open_list(dump, "parameters");
    for (size_t i = 0; i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        dump_open_item(dump, "parameter", argument->name);
        if (dump->json != NULL) dump_str(dump, "name", argument->name);
        dump_char(dump, "mode", argument->mode);
        dump_type(dump, "type", argument->type);
        if (argument->has_default) dump_expression(dump, "default", argument->default_value);
        dump_close(dump);
    }
    dump_close_list(dump);
}

static void dump_details(struct dump *dump, const struct function_details *details)
{
    if (details == NULL) return;
    dump_arguments(dump, details);
    dump_bool(dump, "returns_table", details->returns_table);
    dump_bool(dump, "strict", details->strict);
    dump_bool(dump, "called_on_null_input", details->not_strict);
    dump_bool(dump, "leakproof", details->leakproof);
    dump_bool(dump, "not_leakproof", details->not_leakproof);
    dump_bool(dump, "window", details->window);
    dump_bool(dump, "security_invoker", details->security_invoker);
    dump_char(dump, "parallel", details->parallel);
    dump_str(dump, "cost", details->cost);
    dump_str(dump, "rows", details->rows);
    dump_str(dump, "support", details->support);
    dump_values(dump, "set", details->set);
    dump_mentions(dump, "reads", details->reads);
}

static void dump_function(struct dump *dump, const struct change *change)
{
    dump_str(dump, "language", change->function.language);
    dump_str(dump, "body", change->function.body);
    if (!change->function.body_is_verbatim) dump_range(dump, "body_at", change->function.body_at);
    dump_bool(dump, "body_is_verbatim", change->function.body_is_verbatim);
    dump_str(dump, "arguments", change->function.argument_types);
    dump_str(dump, "returns", change->function.return_type);
    dump_char(dump, "volatility", change->function.volatility);
    dump_bool(dump, "security_definer", change->function.security_definer);
    dump_bool(dump, "sets_search_path", change->function.sets_search_path);
    dump_bool(dump, "sql_body", change->function.sql_body);
    dump_bool(dump, "returns_trigger", change->function.returns_trigger);
    dump_details(dump, change->function.details);
}

static void dump_trigger(struct dump *dump, const struct change *change)
{
    dump_name(dump, "function", change->trigger.function);
    dump_char(dump, "timing", change->trigger.timing);
    dump_bool(dump, "on_insert", change->trigger.on_insert);
    dump_bool(dump, "on_update", change->trigger.on_update);
    dump_bool(dump, "on_delete", change->trigger.on_delete);
    dump_bool(dump, "on_truncate", change->trigger.on_truncate);
    dump_list(dump, "update_of", change->trigger.update_of);
    dump_bool(dump, "for_each_row", change->trigger.for_each_row);
    dump_expression(dump, "when", change->trigger.when);
    dump_list(dump, "when_columns", change->trigger.when_columns);
    dump_list(dump, "arguments", change->trigger.arguments);
    dump_bool(dump, "constraint_trigger", change->trigger.constraint_trigger);
    dump_name(dump, "from", change->trigger.from);
    dump_bool(dump, "deferrable", change->trigger.deferrable);
    dump_bool(dump, "initially_deferred", change->trigger.initially_deferred);
    dump_str(dump, "old_table", change->trigger.old_table);
    dump_str(dump, "new_table", change->trigger.new_table);
}

static void dump_rule(struct dump *dump, const struct change *change)
{
    dump_char(dump, "event", change->rule.event);
    dump_bool(dump, "instead", change->rule.instead);
    dump_bool(dump, "nothing", change->rule.nothing);
    dump_expression(dump, "where", change->rule.where);
    dump_str(dump, "text", change->rule.text);
    dump_mentions(dump, "mentions", change->rule.mentions);
}

static void dump_policy(struct dump *dump, const struct change *change)
{
    dump_char(dump, "command", change->policy.command);
    dump_bool(dump, "permissive", change->policy.permissive);
    dump_list(dump, "roles", change->policy.roles);
    if (change->policy.has_using) dump_expression(dump, "using", change->policy.using);
    if (change->policy.has_check) dump_expression(dump, "check", change->policy.check);
}

static void dump_domain(struct dump *dump, const struct change *change)
{
    dump_type(dump, "base", change->create_domain.base);
    dump_name(dump, "collation", change->create_domain.collation);
    dump_bool(dump, "not_null", change->create_domain.not_null);
    if (change->create_domain.has_default) {
        dump_expression(dump, "default", change->create_domain.default_value);
    }
    dump_constraints(dump, change->create_domain.constraints,
                     change->create_domain.constraint_count);
}

static void dump_alter_domain(struct dump *dump, const struct change *change)
{
    const struct constraint *constraint = &change->alter_domain.constraint;
    dump_str(dump, "action", change->alter_domain.action);
    const struct expression *value = change->alter_domain.default_value;
    if (value != NULL) dump_expression(dump, "default", *value);
    if (constraint->name.len > 0 || constraint->check.text.len > 0) {
        dump_constraints(dump, constraint, 1);
    }
}

static void dump_publication(struct dump *dump, const struct change *change)
{
    dump_char(dump, "action", change->publication.action);
    dump_bool(dump, "all_tables", change->publication.all_tables);
    dump_list(dump, "schemas", change->publication.schemas);
    dump_values(dump, "options", change->publication.options);
    if (change->publication.table_count == 0) return;
    dump_open_list(dump, "tables");
    for (size_t i = 0; i < change->publication.table_count; i++) {
        const struct published_table *table = &change->publication.tables[i];
        dump_open_item(dump, "table", name_text(dump->arena, table->table));
        if (dump->json != NULL) dump_name(dump, "name", table->table);
        dump_list(dump, "columns", table->columns);
        dump_expression(dump, "where", table->where);
        dump_close(dump);
    }
    dump_close_list(dump);
}

static void dump_privileges(struct dump *dump, const struct change *change)
{
    dump_list(dump, "privileges", change->grant.privileges);
    dump_list(dump, "columns", change->grant.columns);
    dump_list(dump, "grantees", change->grant.grantees);
    dump_bool(dump, "grant_option", change->grant.grant_option);
    dump_bool(dump, "all_in_schema", change->grant.all_in_schema);
    dump_list(dump, "for_roles", change->grant.for_roles);
    dump_list(dump, "in_schemas", change->grant.in_schemas);
}

static void dump_cast(struct dump *dump, const struct change *change)
{
    dump_type(dump, "source", change->cast.source);
    dump_type(dump, "target", change->cast.target);
    dump_name(dump, "function", change->cast.function);
    dump_bool(dump, "inout", change->cast.inout);
    dump_char(dump, "context", change->cast.context);
}

static bool dump_attached_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE_FUNCTION:
    case CHANGE_ALTER_FUNCTION:
    case CHANGE_DO:
        dump_function(dump, change);
        return true;
    case CHANGE_CREATE_TRIGGER:
        dump_trigger(dump, change);
        return true;
    case CHANGE_CREATE_RULE:
        dump_rule(dump, change);
        return true;
    case CHANGE_CREATE_POLICY:
    case CHANGE_ALTER_POLICY:
        dump_policy(dump, change);
        return true;
    case CHANGE_CREATE_STATISTICS:
        dump_list(dump, "kinds", change->statistics.kinds);
        dump_list(dump, "columns", change->statistics.columns);
        dump_mentions(dump, "expressions", change->statistics.mentions);
        return true;
    case CHANGE_COMMENT:
        dump_str(dump, "text", change->comment.text);
        dump_bool(dump, "removes", change->comment.removes);
        return true;
    case CHANGE_CREATE_PUBLICATION:
    case CHANGE_ALTER_PUBLICATION:
        dump_publication(dump, change);
        return true;
    default:
        return false;
    }
}

static bool dump_cluster_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_GRANT:
    case CHANGE_REVOKE:
    case CHANGE_GRANT_ROLE:
    case CHANGE_REVOKE_ROLE:
    case CHANGE_ALTER_DEFAULT_PRIVILEGES:
        dump_privileges(dump, change);
        return true;
    case CHANGE_CREATE_ROLE:
    case CHANGE_ALTER_ROLE:
    case CHANGE_ALTER_DATABASE:
    case CHANGE_CREATE_SCHEMA:
    case CHANGE_REASSIGN_OWNED:
    case CHANGE_DROP_OWNED:
        dump_bool(dump, "superuser", change->role.superuser);
        dump_bool(dump, "has_password", change->role.has_password);
        dump_str(dump, "variable", change->role.variable);
        dump_str(dump, "value", change->role.value);
        dump_list(dump, "names", change->role.names);
        return true;
    case CHANGE_CREATE_SUBSCRIPTION:
    case CHANGE_ALTER_SUBSCRIPTION:
        dump_bool(dump, "creates_slot", change->subscription.creates_slot);
        return true;
    case CHANGE_CREATE_EXTENSION:
    case CHANGE_CREATE_OPERATOR:
    case CHANGE_CREATE_COLLATION:
        dump_values(dump, "options", change->definition.options);
        return true;
    case CHANGE_CREATE_CAST:
        dump_cast(dump, change);
        return true;
    default:
        return false;
    }
}

static void dump_by_name(struct dump *dump, const struct change *change)
{
    struct str kind = str_from(change_kind_name(change->kind));
    if (str_starts_with(kind, STR("RENAME_")) || change->kind == CHANGE_SET_SCHEMA) {
        dump_str(dump, "new_schema", change->rename.new_name.schema);
        dump_str(dump, "new_name", change->rename.new_name.name);
        dump_range(dump, "new_name_at", change->rename.new_name_at);
    } else if (str_starts_with(kind, STR("DROP_")) && change->drop.names.len > 1) {
        dump_names(dump, "names", change->drop.names);
        dump_number(dump, "position", (int64_t)change->drop.position);
    }
}

bool dump_object_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_RENAME_ENUM_VALUE:
        dump_str(dump, "value", change->enum_value.value);
        dump_str(dump, "neighbour", change->enum_value.neighbour);
        dump_bool(dump, "after", change->enum_value.after);
        return true;
    case CHANGE_CREATE_DOMAIN:
        dump_domain(dump, change);
        return true;
    case CHANGE_ALTER_DOMAIN:
        dump_alter_domain(dump, change);
        return true;
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_ALTER_SEQUENCE:
        dump_bool(dump, "temporary", change->sequence.temporary);
        dump_bool(dump, "unlogged", change->sequence.unlogged);
        dump_sequence_options(dump, "sequence", change->sequence.options);
        return true;
    default:
        if (dump_attached_change(dump, change) || dump_cluster_change(dump, change)) return true;
        dump_by_name(dump, change);
        return true;
    }
}
