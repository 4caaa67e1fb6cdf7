/* Tables, columns, constraints, indexes, views. */
#include "sql/dump_fields.h"

static void dump_columns(struct dump *dump, const char *name, const struct column *columns,
                         size_t count)
{
    if (count == 0) return;
    dump_open_list(dump, name);
    for (size_t i = 0; i < count; i++) dump_column(dump, &columns[i]);
    dump_close_list(dump);
}

static void dump_likes(struct dump *dump, const struct change *change)
{
    if (change->create_table.like.len == 0) return;
    dump_open_list(dump, "likes");
    for (size_t i = 0; i < change->create_table.like.len; i++) {
        const struct table_like *like = &change->create_table.likes[i];
        dump_open_item(dump, "like", name_text(dump->arena, like->table));
        if (dump->json != NULL) dump_name(dump, "table", like->table);
        dump_number(dump, "position", (int64_t)like->position);
        dump_bool(dump, "comments", like->comments);
        dump_bool(dump, "compression", like->compression);
        dump_bool(dump, "constraints", like->constraints);
        dump_bool(dump, "defaults", like->defaults);
        dump_bool(dump, "generated", like->generated);
        dump_bool(dump, "identity", like->identity);
        dump_bool(dump, "indexes", like->indexes);
        dump_bool(dump, "statistics", like->statistics);
        dump_bool(dump, "storage", like->storage);
        dump_close(dump);
    }
    dump_close_list(dump);
}

static void dump_create_table(struct dump *dump, const struct change *change)
{
    const struct partition_key *key = change->create_table.partition_key;
    dump_columns(dump, "columns", change->create_table.columns, change->create_table.column_count);
    dump_constraints(dump, change->create_table.constraints, change->create_table.constraint_count);
    dump_likes(dump, change);
    dump_names(dump, "inherits", change->create_table.inherits);
    dump_name(dump, "partition_of", change->create_table.partition_of);
    dump_str(dump, "bound", change->create_table.partition_bound);
    dump_bool(dump, "is_default_partition", change->create_table.is_default_partition);
    if (key != NULL) {
        dump_char(dump, "partition_by", key->strategy);
        dump_keys(dump, key->keys, key->key_count);
    }
    dump_bool(dump, "temporary", change->create_table.temporary);
    dump_bool(dump, "unlogged", change->create_table.unlogged);
    dump_name(dump, "of_type", change->create_table.of_type);
    dump_str(dump, "server", change->create_table.server);
    dump_storage(dump, change->create_table.storage);
}

static void dump_create_index(struct dump *dump, const struct change *change)
{
    dump_name(dump, "index", change->create_index.index);
    dump_range(dump, "index_at", change->create_index.index_at);
    dump_str(dump, "method", change->create_index.method);
    dump_bool(dump, "unique", change->create_index.unique);
    dump_bool(dump, "nulls_not_distinct", change->create_index.nulls_not_distinct);
    dump_keys(dump, change->create_index.keys, change->create_index.key_count);
    dump_list(dump, "include", change->create_index.include);
    dump_expression(dump, "where", change->create_index.where);
    dump_storage(dump, change->create_index.storage);
}

static void dump_create_view(struct dump *dump, const struct change *change)
{
    dump_bool(dump, "temporary", change->create_view.temporary);
    dump_list(dump, "names", change->create_view.columns);
    dump_str(dump, "text", change->create_view.text);
    dump_mentions(dump, "reads", change->create_view.mentions);
    dump_char(dump, "check_option", change->create_view.check_option);
    dump_storage(dump, change->create_view.storage);
}

static void dump_partition(struct dump *dump, const struct change *change)
{
    dump_name(dump, "partition", change->partition.partition);
    dump_range(dump, "partition_at", change->partition.partition_at);
    dump_str(dump, "bound", change->partition.bound);
    dump_bool(dump, "is_default", change->partition.is_default);
    dump_bool(dump, "finalize", change->partition.finalize);
}

static bool dump_column_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD_COLUMN:
    case CHANGE_ADD_ATTRIBUTE:
        dump_columns(dump, "columns", &change->add_column, 1);
        return true;
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_ALTER_ATTRIBUTE_TYPE:
        dump_type(dump, "type", change->column_type.type);
        dump_expression(dump, "using", change->column_type.using);
        dump_name(dump, "collation", change->column_type.collation_name);
        return true;
    case CHANGE_SET_DEFAULT:
        dump_expression(dump, "default", change->default_value);
        return true;
    case CHANGE_ADD_IDENTITY:
    case CHANGE_SET_IDENTITY:
        dump_char(dump, "generated", change->identity.generated);
        dump_sequence_options(dump, "identity_options", change->identity.options);
        return true;
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_ALTER_CONSTRAINT:
        dump_constraints(dump, &change->constraint, 1);
        return true;
    default:
        return false;
    }
}

static bool dump_setting(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SET_STATISTICS:
    case CHANGE_SET_STORAGE:
    case CHANGE_SET_COMPRESSION:
    case CHANGE_SET_TABLESPACE:
    case CHANGE_SET_ACCESS_METHOD:
    case CHANGE_SET_OWNER:
    case CHANGE_CLUSTER_ON:
        dump_str(dump, "value", change->setting.value);
        if (change->setting.column_number > 0) {
            dump_number(dump, "column_number", change->setting.column_number);
        }
        return true;
    case CHANGE_SET_TABLE_OPTIONS:
    case CHANGE_SET_COLUMN_OPTIONS:
    case CHANGE_ALTER_FOREIGN_OPTIONS:
    case CHANGE_ALTER_TYPE:
        dump_bool(dump, "reset", change->options.reset);
        dump_values(dump, "options", change->options.list);
        return true;
    case CHANGE_REPLICA_IDENTITY:
        dump_char(dump, "identity", change->replica_identity.kind);
        dump_str(dump, "index", change->replica_identity.index);
        return true;
    case CHANGE_ENABLE_TRIGGER:
    case CHANGE_DISABLE_TRIGGER:
    case CHANGE_ENABLE_RULE:
    case CHANGE_DISABLE_RULE:
        dump_char(dump, "state", change->firing.state);
        dump_bool(dump, "all", change->firing.all);
        dump_bool(dump, "user", change->firing.user);
        return true;
    default:
        return false;
    }
}

bool dump_table_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        dump_create_table(dump, change);
        return true;
    case CHANGE_CREATE_INDEX:
        dump_create_index(dump, change);
        return true;
    case CHANGE_CREATE_VIEW:
        dump_create_view(dump, change);
        return true;
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
    case CHANGE_ATTACH_INDEX:
        dump_partition(dump, change);
        return true;
    case CHANGE_CREATE_TYPE:
        dump_char(dump, "type_kind", change->create_type.kind);
        dump_list(dump, "labels", change->create_type.labels);
        dump_columns(dump, "attributes", change->create_type.attributes,
                     change->create_type.attribute_count);
        dump_type(dump, "subtype", change->create_type.subtype);
        dump_values(dump, "options", change->create_type.options);
        return true;
    default:
        return dump_column_change(dump, change) || dump_setting(dump, change);
    }
}
