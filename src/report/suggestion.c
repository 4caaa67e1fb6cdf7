#include "report/suggestion.h"

#include "base/vec.h"
#include "report/place.h"

#include <stdlib.h>
#include <string.h>

enum { FARTHEST_LINES = 20 };

static int compare_edits(const void *left, const void *right)
{
    const struct edit *a = left;
    const struct edit *b = right;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return (a->span.end > b->span.end) - (a->span.end < b->span.end);
}

static bool is_mergeable(const struct edit *edits, size_t count, const struct source *source)
{
    for (size_t i = 0; i < count; i++) {
        if (edits[i].span.source != source) return false;
        if (i > 0 && edits[i].span.start < edits[i - 1].span.end) return false;
    }
    uint32_t first = source_line_of(source, edits[0].span.start);
    /* No column tells a byte order mark. */
    if (edits[0].span.start < source_line_span(source, 1).start) return false;
    return source_line_of(source, edits[count - 1].span.end) - first <= FARTHEST_LINES;
}

/* The edits' texts with what stands between them. */
static struct suggestion merge(struct arena *arena, const struct edit *edits, size_t count)
{
    struct span whole = edits[0].span;
    VEC(struct str) parts = {0};
    for (size_t i = 0; i < count; i++) {
        struct span between = {whole.source, whole.end, edits[i].span.start};
        if (i > 0) VEC_PUSH(arena, &parts, span_text(between));
        VEC_PUSH(arena, &parts, edits[i].text);
        whole.end = edits[i].span.end;
    }
    return (struct suggestion){whole, str_join(arena, parts.at, parts.len, STR(""))};
}

/* Behind the final line end there is no line that a comment could stand on: text put there is put
 * before that line end instead. */
static struct suggestion pulled_back(struct arena *arena, struct suggestion suggestion)
{
    const struct source *source = suggestion.span.source;
    struct span last = source_line_span(source, source->line_count);
    struct str line_end = str_slice(source->text, last.end, source->text.len);
    if (line_end.len == 0 || suggestion.span.end <= last.end) return suggestion;
    if (!str_ends_with(suggestion.text, line_end)) return (struct suggestion){0};
    struct str text = str_slice(suggestion.text, 0, suggestion.text.len - line_end.len);
    suggestion.span.end = last.end;
    if (suggestion.span.start > last.end) {
        const struct str parts[] = {line_end, text};
        suggestion.span.start = last.end;
        text = str_join(arena, parts, 2, STR(""));
    }
    suggestion.text = text;
    return suggestion;
}

struct suggestion suggestion_of(struct arena *arena, const struct diagnostic *finding)
{
    const struct suggestion none = {0};
    const struct source *source = finding_span(finding).source;
    if (finding->fix_count == 0 || !finding->fixes[0].safe || source == NULL) return none;
    const struct fix *fix = &finding->fixes[0];
    if (fix->edit_count == 0) return none;
    struct edit *edits = arena_array(arena, fix->edit_count, sizeof *edits);
    memcpy(edits, fix->edits, fix->edit_count * sizeof *edits);
    qsort(edits, fix->edit_count, sizeof *edits, compare_edits);
    if (!is_mergeable(edits, fix->edit_count, source)) return none;
    return pulled_back(arena, merge(arena, edits, fix->edit_count));
}
