#include "sql/dump.h"

#include "sql/dump_fields.h"

static void dump_guard(struct dump *dump, const struct guard *guard)
{
    if (guard == NULL) return;
    dump_open(dump, "guard");
    dump_words(dump, "asks_for", object_kind_words(guard->kind));
    dump_name(dump, "name", guard->name);
    dump_name(dump, "table", guard->table);
    dump_bool(dump, "wants", guard->wants);
    dump_close(dump);
}

/* What every change has. */
static void dump_common(struct dump *dump, const struct change *change)
{
    dump_range(dump, "at", change->at);
    if (change->object != OBJ_UNKNOWN)
        dump_words(dump, "object", object_kind_words(change->object));
    dump_name(dump, "table", change->table);
    dump_range(dump, "table_at", change->table_at);
    dump_name(dump, "object_name", change->object_name);
    dump_str(dump, "name", change->name);
    if (change->signature != NULL) dump_text(dump, "signature", change->signature->text);
    dump_bool(dump, "if_exists", change->if_exists);
    dump_bool(dump, "if_not_exists", change->if_not_exists);
    dump_bool(dump, "or_replace", change->or_replace);
    dump_bool(dump, "concurrently", change->concurrently);
    dump_bool(dump, "cascade", change->cascade);
    dump_bool(dump, "only", change->only);
    dump_bool(dump, "in_do", change->in_do);
    dump_bool(dump, "keeps_schema", change->keeps_schema);
    dump_bool(dump, "conditional", change->conditional);
    dump_guard(dump, change->guard);
}

static void dump_change(struct dump *dump, const struct change *change)
{
    dump_open_item(dump, change_kind_name(change->kind), STR(""));
    if (dump->json != NULL) dump_words(dump, "kind", change_kind_name(change->kind));
    dump_common(dump, change);
    if (!dump_table_change(dump, change) && !dump_data_change(dump, change)) {
        dump_object_change(dump, change);
    }
    dump_close(dump);
}

static void dump_body_errors(struct dump *dump, const struct sql_statement *statement)
{
    if (statement->body_error_count == 0) return;
    dump_open_list(dump, "body_errors");
    for (size_t i = 0; i < statement->body_error_count; i++) {
        const struct body_error *error = &statement->body_errors[i];
        dump_open_item(dump, "error in", error->language);
        if (dump->json != NULL) dump_str(dump, "language", error->language);
        dump_str(dump, "message", error->message);
        dump_range(dump, "at", error->at);
        dump_close(dump);
    }
    dump_close_list(dump);
}

static void dump_statement(struct dump *dump, const struct sql_statement *statement)
{
    dump_open_item(dump, statement->tag, STR(""));
    if (dump->json != NULL) dump_words(dump, "tag", statement->tag);
    if (dump->json != NULL) dump_range(dump, "at", statement->at);
    dump_body_errors(dump, statement);
    dump_open_list(dump, "changes");
    for (size_t i = 0; i < statement->change_count; i++) {
        dump_change(dump, &statement->changes[i]);
    }
    dump_close_list(dump);
    dump_close(dump);
}

struct str sql_dump(struct arena *arena, struct str sql, const struct sql_parse *parse,
                    const struct dump_places *places)
{
    struct dump dump = {.arena = arena, .sql = sql, .places = places};
    if (!parse->parsed) {
        dump_str(&dump, "error", parse->error.message);
        dump_range(&dump, "  at", parse->error.at);
    }
    for (size_t i = 0; i < parse->statement_count; i++) {
        dump_statement(&dump, &parse->statements[i]);
    }
    VEC_PUSH(arena, &dump.lines, STR(""));
    return str_join(arena, dump.lines.at, dump.lines.len, STR("\n"));
}

void sql_dump_json(struct json *json, struct arena *arena, struct str sql,
                   const struct sql_parse *parse, const struct dump_places *places)
{
    struct dump dump = {.arena = arena, .sql = sql, .places = places, .json = json};
    json_begin_array(json);
    for (size_t i = 0; i < parse->statement_count; i++) {
        dump_statement(&dump, &parse->statements[i]);
    }
    json_end(json);
}
