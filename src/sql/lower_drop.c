#include "sql/lower.h"

static enum change_kind drop_kind(ObjectType type)
{
    switch (type) {
    case OBJECT_TABLE:
    case OBJECT_FOREIGN_TABLE:
        return CHANGE_DROP_TABLE;
    case OBJECT_INDEX:
        return CHANGE_DROP_INDEX;
    case OBJECT_VIEW:
        return CHANGE_DROP_VIEW;
    case OBJECT_MATVIEW:
        return CHANGE_DROP_MATERIALIZED_VIEW;
    case OBJECT_SEQUENCE:
        return CHANGE_DROP_SEQUENCE;
    case OBJECT_TYPE:
        return CHANGE_DROP_TYPE;
    case OBJECT_DOMAIN:
        return CHANGE_DROP_DOMAIN;
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE:
        return CHANGE_DROP_FUNCTION;
    case OBJECT_TRIGGER:
        return CHANGE_DROP_TRIGGER;
    case OBJECT_RULE:
        return CHANGE_DROP_RULE;
    case OBJECT_POLICY:
        return CHANGE_DROP_POLICY;
    case OBJECT_SCHEMA:
        return CHANGE_DROP_SCHEMA;
    case OBJECT_EXTENSION:
        return CHANGE_DROP_EXTENSION;
    case OBJECT_STATISTIC_EXT:
        return CHANGE_DROP_STATISTICS;
    default:
        return CHANGE_DROP_OBJECT;
    }
}

static bool is_relation(ObjectType type)
{
    return type == OBJECT_TABLE || type == OBJECT_FOREIGN_TABLE || type == OBJECT_INDEX ||
           type == OBJECT_VIEW || type == OBJECT_MATVIEW || type == OBJECT_SEQUENCE;
}

/* DROP TRIGGER a ON schema.table: the parts of the table, then the trigger. */
static bool is_on_table(ObjectType type)
{
    return type == OBJECT_TRIGGER || type == OBJECT_RULE || type == OBJECT_POLICY;
}

static const char *const head_words =
    "TABLE FOREIGN INDEX VIEW MATERIALIZED SEQUENCE TYPE DOMAIN FUNCTION PROCEDURE ROUTINE "
    "AGGREGATE TRIGGER EVENT RULE POLICY SCHEMA EXTENSION STATISTICS COLLATION CONVERSION ACCESS "
    "METHOD CAST OPERATOR CLASS FAMILY LANGUAGE PROCEDURAL TRUSTED PUBLICATION SERVER DATA WRAPPER "
    "TEXT SEARCH PARSER DICTIONARY TEMPLATE CONFIGURATION TRANSFORM CONCURRENTLY";

/* Behind `DROP TABLE [IF EXISTS]`. */
static uint32_t names_start(const struct lowering *l, struct range head, bool missing_ok)
{
    struct walk walk = walk_from(l->sql, (struct range){head.end, l->at.end});
    for (int skip = missing_ok ? 2 : 0; skip > 0; skip--) walk_next(&walk);
    return missing_ok ? walk.token.end : head.end;
}

static void drop_on_table(const struct lowering *l, const List *object, struct range item,
                          struct change *change)
{
    int length = list_length(object);
    change->name = lower_last_name(l, object);
    if (length > 1) change->table.name = lower_node_text(l, list_nth(object, length - 2));
    if (length > 2) change->table.schema = lower_node_text(l, list_nth(object, length - 3));
    change->object_name = (struct name){{"", 0}, change->name};
    struct range on = range_from_word(l->sql, item, "on");
    if (on.end > on.start) change->table_at = range_name(l->sql, on.start + 2, item.end);
}

static void drop_one(struct lowering *l, const DropStmt *stmt, const Node *object,
                     struct range head, struct range item)
{
    struct change *change = lower_add(l, drop_kind(stmt->removeType));
    change->object = lower_object_kind(stmt->removeType);
    change->at = head;
    change->if_exists = stmt->missing_ok;
    change->cascade = stmt->behavior == DROP_CASCADE;
    change->concurrently = stmt->concurrent;
    if (is_on_table(stmt->removeType)) {
        drop_on_table(l, LOWER_AS(List, object), item, change);
        return;
    }
    change->object_name = lower_any_name(l, object);
    change->name = change->object_name.name;
    change->signature = lower_object_signature(l, object);
    change->table_at = range_name(l->sql, item.start, item.end);
    if (is_relation(stmt->removeType)) change->table = change->object_name;
}

/* Every change of one DROP knows all its names. */
static void share_names(struct lowering *l, size_t first)
{
    struct name_list names = {0};
    for (size_t i = first; i < l->changes.len; i++) {
        lower_push_name(l, &names, l->changes.at[i].object_name);
    }
    for (size_t i = first; i < l->changes.len; i++) {
        l->changes.at[i].drop.names = names;
        l->changes.at[i].drop.position = i - first;
    }
}

void lower_drop(struct lowering *l, const DropStmt *stmt)
{
    size_t first = l->changes.len;
    struct range head = range_head(l->sql, l->at, head_words);
    uint32_t start = names_start(l, head, stmt->missing_ok);
    for (int i = 0; i < list_length(stmt->objects); i++) {
        struct range item = range_item(l->sql, (struct range){start, l->at.end});
        drop_one(l, stmt, list_nth(stmt->objects, i), head, item);
        struct walk walk = walk_from(l->sql, (struct range){item.end, l->at.end});
        start = walk_next(&walk) ? walk.token.end : l->at.end;
    }
    share_names(l, first);
}
