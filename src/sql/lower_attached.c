/* Triggers, rules and policies of tables; functions, statistics, and objects known by name only. */
#include "sql/lower.h"

/* -- triggers, rules, policies ----------------------------------------------------------------- */

static struct change *add_on_table(struct lowering *l, enum change_kind kind,
                                   enum object_kind object, const RangeVar *table, const char *name)
{
    struct change *change = lower_add_object(l, kind, object, lower_plain_name(l, name));
    lower_target(l, change, table);
    change->only = false;
    return change;
}

static void lower_trigger(struct lowering *l, const CreateTrigStmt *stmt)
{
    struct change *change =
        add_on_table(l, CHANGE_CREATE_TRIGGER, OBJ_TRIGGER, stmt->relation, stmt->trigname);
    change->at = range_head(l->sql, l->at, "OR REPLACE CONSTRAINT TRIGGER");
    change->or_replace = stmt->replace;
    change->trigger.function = lower_name_list(l, stmt->funcname);
    change->trigger.constraint_trigger = stmt->isconstraint;
    change->trigger.initially_deferred = stmt->initdeferred;
}

static void lower_rule(struct lowering *l, const RuleStmt *stmt)
{
    struct change *change =
        add_on_table(l, CHANGE_CREATE_RULE, OBJ_RULE, stmt->relation, stmt->rulename);
    change->at = range_head(l->sql, l->at, "OR REPLACE RULE");
    change->or_replace = stmt->replace;
}

/* -- functions, statistics, publications ------------------------------------------------------- */

static void lower_alter_function(struct lowering *l, const AlterFunctionStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_ALTER_FUNCTION, lower_object_kind(stmt->objtype),
                         lower_name_list(l, stmt->func->objname));
    lower_head(l, change, "FUNCTION PROCEDURE ROUTINE");
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
}

static bool named(struct lowering *l, enum change_kind kind, enum object_kind object,
                  struct name name, bool if_exists, bool if_not_exists)
{
    struct change *change = lower_add_object(l, kind, object, name);
    change->if_exists = if_exists;
    change->if_not_exists = if_not_exists;
    return true;
}

static bool lower_other_object(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_AlterStatsStmt:
        return named(l, CHANGE_ALTER_STATISTICS, OBJ_STATISTICS,
                     lower_name_list(l, LOWER_AS(AlterStatsStmt, node)->defnames),
                     LOWER_AS(AlterStatsStmt, node)->missing_ok, false);
    case T_AlterTypeStmt:
        return named(l, CHANGE_ALTER_TYPE, OBJ_TYPE,
                     lower_name_list(l, LOWER_AS(AlterTypeStmt, node)->typeName), false, false);
    case T_AlterExtensionStmt:
        return named(l, CHANGE_ALTER_EXTENSION, OBJ_EXTENSION,
                     lower_plain_name(l, LOWER_AS(AlterExtensionStmt, node)->extname), false,
                     false);
    case T_AlterExtensionContentsStmt:
        return named(l, CHANGE_ALTER_EXTENSION, OBJ_EXTENSION,
                     lower_plain_name(l, LOWER_AS(AlterExtensionContentsStmt, node)->extname),
                     false, false);
    case T_CreateEventTrigStmt:
        return named(l, CHANGE_CREATE_EVENT_TRIGGER, OBJ_EVENT_TRIGGER,
                     lower_plain_name(l, LOWER_AS(CreateEventTrigStmt, node)->trigname), false,
                     false);
    case T_AlterEventTrigStmt:
        return named(l, CHANGE_ALTER_EVENT_TRIGGER, OBJ_EVENT_TRIGGER,
                     lower_plain_name(l, LOWER_AS(AlterEventTrigStmt, node)->trigname), false,
                     false);
    case T_CreateCastStmt:
        return named(l, CHANGE_CREATE_CAST, OBJ_CAST, lower_plain_name(l, NULL), false, false);
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
    case T_CreateRangeStmt:
        named(l, CHANGE_CREATE_TYPE, OBJ_TYPE,
              lower_name_list(l, LOWER_AS(CreateRangeStmt, node)->typeName), false, false);
        l->changes.at[l->changes.len - 1].create_type.kind = 'r';
        return true;
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
        add_on_table(l, CHANGE_CREATE_POLICY, OBJ_POLICY, LOWER_AS(CreatePolicyStmt, node)->table,
                     LOWER_AS(CreatePolicyStmt, node)->policy_name);
        return true;
    case T_AlterPolicyStmt:
        add_on_table(l, CHANGE_ALTER_POLICY, OBJ_POLICY, LOWER_AS(AlterPolicyStmt, node)->table,
                     LOWER_AS(AlterPolicyStmt, node)->policy_name);
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
