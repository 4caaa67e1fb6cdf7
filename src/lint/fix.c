#include "lint/fix.h"

#include "base/vec.h"

#include <string.h>

struct fix_draft safe_fix(struct diagnostic *finding, const char *title)
{
    return (struct fix_draft){.finding = finding, .fix = {.title = str_from(title), .safe = true}};
}

struct fix_draft unsafe_fix(struct diagnostic *finding, const char *title, const char *caveat)
{
    return (struct fix_draft){.finding = finding,
                              .fix = {.title = str_from(title), .caveat = str_from(caveat)}};
}

/* -- edits ------------------------------------------------------------------------------------- */

static void push_edit(struct fix_draft *draft, struct edit edit)
{
    draft->edits = vec_grow(draft->finding->arena, draft->edits, draft->edit_count,
                            &draft->edit_cap, sizeof *draft->edits);
    draft->edits[draft->edit_count++] = edit;
}

void edit_replace(struct fix_draft *draft, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(draft->finding->arena, format, arguments);
    va_end(arguments);
    push_edit(draft, (struct edit){span, text});
}

void edit_insert(struct fix_draft *draft, const struct source *source, uint32_t at,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(draft->finding->arena, format, arguments);
    va_end(arguments);
    push_edit(draft, (struct edit){{source, at, at}, text});
}

void edit_delete(struct fix_draft *draft, struct span span)
{
    push_edit(draft, (struct edit){span, STR("")});
}

/* -- lines ------------------------------------------------------------------------------------- */

/* What ends the lines of a file: its first line tells. */
struct str file_line_end(const struct source *source)
{
    size_t at = str_find(source->text, STR("\n"), 0);
    bool crlf = at != SIZE_MAX && at > 0 && source->text.at[at - 1] == '\r';
    return crlf ? STR("\r\n") : STR("\n");
}

/* [text] with the file's line ends instead of LF. */
static struct str with_line_ends(struct arena *arena, struct str text, struct str end)
{
    if (end.len == 1) return text;
    char *bytes = arena_alloc(arena, 2 * text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n') bytes[len++] = '\r';
        bytes[len++] = text.at[i];
    }
    return (struct str){bytes, len};
}

void edit_insert_lines(struct fix_draft *draft, const struct source *source, uint32_t line,
                       struct str text)
{
    struct str end = file_line_end(source);
    struct str lines = with_line_ends(draft->finding->arena, text, end);
    if (line <= source->line_count) {
        uint32_t at = source_line_span(source, line).start;
        edit_insert(draft, source, at, STR_FMT STR_FMT, STR_ARG(lines), STR_ARG(end));
        return;
    }
    uint32_t at = (uint32_t)source->text.len;
    if (str_ends_with(source->text, STR("\n")) || source->text.len == 0)
        edit_insert(draft, source, at, STR_FMT STR_FMT, STR_ARG(lines), STR_ARG(end));
    else
        edit_insert(draft, source, at, STR_FMT STR_FMT, STR_ARG(end), STR_ARG(lines));
}

void edit_replace_line(struct fix_draft *draft, const struct source *source, uint32_t line,
                       struct str text)
{
    struct str lines = with_line_ends(draft->finding->arena, text, file_line_end(source));
    edit_replace(draft, source_line_span(source, line), STR_FMT, STR_ARG(lines));
}

void edit_delete_line(struct fix_draft *draft, const struct source *source, uint32_t line)
{
    struct span span = source_line_span(source, line);
    if (line < source->line_count) {
        span.end = source->line_starts[line];
    } else if (span.end < source->text.len) {
        span.end = (uint32_t)source->text.len;
    } else if (line > 1) {
        span.start = source_line_span(source, line - 1).end;
    }
    edit_delete(draft, span);
}

/* -- the finished fix -------------------------------------------------------------------------- */

void fix_recuts(struct fix_draft *draft, struct span span)
{
    draft->fix.recuts = span;
}

/* A fix is written whole or not at all, and files are written one by one. */
static bool is_in_one_file(const struct fix_draft *draft)
{
    for (size_t i = 0; i < draft->edit_count; i++) {
        if (draft->edits[i].span.source != draft->edits[0].span.source) return false;
    }
    return true;
}

void offer_fix(struct fix_draft *draft)
{
    struct diagnostic *finding = draft->finding;
    if (draft->edit_count == 0 || !is_in_one_file(draft)) return;
    draft->fix.edits = draft->edits;
    draft->fix.edit_count = draft->edit_count;
    struct fix *fixes = arena_array(finding->arena, finding->fix_count + 1, sizeof *fixes);
    if (finding->fix_count > 0) memcpy(fixes, finding->fixes, finding->fix_count * sizeof *fixes);
    fixes[finding->fix_count++] = draft->fix;
    finding->fixes = fixes;
}
