#include "report/frame.h"

#include "base/vec.h"
#include "lint/file.h"
#include "report/frame_lines.h"
#include "report/words.h"

#include <stdlib.h>
#include <string.h>

struct marks {
    VEC(struct mark) all;
    struct arena *arena;
};

/* "created here" -> "created in 00001_init.sql:3" */
static struct str origin_words(struct arena *arena, const struct label *label)
{
    const struct source *source = label->origin.source;
    uint32_t line = source_line_of(source, label->origin.start);
    struct str place =
        source == label->span.source
            ? str_format(arena, "line %u", (unsigned)line)
            : str_format(arena, STR_FMT ":%u", STR_ARG(base_name(source->path)), (unsigned)line);
    struct str words = label->origin_text;
    if (str_ends_with(words, STR(" here"))) {
        words = str_slice(words, 0, words.len - STR(" here").len);
        return str_format(arena, STR_FMT " in " STR_FMT, STR_ARG(words), STR_ARG(place));
    }
    if (words.len == 0) return place;
    return str_format(arena, STR_FMT " (" STR_FMT ")", STR_ARG(words), STR_ARG(place));
}

static struct str label_words(struct arena *arena, const struct label *label)
{
    if (label->origin.source == NULL) return label->text;
    struct str origin = origin_words(arena, label);
    if (label->text.len == 0) return origin;
    return str_format(arena, STR_FMT ", " STR_FMT, STR_ARG(label->text), STR_ARG(origin));
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without blanks and line ends behind the last word. */
static struct span trimmed_end(struct span span)
{
    struct str text = span.source->text;
    if (span.end > text.len) span.end = (uint32_t)text.len;
    while (span.end > span.start && is_blank(text.at[span.end - 1])) span.end--;
    return span;
}

static void add_mark(struct marks *marks, struct span span, uint32_t line, struct mark mark)
{
    struct span whole = source_line_span(span.source, line);
    mark.line = line;
    mark.start = span.start < whole.start ? whole.start : span.start;
    mark.end = span.end > whole.end ? whole.end : span.end;
    if (mark.start > whole.end) mark.start = whole.end;
    if (mark.end < mark.start) mark.end = mark.start;
    VEC_PUSH(marks->arena, &marks->all, mark);
}

static uint32_t first_code(struct span line)
{
    const char *text = line.source->text.at;
    while (line.start < line.end && is_blank(text[line.start])) line.start++;
    return line.start;
}

/* Of a label over several lines the first and the last are marked, the text stands at the last. */
static void add_label(struct marks *marks, struct span span, struct mark mark)
{
    struct span trimmed = trimmed_end(span);
    if (trimmed.end > trimmed.start) span = trimmed;
    uint32_t last_byte = span.end > span.start ? span.end - 1 : span.start;
    uint32_t first = source_line_of(span.source, span.start);
    uint32_t last = source_line_of(span.source, last_byte);
    if (first == last) {
        add_mark(marks, span, first, mark);
        return;
    }
    struct mark opening = mark;
    opening.text = STR("");
    add_mark(marks, span, first, opening);
    span.start = first_code(source_line_span(span.source, last));
    add_mark(marks, span, last, mark);
}

static int compare_marks(const void *left, const void *right)
{
    const struct mark *a = left;
    const struct mark *b = right;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    if (a->end != b->end) return a->end < b->end ? -1 : 1;
    if (a->primary != b->primary) return a->primary ? 1 : -1;
    return str_compare(a->text, b->text);
}

struct frame frame_of(struct arena *arena, const struct diagnostic *finding,
                      const struct source *source, const struct label *only)
{
    struct marks marks = {.arena = arena};
    for (size_t i = 0; i < finding->label_count; i++) {
        const struct label *label = &finding->labels[i];
        if (label->span.source != source || (only != NULL && label != only)) continue;
        if (label->primary && finding->about_name) continue;
        struct str words = label_words(arena, label);
        /* The text of a label that stands alone in its file is the title of its frame. */
        if (only != NULL && label->title.len == 0) words = STR("");
        enum paint paint = label->primary ? severity_paint(finding->severity) : PAINT_INFO;
        add_label(&marks, label->span,
                  (struct mark){.text = words, .paint = paint, .primary = label->primary});
    }
    if (marks.all.len > 0) qsort(marks.all.at, marks.all.len, sizeof *marks.all.at, compare_marks);
    struct frame frame = {.source = source, .marks = marks.all.at, .mark_count = marks.all.len};
    frame_choose_lines(arena, finding, &frame);
    return frame;
}

uint32_t frame_last_line(const struct frame *frame)
{
    return frame->line_count == 0 ? 0 : frame->lines[frame->line_count - 1];
}
