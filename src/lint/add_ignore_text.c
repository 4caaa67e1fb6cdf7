#include "lint/add_ignore_text.h"

#include "lint/comments_only.h"

#include <stdlib.h>
#include <string.h>

static int compare_wishes(const void *left, const void *right)
{
    const struct ignore_wish *a = left;
    const struct ignore_wish *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->place != b->place) return a->place < b->place ? -1 : 1;
    return strcmp(a->rule->id, b->rule->id);
}

/* -- the new text ------------------------------------------------------------------------------ */

static void put(struct ignore_writer *writer, struct str text)
{
    if (text.len > 0) memcpy(writer->text + writer->len, text.at, text.len);
    writer->len += text.len;
}

static bool same_place(const struct ignore_wish *a, const struct ignore_wish *b)
{
    return a->place == b->place && a->at == b->at;
}

static struct str comment_for(struct ignore_writer *writer, size_t from, size_t to)
{
    VEC(struct str) names = {0};
    for (size_t i = from; i < to; i++) {
        bool again = i > from && writer->wishes.at[i].rule == writer->wishes.at[i - 1].rule;
        if (!again) VEC_PUSH(writer->arena, &names, str_from(writer->wishes.at[i].rule->id));
    }
    return str_format(writer->arena, "-- gander:%s " STR_FMT " -- " STR_FMT,
                      writer->wishes.at[from].place == AT_TOP ? "ignore-file" : "ignore",
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

static size_t room_for(const struct ignore_writer *writer)
{
    size_t room = writer->file->source->text.len + 1;
    for (size_t i = 0; i < writer->wishes.len; i++) {
        const struct ignore_wish *wish = &writer->wishes.at[i];
        const struct source *source = writer->file->source;
        struct span line = source_line_span(source, source_line_of(source, wish->at));
        room += strlen(wish->rule->id) + writer->reason.len + 40 + indent_of(source, line).len;
    }
    return room;
}

/* The line goes on in the new text from [copied] on; returns up to where it is copied. */
static uint32_t put_comment(struct ignore_writer *writer, uint32_t copied,
                            const struct ignore_wish *wish, struct str comment)
{
    const struct source *source = writer->file->source;
    struct span line = source_line_span(source, source_line_of(source, wish->at));
    uint32_t until = wish->place == BEHIND ? line.end : line.start;
    put(writer, str_slice(source->text, copied, until));
    put(writer, wish->place == BEHIND ? STR(" ") : indent_of(source, line));
    put(writer, comment);
    if (wish->place != BEHIND) put(writer, line_end_of(source, line));
    return until;
}

static void write_text(struct ignore_writer *writer)
{
    const struct source *source = writer->file->source;
    qsort(writer->wishes.at, writer->wishes.len, sizeof *writer->wishes.at, compare_wishes);
    writer->text = arena_alloc(writer->arena, room_for(writer));
    writer->len = writer->comments.len = 0;
    uint32_t copied = 0;
    uint32_t shift = 0;
    for (size_t i = 0; i < writer->wishes.len;) {
        const struct ignore_wish *wish = &writer->wishes.at[i];
        size_t end = i;
        while (end < writer->wishes.len && same_place(wish, &writer->wishes.at[end])) end++;
        struct added_comment added = {.before = source_line_of(source, wish->at)};
        added.text = comment_for(writer, i, end);
        copied = put_comment(writer, copied, wish, added.text);
        added.line = added.before + shift;
        if (wish->place != BEHIND) shift++;
        added.shift = shift;
        VEC_PUSH(writer->arena, &writer->comments, added);
        i = end;
    }
    put(writer, str_slice(source->text, copied, source->text.len));
}

static bool try_text(struct ignore_writer *writer)
{
    write_text(writer);
    return comments_change_nothing(writer->file->source, (struct str){writer->text, writer->len},
                                   writer->house, writer->comments.len);
}

/* -- where no comment may stand ---------------------------------------------------------------- */

/* What one comment silences in the whole file needs no other: that would be an unused one. */
static void sort_wishes(struct ignore_writer *writer)
{
    qsort(writer->wishes.at, writer->wishes.len, sizeof *writer->wishes.at, compare_wishes);
    for (size_t i = 0; i < writer->wishes.len; i++) {
        const struct ignore_wish *first = &writer->wishes.at[i];
        if (first->place != AT_TOP) break; /* sorted: they come first */
        if (i > 0 && first->rule == writer->wishes.at[i - 1].rule) continue;
        for (size_t j = i + 1; j < writer->wishes.len; j++) {
            struct ignore_wish *other = &writer->wishes.at[j];
            if (other->rule != first->rule) continue;
            other->place = AT_TOP;
            other->at = 0;
        }
    }
}

/* Finds the places where a comment would change what goose reads, and silences for the whole file
 * what is meant there. */
static void move_to_top(struct ignore_writer *writer)
{
    enum { MOST_PLACES = 64 }; /* each is a reading of the whole file */
    struct ignore_wish *all = writer->wishes.at;
    const size_t count = writer->wishes.len;
    if (writer->comments.len > MOST_PLACES) return;
    for (size_t i = 0; i < count; i += writer->wishes.len) {
        writer->wishes.at = all + i;
        writer->wishes.len = 1;
        while (i + writer->wishes.len < count && same_place(&all[i], &all[i + writer->wishes.len]))
            writer->wishes.len++;
        if (try_text(writer)) continue;
        for (size_t j = 0; j < writer->wishes.len; j++) {
            all[i + j].place = AT_TOP;
            all[i + j].at = 0;
        }
    }
    writer->wishes.at = all;
    writer->wishes.len = count;
    sort_wishes(writer);
}

bool ignore_write(struct ignore_writer *writer)
{
    sort_wishes(writer);
    if (try_text(writer)) return true;
    move_to_top(writer);
    return try_text(writer);
}
