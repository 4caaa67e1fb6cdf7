/* Triggers, rules and policies of tables; functions, statistics, and objects known by name only. */
#include "sql/lower_mentions.h"

#include "catalog/pg_trigger.h"

/* -- triggers, rules, policies ----------------------------------------------------------------- */

static struct change *add_on_table(struct lowering *l, enum change_kind kind,
                                   enum object_kind object, const RangeVar *table, const char *name)
{
    struct change *change = lower_add_object(l, kind, object, lower_plain_name(l, name));
    lower_target(l, change, table);
    change->only = false;
    return change;
}

static void lower_transitions(const struct lowering *l, const List *tables, struct change *change)
{
    for (int i = 0; i < list_length(tables); i++) {
        const TriggerTransition *table = LOWER_AS(TriggerTransition, list_nth(tables, i));
        struct str name = lower_str(l, table->name);
        if (table->isNew) change->trigger.new_table = name;
        if (!table->isNew) change->trigger.old_table = name;
    }
}

static void lower_when(const struct lowering *l, const CreateTrigStmt *stmt, struct change *change)
{
    if (stmt->whenClause == NULL) return;
    struct range rest = {change->table_at.end, l->at.end};
    struct range when = range_clause(l->sql, rest, "when", "execute");
    when = range_in_parentheses(l->sql, when);
    change->trigger.when = lower_expression(l, stmt->whenClause, when);
    const struct mentions *mentions = change->trigger.when.mentions;
    for (size_t i = 0; mentions != NULL && i < mentions->columns.len; i++) {
        lower_add_once(l, &change->trigger.when_columns, mentions->columns.at[i].column);
    }
}

static void lower_trigger(struct lowering *l, const CreateTrigStmt *stmt)
{
    struct change *change =
        add_on_table(l, CHANGE_CREATE_TRIGGER, OBJ_TRIGGER, stmt->relation, stmt->trigname);
    change->at = range_head(l->sql, l->at, "OR REPLACE CONSTRAINT TRIGGER");
    change->or_replace = stmt->replace;
    change->trigger.function = lower_name_list(l, stmt->funcname);
    change->trigger.constraint_trigger = stmt->isconstraint;
    change->trigger.deferrable = stmt->deferrable;
    change->trigger.initially_deferred = stmt->initdeferred;
    change->trigger.for_each_row = stmt->row;
    change->trigger.on_insert = TRIGGER_FOR_INSERT(stmt->events);
    change->trigger.on_update = TRIGGER_FOR_UPDATE(stmt->events);
    change->trigger.on_delete = TRIGGER_FOR_DELETE(stmt->events);
    change->trigger.on_truncate = TRIGGER_FOR_TRUNCATE(stmt->events);
    change->trigger.timing = TRIGGER_FOR_BEFORE(stmt->timing)    ? 'b'
                             : TRIGGER_FOR_INSTEAD(stmt->timing) ? 'i'
                                                                 : 'a';
    change->trigger.arguments = lower_str_list(l, stmt->args);
    change->trigger.update_of = lower_str_list(l, stmt->columns);
    change->trigger.from = lower_range_var(l, stmt->constrrel);
    lower_transitions(l, stmt->transitionRels, change);
    lower_when(l, stmt, change);
}

static char rule_event(CmdType event)
{
    switch (event) {
    case CMD_INSERT:
        return 'i';
    case CMD_UPDATE:
        return 'u';
    case CMD_DELETE:
        return 'd';
    default:
        return 's';
    }
}

/* Behind DO ALSO, DO INSTEAD or DO. */
static struct range rule_actions(const struct lowering *l, struct range rest)
{
    struct range actions = range_clause(l->sql, rest, "do", NULL);
    struct walk walk = walk_from(l->sql, actions);
    if (walk_next(&walk) && (walk_is(&walk, "also") || walk_is(&walk, "instead"))) {
        actions.start = walk.token.end;
    }
    return range_trim(l->sql, actions);
}

static void lower_rule(struct lowering *l, const RuleStmt *stmt)
{
    struct change *change =
        add_on_table(l, CHANGE_CREATE_RULE, OBJ_RULE, stmt->relation, stmt->rulename);
    change->at = range_head(l->sql, l->at, "OR REPLACE RULE");
    change->or_replace = stmt->replace;
    change->rule.event = rule_event(stmt->event);
    change->rule.instead = stmt->instead;
    change->rule.nothing = stmt->actions == NIL;
    struct range rest = {change->table_at.end, l->at.end};
    struct range where = range_clause(l->sql, rest, "where", "do");
    change->rule.where = lower_expression_of(l, stmt->whereClause, where, stmt->relation);
    change->rule.text = range_text(l->sql, rule_actions(l, rest));
    struct mentions *mentions = ARENA_NEW(l->arena, struct mentions);
    if (stmt->whereClause != NULL) lower_mentions(l, stmt->whereClause, NULL, mentions);
    for (int i = 0; i < list_length(stmt->actions); i++) {
        lower_mentions(l, list_nth(stmt->actions, i), NULL, mentions);
    }
    change->rule.mentions = mentions;
}

/* -- policies ---------------------------------------------------------------------------------- */

static void lower_policy_expressions(const struct lowering *l, const RangeVar *table,
                                     const Node *using, const Node *check, struct change *change)
{
    struct range rest = {change->table_at.end, l->at.end};
    if (using != NULL) {
        struct range at = range_clause(l->sql, rest, "using", NULL);
        change->policy.has_using = true;
        change->policy.using =
            lower_expression_of(l, using, range_in_parentheses(l->sql, at), table);
    }
    if (check == NULL) return;
    struct range at = range_clause(l->sql, rest, "check", NULL);
    change->policy.has_check = true;
    change->policy.check = lower_expression_of(l, check, range_in_parentheses(l->sql, at), table);
}

static char policy_command(const char *name)
{
    static const char *const commands[] = {"select", "insert", "update", "delete"};
    static const char letters[] = "rawd";
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i]) == 0) return letters[i];
    }
    return '*';
}

static void lower_create_policy(struct lowering *l, const CreatePolicyStmt *stmt)
{
    struct change *change =
        add_on_table(l, CHANGE_CREATE_POLICY, OBJ_POLICY, stmt->table, stmt->policy_name);
    change->policy.command = policy_command(stmt->cmd_name);
    change->policy.permissive = stmt->permissive;
    change->policy.roles = lower_roles(l, stmt->roles);
    lower_policy_expressions(l, stmt->table, stmt->qual, stmt->with_check, change);
}

static void lower_alter_policy(struct lowering *l, const AlterPolicyStmt *stmt)
{
    struct change *change =
        add_on_table(l, CHANGE_ALTER_POLICY, OBJ_POLICY, stmt->table, stmt->policy_name);
    change->policy.roles = lower_roles(l, stmt->roles);
    lower_policy_expressions(l, stmt->table, stmt->qual, stmt->with_check, change);
}

/* -- functions, statistics, publications ------------------------------------------------------- */

static void lower_alter_function(struct lowering *l, const AlterFunctionStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_ALTER_FUNCTION, lower_object_kind(stmt->objtype),
                         lower_name_list(l, stmt->func->objname));
    lower_head(l, change, "FUNCTION PROCEDURE ROUTINE");
    change->signature = lower_object_signature(l, LOWER_AS(Node, stmt->func));
    lower_function_options(l, stmt->actions, change);
}

static void lower_statistics(struct lowering *l, const CreateStatsStmt *stmt)
{
    struct change *change = lower_add_object(l, CHANGE_CREATE_STATISTICS, OBJ_STATISTICS,
                                             lower_name_list(l, stmt->defnames));
    change->at = range_head(l->sql, l->at, "STATISTICS");
    change->if_not_exists = stmt->if_not_exists;
    if (stmt->relations != NIL && IsA(linitial(stmt->relations), RangeVar)) {
        lower_target(l, change, LOWER_AS(RangeVar, linitial(stmt->relations)));
    }
    change->only = false;
    change->statistics.kinds = lower_str_list(l, stmt->stat_types);
    struct mentions *mentions = NULL;
    for (int i = 0; i < list_length(stmt->exprs); i++) {
        const StatsElem *element = LOWER_AS(StatsElem, list_nth(stmt->exprs, i));
        if (element->name != NULL) {
            lower_push_str(l, &change->statistics.columns, lower_str(l, element->name));
            continue;
        }
        if (mentions == NULL) mentions = ARENA_NEW(l->arena, struct mentions);
        lower_mentions(l, element->expr, NULL, mentions);
    }
    change->statistics.mentions = mentions;
}

static bool named(struct lowering *l, enum change_kind kind, enum object_kind object,
                  struct name name, bool if_exists, bool if_not_exists)
{
    struct change *change = lower_add_object(l, kind, object, name);
    change->if_exists = if_exists;
    change->if_not_exists = if_not_exists;
    return true;
}

static void lower_cast(struct lowering *l, const CreateCastStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_CREATE_CAST, OBJ_CAST, lower_plain_name(l, NULL));
    change->cast.source = lower_type(l, stmt->sourcetype);
    change->cast.target = lower_type(l, stmt->targettype);
    change->cast.inout = stmt->inout;
    if (stmt->func != NULL) change->cast.function = lower_name_list(l, stmt->func->objname);
    change->cast.context = stmt->context == COERCION_IMPLICIT     ? 'i'
                           : stmt->context == COERCION_ASSIGNMENT ? 'a'
                                                                  : 'e';
}

static void lower_event_trigger(struct lowering *l, const CreateEventTrigStmt *stmt)
{
    named(l, CHANGE_CREATE_EVENT_TRIGGER, OBJ_EVENT_TRIGGER, lower_plain_name(l, stmt->trigname),
          false, false);
    struct change *change = &l->changes.at[l->changes.len - 1];
    change->event_trigger.event = lower_str(l, stmt->eventname);
    change->event_trigger.function = lower_name_list(l, stmt->funcname);
}

static bool lower_other_object(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_AlterStatsStmt:
        return named(l, CHANGE_ALTER_STATISTICS, OBJ_STATISTICS,
                     lower_name_list(l, LOWER_AS(AlterStatsStmt, node)->defnames),
                     LOWER_AS(AlterStatsStmt, node)->missing_ok, false);
    case T_AlterExtensionStmt:
        return named(l, CHANGE_ALTER_EXTENSION, OBJ_EXTENSION,
                     lower_plain_name(l, LOWER_AS(AlterExtensionStmt, node)->extname), false,
                     false);
    case T_AlterExtensionContentsStmt:
        return named(l, CHANGE_ALTER_EXTENSION, OBJ_EXTENSION,
                     lower_plain_name(l, LOWER_AS(AlterExtensionContentsStmt, node)->extname),
                     false, false);
    case T_CreateEventTrigStmt:
        lower_event_trigger(l, LOWER_AS(CreateEventTrigStmt, node));
        return true;
    case T_AlterEventTrigStmt:
        return named(l, CHANGE_ALTER_EVENT_TRIGGER, OBJ_EVENT_TRIGGER,
                     lower_plain_name(l, LOWER_AS(AlterEventTrigStmt, node)->trigname), false,
                     false);
    case T_CreateCastStmt:
        lower_cast(l, LOWER_AS(CreateCastStmt, node));
        return true;
    case T_CreatePLangStmt:
        return named(l, CHANGE_CREATE_LANGUAGE, OBJ_LANGUAGE,
                     lower_plain_name(l, LOWER_AS(CreatePLangStmt, node)->plname), false, false);
    case T_CreateForeignServerStmt:
        return named(l, CHANGE_CREATE_FOREIGN_SERVER, OBJ_SERVER,
                     lower_plain_name(l, LOWER_AS(CreateForeignServerStmt, node)->servername),
                     false, LOWER_AS(CreateForeignServerStmt, node)->if_not_exists);
    case T_CreateUserMappingStmt:
        return named(l, CHANGE_CREATE_USER_MAPPING, OBJ_USER_MAPPING,
                     lower_plain_name(l, LOWER_AS(CreateUserMappingStmt, node)->servername), false,
                     LOWER_AS(CreateUserMappingStmt, node)->if_not_exists);
    case T_DropUserMappingStmt:
        return named(l, CHANGE_DROP_OBJECT, OBJ_USER_MAPPING,
                     lower_plain_name(l, LOWER_AS(DropUserMappingStmt, node)->servername),
                     LOWER_AS(DropUserMappingStmt, node)->missing_ok, false);
    case T_SecLabelStmt:
        return named(l, CHANGE_SECURITY_LABEL,
                     lower_object_kind(LOWER_AS(SecLabelStmt, node)->objtype),
                     lower_any_name(l, LOWER_AS(SecLabelStmt, node)->object), false, false);
    default:
        return lower_cluster_object(l, node);
    }
}

bool lower_attached(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_CreateTrigStmt:
        lower_trigger(l, LOWER_AS(CreateTrigStmt, node));
        return true;
    case T_RuleStmt:
        lower_rule(l, LOWER_AS(RuleStmt, node));
        return true;
    case T_CreatePolicyStmt:
        lower_create_policy(l, LOWER_AS(CreatePolicyStmt, node));
        return true;
    case T_AlterPolicyStmt:
        lower_alter_policy(l, LOWER_AS(AlterPolicyStmt, node));
        return true;
    case T_AlterFunctionStmt:
        lower_alter_function(l, LOWER_AS(AlterFunctionStmt, node));
        return true;
    case T_CreateStatsStmt:
        lower_statistics(l, LOWER_AS(CreateStatsStmt, node));
        return true;
    default:
        return lower_other_object(l, node);
    }
}
