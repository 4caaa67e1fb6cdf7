#include "sql/lower.h"

#include "sql/tags.h"

/* EXPLAIN, PREPARE and CREATE SCHEMA hold statements; the grammar nests them twice at most. */
enum { DEEPEST = 8 };

struct change *lower_add(struct lowering *l, enum change_kind kind)
{
    struct change change = {.kind = kind, .statement_at = l->at, .at = l->at, .tag = l->tag};
    VEC_PUSH(l->arena, &l->changes, change);
    return &l->changes.at[l->changes.len - 1];
}

static bool lower_table_statement(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_CreateStmt:
    case T_CreateForeignTableStmt:
        lower_create_table(l, LOWER_AS(CreateStmt, node));
        return true;
    case T_AlterTableStmt:
        lower_alter_table(l, LOWER_AS(AlterTableStmt, node));
        return true;
    case T_IndexStmt:
        lower_create_index(l, LOWER_AS(IndexStmt, node));
        return true;
    case T_DropStmt:
        lower_drop(l, LOWER_AS(DropStmt, node));
        return true;
    case T_RenameStmt:
        lower_rename(l, LOWER_AS(RenameStmt, node));
        return true;
    case T_AlterObjectSchemaStmt:
        lower_set_schema(l, LOWER_AS(AlterObjectSchemaStmt, node));
        return true;
    case T_AlterOwnerStmt:
        lower_set_owner(l, LOWER_AS(AlterOwnerStmt, node));
        return true;
    case T_CommentStmt:
        lower_comment(l, LOWER_AS(CommentStmt, node));
        return true;
    case T_CreateFunctionStmt:
        lower_create_function(l, LOWER_AS(CreateFunctionStmt, node));
        return true;
    case T_DoStmt:
        lower_do(l, LOWER_AS(DoStmt, node));
        return true;
    default:
        return false;
    }
}

void lower_statement(struct lowering *l, const Node *node)
{
    if (node == NULL || l->depth == DEEPEST) return;
    const char *outer = l->tag;
    l->tag = command_tag(node);
    l->depth++;
    size_t before = l->changes.len;
    bool lowered = lower_table_statement(l, node) || lower_data(l, node) ||
                   lower_session(l, node) || lower_type_object(l, node) || lower_object(l, node);
    if (!lowered || l->changes.len == before) lower_add(l, CHANGE_OTHER);
    l->depth--;
    if (outer != NULL) l->tag = outer;
}
