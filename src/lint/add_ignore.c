#include "lint/add_ignore.h"

#include "base/vec.h"
#include "lint/comments_only.h"
#include "lint/rule.h"
#include "lint/suppression_comments.h"

#include <stdlib.h>
#include <string.h>

/* A rule to be silenced at one place. */
struct wish {
    uint32_t at; /* byte at whose line the comment goes; WHOLE_FILE: the top of the file */
    bool whole_file;
    const struct rule *rule;
    const struct diagnostic *finding;
};

struct writer {
    struct arena *arena;
    const struct migration_file *file;
    const struct house_rules *house;
    struct str reason;
    const struct unit *units;
    size_t unit_count;
    VEC(struct wish) wishes;
    VEC(struct left_finding) left;
    VEC(struct added_comment) comments;
    char *text;
    size_t len;
};

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

static const struct unit *unit_at(const struct writer *writer, uint32_t at)
{
    size_t low = 0;
    size_t high = writer->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (writer->units[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0) return NULL;
    const struct unit *unit = &writer->units[low - 1];
    return at < unit->end ? unit : NULL;
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

static void leave(struct writer *writer, const struct diagnostic *finding, const char *why)
{
    struct left_finding left = {finding, str_from(why)};
    VEC_PUSH(writer->arena, &writer->left, left);
}

static void wish_for(struct writer *writer, const struct diagnostic *finding)
{
    const struct source *source = writer->file->source;
    struct wish wish = {.rule = finding->rule, .finding = finding, .whole_file = true};
    struct span primary = finding->labels[0].span;
    if (finding->rule->check_suppressions != NULL) {
        leave(writer, finding, "no comment silences what is said of comments");
        return;
    }
    if (!finding->about_name && primary.source == source) {
        uint32_t line = source_line_of(source, primary.start);
        const struct unit *unit = unit_at(writer, primary.start);
        wish.whole_file = false;
        if (directive_at(writer->file->goose, line) != NULL) {
            wish.at = source_line_span(source, line).start;
        } else if (unit == NULL) {
            wish.whole_file = true;
        } else if (begins_its_line(source, unit->start)) {
            wish.at = unit->start;
        } else {
            leave(writer, finding, "its statement does not begin a line");
            return;
        }
    }
    VEC_PUSH(writer->arena, &writer->wishes, wish);
}

static int compare_wishes(const void *left, const void *right)
{
    const struct wish *a = left;
    const struct wish *b = right;
    if (a->whole_file != b->whole_file) return a->whole_file ? -1 : 1;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return strcmp(a->rule->id, b->rule->id);
}

/* -- the new text ------------------------------------------------------------------------------ */

static void put(struct writer *writer, struct str text)
{
    if (text.len > 0) memcpy(writer->text + writer->len, text.at, text.len);
    writer->len += text.len;
}

static bool same_place(const struct wish *a, const struct wish *b)
{
    return a->whole_file == b->whole_file && a->at == b->at;
}

static struct str comment_for(struct writer *writer, size_t from, size_t to)
{
    VEC(struct str) names = {0};
    for (size_t i = from; i < to; i++) {
        bool again = i > from && writer->wishes.at[i].rule == writer->wishes.at[i - 1].rule;
        if (!again) VEC_PUSH(writer->arena, &names, str_from(writer->wishes.at[i].rule->id));
    }
    return str_format(writer->arena, "-- gander:%s " STR_FMT " -- " STR_FMT,
                      writer->wishes.at[from].whole_file ? "ignore-file" : "ignore",
                      STR_ARG(str_join(writer->arena, names.at, names.len, STR(", "))),
                      STR_ARG(writer->reason));
}

/* The indent of a line, and how it ends. */
static struct str indent_of(const struct source *source, struct span line)
{
    uint32_t end = line.start;
    while (end < line.end && (source->text.at[end] == ' ' || source->text.at[end] == '\t')) end++;
    return str_slice(source->text, line.start, end);
}

static struct str line_end_of(const struct source *source, struct span line)
{
    return str_starts_with(str_slice(source->text, line.end, source->text.len), STR("\r\n"))
               ? STR("\r\n")
               : STR("\n");
}

static size_t room_for(const struct writer *writer)
{
    size_t room = writer->file->source->text.len + 1;
    for (size_t i = 0; i < writer->wishes.len; i++) {
        const struct wish *wish = &writer->wishes.at[i];
        const struct source *source = writer->file->source;
        struct span line = source_line_span(source, source_line_of(source, wish->at));
        room += strlen(wish->rule->id) + writer->reason.len + 40 + indent_of(source, line).len;
    }
    return room;
}

static void write_text(struct writer *writer)
{
    const struct source *source = writer->file->source;
    qsort(writer->wishes.at, writer->wishes.len, sizeof *writer->wishes.at, compare_wishes);
    writer->text = arena_alloc(writer->arena, room_for(writer));
    uint32_t copied = 0;
    for (size_t i = 0; i < writer->wishes.len;) {
        size_t end = i;
        while (end < writer->wishes.len &&
               same_place(&writer->wishes.at[i], &writer->wishes.at[end])) {
            end++;
        }
        uint32_t number = source_line_of(source, writer->wishes.at[i].at);
        struct span line = source_line_span(source, number);
        struct str comment = comment_for(writer, i, end);
        put(writer, str_slice(source->text, copied, line.start));
        copied = line.start;
        put(writer, indent_of(source, line));
        put(writer, comment);
        put(writer, line_end_of(source, line));
        number += (uint32_t)writer->comments.len;
        VEC_PUSH(writer->arena, &writer->comments, (struct added_comment){number, comment});
        i = end;
    }
    put(writer, str_slice(source->text, copied, source->text.len));
}

/* -- one file, all files ----------------------------------------------------------------------- */

static void leave_wishes(struct writer *writer, const char *why)
{
    for (size_t i = 0; i < writer->wishes.len; i++) {
        leave(writer, writer->wishes.at[i].finding, why);
    }
    writer->wishes.len = 0;
    writer->comments.len = 0;
}

static void make_text(struct writer *writer)
{
    bool expands = has_envsub(writer->file->goose);
    if (expands && str_find(writer->reason, STR("$"), 0) != SIZE_MAX) {
        leave_wishes(writer, "goose would expand the `$` of the reason under ENVSUB ON");
    }
    if (writer->wishes.len == 0) return;
    write_text(writer);
    struct str text = {writer->text, writer->len};
    if (!comments_change_nothing(writer->file->source, text, writer->house, writer->comments.len)) {
        leave_wishes(writer, "a comment here would change what goose reads");
    }
}

static struct ignored_file ignore_in_file(struct arena *arena,
                                          const struct diagnostic *const *findings, size_t count,
                                          const struct ignore_request *request)
{
    const struct migration_file *file = findings[0]->file;
    struct writer writer = {.arena = arena, .file = file, .house = request->house};
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
