/* gander inspect --stage changes: what the SQL of a migration changes, as rules see it. */
#include "cli/inspect.h"
#include "goose/goose.h"
#include "sql/dump.h"

#include <inttypes.h>

struct locator {
    const struct source *source;
    const struct goose_statement *sent;
};

static bool find_place(const void *context, struct range range, struct dump_place *place)
{
    const struct locator *locator = context;
    struct span span = goose_source_span(locator->source, locator->sent, range.start, range.end);
    if (span.source == NULL) return false;
    struct position start = source_position(span.source, span.start, COLUMN_CODE_POINTS);
    struct position end = source_position(span.source, span.end, COLUMN_CODE_POINTS);
    *place = (struct dump_place){start.line, start.column, end.line, end.column};
    return true;
}

/* -- text -------------------------------------------------------------------------------------- */

static void put_statement(FILE *out, const struct inspection *inspection,
                          const struct statement *statement)
{
    struct locator locator = {inspection->file->source, statement->sent};
    struct dump_places places = {find_place, &locator};
    struct str text = sql_dump(inspection->arena, statement->sent->sql, &statement->parse, &places);
    for (size_t start = 0; start < text.len;) {
        size_t end = str_find(text, STR("\n"), start);
        if (end == SIZE_MAX) end = text.len;
        fputs("  ", out);
        inspect_put_text(out, str_slice(text, start, end));
        fputc('\n', out);
        start = end + 1;
    }
}

static void put_section(FILE *out, const struct inspection *inspection, enum direction direction)
{
    for (size_t i = 0; i < inspection->file->statement_count[direction]; i++) {
        const struct statement *statement = &inspection->file->statements[direction][i];
        fprintf(out, "\n%s, statement %zu, line %" PRIu32 "\n",
                direction == DIRECTION_UP ? "Up" : "Down", i + 1, statement->sent->start_line);
        put_statement(out, inspection, statement);
    }
}

void inspect_changes_text(FILE *out, const struct inspection *inspection)
{
    inspect_put_text(out, inspection->file->source->path);
    fputc('\n', out);
    put_section(out, inspection, DIRECTION_UP);
    put_section(out, inspection, DIRECTION_DOWN);
}

/* -- JSON -------------------------------------------------------------------------------------- */

static void write_statement(struct json *json, const struct inspection *inspection,
                            const struct statement *statement)
{
    struct locator locator = {inspection->file->source, statement->sent};
    struct dump_places places = {find_place, &locator};
    json_begin_object(json);
    json_member_number(json, "start_line", statement->sent->start_line);
    json_member_number(json, "end_line", statement->sent->end_line);
    if (statement->parse.parsed) {
        json_member_null(json, "parse_error");
    } else {
        json_member_string(json, "parse_error", statement->parse.error.message);
    }
    json_key(json, "statements");
    sql_dump_json(json, inspection->arena, statement->sent->sql, &statement->parse, &places);
    json_end(json);
}

static void write_section(struct json *json, const struct inspection *inspection,
                          enum direction direction)
{
    json_key(json, direction == DIRECTION_UP ? "up" : "down");
    json_begin_array(json);
    for (size_t i = 0; i < inspection->file->statement_count[direction]; i++) {
        write_statement(json, inspection, &inspection->file->statements[direction][i]);
    }
    json_end(json);
}

void inspect_changes_json(FILE *out, const struct inspection *inspection)
{
    struct json json;
    json_init(&json, out);
    json_begin_object(&json);
    json_member_string(&json, "file", inspection->file->source->path);
    write_section(&json, inspection, DIRECTION_UP);
    write_section(&json, inspection, DIRECTION_DOWN);
    json_end(&json);
    json_finish(&json);
}
