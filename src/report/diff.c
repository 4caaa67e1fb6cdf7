#include "report/diff.h"

#include "base/vec.h"
#include "report/excerpt.h"
#include "report/words.h"

#include <stdlib.h>

/* Unchanged lines between two hunks that are shown rather than left out. */
enum { SHORT_GAP = 2 };

/* Old lines [line, line + removed) become [added]. */
struct hunk {
    uint32_t line;
    uint32_t removed;
    struct str *added;
    uint32_t added_count;
};

struct rows {
    VEC(struct diff_row) all;
    struct arena *arena;
    const struct source *source;
};

/* -- lines as an edit sees them: behind a final line end there is one more, empty -------------- */

static uint32_t edit_line(const struct source *source, uint32_t offset)
{
    size_t len = source->text.len;
    bool behind = offset >= len && len > 0 && source->text.at[len - 1] == '\n';
    return behind ? source->line_count + 1 : source_line_of(source, offset);
}

static uint32_t line_start(const struct source *source, uint32_t line)
{
    if (line > source->line_count) return (uint32_t)source->text.len;
    return source->line_starts[line - 1];
}

static uint32_t line_end(const struct source *source, uint32_t line)
{
    return line > source->line_count ? (uint32_t)source->text.len
                                     : source_line_span(source, line).end;
}

static struct str line_text(const struct source *source, uint32_t line)
{
    return line > source->line_count ? STR("") : source_line(source, line);
}

/* -- hunks ------------------------------------------------------------------------------------- */

static struct str *split_lines(struct arena *arena, struct str text, uint32_t *count)
{
    VEC(struct str) lines = {0};
    for (size_t at = 0;;) {
        size_t end = str_find(text, STR("\n"), at);
        size_t stop = end == SIZE_MAX ? text.len : end;
        size_t trimmed = stop > at && text.at[stop - 1] == '\r' ? stop - 1 : stop;
        VEC_PUSH(arena, &lines, str_slice(text, at, trimmed));
        if (end == SIZE_MAX) break;
        at = end + 1;
    }
    *count = (uint32_t)lines.len;
    return lines.at;
}

/* The text of lines [first, last] after [count] edits, which rise and do not overlap. */
static struct str edited_text(struct arena *arena, const struct edit *edits, size_t count,
                              uint32_t first, uint32_t last)
{
    const struct source *source = edits[0].span.source;
    struct words words;
    words_open(&words);
    uint32_t at = line_start(source, first);
    for (size_t i = 0; i < count; i++) {
        if (edits[i].span.start < at) continue;
        fwrite(source->text.at + at, 1, edits[i].span.start - at, words.out);
        if (edits[i].text.len > 0) fwrite(edits[i].text.at, 1, edits[i].text.len, words.out);
        at = edits[i].span.end;
    }
    uint32_t end = line_end(source, last);
    if (at < end) fwrite(source->text.at + at, 1, end - at, words.out);
    return words_text(&words, arena);
}

/* Lines that stay the same at either end are no part of the change. */
static void trim_hunk(struct hunk *hunk, const struct source *source)
{
    while (hunk->removed > 0 && hunk->added_count > 0 &&
           str_equal(line_text(source, hunk->line + hunk->removed - 1),
                     hunk->added[hunk->added_count - 1])) {
        hunk->removed--;
        hunk->added_count--;
    }
    while (hunk->removed > 0 && hunk->added_count > 0 &&
           str_equal(line_text(source, hunk->line), hunk->added[0])) {
        hunk->line++;
        hunk->removed--;
        hunk->added++;
        hunk->added_count--;
    }
}

/* The hunk of the first edits that touch the same lines; [used] says how many. */
static struct hunk first_hunk(struct arena *arena, const struct edit *edits, size_t count,
                              size_t *used)
{
    const struct source *source = edits[0].span.source;
    uint32_t first = edit_line(source, edits[0].span.start);
    uint32_t last = edit_line(source, edits[0].span.end);
    size_t taken = 1;
    while (taken < count && edit_line(source, edits[taken].span.start) <= last) {
        uint32_t end = edit_line(source, edits[taken].span.end);
        if (end > last) last = end;
        taken++;
    }
    struct hunk hunk = {.line = first, .removed = last - first + 1};
    struct str text = edited_text(arena, edits, taken, first, last);
    hunk.added = split_lines(arena, text, &hunk.added_count);
    trim_hunk(&hunk, source);
    *used = taken;
    return hunk;
}

/* -- rows -------------------------------------------------------------------------------------- */

static void add_row(struct rows *rows, enum diff_sign sign, uint32_t number, struct str text)
{
    VEC_PUSH(rows->arena, &rows->all, (struct diff_row){sign, number, text, 0, text.len});
}

/* Of a long line the part that differs is shown. */
static void add_changed_row(struct rows *rows, enum diff_sign sign, uint32_t number,
                            struct str text, struct str other)
{
    size_t shorter = text.len < other.len ? text.len : other.len;
    struct diff_row row = {sign, number, text, 0, text.len + other.len - shorter};
    while (row.start < shorter && text.at[row.start] == other.at[row.start]) row.start++;
    VEC_PUSH(rows->arena, &rows->all, row);
}

/* Replaced lines show themselves where they are; what is only added or removed needs neighbours. */
static bool wants_context(const struct hunk *hunk)
{
    return hunk->removed == 0 || hunk->added_count == 0;
}

static void add_context(struct rows *rows, uint32_t from, uint32_t to, int64_t shift)
{
    for (uint32_t line = from; line < to; line++) {
        add_row(rows, DIFF_CONTEXT, (uint32_t)(line + shift), line_text(rows->source, line));
    }
}

/* Old lines [from, to) between the previous hunk (NULL: none) and the next (NULL: none). */
static void add_between(struct rows *rows, const struct hunk *previous, const struct hunk *next,
                        uint32_t from, uint32_t to, int64_t shift)
{
    if (from > to) return;
    uint32_t after = previous != NULL && wants_context(previous) && from < to ? 1 : 0;
    uint32_t before = next != NULL && wants_context(next) && from + after < to ? 1 : 0;
    uint32_t hidden = to - from - after - before;
    bool inner = previous != NULL && next != NULL;
    if (inner && hidden <= SHORT_GAP) {
        add_context(rows, from, to, shift);
        return;
    }
    add_context(rows, from, from + after, shift);
    if (inner) add_row(rows, DIFF_GAP, 0, STR("..."));
    add_context(rows, to - before, to, shift);
}

static void add_hunk(struct rows *rows, const struct hunk *hunk, int64_t shift)
{
    for (uint32_t i = 0; i < hunk->removed; i++) {
        struct str other = i < hunk->added_count ? hunk->added[i] : STR("");
        add_changed_row(rows, DIFF_REMOVED, 0, line_text(rows->source, hunk->line + i), other);
    }
    for (uint32_t i = 0; i < hunk->added_count; i++) {
        struct str other = i < hunk->removed ? line_text(rows->source, hunk->line + i) : STR("");
        add_changed_row(rows, DIFF_ADDED, (uint32_t)(hunk->line + i + shift), hunk->added[i],
                        other);
    }
}

static struct diff diff_of(struct arena *arena, const struct edit *edits, size_t count)
{
    struct rows rows = {.arena = arena, .source = edits[0].span.source};
    struct hunk previous = {0};
    bool any = false;
    uint32_t next_line = 1;
    int64_t shift = 0;
    for (size_t used = 0; count > 0; edits += used, count -= used) {
        struct hunk hunk = first_hunk(arena, edits, count, &used);
        add_between(&rows, any ? &previous : NULL, &hunk, next_line, hunk.line, shift);
        add_hunk(&rows, &hunk, shift);
        shift += (int64_t)hunk.added_count - hunk.removed;
        next_line = hunk.line + hunk.removed;
        previous = hunk;
        any = true;
    }
    add_between(&rows, &previous, NULL, next_line, rows.source->line_count + 1, shift);
    return (struct diff){rows.source, rows.all.at, rows.all.len};
}

static int compare_edits(const void *left, const void *right)
{
    const struct edit *a = left;
    const struct edit *b = right;
    int order = str_compare(a->span.source->path, b->span.source->path);
    if (order != 0) return order;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return a->span.end < b->span.end ? -1 : a->span.end > b->span.end;
}

struct diff *diffs_of(struct arena *arena, const struct fix *fix, size_t *count)
{
    VEC(struct diff) diffs = {0};
    struct edit *edits = arena_array(arena, fix->edit_count, sizeof *edits);
    size_t edit_count = 0;
    for (size_t i = 0; i < fix->edit_count; i++) {
        if (fix->edits[i].span.source != NULL) edits[edit_count++] = fix->edits[i];
    }
    if (edit_count > 0) qsort(edits, edit_count, sizeof *edits, compare_edits);
    for (size_t i = 0; i < edit_count;) {
        size_t end = i + 1;
        while (end < edit_count && edits[end].span.source == edits[i].span.source) end++;
        VEC_PUSH(arena, &diffs, diff_of(arena, &edits[i], end - i));
        i = end;
    }
    *count = diffs.len;
    return diffs.at;
}

uint32_t diff_last_line(const struct diff *diff)
{
    uint32_t last = 0;
    for (size_t i = 0; i < diff->row_count; i++) {
        if (diff->rows[i].number > last) last = diff->rows[i].number;
    }
    return last;
}

static enum paint sign_paint(enum diff_sign sign)
{
    switch (sign) {
    case DIFF_ADDED:
        return PAINT_ADDED;
    case DIFF_REMOVED:
        return PAINT_REMOVED;
    case DIFF_CONTEXT:
    case DIFF_GAP:
        return PAINT_NONE;
    }
    return PAINT_NONE;
}

/* Both lines of a change begin at the same byte: as far left as lets the longer one end in view,
 * but so that no less than half of the columns are for the change and what follows. */
static struct excerpt row_excerpt(const struct diff_row *row, unsigned columns)
{
    const size_t ellipsis = 3;
    if (row->longer <= columns) return excerpt_from(row->text, 0, columns);
    size_t first = row->start > columns / 2 ? row->start - columns / 2 : 0;
    size_t over = row->longer + ellipsis - columns;
    return excerpt_from(row->text, first < over ? first : over, columns);
}

static void draw_row(const struct canvas *canvas, const struct diff_row *row)
{
    static const char *const marks[] = {
        [DIFF_CONTEXT] = "|", [DIFF_ADDED] = "+", [DIFF_REMOVED] = "-", [DIFF_GAP] = "|"};
    if (row->number > 0) {
        fprintf(canvas->out, "%*lu ", (int)canvas->gutter, (unsigned long)row->number);
    } else {
        fprintf(canvas->out, "%*s ", (int)canvas->gutter, "");
    }
    enum paint paint = sign_paint(row->sign);
    paint_on(canvas, paint);
    fputs(marks[row->sign], canvas->out);
    if (row->text.len > 0) {
        unsigned taken = canvas->gutter + 3;
        struct excerpt excerpt =
            row_excerpt(row, canvas->columns > taken ? canvas->columns - taken : 0);
        fputc(' ', canvas->out);
        excerpt_write(canvas->out, &excerpt);
    }
    paint_off(canvas, paint);
    fputc('\n', canvas->out);
}

void diff_draw(const struct canvas *canvas, const struct diff *diff)
{
    for (size_t i = 0; i < diff->row_count; i++) draw_row(canvas, &diff->rows[i]);
}
