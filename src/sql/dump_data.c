/* Queries and data, transactions, settings, maintenance. */
#include "sql/dump_fields.h"

static void dump_conflict(struct dump *dump, const struct data_change *data)
{
    const struct on_conflict *conflict = data->on_conflict;
    if (conflict == NULL) return;
    dump_open(dump, "on_conflict");
    dump_bool(dump, "nothing", conflict->nothing);
    dump_list(dump, "columns", conflict->columns);
    dump_expression(dump, "where", conflict->where);
    dump_str(dump, "constraint", conflict->constraint);
    dump_list(dump, "sets", conflict->set);
    dump_close(dump);
}

static void dump_column_values(struct dump *dump, const struct data_change *data)
{
    struct str_list texts = {0};
    for (size_t i = 0; i < data->values.len; i++) {
        const struct column_value *value = &data->values.at[i];
        struct str column = value->column;
        if (column.len == 0) column = str_format(dump->arena, "#%u", value->position + 1);
        VEC_PUSH(dump->arena, &texts,
                 str_format(dump->arena, STR_FMT " = '" STR_FMT "'", STR_ARG(column),
                            STR_ARG(value->literal)));
    }
    dump_list(dump, "values", texts);
}

static void dump_data(struct dump *dump, const struct data_change *data)
{
    dump_list(dump, "columns", data->columns);
    dump_bool(dump, "where_is_true", data->where_is_true);
    if (data->has_where) dump_expression(dump, "where", data->where);
    dump_list(dump, "equals", data->equals);
    dump_column_values(dump, data);
    dump_bool(dump, "from_query", data->from_query);
    if (data->row_count > 0) dump_number(dump, "rows", (int64_t)data->row_count);
    dump_bool(dump, "overriding_system_value", data->overriding_system_value);
    dump_bool(dump, "overriding_user_value", data->overriding_user_value);
    dump_conflict(dump, data);
    dump_mentions(dump, "mentions", data->mentions);
    dump_bool(dump, "has_limit", data->has_limit);
    dump_bool(dump, "has_inner_limit", data->has_inner_limit);
    dump_bool(dump, "locks_rows", data->locks_rows);
    dump_bool(dump, "only_constants", data->only_constants);
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

static void dump_created_as(struct dump *dump, const struct change *change)
{
    dump_bool(dump, "temporary", change->create_table_as.temporary);
    dump_bool(dump, "unlogged", change->create_table_as.unlogged);
    dump_bool(dump, "with_no_data", change->create_table_as.with_no_data);
    dump_bool(dump, "select_into", change->create_table_as.select_into);
    dump_list(dump, "names", change->create_table_as.columns);
    dump_storage(dump, change->create_table_as.storage);
    dump_str(dump, "text", change->create_table_as.text);
    dump_data(dump, &change->create_table_as.query);
}

static void dump_copy(struct dump *dump, const struct change *change)
{
    dump_bool(dump, "is_from", change->copy.is_from);
    dump_bool(dump, "stdin_or_stdout", change->copy.stdin_or_stdout);
    dump_bool(dump, "is_program", change->copy.is_program);
    dump_list(dump, "columns", change->copy.columns);
    dump_values(dump, "options", change->copy.options);
    dump_mentions(dump, "query", change->copy.mentions);
}

static void dump_set(struct dump *dump, const struct change *change)
{
    dump_str(dump, "variable", change->set.variable);
    dump_str(dump, "value", change->set.value);
    dump_bool(dump, "local", change->set.local);
    dump_bool(dump, "by_function", change->set.by_function);
    dump_bool(dump, "all", change->set.all);
}

static bool dump_session_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SET:
    case CHANGE_RESET:
        dump_set(dump, change);
        return true;
    case CHANGE_SET_CONSTRAINTS:
        dump_list(dump, "names", change->set_constraints.names);
        dump_bool(dump, "deferred", change->set_constraints.deferred);
        return true;
    case CHANGE_TRANSACTION:
        dump_words(dump, "command", transaction_words(change->transaction.command));
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
        dump_str(dump, "tablespace", change->reindex.tablespace);
        return true;
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
        dump_bool(dump, "with_no_data", change->refresh.with_no_data);
        return true;
    default:
        return false;
    }
}

bool dump_data_change(struct dump *dump, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_CALL:
    case CHANGE_EXPLAIN:
    case CHANGE_PREPARE:
    case CHANGE_DECLARE_CURSOR:
        dump_data(dump, &change->data);
        return true;
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        dump_created_as(dump, change);
        return true;
    case CHANGE_COPY:
        dump_copy(dump, change);
        return true;
    case CHANGE_TRUNCATE:
        dump_names(dump, "tables", change->truncate.tables);
        dump_bool(dump, "restart_identity", change->truncate.restart_identity);
        return true;
    default:
        return dump_session_change(dump, change);
    }
}
