#include "report/excerpt.h"
#include "report/frame.h"
#include "report/words.h"

#include <string.h>

/* "NN | " left of the text, apart from the digits. */
enum { GUTTER_CELLS = 3 };

/* A mark in cells of the drawn line. */
struct cells {
    size_t start;
    size_t end; /* at least one cell behind start */
};

static struct cells mark_cells(const struct excerpt *excerpt, uint32_t line_start,
                               const struct mark *mark)
{
    struct cells cells = {
        .start = excerpt_cell(excerpt, mark->start - line_start),
        .end = excerpt_cell(excerpt, mark->end - line_start),
    };
    if (cells.end <= cells.start) cells.end = cells.start + 1;
    return cells;
}

static void blanks(FILE *out, size_t count)
{
    fprintf(out, "%*s", (int)count, "");
}

/* The mark drawn at a cell: a primary one covers the others. */
static const struct mark *mark_at(const struct mark *marks, const struct cells *cells, size_t count,
                                  size_t cell)
{
    const struct mark *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (cell < cells[i].start || cell >= cells[i].end) continue;
        if (found == NULL || marks[i].primary) found = &marks[i];
    }
    return found;
}

static size_t marks_end(const struct cells *cells, size_t count)
{
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        if (cells[i].end > end) end = cells[i].end;
    }
    return end;
}

static void draw_carets(const struct canvas *canvas, const struct mark *marks,
                        const struct cells *cells, size_t count)
{
    const struct mark *current = NULL;
    size_t end = marks_end(cells, count);
    for (size_t cell = 0; cell < end; cell++) {
        const struct mark *mark = mark_at(marks, cells, count, cell);
        if (mark != current) {
            if (current != NULL) paint_off(canvas, current->paint);
            if (mark != NULL) paint_on(canvas, mark->paint);
            current = mark;
        }
        fputc(mark == NULL ? ' ' : mark->primary ? '^' : '-', canvas->out);
    }
    if (current != NULL) paint_off(canvas, current->paint);
}

static void draw_words(const struct canvas *canvas, const struct mark *mark)
{
    paint_on(canvas, mark->paint);
    write_visible(canvas->out, mark->text);
    paint_off(canvas, mark->paint);
}

static unsigned text_columns(const struct canvas *canvas)
{
    unsigned taken = canvas->gutter + GUTTER_CELLS;
    return canvas->columns > taken ? canvas->columns - taken : 0;
}

/* The last label stands on the caret row when nothing is to the right of it and there is room. */
static bool fits_behind(const struct canvas *canvas, const struct mark *marks,
                        const struct cells *cells, size_t count)
{
    const struct mark *last = &marks[count - 1];
    if (last->text.len == 0 || cells[count - 1].end < marks_end(cells, count)) return false;
    size_t width = visible_cells(last->text);
    size_t room = text_columns(canvas);
    bool fits = cells[count - 1].end + 1 + width <= room;
    /* Hanging it would only help if it began further left. */
    return fits || cells[count - 1].start + 1 >= cells[count - 1].end;
}

/* A `|` under every label among the first [count] that still waits for its text; returns the cell
 * reached. Marks rise by their start. */
static size_t draw_stems(const struct canvas *canvas, const struct mark *marks,
                         const struct cells *cells, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].text.len == 0 || cells[i].start < at) continue;
        blanks(canvas->out, cells[i].start - at);
        paint_text(canvas, marks[i].paint, "|");
        at = cells[i].start + 1;
    }
    return at;
}

static size_t last_with_text(const struct mark *marks, size_t count)
{
    while (count > 0 && marks[count - 1].text.len == 0) count--;
    return count;
}

/* How many of the labels before [count] start left of [cell]. */
static size_t left_of(const struct cells *cells, size_t count, size_t cell)
{
    while (count > 0 && cells[count - 1].start >= cell) count--;
    return count;
}

static void draw_hung(const struct canvas *canvas, const struct mark *marks,
                      const struct cells *cells, size_t count)
{
    count = last_with_text(marks, count);
    if (count == 0) return;
    gutter_mark(canvas, "| ");
    draw_stems(canvas, marks, cells, count);
    fputc('\n', canvas->out);
    for (; count > 0; count = last_with_text(marks, count - 1)) {
        size_t start = cells[count - 1].start;
        gutter_mark(canvas, "| ");
        size_t at = draw_stems(canvas, marks, cells, left_of(cells, count - 1, start));
        blanks(canvas->out, start - at);
        draw_words(canvas, &marks[count - 1]);
        fputc('\n', canvas->out);
    }
}

static void draw_marks(const struct canvas *canvas, const struct excerpt *excerpt,
                       uint32_t line_start, const struct mark *marks, size_t count)
{
    struct arena arena;
    arena_init(&arena);
    struct cells *cells = arena_array(&arena, count, sizeof *cells);
    for (size_t i = 0; i < count; i++) cells[i] = mark_cells(excerpt, line_start, &marks[i]);
    gutter_mark(canvas, "| ");
    draw_carets(canvas, marks, cells, count);
    bool behind = fits_behind(canvas, marks, cells, count);
    if (behind) {
        fputc(' ', canvas->out);
        draw_words(canvas, &marks[count - 1]);
    }
    fputc('\n', canvas->out);
    draw_hung(canvas, marks, cells, behind ? count - 1 : count);
    arena_release(&arena);
}

static void draw_source(const struct canvas *canvas, uint32_t line, const struct excerpt *excerpt)
{
    bool empty = excerpt->line.len == 0;
    gutter_number(canvas, line, empty ? "|" : "| ");
    excerpt_write(canvas->out, excerpt);
    fputc('\n', canvas->out);
}

/* Labels too far apart for one row of the terminal get the line drawn once for each. */
static void draw_line(const struct canvas *canvas, const struct frame *frame, uint32_t number,
                      const struct mark *marks, size_t count)
{
    struct span span = source_line_span(frame->source, number);
    struct str line = span_text(span);
    size_t start = count == 0 ? 0 : marks[0].start - span.start;
    size_t end = count == 0 ? 0 : marks[count - 1].end - span.start;
    struct excerpt excerpt = excerpt_of(line, start, end, text_columns(canvas));
    bool all_shown = true;
    for (size_t i = 0; i < count; i++) {
        all_shown = all_shown && excerpt_shows(&excerpt, marks[i].start - span.start);
    }
    if (!all_shown && count > 1) {
        for (size_t i = 0; i < count; i++) draw_line(canvas, frame, number, &marks[i], 1);
        return;
    }
    draw_source(canvas, number, &excerpt);
    if (count > 0) draw_marks(canvas, &excerpt, span.start, marks, count);
}

void frame_draw(const struct canvas *canvas, const struct frame *frame)
{
    size_t mark = 0;
    for (size_t i = 0; i < frame->line_count; i++) {
        uint32_t line = frame->lines[i];
        if (line == 0) {
            paint_text(canvas, PAINT_GUTTER, "...");
            fputc('\n', canvas->out);
            continue;
        }
        size_t first = mark;
        while (mark < frame->mark_count && frame->marks[mark].line == line) mark++;
        draw_line(canvas, frame, line, &frame->marks[first], mark - first);
    }
}
