/* Roles: who is a member of what, and what they own. */
#include "sql/lower.h"

#include <string.h>

static struct change *add_role(struct lowering *l, enum change_kind kind, const char *name)
{
    return lower_add_object(l, kind, OBJ_ROLE, lower_plain_name(l, name));
}

static const char *role_name(const RoleSpec *role)
{
    return role == NULL ? NULL : role->rolename;
}

/* IN ROLE, ROLE, ADMIN */
static bool names_roles(const DefElem *option)
{
    return strcmp(option->defname, "addroleto") == 0 ||
           strcmp(option->defname, "rolemembers") == 0 ||
           strcmp(option->defname, "adminmembers") == 0;
}

static void push_roles(const struct lowering *l, struct str_list *names, const List *roles)
{
    const struct str_list more = lower_roles(l, roles);
    for (size_t i = 0; i < more.len; i++) lower_push_str(l, names, more.at[i]);
}

static void lower_role_change(struct lowering *l, enum change_kind kind, const char *name,
                              const List *options)
{
    struct change *change = add_role(l, kind, name);
    change->at = range_head(l->sql, l->at, "ROLE USER GROUP");
    for (int i = 0; i < list_length(options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(options, i));
        if (strcmp(option->defname, "superuser") == 0) {
            change->role.superuser = str_equal(lower_node_text(l, option->arg), STR("true"));
        }
        if (strcmp(option->defname, "password") == 0)
            change->role.has_password = option->arg != NULL;
        if (names_roles(option)) {
            push_roles(l, &change->role.names, LOWER_AS(List, option->arg));
        }
    }
}

/* RESET ALL: the variable is "all". */
void lower_default_setting(struct lowering *l, const VariableSetStmt *stmt)
{
    struct change *change = &l->changes.at[l->changes.len - 1];
    bool resets =
        stmt->kind == VAR_RESET || stmt->kind == VAR_RESET_ALL || stmt->kind == VAR_SET_DEFAULT;
    change->role.variable =
        stmt->kind == VAR_RESET_ALL ? STR("all") : str_lower(l->arena, str_from(stmt->name));
    change->role.value = resets ? STR("DEFAULT") : lower_joined_values(l, stmt->args);
    if (stmt->kind == VAR_SET_CURRENT) change->role.value = STR("FROM CURRENT");
}

static void lower_drop_role(struct lowering *l, const DropRoleStmt *stmt)
{
    size_t first = l->changes.len;
    struct name_list names = {0};
    for (int i = 0; i < list_length(stmt->roles); i++) {
        const char *name = role_name(LOWER_AS(RoleSpec, list_nth(stmt->roles, i)));
        struct change *change = add_role(l, CHANGE_DROP_ROLE, name);
        change->at = range_head(l->sql, l->at, "ROLE USER GROUP");
        change->if_exists = stmt->missing_ok;
        lower_push_name(l, &names, change->object_name);
    }
    for (size_t i = first; i < l->changes.len; i++) {
        l->changes.at[i].drop.names = names;
        l->changes.at[i].drop.position = i - first;
    }
}

/* REASSIGN OWNED names whom it gives to, DROP OWNED its first role. */
static void lower_owned(struct lowering *l, enum change_kind kind, const List *owners,
                        const RoleSpec *new_owner)
{
    const RoleSpec *named = new_owner != NULL ? new_owner : LOWER_AS(RoleSpec, linitial(owners));
    struct change *change = add_role(l, kind, role_name(named));
    push_roles(l, &change->role.names, owners);
}

static void lower_grant_role(struct lowering *l, const GrantRoleStmt *stmt)
{
    for (int i = 0; i < list_length(stmt->granted_roles); i++) {
        const AccessPriv *role = LOWER_AS(AccessPriv, list_nth(stmt->granted_roles, i));
        struct change *change =
            add_role(l, stmt->is_grant ? CHANGE_GRANT_ROLE : CHANGE_REVOKE_ROLE, role->priv_name);
        change->grant.grantees = lower_roles(l, stmt->grantee_roles);
        change->at = range_head(l->sql, l->at, "");
    }
}

bool lower_role_object(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_GrantRoleStmt:
        lower_grant_role(l, LOWER_AS(GrantRoleStmt, node));
        return true;
    case T_CreateRoleStmt:
        lower_role_change(l, CHANGE_CREATE_ROLE, LOWER_AS(CreateRoleStmt, node)->role,
                          LOWER_AS(CreateRoleStmt, node)->options);
        return true;
    case T_AlterRoleStmt:
        lower_role_change(l, CHANGE_ALTER_ROLE, role_name(LOWER_AS(AlterRoleStmt, node)->role),
                          LOWER_AS(AlterRoleStmt, node)->options);
        return true;
    case T_AlterRoleSetStmt:
        lower_role_change(l, CHANGE_ALTER_ROLE, role_name(LOWER_AS(AlterRoleSetStmt, node)->role),
                          NIL);
        lower_default_setting(l, LOWER_AS(AlterRoleSetStmt, node)->setstmt);
        return true;
    case T_DropRoleStmt:
        lower_drop_role(l, LOWER_AS(DropRoleStmt, node));
        return true;
    case T_DropOwnedStmt:
        lower_owned(l, CHANGE_DROP_OWNED, LOWER_AS(DropOwnedStmt, node)->roles, NULL);
        return true;
    case T_ReassignOwnedStmt:
        lower_owned(l, CHANGE_REASSIGN_OWNED, LOWER_AS(ReassignOwnedStmt, node)->roles,
                    LOWER_AS(ReassignOwnedStmt, node)->newrole);
        return true;
    default:
        return false;
    }
}
