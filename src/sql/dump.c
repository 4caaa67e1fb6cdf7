#include "sql/dump.h"

#include "sql/dump_fields.h"

static void dump_create_table(struct dump *dump, const struct change *change)
{
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        dump_column(dump, &change->create_table.columns[i]);
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        dump_constraint(dump, &change->create_table.constraints[i]);
    }
    dump_names(dump, "like", change->create_table.like);
    dump_names(dump, "inherits", change->create_table.inherits);
    dump_name(dump, "partition_of", change->create_table.partition_of);
    dump_str(dump, "bound", change->create_table.partition_bound);
    dump_bool(dump, "is_default_partition", change->create_table.is_default_partition);
    dump_bool(dump, "partitioned", change->create_table.partitioned);
    dump_list(dump, "partition_columns", change->create_table.partition_columns);
    dump_bool(dump, "temporary", change->create_table.temporary);
    dump_bool(dump, "unlogged", change->create_table.unlogged);
    dump_name(dump, "of_type", change->create_table.of_type);
}

static void dump_create_index(struct dump *dump, const struct change *change)
{
    dump_name(dump, "index", change->create_index.index);
    dump_range(dump, "index_at", change->create_index.index_at);
    dump_str(dump, "method", change->create_index.method);
    dump_bool(dump, "unique", change->create_index.unique);
    dump_bool(dump, "nulls_not_distinct", change->create_index.nulls_not_distinct);
    for (size_t i = 0; i < change->create_index.key_count; i++) {
        const struct index_key *key = &change->create_index.keys[i];
        dump_line(dump, "    key " STR_FMT "%s%s", STR_ARG(key->column),
                  key->descending ? " desc" : "", key->nulls_first ? " nulls_first" : "");
        dump_expression(dump, "  expression", key->expression);
        dump_str(dump, "  opclass", key->opclass);
        dump_str(dump, "  collation", key->collation);
    }
    dump_list(dump, "include", change->create_index.include);
    dump_expression(dump, "where", change->create_index.where);
}

static void dump_function(struct dump *dump, const struct change *change)
{
    dump_str(dump, "language", change->function.language);
    dump_str(dump, "body", change->function.body);
    dump_range(dump, "body_at", change->function.body_at);
    dump_bool(dump, "body_is_verbatim", change->function.body_is_verbatim);
    dump_str(dump, "arguments", change->function.argument_types);
    dump_str(dump, "returns", change->function.return_type);
    dump_char(dump, "volatility", change->function.volatility);
    dump_bool(dump, "security_definer", change->function.security_definer);
    dump_bool(dump, "sets_search_path", change->function.sets_search_path);
    dump_bool(dump, "sql_body", change->function.sql_body);
    dump_bool(dump, "returns_trigger", change->function.returns_trigger);
}

static void dump_create_type(struct dump *dump, const struct change *change)
{
    dump_char(dump, "kind", change->create_type.kind);
    dump_list(dump, "labels", change->create_type.labels);
    for (size_t i = 0; i < change->create_type.attribute_count; i++) {
        dump_column(dump, &change->create_type.attributes[i]);
    }
}

static void dump_partition(struct dump *dump, const struct change *change)
{
    dump_name(dump, "partition", change->partition.partition);
    dump_range(dump, "partition_at", change->partition.partition_at);
    dump_str(dump, "bound", change->partition.bound);
    dump_bool(dump, "is_default", change->partition.is_default);
    dump_bool(dump, "finalize", change->partition.finalize);
}

static const char *transaction_words(enum transaction_command command)
{
    static const char *const words[] = {
        [TRANSACTION_BEGIN] = "BEGIN",
        [TRANSACTION_COMMIT] = "COMMIT",
        [TRANSACTION_ROLLBACK] = "ROLLBACK",
        [TRANSACTION_SAVEPOINT] = "SAVEPOINT",
        [TRANSACTION_RELEASE] = "RELEASE",
        [TRANSACTION_ROLLBACK_TO] = "ROLLBACK TO",
        [TRANSACTION_PREPARE] = "PREPARE",
        [TRANSACTION_COMMIT_PREPARED] = "COMMIT PREPARED",
        [TRANSACTION_ROLLBACK_PREPARED] = "ROLLBACK PREPARED",
    };
    return words[command];
}

static void dump_set(struct dump *dump, const struct change *change)
{
    dump_str(dump, "variable", change->set.variable);
    dump_str(dump, "value", change->set.value);
    dump_bool(dump, "local", change->set.local);
    dump_bool(dump, "by_function", change->set.by_function);
    dump_bool(dump, "all", change->set.all);
}

/* -- changes of tables, columns and indexes; of the others ------------------------------------- */

static bool dump_table_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        dump_create_table(dump, change);
        return true;
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        dump_bool(dump, "temporary", change->create_table_as.temporary);
        dump_bool(dump, "with_no_data", change->create_table_as.with_no_data);
        dump_list(dump, "names", change->create_table_as.columns);
        dump_data(dump, &change->create_table_as.query);
        return true;
    case CHANGE_ADD_COLUMN:
    case CHANGE_ADD_ATTRIBUTE:
        dump_column(dump, &change->add_column);
        return true;
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_ALTER_ATTRIBUTE_TYPE:
        dump_str(dump, "type", dump_type_words(dump, change->column_type.type));
        dump_expression(dump, "using", change->column_type.using);
        dump_str(dump, "collation", change->column_type.collation);
        return true;
    case CHANGE_SET_DEFAULT:
        dump_expression(dump, "default", change->default_value);
        return true;
    case CHANGE_ADD_CONSTRAINT:
    case CHANGE_ALTER_CONSTRAINT:
        dump_constraint(dump, &change->constraint);
        return true;
    case CHANGE_CREATE_INDEX:
        dump_create_index(dump, change);
        return true;
    case CHANGE_ATTACH_PARTITION:
    case CHANGE_DETACH_PARTITION:
    case CHANGE_ATTACH_INDEX:
        dump_partition(dump, change);
        return true;
    default:
        return false;
    }
}

static bool dump_data_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
        dump_data(dump, &change->data);
        return true;
    case CHANGE_COPY:
        dump_bool(dump, "is_from", change->copy.is_from);
        dump_bool(dump, "stdin_or_stdout", change->copy.stdin_or_stdout);
        dump_bool(dump, "is_program", change->copy.is_program);
        return true;
    case CHANGE_TRUNCATE:
        dump_names(dump, "tables", change->truncate.tables);
        dump_bool(dump, "restart_identity", change->truncate.restart_identity);
        return true;
    case CHANGE_SET:
    case CHANGE_RESET:
        dump_set(dump, change);
        return true;
    case CHANGE_TRANSACTION:
        dump_line(dump, "    command: %s", transaction_words(change->transaction.command));
        dump_str(dump, "savepoint", change->transaction.savepoint);
        return true;
    case CHANGE_LOCK_TABLE:
        dump_str(dump, "mode", change->lock.mode);
        dump_bool(dump, "nowait", change->lock.nowait);
        return true;
    case CHANGE_VACUUM:
    case CHANGE_ANALYZE:
    case CHANGE_CLUSTER:
        dump_bool(dump, "full", change->vacuum.full);
        dump_names(dump, "tables", change->vacuum.tables);
        return true;
    case CHANGE_REINDEX:
        dump_char(dump, "what", change->reindex.what);
        return true;
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
        dump_bool(dump, "with_no_data", change->refresh.with_no_data);
        return true;
    default:
        return false;
    }
}

static void dump_object_change(struct dump *dump, const struct change *change)
{
    struct str kind = str_from(change_kind_name(change->kind));
    if (str_starts_with(kind, STR("RENAME_")) && change->kind != CHANGE_RENAME_ENUM_VALUE) {
        dump_name(dump, "new_name", change->rename.new_name);
        dump_range(dump, "new_name_at", change->rename.new_name_at);
        return;
    }
    switch (change->kind) {
    case CHANGE_SET_SCHEMA:
        dump_str(dump, "new_schema", change->rename.new_name.schema);
        break;
    case CHANGE_CREATE_VIEW:
        dump_bool(dump, "temporary", change->create_view.temporary);
        dump_list(dump, "columns", change->create_view.columns);
        dump_names(dump, "reads", change->create_view.reads);
        dump_str(dump, "text", change->create_view.text);
        break;
    case CHANGE_CREATE_TYPE:
        dump_create_type(dump, change);
        break;
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_RENAME_ENUM_VALUE:
        dump_str(dump, "value", change->enum_value.value);
        dump_str(dump, "neighbour", change->enum_value.neighbour);
        dump_bool(dump, "after", change->enum_value.after);
        break;
    case CHANGE_CREATE_FUNCTION:
    case CHANGE_DO:
        dump_function(dump, change);
        break;
    case CHANGE_CREATE_TRIGGER:
        dump_name(dump, "function", change->trigger.function);
        dump_bool(dump, "constraint_trigger", change->trigger.constraint_trigger);
        dump_bool(dump, "initially_deferred", change->trigger.initially_deferred);
        break;
    case CHANGE_ALTER_DOMAIN:
        dump_str(dump, "action", change->alter_domain.action);
        if (change->alter_domain.constraint.name.len > 0) {
            dump_constraint(dump, &change->alter_domain.constraint);
        }
        break;
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_ALTER_SEQUENCE:
        dump_str(dump, "owned_by_table", change->sequence.owned_by_table);
        dump_str(dump, "owned_by_column", change->sequence.owned_by_column);
        dump_bool(dump, "restart", change->sequence.restart);
        break;
    case CHANGE_CREATE_ROLE:
    case CHANGE_ALTER_ROLE:
        dump_bool(dump, "superuser", change->role.superuser);
        dump_bool(dump, "has_password", change->role.has_password);
        break;
    case CHANGE_CREATE_SUBSCRIPTION:
    case CHANGE_ALTER_SUBSCRIPTION:
        dump_bool(dump, "creates_slot", change->subscription.creates_slot);
        break;
    default:
        if (str_starts_with(kind, STR("DROP_")) && change->drop.names.len > 1) {
            dump_names(dump, "names", change->drop.names);
            dump_line(dump, "    position: %zu", change->drop.position);
        }
        break;
    }
}

static void dump_change(struct dump *dump, const struct change *change)
{
    dump_line(dump, "  %s", change_kind_name(change->kind));
    dump_range(dump, "at", change->at);
    if (change->object != OBJ_UNKNOWN)
        dump_str(dump, "object", str_from(object_kind_words(change->object)));
    dump_name(dump, "table", change->table);
    dump_range(dump, "table_at", change->table_at);
    dump_name(dump, "object_name", change->object_name);
    dump_str(dump, "name", change->name);
    dump_bool(dump, "if_exists", change->if_exists);
    dump_bool(dump, "if_not_exists", change->if_not_exists);
    dump_bool(dump, "or_replace", change->or_replace);
    dump_bool(dump, "concurrently", change->concurrently);
    dump_bool(dump, "cascade", change->cascade);
    dump_bool(dump, "only", change->only);
    dump_bool(dump, "in_do", change->in_do);
    dump_bool(dump, "conditional", change->conditional);
    if (dump_table_change(dump, change) || dump_data_change(dump, change)) return;
    dump_object_change(dump, change);
}

struct str sql_dump(struct arena *arena, struct str sql, const struct sql_parse *parse)
{
    struct dump dump = {.arena = arena, .sql = sql};
    if (!parse->parsed) {
        dump_line(&dump, "error: " STR_FMT, STR_ARG(parse->error.message));
        dump_range(&dump, "at", parse->error.at);
    }
    for (size_t i = 0; i < parse->statement_count; i++) {
        const struct sql_statement *statement = &parse->statements[i];
        dump_line(&dump, "%s", statement->tag);
        for (size_t k = 0; k < statement->body_error_count; k++) {
            const struct body_error *error = &statement->body_errors[k];
            dump_line(&dump, "  error in " STR_FMT ": " STR_FMT, STR_ARG(error->language),
                      STR_ARG(error->message));
            dump_range(&dump, "at", error->at);
        }
        for (size_t k = 0; k < statement->change_count; k++) {
            dump_change(&dump, &statement->changes[k]);
        }
    }
    VEC_PUSH(arena, &dump.lines, STR(""));
    return str_join(arena, dump.lines.at, dump.lines.len, STR("\n"));
}
