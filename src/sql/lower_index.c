#include "schema/quote.h"
#include "sql/lower.h"

/* `CREATE INDEX [IF NOT EXISTS] name`: the name, or an empty range. */
static struct range index_name_at(const struct lowering *l, struct range head, bool if_not_exists)
{
    struct walk walk = walk_from(l->sql, (struct range){head.end, l->at.end});
    for (int skip = if_not_exists ? 3 : 0; skip > 0; skip--) walk_next(&walk);
    if (!walk_next(&walk)) return (struct range){0, 0};
    return (struct range){walk.token.start, walk.token.end};
}

/* The expression of a key without operator class and order: `(a + b)`, or one function call. */
static struct range key_expression_at(const struct lowering *l, struct range item)
{
    struct walk walk = walk_from(l->sql, item);
    if (!walk_next(&walk)) return item;
    if (walk.token.kind == TOKEN_OPEN) return range_in_parentheses(l->sql, item);
    struct range call = {walk.token.start, walk.token.end};
    while (walk_next(&walk)) {
        call.end = walk.token.end;
        if (walk.token.kind == TOKEN_CLOSE && walk.depth == 0) break;
    }
    return call;
}

struct index_key lower_index_key(const struct lowering *l, const IndexElem *element,
                                 struct range item)
{
    struct index_key key = {0};
    key.column = lower_str(l, element->name);
    if (element->expr != NULL) {
        key.expression = ARENA_NEW(l->arena, struct expression);
        *key.expression = lower_expression(l, element->expr, key_expression_at(l, item));
    }
    if (element->opclass != NIL) {
        key.opclass = quoted_name(l->arena, lower_name_list(l, element->opclass));
    }
    key.collation = lower_last_name(l, element->collation);
    key.descending = element->ordering == SORTBY_DESC;
    key.nulls_first = element->nulls_ordering == SORTBY_NULLS_FIRST ||
                      (key.descending && element->nulls_ordering == SORTBY_NULLS_DEFAULT);
    return key;
}

static void lower_keys(const struct lowering *l, const IndexStmt *stmt, struct change *change)
{
    size_t count = (size_t)list_length(stmt->indexParams);
    struct range keys = {change->table_at.end, l->at.end};
    keys = range_in_parentheses(l->sql, keys);
    change->create_index.keys = arena_array(l->arena, count, sizeof(struct index_key));
    change->create_index.key_count = count;
    for (size_t i = 0; i < count; i++) {
        struct range item = range_item(l->sql, keys);
        const IndexElem *element = LOWER_AS(IndexElem, list_nth(stmt->indexParams, (int)i));
        change->create_index.keys[i] = lower_index_key(l, element, item);
        struct walk walk = walk_from(l->sql, (struct range){item.end, keys.end});
        keys.start = walk_next(&walk) ? walk.token.end : keys.end;
    }
}

static void lower_include(const struct lowering *l, const IndexStmt *stmt, struct change *change)
{
    for (int i = 0; i < list_length(stmt->indexIncludingParams); i++) {
        const IndexElem *element = LOWER_AS(IndexElem, list_nth(stmt->indexIncludingParams, i));
        lower_push_str(l, &change->create_index.include, lower_str(l, element->name));
    }
}

void lower_create_index(struct lowering *l, const IndexStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_CREATE_INDEX);
    change->object = OBJ_INDEX;
    lower_target(l, change, stmt->relation);
    change->at = range_head(l->sql, l->at, "UNIQUE INDEX CONCURRENTLY");
    change->concurrently = stmt->concurrent;
    change->if_not_exists = stmt->if_not_exists;
    change->name = lower_str(l, stmt->idxname);
    if (stmt->idxname != NULL) {
        change->object_name = (struct name){change->table.schema, change->name};
        change->create_index.index = change->object_name;
        change->create_index.index_at = index_name_at(l, change->at, stmt->if_not_exists);
    }
    change->create_index.unique = stmt->unique;
    change->create_index.nulls_not_distinct = stmt->nulls_not_distinct;
    change->create_index.method = lower_str(l, stmt->accessMethod);
    change->create_index.storage =
        lower_storage(l, stmt->options, NULL, stmt->tableSpace, ONCOMMIT_NOOP);
    lower_keys(l, stmt, change);
    lower_include(l, stmt, change);
    if (stmt->whereClause == NULL) return;
    struct range rest = {change->table_at.end, l->at.end};
    struct range where = range_clause(l->sql, rest, "where", NULL);
    change->create_index.where = lower_expression(l, stmt->whereClause, where);
}
