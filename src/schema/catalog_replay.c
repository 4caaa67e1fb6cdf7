/* What each change does to the catalog: which file carries it out. */
#include "schema/catalog_impl.h"

typedef void replay(struct catalog *catalog, const struct change *change);

static void opaque(struct catalog *catalog, const struct change *change)
{
    if (change->kind == CHANGE_OPAQUE_SQL && change->keeps_schema) return;
    catalog_opaque(catalog, catalog->origin);
    CATALOG_SET(catalog, catalog->unread_tick, catalog->opaque_tick);
}

static void raise_exception(struct catalog *catalog, const struct change *change)
{
    (void)change;
    catalog_refuse(catalog);
}

static void set(struct catalog *catalog, const struct change *change)
{
    if (catalog->conditional) return;
    bool path = str_equal(change->set.variable, STR("search_path"));
    bool all = change->kind == CHANGE_DISCARD ? str_equal(str_from(change->tag), STR("DISCARD ALL"))
                                              : change->kind == CHANGE_RESET && change->set.all;
    if (path || all) catalog_set_path(catalog, change);
}

/* clang-format off */
static replay *const replays[CHANGE_KIND_COUNT] = {
    [CHANGE_CREATE_TABLE] = catalog_create_table, [CHANGE_CREATE_TABLE_AS] = catalog_create_table_as,
    [CHANGE_CREATE_VIEW] = catalog_create_view,
    [CHANGE_CREATE_MATERIALIZED_VIEW] = catalog_create_view,
    [CHANGE_CREATE_INDEX] = catalog_create_index, [CHANGE_ATTACH_INDEX] = catalog_attach_index,
    [CHANGE_CREATE_SEQUENCE] = catalog_create_sequence,
    [CHANGE_ALTER_SEQUENCE] = catalog_alter_sequence,
    /* columns */
    [CHANGE_ADD_COLUMN] = catalog_column_change, [CHANGE_DROP_COLUMN] = catalog_column_change,
    [CHANGE_ALTER_COLUMN_TYPE] = catalog_column_change,
    [CHANGE_SET_DEFAULT] = catalog_column_change, [CHANGE_DROP_DEFAULT] = catalog_column_change,
    [CHANGE_SET_NOT_NULL] = catalog_column_change, [CHANGE_DROP_NOT_NULL] = catalog_column_change,
    [CHANGE_ADD_IDENTITY] = catalog_column_change, [CHANGE_SET_IDENTITY] = catalog_column_change,
    [CHANGE_DROP_IDENTITY] = catalog_column_change,
    [CHANGE_DROP_EXPRESSION] = catalog_column_change,
    [CHANGE_SET_STATISTICS] = catalog_column_change, [CHANGE_SET_STORAGE] = catalog_column_change,
    [CHANGE_SET_COMPRESSION] = catalog_column_change,
    [CHANGE_SET_COLUMN_OPTIONS] = catalog_column_change,
    /* constraints */
    [CHANGE_ADD_CONSTRAINT] = catalog_constraint_change,
    [CHANGE_DROP_CONSTRAINT] = catalog_constraint_change,
    [CHANGE_VALIDATE_CONSTRAINT] = catalog_constraint_change,
    [CHANGE_ALTER_CONSTRAINT] = catalog_constraint_change,
    /* tables as a whole */
    [CHANGE_SET_LOGGED] = catalog_table_setting, [CHANGE_SET_UNLOGGED] = catalog_table_setting,
    [CHANGE_SET_TABLESPACE] = catalog_table_setting,
    [CHANGE_SET_ACCESS_METHOD] = catalog_table_setting,
    [CHANGE_CLUSTER_ON] = catalog_table_setting,
    [CHANGE_SET_WITHOUT_CLUSTER] = catalog_table_setting,
    [CHANGE_REPLICA_IDENTITY] = catalog_table_setting,
    [CHANGE_ENABLE_ROW_SECURITY] = catalog_table_setting,
    [CHANGE_DISABLE_ROW_SECURITY] = catalog_table_setting,
    [CHANGE_FORCE_ROW_SECURITY] = catalog_table_setting,
    [CHANGE_NO_FORCE_ROW_SECURITY] = catalog_table_setting,
    [CHANGE_SET_TABLE_OPTIONS] = catalog_table_setting, [CHANGE_OF_TYPE] = catalog_table_setting,
    [CHANGE_NOT_OF_TYPE] = catalog_table_setting,
    [CHANGE_INHERIT] = catalog_inherit_change, [CHANGE_NO_INHERIT] = catalog_inherit_change,
    [CHANGE_ATTACH_PARTITION] = catalog_inherit_change,
    [CHANGE_DETACH_PARTITION] = catalog_inherit_change,
    /* triggers, policies, rules */
    [CHANGE_CREATE_TRIGGER] = catalog_attached_change,
    [CHANGE_CREATE_POLICY] = catalog_attached_change,
    [CHANGE_ALTER_POLICY] = catalog_attached_change, [CHANGE_CREATE_RULE] = catalog_attached_change,
    [CHANGE_DROP_TRIGGER] = catalog_attached_change,
    [CHANGE_DROP_POLICY] = catalog_attached_change, [CHANGE_DROP_RULE] = catalog_attached_change,
    [CHANGE_ENABLE_TRIGGER] = catalog_attached_change,
    [CHANGE_DISABLE_TRIGGER] = catalog_attached_change,
    [CHANGE_ENABLE_RULE] = catalog_attached_change, [CHANGE_DISABLE_RULE] = catalog_attached_change,
    /* types, functions, other objects */
    [CHANGE_CREATE_TYPE] = catalog_type_change, [CHANGE_CREATE_DOMAIN] = catalog_create_domain,
    [CHANGE_ALTER_DOMAIN] = catalog_alter_domain, [CHANGE_ADD_ENUM_VALUE] = catalog_type_change,
    [CHANGE_RENAME_ENUM_VALUE] = catalog_type_change, [CHANGE_ADD_ATTRIBUTE] = catalog_type_change,
    [CHANGE_DROP_ATTRIBUTE] = catalog_type_change,
    [CHANGE_ALTER_ATTRIBUTE_TYPE] = catalog_type_change,
    [CHANGE_RENAME_ATTRIBUTE] = catalog_type_change,
    [CHANGE_CREATE_FUNCTION] = catalog_create_function,
    [CHANGE_ALTER_FUNCTION] = catalog_alter_function,
    [CHANGE_CREATE_SCHEMA] = catalog_create_object,
    [CHANGE_CREATE_EXTENSION] = catalog_create_object,
    [CHANGE_CREATE_STATISTICS] = catalog_create_object, [CHANGE_CREATE_ROLE] = catalog_create_object,
    [CHANGE_CREATE_COLLATION] = catalog_create_object,
    [CHANGE_CREATE_LANGUAGE] = catalog_create_object,
    [CHANGE_CREATE_PUBLICATION] = catalog_create_publication,
    [CHANGE_ALTER_PUBLICATION] = catalog_alter_publication,
    [CHANGE_CREATE_SUBSCRIPTION] = catalog_create_object,
    [CHANGE_CREATE_EVENT_TRIGGER] = catalog_create_object,
    [CHANGE_CREATE_FOREIGN_SERVER] = catalog_create_object,
    [CHANGE_CREATE_TABLESPACE] = catalog_create_object,
    [CHANGE_CREATE_DATABASE] = catalog_create_object,
    [CHANGE_CREATE_OPERATOR] = catalog_create_object, [CHANGE_CREATE_CAST] = catalog_create_object,
    /* drops */
    [CHANGE_DROP_TABLE] = catalog_drop, [CHANGE_DROP_VIEW] = catalog_drop,
    [CHANGE_DROP_MATERIALIZED_VIEW] = catalog_drop, [CHANGE_DROP_INDEX] = catalog_drop,
    [CHANGE_DROP_SEQUENCE] = catalog_drop, [CHANGE_DROP_TYPE] = catalog_drop,
    [CHANGE_DROP_DOMAIN] = catalog_drop, [CHANGE_DROP_FUNCTION] = catalog_drop,
    [CHANGE_DROP_EXTENSION] = catalog_drop, [CHANGE_DROP_STATISTICS] = catalog_drop,
    [CHANGE_DROP_ROLE] = catalog_drop, [CHANGE_DROP_SCHEMA] = catalog_drop,
    [CHANGE_DROP_OBJECT] = catalog_drop, [CHANGE_DROP_SUBSCRIPTION] = catalog_drop,
    [CHANGE_DROP_DATABASE] = catalog_drop, [CHANGE_DROP_TABLESPACE] = catalog_drop,
    /* names */
    [CHANGE_RENAME_TABLE] = catalog_rename, [CHANGE_RENAME_VIEW] = catalog_rename,
    [CHANGE_RENAME_MATERIALIZED_VIEW] = catalog_rename, [CHANGE_RENAME_INDEX] = catalog_rename,
    [CHANGE_RENAME_SEQUENCE] = catalog_rename, [CHANGE_RENAME_TYPE] = catalog_rename,
    [CHANGE_RENAME_DOMAIN] = catalog_rename, [CHANGE_RENAME_FUNCTION] = catalog_rename,
    [CHANGE_RENAME_SCHEMA] = catalog_rename, [CHANGE_RENAME_COLUMN] = catalog_rename,
    [CHANGE_RENAME_CONSTRAINT] = catalog_rename, [CHANGE_RENAME_TRIGGER] = catalog_rename,
    [CHANGE_RENAME_POLICY] = catalog_rename, [CHANGE_RENAME_RULE] = catalog_rename,
    [CHANGE_RENAME_OBJECT] = catalog_rename, [CHANGE_SET_SCHEMA] = catalog_set_schema,
    [CHANGE_COMMENT] = catalog_comment,
    /* data, session */
    [CHANGE_INSERT] = catalog_data, [CHANGE_MERGE] = catalog_data, [CHANGE_COPY] = catalog_data,
    [CHANGE_TRUNCATE] = catalog_data, [CHANGE_REFRESH_MATERIALIZED_VIEW] = catalog_data,
    [CHANGE_CALL] = catalog_data, [CHANGE_SELECT] = catalog_data,
    [CHANGE_SET] = set, [CHANGE_RESET] = set, [CHANGE_DISCARD] = set,
    [CHANGE_ALTER_ROLE] = catalog_set_default_path,
    [CHANGE_ALTER_DATABASE] = catalog_set_default_path, [CHANGE_OPAQUE_SQL] = opaque,
    [CHANGE_RAISE] = raise_exception, [CHANGE_DROP_OWNED] = opaque,
    [CHANGE_ALTER_EXTENSION] = opaque,
};
/* clang-format on */

/* Under a condition, or where a handler takes it for success, the change alone. */
static void take_back(struct catalog *catalog, const struct change *change, size_t before)
{
    const bool tolerated = catalog->conditional || (change->in_do && change->if_not_exists);
    const bool all = catalog->in_statement && !tolerated;
    catalog_take_back(catalog, all ? catalog->statement_start : before);
    if (tolerated) return;
    catalog->statement_refused = all;
    if (!catalog->origin.initial) CATALOG_PUSH(catalog, &catalog->refusals, catalog->origin);
}

void catalog_replay(struct catalog *catalog, const struct change *change, struct origin origin)
{
    catalog_in_transaction(catalog, origin.transaction);
    catalog->tick++;
    catalog->origin = origin;
    catalog->refused = false;
    if (catalog->statement_refused || !catalog_runs(catalog, change)) return;
    if (change->kind == CHANGE_TRANSACTION) {
        if (!change->in_do) catalog_transaction(catalog, change);
        return;
    }
    size_t before = catalog->undo.len;
    replay *carry_out = replays[change->kind];
    if (carry_out != NULL) carry_out(catalog, change);
    if (catalog->refused) take_back(catalog, change, before);
    catalog->conditional = false;
}
