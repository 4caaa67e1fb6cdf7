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

static bool has_like(const List *elements)
{
    for (int i = 0; i < list_length(elements); i++) {
        const Node *element = list_nth(elements, i);
        if (IsA(element, TableLikeClause)) return true;
    }
    return false;
}

static void lower_like(const struct lowering *l, const TableLikeClause *like, struct change *change)
{
    size_t n = change->create_table.like.len;
    uint32_t options = like->options;
    lower_push_name(l, &change->create_table.like, lower_range_var(l, like->relation));
    change->create_table.likes[n] = (struct table_like){
        .table = change->create_table.like.at[n],
        .position = change->create_table.column_count,
        .comments = (options & CREATE_TABLE_LIKE_COMMENTS) != 0,
        .compression = (options & CREATE_TABLE_LIKE_COMPRESSION) != 0,
        .constraints = (options & CREATE_TABLE_LIKE_CONSTRAINTS) != 0,
        .defaults = (options & CREATE_TABLE_LIKE_DEFAULTS) != 0,
        .generated = (options & CREATE_TABLE_LIKE_GENERATED) != 0,
        .identity = (options & CREATE_TABLE_LIKE_IDENTITY) != 0,
        .indexes = (options & CREATE_TABLE_LIKE_INDEXES) != 0,
        .statistics = (options & CREATE_TABLE_LIKE_STATISTICS) != 0,
        .storage = (options & CREATE_TABLE_LIKE_STORAGE) != 0,
    };
}

static void lower_elements(const struct lowering *l, const List *elements, struct change *change)
{
    size_t count = (size_t)list_length(elements);
    size_t constraints = count_table_constraints(elements);
    change->create_table.columns =
        arena_array(l->arena, count - constraints, sizeof(struct column));
    change->create_table.constraints =
        arena_array(l->arena, constraints, sizeof(struct constraint));
    if (has_like(elements)) {
        change->create_table.likes = arena_array(l->arena, count, sizeof(struct table_like));
    }
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
            lower_like(l, LOWER_AS(TableLikeClause, element), change);
        }
    }
}

struct str lower_partition_bound(const struct lowering *l, const PartitionBoundSpec *bound)
{
    if (bound == NULL || bound->location < 0) return STR("");
    struct range at = {lower_at(l, bound->location), l->at.end};
    at = range_item(l->sql, at);
    at = range_before_word(l->sql, at, "partition");
    at = range_before_word(l->sql, at, "tablespace");
    return range_text(l->sql, at);
}

/* The expression of `(lower(a) text_ops)`, one item of the key. */
static struct index_key lower_partition_element(const struct lowering *l,
                                                const PartitionElem *element, struct range item)
{
    IndexElem as_index = {.type = T_IndexElem,
                          .name = element->name,
                          .expr = element->expr,
                          .collation = element->collation,
                          .opclass = element->opclass};
    return lower_index_key(l, &as_index, item);
}

static const struct partition_key *lower_partition_key(const struct lowering *l,
                                                       const PartitionSpec *spec)
{
    struct partition_key *key = ARENA_NEW(l->arena, struct partition_key);
    struct str strategy = str_lower(l->arena, str_from(spec->strategy));
    key->strategy = strategy.len > 0 ? strategy.at[0] : '\0';
    key->key_count = (size_t)list_length(spec->partParams);
    key->keys = arena_array(l->arena, key->key_count, sizeof *key->keys);
    for (size_t i = 0; i < key->key_count; i++) {
        const PartitionElem *element = LOWER_AS(PartitionElem, list_nth(spec->partParams, (int)i));
        struct range item = {0, 0};
        if (element->location >= 0) {
            item = (struct range){lower_at(l, element->location), l->at.end};
            item = range_item(l->sql, item);
        }
        key->keys[i] = lower_partition_element(l, element, item);
    }
    return key;
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
    change->create_table.partition_key = lower_partition_key(l, stmt->partspec);
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
    change->create_table.storage =
        lower_storage(l, stmt->options, stmt->accessMethod, stmt->tablespacename, stmt->oncommit);
    if (IsA(stmt, CreateForeignTableStmt)) {
        const CreateForeignTableStmt *foreign = LOWER_AS(CreateForeignTableStmt, stmt);
        change->create_table.server = lower_str(l, foreign->servername);
        change->create_table.storage =
            lower_storage(l, foreign->options, NULL, NULL, ONCOMMIT_NOOP);
    }
    lower_elements(l, stmt->tableElts, change);
    lower_partitioning(l, stmt, change);
}
