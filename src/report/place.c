#include "report/place.h"

#include "lint/file.h"

#include <inttypes.h>

struct span finding_span(const struct diagnostic *finding)
{
    if (!finding->about_name && finding->label_count > 0 &&
        finding->labels[0].span.source != NULL) {
        return finding->labels[0].span;
    }
    const struct source *source = finding->file == NULL ? NULL : finding->file->source;
    return source == NULL ? (struct span){0} : source_line_span(source, 1);
}

struct place place_of(struct span span, struct str path, enum column_unit unit)
{
    if (span.source == NULL) {
        return (struct place){.path = path, .start = {1, 1}, .end = {1, 1}};
    }
    return (struct place){
        .path = span.source->path,
        .start = source_position(span.source, span.start, unit),
        .end = source_position(span.source, span.end, unit),
        .offset = span.start,
        .length = span.end - span.start,
    };
}

static struct position edit_position(const struct source *source, uint32_t offset,
                                     enum column_unit unit)
{
    size_t len = source->text.len;
    if (offset >= len && len > 0 && source->text.at[len - 1] == '\n') {
        return (struct position){source->line_count + 1, 1};
    }
    return source_position(source, offset, unit);
}

struct place place_of_edit(struct span span, enum column_unit unit)
{
    if (span.source == NULL) return place_of(span, STR(""), unit);
    return (struct place){
        .path = span.source->path,
        .start = edit_position(span.source, span.start, unit),
        .end = edit_position(span.source, span.end, unit),
        .offset = span.start,
        .length = span.end - span.start,
    };
}

struct str suppressed_words(struct arena *arena, const struct diagnostic *finding)
{
    const struct suppressed *suppressed = &finding->suppressed;
    if (suppressed->kind == SUPPRESSED_BY_BASELINE) return STR("by the baseline");
    struct str line =
        str_format(arena, "in line %" PRIu32,
                   source_line_of(suppressed->comment.source, suppressed->comment.start));
    if (suppressed->reason.len == 0) return line;
    return str_format(arena, STR_FMT ": " STR_FMT, STR_ARG(line), STR_ARG(suppressed->reason));
}

const char *compiler_level(enum severity severity)
{
    return severity == SEVERITY_INFO ? "note" : severity_name(severity);
}
