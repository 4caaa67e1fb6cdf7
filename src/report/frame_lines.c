#include "report/frame_lines.h"

#include "base/vec.h"
#include "lint/file.h"
#include "schema/lex.h"

#include <stdlib.h>

/* Lines between two labels that are shown rather than left out. */
enum { SHORT_GAP = 2 };

struct line_set {
    VEC(uint32_t) lines;
    struct arena *arena;
};

static void add_line(struct line_set *set, uint32_t line)
{
    VEC_PUSH(set->arena, &set->lines, line);
}

/* -- what the file says about its lines -------------------------------------------------------- */

static const struct goose_file *goose_of(const struct diagnostic *finding,
                                         const struct source *source)
{
    bool its_file = finding->file != NULL && finding->file->source == source;
    return its_file ? finding->file->goose : NULL;
}

/* How many directives stand at or above [line]. */
static size_t directives_until(const struct goose_file *goose, uint32_t line)
{
    size_t low = 0;
    size_t high = goose == NULL ? 0 : goose->directive_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (goose->directives[middle].line <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The directive line that opens the section [line] is in; 0 when none does. */
static uint32_t section_line(const struct goose_file *goose, uint32_t line)
{
    for (size_t i = directives_until(goose, line); i > 0; i--) {
        const struct directive *directive = &goose->directives[i - 1];
        if (directive->kind == DIRECTIVE_UP || directive->kind == DIRECTIVE_DOWN) {
            return directive->line;
        }
    }
    return 0;
}

static bool is_directive_line(const struct goose_file *goose, uint32_t line)
{
    size_t count = directives_until(goose, line);
    return count > 0 && goose->directives[count - 1].line == line;
}

static struct span span_in(const struct source *source, const struct statement *statement,
                           struct range at)
{
    return goose_source_span(source, statement->sent, at.start, at.end);
}

/* The first byte of code of a sent string that does not parse. */
static struct span first_word(const struct source *source, const struct statement *statement)
{
    struct lexer lexer = {.text = statement->sent->sql};
    struct token token = lex_next_code(&lexer);
    if (token.kind == TOKEN_END) return statement->sent->span;
    return span_in(source, statement, (struct range){token.start, token.end});
}

/* Where the PostgreSQL statement around [offset] begins. */
static struct span statement_start(const struct source *source, const struct statement *statement,
                                   uint32_t offset)
{
    const struct sql_parse *parse = &statement->parse;
    if (!parse->parsed || parse->statement_count == 0) return first_word(source, statement);
    size_t low = 0;
    size_t high = parse->statement_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (span_in(source, statement, parse->statements[middle].at).start <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return span_in(source, statement, parse->statements[low].at);
}

/* The line with the first words of the statement the primary label is in; 0: not known. */
static uint32_t head_line(const struct diagnostic *finding, const struct source *source,
                          const struct mark *primary)
{
    const struct migration_file *file = finding->file;
    if (goose_of(finding, source) == NULL || primary == NULL || finding->statement == 0) return 0;
    if (finding->place == PLACE_FILE) return 0;
    enum direction direction = finding->place == PLACE_UP ? DIRECTION_UP : DIRECTION_DOWN;
    if (finding->statement > file->statement_count[direction]) return 0;
    const struct statement *statement = &file->statements[direction][finding->statement - 1];
    struct span start = statement_start(source, statement, primary->start);
    return start.source == NULL ? 0 : source_line_of(source, start.start);
}

/* -- choosing ---------------------------------------------------------------------------------- */

static const struct mark *primary_mark(const struct frame *frame)
{
    for (size_t i = 0; i < frame->mark_count; i++) {
        if (frame->marks[i].primary) return &frame->marks[i];
    }
    return NULL;
}

static void add_lines(struct line_set *set, const struct diagnostic *finding,
                      const struct frame *frame)
{
    const struct goose_file *goose = goose_of(finding, frame->source);
    const struct mark *primary = primary_mark(frame);
    for (size_t i = 0; i < frame->mark_count; i++) {
        uint32_t line = frame->marks[i].line;
        add_line(set, line);
        /* A label in the other section shows which one it is in. */
        uint32_t section = section_line(goose, line);
        if (primary != NULL && section != 0 && section != section_line(goose, primary->line)) {
            add_line(set, section);
        }
    }
    if (primary == NULL) return;
    uint32_t head = head_line(finding, frame->source, primary);
    if (head != 0 && head < primary->line) add_line(set, head);
    /* A directive says little alone: what follows it shows which migration this is. */
    if (is_directive_line(goose, primary->line) && primary->line < frame->source->line_count &&
        source_line(frame->source, primary->line + 1).len > 0) {
        add_line(set, primary->line + 1);
    }
}

static int compare_lines(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

void frame_choose_lines(struct arena *arena, const struct diagnostic *finding, struct frame *frame)
{
    const struct goose_file *goose = goose_of(finding, frame->source);
    struct line_set wanted = {.arena = arena};
    struct line_set shown = {.arena = arena};
    add_lines(&wanted, finding, frame);
    if (wanted.lines.len == 0) return;
    qsort(wanted.lines.at, wanted.lines.len, sizeof *wanted.lines.at, compare_lines);
    uint32_t previous = 0;
    for (size_t i = 0; i < wanted.lines.len; i++) {
        uint32_t line = wanted.lines.at[i];
        if (line == previous) continue;
        if (previous != 0 && line > previous + 1) {
            bool same_section = section_line(goose, line) == section_line(goose, previous);
            if (same_section && line - previous - 1 <= SHORT_GAP) {
                for (uint32_t gap = previous + 1; gap < line; gap++) add_line(&shown, gap);
            } else {
                add_line(&shown, 0);
            }
        }
        add_line(&shown, line);
        previous = line;
    }
    frame->lines = shown.lines.at;
    frame->line_count = shown.lines.len;
}
