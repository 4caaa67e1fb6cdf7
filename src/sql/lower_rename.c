#include "sql/lower.h"

static enum change_kind rename_kind(ObjectType type, ObjectType relation)
{
    switch (type) {
    case OBJECT_TABLE:
    case OBJECT_FOREIGN_TABLE:
        return CHANGE_RENAME_TABLE;
    case OBJECT_COLUMN:
        return CHANGE_RENAME_COLUMN;
    case OBJECT_ATTRIBUTE:
        return relation == OBJECT_TYPE ? CHANGE_RENAME_ATTRIBUTE : CHANGE_RENAME_COLUMN;
    case OBJECT_TABCONSTRAINT:
    case OBJECT_DOMCONSTRAINT:
        return CHANGE_RENAME_CONSTRAINT;
    case OBJECT_INDEX:
        return CHANGE_RENAME_INDEX;
    case OBJECT_VIEW:
        return CHANGE_RENAME_VIEW;
    case OBJECT_MATVIEW:
        return CHANGE_RENAME_MATERIALIZED_VIEW;
    case OBJECT_SEQUENCE:
        return CHANGE_RENAME_SEQUENCE;
    case OBJECT_TYPE:
        return CHANGE_RENAME_TYPE;
    case OBJECT_DOMAIN:
        return CHANGE_RENAME_DOMAIN;
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE:
        return CHANGE_RENAME_FUNCTION;
    case OBJECT_TRIGGER:
        return CHANGE_RENAME_TRIGGER;
    case OBJECT_RULE:
        return CHANGE_RENAME_RULE;
    case OBJECT_POLICY:
        return CHANGE_RENAME_POLICY;
    case OBJECT_SCHEMA:
        return CHANGE_RENAME_SCHEMA;
    default:
        return CHANGE_RENAME_OBJECT;
    }
}

/* ALTER TABLE may also rename an index, a view or a sequence; only the catalog can tell. */
static bool renames_inside(ObjectType type)
{
    return type == OBJECT_COLUMN || type == OBJECT_ATTRIBUTE || type == OBJECT_TABCONSTRAINT ||
           type == OBJECT_DOMCONSTRAINT || type == OBJECT_TRIGGER || type == OBJECT_RULE ||
           type == OBJECT_POLICY;
}

/* From the word behind the object's name on; the third word can be that name itself. */
static struct range from_action(const struct lowering *l, const RangeVar *relation,
                                const char *word)
{
    uint32_t start = l->at.start;
    if (relation != NULL && relation->location >= 0) {
        start = range_name(l->sql, lower_at(l, relation->location), l->at.end).end;
    } else {
        struct walk walk = walk_from(l->sql, l->at);
        for (int i = 0; i < 3 && walk_next(&walk); i++) start = walk.token.end;
    }
    return range_from_word(l->sql, (struct range){start, l->at.end}, word);
}

static struct range last_token(const struct lowering *l, struct range within)
{
    struct walk walk = walk_from(l->sql, within);
    struct range last = {within.end, within.end};
    while (walk_next(&walk)) last = (struct range){walk.token.start, walk.token.end};
    return last;
}

/* The name in `ALTER TYPE name`; not known for what has arguments or is two words long. */
static struct range third_name(const struct lowering *l)
{
    struct walk walk = walk_from(l->sql, l->at);
    walk_next(&walk);
    walk_next(&walk);
    return range_name(l->sql, walk.token.end, l->at.end);
}

static void name_renamed(struct lowering *l, const RenameStmt *stmt, struct change *change)
{
    if (stmt->relation != NULL) {
        lower_target(l, change, stmt->relation);
        if (!renames_inside(stmt->renameType)) change->object_name = change->table;
    }
    if (stmt->object != NULL) {
        change->object_name = lower_any_name(l, stmt->object);
        change->signature = lower_object_signature(l, stmt->object);
        change->name = change->object_name.name;
        change->table_at = third_name(l);
    }
    if (stmt->subname != NULL) change->name = lower_str(l, stmt->subname);
    if (stmt->relation == NULL && stmt->object == NULL) { /* schema, role, database ... */
        change->object_name.name = change->name;
        change->table_at = third_name(l);
    }
    if (change->name.len == 0) change->name = change->table.name;
}

void lower_rename(struct lowering *l, const RenameStmt *stmt)
{
    struct change *change = lower_add(l, rename_kind(stmt->renameType, stmt->relationType));
    ObjectType named =
        renames_inside(stmt->renameType) && stmt->relation != NULL &&
                (stmt->renameType == OBJECT_COLUMN || stmt->renameType == OBJECT_ATTRIBUTE)
            ? stmt->relationType
            : stmt->renameType;
    change->object = lower_object_kind(named);
    name_renamed(l, stmt, change);
    change->at = from_action(l, stmt->relation, "rename");
    change->if_exists = stmt->missing_ok;
    change->cascade = stmt->behavior == DROP_CASCADE;
    change->rename.new_name.name = lower_str(l, stmt->newname);
    struct range words = change->at;
    if (change->cascade) words = range_before_word(l->sql, words, "cascade");
    change->rename.new_name_at = last_token(l, words);
}

void lower_set_schema(struct lowering *l, const AlterObjectSchemaStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_SET_SCHEMA);
    change->object = lower_object_kind(stmt->objectType);
    change->if_exists = stmt->missing_ok;
    if (stmt->relation != NULL) {
        lower_target(l, change, stmt->relation);
        change->object_name = change->table;
    } else {
        change->object_name = lower_any_name(l, stmt->object);
        change->signature = lower_object_signature(l, stmt->object);
        change->table_at = third_name(l);
    }
    change->name = change->object_name.name;
    change->at = from_action(l, stmt->relation, "set");
    change->rename.new_name.schema = lower_str(l, stmt->newschema);
    change->rename.new_name_at = last_token(l, change->at);
}

void lower_set_owner(struct lowering *l, const AlterOwnerStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_SET_OWNER);
    change->object = lower_object_kind(stmt->objectType);
    if (stmt->relation != NULL) {
        lower_target(l, change, stmt->relation);
        change->object_name = change->table;
    } else {
        change->object_name = lower_any_name(l, stmt->object);
        change->signature = lower_object_signature(l, stmt->object);
        change->table_at = third_name(l);
    }
    change->name = change->object_name.name;
    change->setting.value = lower_role(l, stmt->newowner);
    change->at = from_action(l, stmt->relation, "owner");
}

void lower_comment(struct lowering *l, const CommentStmt *stmt)
{
    struct change *change = lower_add(l, CHANGE_COMMENT);
    change->object = lower_object_kind(stmt->objtype);
    change->at = range_head(l->sql, l->at, "ON");
    change->object_name = lower_any_name(l, stmt->object);
    change->signature = lower_object_signature(l, stmt->object);
    change->comment.text = lower_str(l, stmt->comment);
    change->comment.removes = stmt->comment == NULL;
    change->name = change->object_name.name;
    bool relation = stmt->objtype == OBJECT_TABLE || stmt->objtype == OBJECT_VIEW ||
                    stmt->objtype == OBJECT_INDEX || stmt->objtype == OBJECT_SEQUENCE ||
                    stmt->objtype == OBJECT_MATVIEW || stmt->objtype == OBJECT_FOREIGN_TABLE;
    if (relation) change->table = change->object_name;
    bool inside = renames_inside(stmt->objtype) && stmt->objtype != OBJECT_DOMCONSTRAINT;
    if (!inside || !IsA(stmt->object, List)) return;
    const List *parts = LOWER_AS(List, stmt->object);
    int length = list_length(parts);
    if (length > 1) change->table.name = lower_node_text(l, list_nth(parts, length - 2));
    if (length > 2) change->table.schema = lower_node_text(l, list_nth(parts, length - 3));
    change->object_name = (struct name){{"", 0}, change->name};
}
