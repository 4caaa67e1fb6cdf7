#include "base/width.h"
#include "cli/inspect.h"

#include <inttypes.h>

/* Text from a file, with what could steer a terminal made harmless. */
static void put_text(FILE *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        struct code_point c = code_point_at(text, at);
        if (!c.valid || (code_point_is_control(c.value) && c.value != '\t')) {
            fputs("\xEF\xBF\xBD", out);
        } else {
            fwrite(text.at + at, 1, c.len, out);
        }
        at += c.len;
    }
}

static void put_lines(FILE *out, uint32_t first, uint32_t last)
{
    if (first == last) {
        fprintf(out, "line %" PRIu32, first);
    } else {
        fprintf(out, "lines %" PRIu32 "-%" PRIu32, first, last);
    }
}

/* -- the file ---------------------------------------------------------------------------------- */

static const char *verdict(const struct goose_file *goose)
{
    if (goose->accepted) return "goose accepts it";
    if (!goose->up.accepted && !goose->down.accepted) return "goose refuses it";
    return goose->up.accepted ? "goose refuses its Down" : "goose refuses its Up";
}

static void put_summary(FILE *out, const struct inspection *inspection)
{
    const struct goose_file *goose = inspection->file->goose;
    put_text(out, inspection->file->source->path);
    fputs("\n  ", out);
    if (inspection->has_version) {
        fprintf(out, "version %" PRId64, inspection->version);
    } else {
        fputs("no version in its name", out);
    }
    fprintf(out, "; %s; %s\n", verdict(goose),
            goose->no_transaction ? "NO TRANSACTION: each statement on its own"
                                  : "one transaction for each direction");
}

static void put_header(FILE *out, const struct goose_file *goose)
{
    if (goose->header_count == 0) return;
    fputs("\nHeader\n", out);
    for (size_t i = 0; i < goose->header_count; i++) {
        fputs("  ", out);
        put_text(out, goose->header[i].name);
        fputs(": ", out);
        put_text(out, goose->header[i].value);
        fputc('\n', out);
    }
}

static void put_directives(FILE *out, const struct goose_file *goose)
{
    if (goose->directive_count == 0) return;
    fputs("\nDirectives\n", out);
    for (size_t i = 0; i < goose->directive_count; i++) {
        const struct directive *directive = &goose->directives[i];
        fprintf(out, "  %5" PRIu32 "  ", directive->line);
        if (directive->kind == DIRECTIVE_INVALID) {
            put_text(out, span_text(directive->span));
            fputs("  (refused)", out);
        } else {
            fputs(directive_name(directive->kind), out);
            if (directive->misplaced) fputs("  (out of place)", out);
        }
        fputc('\n', out);
    }
}

static void put_errors(FILE *out, const struct goose_file *goose)
{
    if (goose->error_count == 0) return;
    fputs("\nErrors\n", out);
    for (size_t i = 0; i < goose->error_count; i++) {
        const struct goose_error *error = &goose->errors[i];
        fprintf(out, "  %5" PRIu32 "  ", error->line);
        put_text(out, error->message);
        if (!error->in_up) fputs(" (in Down)", out);
        if (!error->in_down) fputs(" (in Up)", out);
        fputc('\n', out);
    }
}

/* -- statements -------------------------------------------------------------------------------- */

static void put_mode(FILE *out, const struct inspection *inspection,
                     const struct statement *statement)
{
    size_t count = statement->parse.statement_count;
    if (statement->sent->in_block) fputs(", in a block", out);
    if (!inspection->file->goose->no_transaction) {
        fputs(", in goose's transaction", out);
    } else if (count > 1) {
        fputs(", in an implicit transaction", out);
    } else {
        fputs(", autocommit", out);
    }
    if (count > 1) fprintf(out, ", %zu statements in one string", count);
}

static void put_kinds(FILE *out, const struct sql_parse *parse)
{
    bool first = true;
    for (size_t i = 0; i < parse->statement_count; i++) {
        for (size_t j = 0; j < parse->statements[i].change_count; j++) {
            fputs(first ? "     " : " ", out);
            fputs(change_kind_name(parse->statements[i].changes[j].kind), out);
            first = false;
        }
    }
    if (!first) fputc('\n', out);
}

static void put_parse_error(FILE *out, const struct inspection *inspection,
                            const struct statement *statement)
{
    const struct sql_error *error = &statement->parse.error;
    if (statement->parse.parsed) return;
    struct span span = goose_source_span(inspection->file->source, statement->sent, error->at.start,
                                         error->at.end);
    struct position at = source_position(inspection->file->source, span.start, COLUMN_CODE_POINTS);
    fputs("     PostgreSQL: ", out);
    put_text(out, error->message);
    fprintf(out, " (line %" PRIu32 ", column %" PRIu32 ")\n", at.line, at.column);
}

static void put_sql(FILE *out, struct str sql)
{
    for (size_t at = 0; at < sql.len;) {
        size_t end = str_find(sql, STR("\n"), at);
        if (end == SIZE_MAX) end = sql.len;
        fputs("     | ", out);
        put_text(out, str_slice(sql, at, end));
        fputc('\n', out);
        at = end + 1;
    }
}

static void put_statement(FILE *out, const struct inspection *inspection,
                          const struct statement *statement)
{
    const struct goose_statement *sent = statement->sent;
    fprintf(out, "  %" PRIu32 ". ", statement->number);
    put_lines(out, sent->start_line, sent->end_line);
    if (sent->sql.len == 0) {
        fputs(": an empty string\n", out);
        return;
    }
    put_mode(out, inspection, statement);
    fputc('\n', out);
    put_kinds(out, &statement->parse);
    put_parse_error(out, inspection, statement);
    put_sql(out, sent->sql);
}

static void put_dropped(FILE *out, const struct goose_file *goose, enum direction direction)
{
    for (size_t i = 0; i < goose->dropped_count; i++) {
        const struct dropped_line *dropped = &goose->dropped[i];
        if (dropped->direction != direction) continue;
        fprintf(out, "  goose drops line %" PRIu32 ": ", dropped->line);
        put_text(out, span_text(dropped->span));
        fputc('\n', out);
    }
}

static void put_section(FILE *out, const struct inspection *inspection, enum direction direction)
{
    const struct migration_file *file = inspection->file;
    bool up = direction == DIRECTION_UP;
    size_t count = file->statement_count[direction];
    const struct goose_section *section = up ? &file->goose->up : &file->goose->down;
    fprintf(out, "\n%s: ", up ? "Up" : "Down");
    if (!section->present && count == 0) {
        fputs("missing\n", out);
        return;
    }
    fprintf(out, "%zu statement%s\n", count, count == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++) {
        put_statement(out, inspection, &file->statements[direction][i]);
    }
    put_dropped(out, file->goose, direction);
}

void inspect_write_text(FILE *out, const struct inspection *inspection)
{
    const struct goose_file *goose = inspection->file->goose;
    put_summary(out, inspection);
    put_errors(out, goose);
    put_header(out, goose);
    put_directives(out, goose);
    put_section(out, inspection, DIRECTION_UP);
    put_section(out, inspection, DIRECTION_DOWN);
}
