#include "sql/lower.h"

/* -- the parts --------------------------------------------------------------------------------- */

static struct range up_to_type(const struct lowering *l, const TypeName *type,
                               struct type_name lowered, struct range item)
{
    if (type == NULL || type->location < 0 || lowered.text.len == 0) return item;
    uint32_t end = lower_at(l, type->location) + (uint32_t)lowered.text.len;
    return (struct range){item.start, end < item.end ? end : item.end};
}

static void lower_add_column(struct lowering *l, const AlterTableCmd *cmd, struct change *change,
                             struct range item)
{
    const ColumnDef *def = LOWER_AS(ColumnDef, cmd->def);
    lower_column(l, def, &change->add_column);
    change->name = change->add_column.name;
    change->at = up_to_type(l, def->typeName, change->add_column.type, item);
}

static void lower_column_type(struct lowering *l, const AlterTableCmd *cmd, struct change *change,
                              struct range item)
{
    const ColumnDef *def = LOWER_AS(ColumnDef, cmd->def);
    change->column_type.type = lower_type(l, def->typeName);
    if (def->collClause != NULL) {
        change->column_type.collation_name = lower_name_list(l, def->collClause->collname);
        change->column_type.collation = change->column_type.collation_name.name;
    }
    change->at = up_to_type(l, def->typeName, change->column_type.type, item);
    if (def->raw_default == NULL) return;
    struct range rest = {change->at.end, item.end};
    change->column_type.using =
        lower_expression(l, def->raw_default, range_clause(l->sql, rest, "using", NULL));
}

static void lower_set_default(struct lowering *l, const AlterTableCmd *cmd, struct change *change,
                              struct range item)
{
    struct range value = range_clause(l->sql, item, "default", NULL);
    change->default_value = lower_expression(l, cmd->def, value);
}

/* Without the columns and conditions: `ADD CONSTRAINT a FOREIGN KEY`. */
static struct range before_parenthesis(struct str sql, struct range item)
{
    struct walk walk = walk_from(sql, item);
    struct range head = {item.start, item.start};
    while (walk_next(&walk) && walk.token.kind != TOKEN_OPEN) head.end = walk.token.end;
    return head;
}

static void lower_partition(struct lowering *l, const AlterTableCmd *cmd, struct change *change,
                            struct range item)
{
    const PartitionCmd *partition = LOWER_AS(PartitionCmd, cmd->def);
    change->concurrently = partition->concurrent;
    change->partition.partition = lower_range_var(l, partition->name);
    change->partition.finalize = cmd->subtype == AT_DetachPartitionFinalize;
    if (partition->name != NULL && partition->name->location >= 0) {
        change->partition.partition_at =
            range_name(l->sql, lower_at(l, partition->name->location), item.end);
        change->at.end = change->partition.partition_at.end;
    }
    if (change->concurrently || change->partition.finalize) change->at = item;
    if (partition->bound == NULL) return;
    change->partition.bound = lower_partition_bound(l, partition->bound);
    change->partition.is_default = partition->bound->is_default;
}

static void lower_parent(struct lowering *l, const AlterTableCmd *cmd, struct change *change)
{
    if (cmd->def == NULL || !IsA(cmd->def, RangeVar)) return;
    change->object_name = lower_range_var(l, LOWER_AS(RangeVar, cmd->def));
}

static void lower_identity(const struct lowering *l, const AlterTableCmd *cmd,
                           struct change *change)
{
    if (cmd->def == NULL) return;
    if (IsA(cmd->def, Constraint)) {
        const Constraint *identity = LOWER_AS(Constraint, cmd->def);
        change->identity.generated = identity->generated_when;
        change->identity.options = lower_sequence_options(l, identity->options);
        return;
    }
    change->identity.options = lower_sequence_options(l, LOWER_AS(List, cmd->def));
    change->identity.generated = change->identity.options->generated;
}

static void lower_replica_identity(const struct lowering *l, const AlterTableCmd *cmd,
                                   struct change *change)
{
    const ReplicaIdentityStmt *identity = LOWER_AS(ReplicaIdentityStmt, cmd->def);
    change->replica_identity.kind = identity->identity_type;
    change->replica_identity.index = lower_str(l, identity->name);
}

static char firing_state(AlterTableType type)
{
    switch (type) {
    case AT_EnableAlwaysTrig:
    case AT_EnableAlwaysRule:
        return 'a';
    case AT_EnableReplicaTrig:
    case AT_EnableReplicaRule:
        return 'r';
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
    case AT_DisableRule:
        return 'd';
    default:
        return 'o';
    }
}

static void lower_firing(const AlterTableCmd *cmd, struct change *change)
{
    change->firing.state = firing_state(cmd->subtype);
    change->firing.all = cmd->subtype == AT_EnableTrigAll || cmd->subtype == AT_DisableTrigAll;
    change->firing.user = cmd->subtype == AT_EnableTrigUser || cmd->subtype == AT_DisableTrigUser;
}

static void lower_option_change(const struct lowering *l, const AlterTableCmd *cmd,
                                struct change *change)
{
    change->options.reset = cmd->subtype == AT_ResetOptions || cmd->subtype == AT_ResetRelOptions;
    if (cmd->def != NULL && IsA(cmd->def, List)) {
        change->options.list = lower_options(l, LOWER_AS(List, cmd->def));
    }
}

static void lower_setting(const struct lowering *l, const AlterTableCmd *cmd, struct change *change)
{
    change->setting.column_number = cmd->num > 0 ? (uint32_t)cmd->num : 0;
    if (cmd->newowner != NULL) change->setting.value = lower_role(l, cmd->newowner);
    if (change->kind == CHANGE_SET_TABLESPACE || change->kind == CHANGE_SET_ACCESS_METHOD ||
        change->kind == CHANGE_CLUSTER_ON) {
        change->setting.value = change->name;
    }
    if (cmd->def != NULL) change->setting.value = lower_node_text(l, cmd->def);
}

static void fill_setting(struct lowering *l, const AlterTableCmd *cmd, struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD_IDENTITY:
    case CHANGE_SET_IDENTITY:
        lower_identity(l, cmd, change);
        break;
    case CHANGE_REPLICA_IDENTITY:
        lower_replica_identity(l, cmd, change);
        break;
    case CHANGE_ENABLE_TRIGGER:
    case CHANGE_DISABLE_TRIGGER:
    case CHANGE_ENABLE_RULE:
    case CHANGE_DISABLE_RULE:
        lower_firing(cmd, change);
        break;
    case CHANGE_SET_TABLE_OPTIONS:
    case CHANGE_SET_COLUMN_OPTIONS:
    case CHANGE_ALTER_FOREIGN_OPTIONS:
        lower_option_change(l, cmd, change);
        break;
    case CHANGE_SET_STATISTICS:
    case CHANGE_SET_STORAGE:
    case CHANGE_SET_COMPRESSION:
    case CHANGE_SET_TABLESPACE:
    case CHANGE_SET_ACCESS_METHOD:
    case CHANGE_SET_OWNER:
    case CHANGE_CLUSTER_ON:
        lower_setting(l, cmd, change);
        break;
    case CHANGE_OF_TYPE:
        change->object_name = lower_any_name(l, cmd->def);
        break;
    default:
        break;
    }
}

static void fill(struct lowering *l, const AlterTableCmd *cmd, struct change *change,
                 struct range item)
{
    switch (change->kind) {
    case CHANGE_ADD_COLUMN:
    case CHANGE_ADD_ATTRIBUTE:
        lower_add_column(l, cmd, change, item);
        break;
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_ALTER_ATTRIBUTE_TYPE:
        lower_column_type(l, cmd, change, item);
        break;
    case CHANGE_SET_DEFAULT:
        lower_set_default(l, cmd, change, item);
        break;
    case CHANGE_ADD_CONSTRAINT:
        change->constraint = lower_table_constraint(l, LOWER_AS(Constraint, cmd->def));
        change->name = change->constraint.name;
        change->at = before_parenthesis(l->sql, item);
        break;
    case CHANGE_ALTER_CONSTRAINT: /* the one constraint without a location */
        change->constraint = lower_constraint(l, LOWER_AS(Constraint, cmd->def), item);
        change->name = change->constraint.name;
        break;
    case CHANGE_DROP_COLUMN:
    case CHANGE_DROP_CONSTRAINT:
    case CHANGE_DROP_ATTRIBUTE:
        if (change->cascade) change->at = range_before_word(l->sql, item, "cascade");
        break;
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
    case CHANGE_ATTACH_INDEX:
        lower_partition(l, cmd, change, item);
        break;
    case CHANGE_INHERIT:
    case CHANGE_NO_INHERIT:
        lower_parent(l, cmd, change);
        break;
    default:
        fill_setting(l, cmd, change);
        break;
    }
}

/* -- the statement ----------------------------------------------------------------------------- */

static void lower_command(struct lowering *l, const AlterTableStmt *stmt, const AlterTableCmd *cmd,
                          struct range item)
{
    struct change *change = lower_add(l, lower_alter_kind(cmd, stmt->objtype));
    bool adds = cmd->subtype == AT_AddColumn || cmd->subtype == AT_AddIdentity;
    lower_target(l, change, stmt->relation);
    change->object = lower_object_kind(stmt->objtype);
    if (stmt->objtype == OBJECT_TYPE || stmt->objtype == OBJECT_INDEX) {
        change->object_name = change->table;
    }
    change->name = lower_str(l, cmd->name);
    change->at = item;
    change->if_table_exists = stmt->missing_ok;
    change->if_part_exists = cmd->missing_ok && !adds;
    change->if_exists = change->if_table_exists || change->if_part_exists;
    change->if_not_exists = cmd->missing_ok && adds;
    change->cascade = cmd->behavior == DROP_CASCADE;
    fill(l, cmd, change, item);
}

/* The first byte behind `ALTER TABLE [IF EXISTS] [ONLY] name [*]`. */
static uint32_t commands_start(const struct lowering *l, const RangeVar *relation)
{
    if (relation == NULL || relation->location < 0) return l->at.end;
    uint32_t start = range_name(l->sql, lower_at(l, relation->location), l->at.end).end;
    struct walk walk = walk_from(l->sql, (struct range){start, l->at.end});
    while (walk_next(&walk) && walk.token.kind != TOKEN_WORD) start = walk.token.end;
    return start;
}

void lower_alter_table(struct lowering *l, const AlterTableStmt *stmt)
{
    uint32_t start = commands_start(l, stmt->relation);
    for (int i = 0; i < list_length(stmt->cmds); i++) {
        struct range item = range_item(l->sql, (struct range){start, l->at.end});
        lower_command(l, stmt, LOWER_AS(AlterTableCmd, list_nth(stmt->cmds, i)), item);
        struct walk walk = walk_from(l->sql, (struct range){item.end, l->at.end});
        start = walk_next(&walk) ? walk.token.end : l->at.end;
    }
}
