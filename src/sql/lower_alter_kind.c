/* What a subcommand of ALTER TABLE is called here. */
#include "sql/lower.h"

/* Kinds that depend on more are set apart. */
// NOLINTNEXTLINE(readability-function-size): a flat switch
static enum change_kind kind_of(AlterTableType type)
{
    switch (type) {
    case AT_AddColumn:
        return CHANGE_ADD_COLUMN;
    case AT_DropColumn:
        return CHANGE_DROP_COLUMN;
    case AT_AlterColumnType:
        return CHANGE_ALTER_COLUMN_TYPE;
    case AT_ColumnDefault:
        return CHANGE_SET_DEFAULT;
    case AT_DropNotNull:
        return CHANGE_DROP_NOT_NULL;
    case AT_SetNotNull:
        return CHANGE_SET_NOT_NULL;
    case AT_DropExpression:
        return CHANGE_DROP_EXPRESSION;
    case AT_SetStatistics:
        return CHANGE_SET_STATISTICS;
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_AlterColumnGenericOptions:
        return CHANGE_SET_COLUMN_OPTIONS;
    case AT_SetStorage:
        return CHANGE_SET_STORAGE;
    case AT_SetCompression:
        return CHANGE_SET_COMPRESSION;
    case AT_AddIdentity:
        return CHANGE_ADD_IDENTITY;
    case AT_SetIdentity:
        return CHANGE_SET_IDENTITY;
    case AT_DropIdentity:
        return CHANGE_DROP_IDENTITY;
    case AT_AddConstraint:
        return CHANGE_ADD_CONSTRAINT;
    case AT_AlterConstraint:
        return CHANGE_ALTER_CONSTRAINT;
    case AT_ValidateConstraint:
        return CHANGE_VALIDATE_CONSTRAINT;
    case AT_DropConstraint:
        return CHANGE_DROP_CONSTRAINT;
    case AT_ChangeOwner:
        return CHANGE_SET_OWNER;
    case AT_ClusterOn:
        return CHANGE_CLUSTER_ON;
    case AT_DropCluster:
        return CHANGE_SET_WITHOUT_CLUSTER;
    case AT_SetLogged:
        return CHANGE_SET_LOGGED;
    case AT_SetUnLogged:
        return CHANGE_SET_UNLOGGED;
    case AT_SetAccessMethod:
        return CHANGE_SET_ACCESS_METHOD;
    case AT_SetTableSpace:
        return CHANGE_SET_TABLESPACE;
    case AT_SetRelOptions:
    case AT_ResetRelOptions:
    case AT_ReplaceRelOptions:
    case AT_DropOids:
        return CHANGE_SET_TABLE_OPTIONS;
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
        return CHANGE_ENABLE_TRIGGER;
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
        return CHANGE_DISABLE_TRIGGER;
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule:
        return CHANGE_ENABLE_RULE;
    case AT_DisableRule:
        return CHANGE_DISABLE_RULE;
    case AT_AddInherit:
        return CHANGE_INHERIT;
    case AT_DropInherit:
        return CHANGE_NO_INHERIT;
    case AT_AddOf:
        return CHANGE_OF_TYPE;
    case AT_DropOf:
        return CHANGE_NOT_OF_TYPE;
    case AT_ReplicaIdentity:
        return CHANGE_REPLICA_IDENTITY;
    case AT_EnableRowSecurity:
        return CHANGE_ENABLE_ROW_SECURITY;
    case AT_DisableRowSecurity:
        return CHANGE_DISABLE_ROW_SECURITY;
    case AT_ForceRowSecurity:
        return CHANGE_FORCE_ROW_SECURITY;
    case AT_NoForceRowSecurity:
        return CHANGE_NO_FORCE_ROW_SECURITY;
    case AT_GenericOptions:
        return CHANGE_ALTER_FOREIGN_OPTIONS;
    case AT_AttachPartition:
        return CHANGE_ATTACH_PARTITION;
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
        return CHANGE_DETACH_PARTITION;
    default:
        return CHANGE_OTHER;
    }
}

enum change_kind lower_alter_kind(const AlterTableCmd *cmd, ObjectType objtype)
{
    if (objtype == OBJECT_TYPE) {
        if (cmd->subtype == AT_AddColumn) return CHANGE_ADD_ATTRIBUTE;
        if (cmd->subtype == AT_DropColumn) return CHANGE_DROP_ATTRIBUTE;
        if (cmd->subtype == AT_AlterColumnType) return CHANGE_ALTER_ATTRIBUTE_TYPE;
    }
    if (cmd->subtype == AT_AttachPartition && objtype == OBJECT_INDEX) return CHANGE_ATTACH_INDEX;
    if (cmd->subtype == AT_ColumnDefault && cmd->def == NULL) return CHANGE_DROP_DEFAULT;
    return kind_of(cmd->subtype);
}
