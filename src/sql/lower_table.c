#include "sql/lower.h"

static size_t count_table_constraints(const List *elements)
{
    size_t count = 0;
    for (int i = 0; i < list_length(elements); i++) {
        const Node *element = list_nth(elements, i);
        count += IsA(element, Constraint) ? 1 : 0;
    }
    return count;
}

static void lower_elements(const struct lowering *l, const List *elements, struct change *change)
{
    size_t count = (size_t)list_length(elements);
    size_t constraints = count_table_constraints(elements);
    change->create_table.columns =
        arena_array(l->arena, count - constraints, sizeof(struct column));
    change->create_table.constraints =
        arena_array(l->arena, constraints, sizeof(struct constraint));
    for (int i = 0; i < list_length(elements); i++) {
        const Node *element = list_nth(elements, i);
        if (IsA(element, ColumnDef)) {
            size_t n = change->create_table.column_count++;
            lower_column(l, LOWER_AS(ColumnDef, element), &change->create_table.columns[n]);
        } else if (IsA(element, Constraint)) {
            size_t n = change->create_table.constraint_count++;
            change->create_table.constraints[n] =
                lower_table_constraint(l, LOWER_AS(Constraint, element));
        } else if (IsA(element, TableLikeClause)) {
            const TableLikeClause *like = LOWER_AS(TableLikeClause, element);
            lower_push_name(l, &change->create_table.like, lower_range_var(l, like->relation));
        }
    }
}

struct str lower_partition_bound(const struct lowering *l, const PartitionBoundSpec *bound)
{
    if (bound == NULL || bound->location < 0) return STR("");
    struct range at = {(uint32_t)bound->location, l->at.end};
    at = range_item(l->sql, at);
    at = range_before_word(l->sql, at, "partition");
    at = range_before_word(l->sql, at, "tablespace");
    return range_text(l->sql, at);
}

static void lower_partitioning(const struct lowering *l, const CreateStmt *stmt,
                               struct change *change)
{
    if (stmt->partbound != NULL && stmt->inhRelations != NIL) {
        change->create_table.partition_of =
            lower_range_var(l, LOWER_AS(RangeVar, linitial(stmt->inhRelations)));
        change->create_table.partition_bound = lower_partition_bound(l, stmt->partbound);
        change->create_table.is_default_partition = stmt->partbound->is_default;
    } else {
        for (int i = 0; i < list_length(stmt->inhRelations); i++) {
            const RangeVar *parent = LOWER_AS(RangeVar, list_nth(stmt->inhRelations, i));
            lower_push_name(l, &change->create_table.inherits, lower_range_var(l, parent));
        }
    }
    if (stmt->partspec == NULL) return;
    change->create_table.partitioned = true;
    for (int i = 0; i < list_length(stmt->partspec->partParams); i++) {
        const PartitionElem *key = LOWER_AS(PartitionElem, list_nth(stmt->partspec->partParams, i));
        if (key->name == NULL) continue;
        lower_push_str(l, &change->create_table.partition_columns, lower_str(l, key->name));
    }
}

void lower_create_table(struct lowering *l, const CreateStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CREATE_TABLE);
    change->object = IsA(stmt, CreateForeignTableStmt) ? OBJ_FOREIGN_TABLE : OBJ_TABLE;
    lower_target(l, change, stmt->relation);
    change->only = false;
    change->name = change->table.name;
    change->at.start = l->at.start;
    change->at.end = change->table_at.end;
    change->if_not_exists = stmt->if_not_exists;
    change->create_table.temporary = stmt->relation->relpersistence == 't';
    change->create_table.unlogged = stmt->relation->relpersistence == 'u';
    if (stmt->ofTypename != NULL) {
        change->create_table.of_type = lower_name_list(l, stmt->ofTypename->names);
    }
    lower_elements(l, stmt->tableElts, change);
    lower_partitioning(l, stmt, change);
}
