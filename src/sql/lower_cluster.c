/* Privileges, databases, replication: what reaches beyond one schema. */
#include "sql/lower.h"

#include <string.h>

static struct change *add_named(struct lowering *l, enum change_kind kind, enum object_kind object,
                                const char *name)
{
    struct change *change = lower_add(l, kind);
    change->object = object;
    change->name = lower_str(l, name);
    change->object_name = (struct name){{"", 0}, change->name};
    return change;
}

/* -- privileges -------------------------------------------------------------------------------- */

static void lower_privileges(const struct lowering *l, const GrantStmt *stmt, struct change *change)
{
    for (int i = 0; i < list_length(stmt->privileges); i++) {
        const AccessPriv *privilege = LOWER_AS(AccessPriv, list_nth(stmt->privileges, i));
        lower_push_str(l, &change->grant.privileges, lower_str(l, privilege->priv_name));
        for (int k = 0; k < list_length(privilege->cols); k++) {
            lower_add_once(l, &change->grant.columns,
                           lower_node_text(l, list_nth(privilege->cols, k)));
        }
    }
    change->grant.grantees = lower_roles(l, stmt->grantees);
    change->grant.grant_option = stmt->grant_option;
    change->grant.all_in_schema = stmt->targtype == ACL_TARGET_ALL_IN_SCHEMA;
}

/* One change for each object; ALL TABLES IN SCHEMA names the schema. */
static void lower_grant(struct lowering *l, const GrantStmt *stmt)
{
    enum change_kind kind = stmt->is_grant ? CHANGE_GRANT : CHANGE_REVOKE;
    for (int i = 0; i < list_length(stmt->objects); i++) {
        const Node *object = list_nth(stmt->objects, i);
        struct change *change = lower_add(l, kind);
        bool whole_schema = stmt->targtype == ACL_TARGET_ALL_IN_SCHEMA;
        change->object = whole_schema ? OBJ_SCHEMA : lower_object_kind(stmt->objtype);
        change->object_name = lower_any_name(l, object);
        change->name = change->object_name.name;
        change->cascade = stmt->behavior == DROP_CASCADE;
        change->at = range_head(l->sql, l->at, "");
        change->signature = lower_object_signature(l, object);
        lower_privileges(l, stmt, change);
        if (IsA(object, RangeVar)) lower_target(l, change, LOWER_AS(RangeVar, object));
        change->only = false;
    }
}

static void lower_default_privileges(struct lowering *l, const AlterDefaultPrivilegesStmt *stmt)
{
    struct change *change = add_named(l, CHANGE_ALTER_DEFAULT_PRIVILEGES, OBJ_OTHER, NULL);
    if (stmt->action == NULL) return;
    lower_privileges(l, stmt->action, change);
    change->object = lower_object_kind(stmt->action->objtype);
    change->grant.all_in_schema = false;
    for (int i = 0; i < list_length(stmt->options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(stmt->options, i));
        const List *names = LOWER_AS(List, option->arg);
        if (strcmp(option->defname, "roles") == 0) change->grant.for_roles = lower_roles(l, names);
        if (strcmp(option->defname, "schemas") == 0) {
            change->grant.in_schemas = lower_str_list(l, names);
        }
    }
}

/* -- publications and subscriptions ------------------------------------------------------------ */

static void lower_published(const struct lowering *l, const List *objects, struct change *change)
{
    size_t count = (size_t)list_length(objects);
    change->publication.tables = arena_array(l->arena, count, sizeof(struct published_table));
    for (int i = 0; i < list_length(objects); i++) {
        const PublicationObjSpec *object = LOWER_AS(PublicationObjSpec, list_nth(objects, i));
        if (object->pubtable == NULL) {
            lower_push_str(l, &change->publication.schemas, lower_str(l, object->name));
            continue;
        }
        struct published_table *table =
            &change->publication.tables[change->publication.table_count++];
        table->table = lower_range_var(l, object->pubtable->relation);
        table->columns = lower_str_list(l, object->pubtable->columns);
        table->where = lower_expression_of(l, object->pubtable->whereClause, (struct range){0, 0},
                                           object->pubtable->relation);
    }
}

static void lower_create_publication(struct lowering *l, const CreatePublicationStmt *stmt)
{
    struct change *change = add_named(l, CHANGE_CREATE_PUBLICATION, OBJ_PUBLICATION, stmt->pubname);
    change->publication.all_tables = stmt->for_all_tables;
    change->publication.options = lower_options(l, stmt->options);
    lower_published(l, stmt->pubobjects, change);
}

static void lower_alter_publication(struct lowering *l, const AlterPublicationStmt *stmt)
{
    struct change *change = add_named(l, CHANGE_ALTER_PUBLICATION, OBJ_PUBLICATION, stmt->pubname);
    change->publication.options = lower_options(l, stmt->options);
    lower_published(l, stmt->pubobjects, change);
    if (stmt->pubobjects == NIL) return;
    change->publication.action = stmt->action == AP_AddObjects    ? 'a'
                                 : stmt->action == AP_DropObjects ? 'd'
                                                                  : 's';
}

/* An option that is not there counts as on: creating copies and makes a slot (manual, CREATE
 * SUBSCRIPTION: create_slot, connect; ALTER SUBSCRIPTION: copy_data). */
static bool option_is_on(const struct lowering *l, const List *options, const char *name)
{
    for (int i = 0; i < list_length(options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(options, i));
        if (strcmp(option->defname, name) != 0 || option->arg == NULL) continue;
        struct str value = lower_node_text(l, option->arg);
        return !str_equal_ignoring_case(value, STR("false")) &&
               !str_equal_ignoring_case(value, STR("off")) && !str_equal(value, STR("0"));
    }
    return true;
}

static void lower_create_subscription(struct lowering *l, const CreateSubscriptionStmt *stmt)
{
    struct change *change =
        add_named(l, CHANGE_CREATE_SUBSCRIPTION, OBJ_SUBSCRIPTION, stmt->subname);
    change->at = range_head(l->sql, l->at, "SUBSCRIPTION");
    change->subscription.creates_slot =
        option_is_on(l, stmt->options, "create_slot") && option_is_on(l, stmt->options, "connect");
}

static void lower_alter_subscription(struct lowering *l, const AlterSubscriptionStmt *stmt)
{
    struct change *change =
        add_named(l, CHANGE_ALTER_SUBSCRIPTION, OBJ_SUBSCRIPTION, stmt->subname);
    bool refreshes = stmt->kind == ALTER_SUBSCRIPTION_REFRESH;
    if (stmt->kind == ALTER_SUBSCRIPTION_SET_PUBLICATION ||
        stmt->kind == ALTER_SUBSCRIPTION_ADD_PUBLICATION ||
        stmt->kind == ALTER_SUBSCRIPTION_DROP_PUBLICATION) {
        refreshes = option_is_on(l, stmt->options, "refresh");
    }
    change->subscription.creates_slot = refreshes && option_is_on(l, stmt->options, "copy_data");
}

/* -- by name ----------------------------------------------------------------------------------- */

static bool lower_replication(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_CreatePublicationStmt:
        lower_create_publication(l, LOWER_AS(CreatePublicationStmt, node));
        return true;
    case T_AlterPublicationStmt:
        lower_alter_publication(l, LOWER_AS(AlterPublicationStmt, node));
        return true;
    case T_CreateSubscriptionStmt:
        lower_create_subscription(l, LOWER_AS(CreateSubscriptionStmt, node));
        return true;
    case T_AlterSubscriptionStmt:
        lower_alter_subscription(l, LOWER_AS(AlterSubscriptionStmt, node));
        return true;
    case T_DropSubscriptionStmt:
        add_named(l, CHANGE_DROP_SUBSCRIPTION, OBJ_SUBSCRIPTION,
                  LOWER_AS(DropSubscriptionStmt, node)->subname)
            ->if_exists = LOWER_AS(DropSubscriptionStmt, node)->missing_ok;
        return true;
    default:
        return false;
    }
}

/* SET TABLESPACE copies files and cannot run in a transaction block; the options can. */
static void lower_alter_database(struct lowering *l, const AlterDatabaseStmt *stmt)
{
    enum change_kind kind = CHANGE_ALTER_DATABASE;
    for (int i = 0; i < list_length(stmt->options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(stmt->options, i));
        if (strcmp(option->defname, "tablespace") == 0) kind = CHANGE_SET_TABLESPACE;
    }
    add_named(l, kind, OBJ_DATABASE, stmt->dbname);
}

static bool lower_database(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_CreatedbStmt:
        add_named(l, CHANGE_CREATE_DATABASE, OBJ_DATABASE, LOWER_AS(CreatedbStmt, node)->dbname);
        return true;
    case T_AlterDatabaseStmt:
        lower_alter_database(l, LOWER_AS(AlterDatabaseStmt, node));
        return true;
    case T_AlterDatabaseSetStmt:
        add_named(l, CHANGE_ALTER_DATABASE, OBJ_DATABASE,
                  LOWER_AS(AlterDatabaseSetStmt, node)->dbname);
        lower_default_setting(l, LOWER_AS(AlterDatabaseSetStmt, node)->setstmt);
        return true;
    case T_AlterDatabaseRefreshCollStmt:
        add_named(l, CHANGE_ALTER_DATABASE, OBJ_DATABASE,
                  LOWER_AS(AlterDatabaseRefreshCollStmt, node)->dbname);
        return true;
    case T_DropdbStmt:
        add_named(l, CHANGE_DROP_DATABASE, OBJ_DATABASE, LOWER_AS(DropdbStmt, node)->dbname)
            ->if_exists = LOWER_AS(DropdbStmt, node)->missing_ok;
        return true;
    case T_CreateTableSpaceStmt:
        add_named(l, CHANGE_CREATE_TABLESPACE, OBJ_TABLESPACE,
                  LOWER_AS(CreateTableSpaceStmt, node)->tablespacename);
        return true;
    case T_AlterTableSpaceOptionsStmt:
        add_named(l, CHANGE_ALTER_TABLESPACE, OBJ_TABLESPACE,
                  LOWER_AS(AlterTableSpaceOptionsStmt, node)->tablespacename);
        return true;
    case T_DropTableSpaceStmt:
        add_named(l, CHANGE_DROP_TABLESPACE, OBJ_TABLESPACE,
                  LOWER_AS(DropTableSpaceStmt, node)->tablespacename)
            ->if_exists = LOWER_AS(DropTableSpaceStmt, node)->missing_ok;
        return true;
    case T_AlterTableMoveAllStmt:
        add_named(l, CHANGE_SET_TABLESPACE, OBJ_TABLESPACE,
                  LOWER_AS(AlterTableMoveAllStmt, node)->new_tablespacename);
        return true;
    case T_AlterSystemStmt:
        add_named(l, CHANGE_ALTER_SYSTEM, OBJ_OTHER,
                  LOWER_AS(AlterSystemStmt, node)->setstmt->name);
        return true;
    default:
        return lower_replication(l, node);
    }
}

bool lower_cluster_object(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_GrantStmt:
        lower_grant(l, LOWER_AS(GrantStmt, node));
        return true;
    case T_AlterDefaultPrivilegesStmt:
        lower_default_privileges(l, LOWER_AS(AlterDefaultPrivilegesStmt, node));
        return true;
    default:
        return lower_role_object(l, node) || lower_database(l, node);
    }
}
