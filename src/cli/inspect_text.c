#include "base/width.h"
#include "cli/inspect.h"

#include <inttypes.h>

void inspect_put_text(FILE *out, struct str text)
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
    inspect_put_text(out, inspection->file->source->path);
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
        inspect_put_text(out, goose->header[i].name);
        fputs(": ", out);
        inspect_put_text(out, goose->header[i].value);
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
            inspect_put_text(out, span_text(directive->span));
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
        inspect_put_text(out, error->message);
        if (!error->in_up) fputs(" (in Down)", out);
        if (!error->in_down) fputs(" (in Up)", out);
        fputc('\n', out);
    }
}

/* -- statements -------------------------------------------------------------------------------- */

/* Which transaction is open between two strings. */
enum open_transaction { OPEN_NONE, OPEN_OF_GOOSE, OPEN_OF_FILE };

/* What a string's own BEGIN, COMMIT and ROLLBACK leave behind (reference: PostgreSQL manual,
 * BEGIN: inside a transaction it only warns). */
static enum open_transaction transaction_after(enum open_transaction open,
                                               const struct sql_parse *parse)
{
    for (size_t i = 0; i < parse->statement_count; i++) {
        const struct sql_statement *sql = &parse->statements[i];
        if (sql->change_count == 0 || sql->changes[0].kind != CHANGE_TRANSACTION) continue;
        if (transaction_end(&sql->changes[0]) != NULL) {
            open = OPEN_NONE;
        } else if (sql->changes[0].transaction.command == TRANSACTION_BEGIN && open == OPEN_NONE) {
            open = OPEN_OF_FILE;
        }
    }
    return open;
}

static void put_mode(FILE *out, enum open_transaction open, const struct statement *statement)
{
    size_t count = statement->parse.statement_count;
    if (statement->sent->in_block) fputs(", in a block", out);
    if (open == OPEN_OF_GOOSE) {
        fputs(", in goose's transaction", out);
    } else if (open == OPEN_OF_FILE) {
        fputs(", in the file's own transaction", out);
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
    inspect_put_text(out, error->message);
    fprintf(out, " (line %" PRIu32 ", column %" PRIu32 ")\n", at.line, at.column);
}

static void put_sql(FILE *out, struct str sql)
{
    for (size_t at = 0; at < sql.len;) {
        size_t end = str_find(sql, STR("\n"), at);
        if (end == SIZE_MAX) end = sql.len;
        fputs("     | ", out);
        inspect_put_text(out, str_slice(sql, at, end));
        fputc('\n', out);
        at = end + 1;
    }
}

static void put_statement(FILE *out, const struct inspection *inspection,
                          enum open_transaction open, const struct statement *statement)
{
    const struct goose_statement *sent = statement->sent;
    fprintf(out, "  %" PRIu32 ". ", statement->number);
    put_lines(out, sent->start_line, sent->end_line);
    if (sent->sql.len == 0) {
        fputs(": an empty string\n", out);
        return;
    }
    put_mode(out, open, statement);
    fputc('\n', out);
    put_kinds(out, &statement->parse);
    put_parse_error(out, inspection, statement);
    put_sql(out, sent->sql);
}

/* The line that an empty string cost, when [dropped] is it. */
static bool put_dropped(FILE *out, const struct dropped_line *dropped,
                        const struct goose_statement *sent)
{
    if (sent->sql.len != 0 || sent->block.end != dropped->block.end) return false;
    fprintf(out, "     goose drops line %" PRIu32 ": ", dropped->line);
    inspect_put_text(out, span_text(dropped->span));
    fputc('\n', out);
    return true;
}

static void put_statements(FILE *out, const struct inspection *inspection, enum direction direction)
{
    const struct migration_file *file = inspection->file;
    const struct goose_file *goose = file->goose;
    size_t next = 0; /* of the dropped lines, which stand in the order of their blocks */
    while (next < goose->dropped_count && goose->dropped[next].direction != direction) next++;
    enum open_transaction open = goose->no_transaction ? OPEN_NONE : OPEN_OF_GOOSE;
    for (size_t i = 0; i < file->statement_count[direction]; i++) {
        const struct statement *statement = &file->statements[direction][i];
        put_statement(out, inspection, open, statement);
        open = transaction_after(open, &statement->parse);
        if (next == goose->dropped_count) continue;
        if (put_dropped(out, &goose->dropped[next], statement->sent)) next++;
    }
}

static void put_section(FILE *out, const struct inspection *inspection, enum direction direction)
{
    const struct goose_file *goose = inspection->file->goose;
    bool up = direction == DIRECTION_UP;
    size_t count = inspection->file->statement_count[direction];
    fprintf(out, "\n%s: ", up ? "Up" : "Down");
    if (count == 0 && !(up ? goose->up.present : goose->down.present)) {
        fputs("missing\n", out);
        return;
    }
    fprintf(out, "%zu statement%s\n", count, count == 1 ? "" : "s");
    put_statements(out, inspection, direction);
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
