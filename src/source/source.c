#include "source/source.h"

#include "base/width.h"

#include <string.h>

/* A file with a line longer than this gets marks, so that many findings in one endless line do not
 * make every position a walk from that line's start. */
enum { LONG_LINE = 4096 };

static size_t bom_length(struct str text)
{
    return str_starts_with(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
}

/* The number of lines: a final LF ends the last line and opens no further one. */
static uint32_t count_lines(struct str text, size_t *longest)
{
    uint32_t count = 1;
    *longest = 0;
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.at + at, '\n', text.len - at);
        size_t next = end == NULL ? text.len : (size_t)(end - text.at) + 1;
        if (next - at > *longest) *longest = next - at;
        if (end != NULL && next < text.len) count++;
        at = next;
    }
    return count;
}

static uint32_t *find_line_starts(struct arena *arena, struct str text, uint32_t count)
{
    uint32_t *starts = arena_array(arena, count, sizeof *starts);
    size_t at = 0;
    for (uint32_t i = 1; i < count; i++) {
        const char *end = memchr(text.at + at, '\n', text.len - at);
        if (end == NULL) break;
        at = (size_t)(end - text.at) + 1;
        starts[i] = (uint32_t)at;
    }
    return starts;
}

/* Columns passed since the line's start, in both units that need decoding. */
struct column_mark {
    uint32_t offset; /* the code point that starts here, or the first one behind the mark's place */
    uint32_t code_points;
    uint32_t utf16;
};

static void count_code_point(struct column_mark *mark, struct code_point code_point)
{
    mark->offset += code_point.len;
    mark->code_points++;
    mark->utf16 += code_point.value >= 0x10000 ? 2 : 1;
}

/* One mark for every LONG_LINE bytes, each relative to the line it stands in. */
static const struct column_mark *make_marks(struct arena *arena, struct str text)
{
    size_t count = text.len / LONG_LINE + 1;
    struct column_mark *marks = arena_array(arena, count, sizeof *marks);
    struct column_mark now = {.offset = (uint32_t)bom_length(text)};
    size_t made = 0;
    while (now.offset < text.len) {
        while (made < count && now.offset >= made * LONG_LINE) marks[made++] = now;
        bool line_end = text.at[now.offset] == '\n';
        count_code_point(&now, code_point_at(text, now.offset));
        if (line_end) now = (struct column_mark){.offset = now.offset};
    }
    while (made < count) marks[made++] = now;
    return marks;
}

const struct source *source_new(struct arena *arena, struct str path, struct str text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    size_t longest;
    source->path = path;
    source->text = text;
    source->line_count = count_lines(text, &longest);
    source->line_starts = find_line_starts(arena, text, source->line_count);
    if (longest > LONG_LINE) source->marks = make_marks(arena, text);
    return source;
}

uint32_t source_line_of(const struct source *source, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

struct span source_line_span(const struct source *source, uint32_t line)
{
    if (line < 1) line = 1;
    if (line > source->line_count) line = source->line_count;
    size_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] : source->text.len;
    if (line == 1) start += bom_length(source->text);
    if (end > start && source->text.at[end - 1] == '\n') end--;
    if (end > start && end < source->text.len && source->text.at[end - 1] == '\r') end--;
    return (struct span){source, (uint32_t)start, (uint32_t)end};
}

struct str source_line(const struct source *source, uint32_t line)
{
    return span_text(source_line_span(source, line));
}

/* Where counting the columns of [offset] can begin: the line's start, or a mark behind it. */
static struct column_mark nearest_mark(const struct source *source, struct span line,
                                       uint32_t offset)
{
    struct column_mark start = {.offset = line.start};
    if (source->marks == NULL) return start;
    struct column_mark mark = source->marks[offset / LONG_LINE];
    if (mark.offset > offset && offset >= LONG_LINE) mark = source->marks[offset / LONG_LINE - 1];
    return mark.offset > line.start && mark.offset <= offset ? mark : start;
}

struct position source_position(const struct source *source, uint32_t offset, enum column_unit unit)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t number = source_line_of(source, offset);
    struct span line = source_line_span(source, number);
    if (offset > line.end) offset = line.end;
    if (offset < line.start) offset = line.start;
    if (unit == COLUMN_BYTES) return (struct position){number, offset - line.start + 1};

    struct column_mark mark = nearest_mark(source, line, offset);
    while (mark.offset < offset) {
        struct code_point next = code_point_at(source->text, mark.offset);
        if (next.len > offset - mark.offset) break;
        count_code_point(&mark, next);
    }
    uint32_t passed = unit == COLUMN_UTF16 ? mark.utf16 : mark.code_points;
    return (struct position){number, passed + 1};
}

struct str span_text(struct span span)
{
    if (span.source == NULL) return STR("");
    return str_slice(span.source->text, span.start, span.end);
}
