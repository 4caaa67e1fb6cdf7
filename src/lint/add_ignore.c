#include "lint/add_ignore.h"

#include "lint/add_ignore_text.h"
#include "lint/rule.h"
#include "lint/suppression_comments.h"

bool add_ignore_reason(struct str reason, struct error *error)
{
    struct str text = str_trim(reason);
    if (text.len == 0) return fail(error, "`--add-ignore` needs a reason");
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7F) {
            return fail(error, "the reason of `--add-ignore` must stand on one line, without "
                               "control characters");
        }
    }
    if (str_find(text, STR("+goose"), 0) != SIZE_MAX) {
        return fail(error, "goose refuses comments with `+goose`: give another reason");
    }
    return true;
}

/* -- where a comment goes ---------------------------------------------------------------------- */

static const struct unit *unit_at(const struct ignore_writer *writer, uint32_t at)
{
    const struct unit *unit = unit_before(writer->units, writer->unit_count, at);
    return unit != NULL && at < unit->end ? unit : NULL;
}

static const struct directive *directive_at(const struct goose_file *goose, uint32_t line)
{
    size_t low = 0;
    size_t high = goose->directive_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (goose->directives[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < goose->directive_count && goose->directives[low].line == line;
    return found ? &goose->directives[low] : NULL;
}

static bool begins_its_line(const struct source *source, uint32_t at)
{
    uint32_t start = source_line_span(source, source_line_of(source, at)).start;
    return str_trim(str_slice(source->text, start, at)).len == 0;
}

static bool has_envsub(const struct goose_file *goose)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        if (goose->directives[i].kind == DIRECTIVE_ENVSUB_ON) return true;
    }
    return false;
}

static void leave(struct ignore_writer *writer, const struct diagnostic *finding, const char *why)
{
    struct left_finding left = {finding, str_from(why)};
    VEC_PUSH(writer->arena, &writer->left, left);
}

static void wish_for(struct ignore_writer *writer, const struct diagnostic *finding)
{
    const struct source *source = writer->file->source;
    struct ignore_wish wish = {.rule = finding->rule, .finding = finding, .place = AT_TOP};
    struct span primary = finding->labels[0].span;
    if (finding->rule->check_suppressions != NULL) {
        leave(writer, finding, "no comment silences what is said of comments");
        return;
    }
    if (!finding->about_name && primary.source == source) {
        uint32_t line = source_line_of(source, primary.start);
        const struct unit *unit = unit_at(writer, primary.start);
        if (directive_at(writer->file->goose, line) != NULL) {
            wish.place = ABOVE;
            wish.at = source_line_span(source, line).start;
        } else if (unit != NULL && begins_its_line(source, unit->start)) {
            wish.place = ABOVE;
            wish.at = unit->start;
        } else if (unit != NULL) {
            wish.place = BEHIND;
            wish.at = source_line_span(source, line).end;
        }
    }
    VEC_PUSH(writer->arena, &writer->wishes, wish);
}

/* -- one file, all files ----------------------------------------------------------------------- */

static void make_text(struct ignore_writer *writer)
{
    bool expands = has_envsub(writer->file->goose);
    const char *why = NULL;
    if (expands && str_find(writer->reason, STR("$"), 0) != SIZE_MAX)
        why = "goose would expand the `$` of the reason under ENVSUB ON";
    else if (writer->wishes.len > 0 && !ignore_write(writer))
        why = "a comment here would change what goose reads";
    if (why == NULL) return;
    for (size_t i = 0; i < writer->wishes.len; i++) {
        leave(writer, writer->wishes.at[i].finding, why);
    }
    writer->wishes.len = 0;
    writer->comments.len = 0;
}

static struct ignored_file ignore_in_file(struct arena *arena,
                                          const struct diagnostic *const *findings, size_t count,
                                          const struct ignore_request *request)
{
    const struct migration_file *file = findings[0]->file;
    struct ignore_writer writer = {.arena = arena, .file = file, .house = request->house};
    writer.reason = str_trim(request->reason);
    bool readable = file != NULL && file->source != NULL;
    if (readable) writer.units = units_find(arena, file, &writer.unit_count);
    for (size_t i = 0; i < count; i++) {
        if (findings[i]->severity < request->threshold ||
            findings[i]->suppressed.kind != NOT_SUPPRESSED) {
            continue;
        }
        if (readable)
            wish_for(&writer, findings[i]);
        else
            leave(&writer, findings[i], "it has no place for a comment");
    }
    if (readable) make_text(&writer);
    struct ignored_file ignored = {.file = file, .left = writer.left.at};
    ignored.left_count = writer.left.len;
    ignored.comments = writer.comments.at;
    ignored.comment_count = writer.comments.len;
    ignored.silenced = writer.wishes.len;
    if (writer.comments.len > 0) ignored.text = (struct str){writer.text, writer.len};
    return ignored;
}

const struct ignored_file *add_ignore(struct arena *arena, const struct diagnostic *const *findings,
                                      size_t count, const struct ignore_request *request,
                                      size_t *file_count)
{
    VEC(struct ignored_file) files = {0};
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && str_equal(findings[i]->path, findings[end]->path)) end++;
        struct ignored_file one = ignore_in_file(arena, &findings[i], end - i, request);
        if (one.comment_count + one.left_count > 0) VEC_PUSH(arena, &files, one);
        i = end;
    }
    *file_count = files.len;
    return files.at;
}
