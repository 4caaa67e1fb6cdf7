#include "base/json.h"
#include "cli/inspect.h"

static void write_errors(struct json *json, const struct goose_file *goose)
{
    json_key(json, "errors");
    json_begin_array(json);
    for (size_t i = 0; i < goose->error_count; i++) {
        json_begin_object(json);
        json_member_number(json, "line", goose->errors[i].line);
        json_member_string(json, "message", goose->errors[i].message);
        json_end(json);
    }
    json_end(json);
}

/* A name may stand twice in a header, but not in an object: the first counts. */
static bool is_repeated(const struct goose_file *goose, size_t number)
{
    for (size_t i = 0; i < number; i++) {
        if (str_equal(goose->header[i].name, goose->header[number].name)) return true;
    }
    return false;
}

static void write_header(struct json *json, struct arena *arena, const struct goose_file *goose)
{
    json_key(json, "header");
    json_begin_object(json);
    for (size_t i = 0; i < goose->header_count; i++) {
        if (is_repeated(goose, i)) continue;
        json_member_string(json, str_copy(arena, goose->header[i].name).at, goose->header[i].value);
    }
    json_end(json);
}

static void write_kinds(struct json *json, const struct sql_parse *parse)
{
    json_key(json, "kinds");
    json_begin_array_inline(json);
    for (size_t i = 0; i < parse->statement_count; i++) {
        const struct sql_statement *sql = &parse->statements[i];
        for (size_t j = 0; j < sql->change_count; j++) {
            json_put_string(json, str_from(change_kind_name(sql->changes[j].kind)));
        }
    }
    json_end(json);
}

static void write_statement(struct json *json, const struct statement *statement)
{
    json_begin_object(json);
    json_member_string(json, "sql", statement->sent->sql);
    json_member_number(json, "start_line", statement->sent->start_line);
    json_member_number(json, "end_line", statement->sent->end_line);
    write_kinds(json, &statement->parse);
    if (statement->parse.parsed) {
        json_member_null(json, "parse_error");
    } else {
        json_member_string(json, "parse_error", statement->parse.error.message);
    }
    json_end(json);
}

static void write_section(struct json *json, const struct migration_file *file,
                          enum direction direction)
{
    const struct goose_file *goose = file->goose;
    bool up = direction == DIRECTION_UP;
    json_key(json, up ? "up" : "down");
    json_begin_object(json);
    json_member_bool(json, "accepted", up ? goose->up.accepted : goose->down.accepted);
    json_key(json, "statements");
    json_begin_array(json);
    for (size_t i = 0; i < file->statement_count[direction]; i++) {
        write_statement(json, &file->statements[direction][i]);
    }
    json_end(json);
    json_end(json);
}

void inspect_write_json(FILE *out, const struct inspection *inspection)
{
    const struct goose_file *goose = inspection->file->goose;
    struct json json;
    json_init(&json, out);
    json_begin_object(&json);
    json_member_string(&json, "file", inspection->file->source->path);
    json_member_bool(&json, "accepted", goose->accepted);
    write_errors(&json, goose);
    if (inspection->has_version) {
        json_member_number(&json, "version", inspection->version);
    } else {
        json_member_null(&json, "version");
    }
    json_member_bool(&json, "no_transaction", goose->no_transaction);
    write_header(&json, inspection->arena, goose);
    write_section(&json, inspection->file, DIRECTION_UP);
    write_section(&json, inspection->file, DIRECTION_DOWN);
    json_end(&json);
    json_finish(&json);
}
