#include "lint/apply.h"

#include "base/vec.h"

#include <string.h>

const struct fix *fix_to_apply(const struct diagnostic *finding, bool unsafe_too)
{
    const struct source *source = finding->file == NULL ? NULL : finding->file->source;
    if (source == NULL || finding->suppressed.kind != NOT_SUPPRESSED) return NULL;
    for (size_t i = 0; i < finding->fix_count; i++) {
        const struct fix *fix = &finding->fixes[i];
        bool here = fix->edit_count > 0;
        for (size_t e = 0; e < fix->edit_count; e++) {
            if (fix->edits[e].span.source != source) here = false;
        }
        if (here && (fix->safe || unsafe_too)) return fix;
    }
    return NULL;
}

/* -- putting together -------------------------------------------------------------------------- */

/* How many edits stand before byte [at]. */
static size_t edits_before(const struct patch *patch, uint32_t at)
{
    size_t low = 0;
    size_t high = patch->edit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (patch->edits[middle].span.start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool collide(struct span a, struct span b)
{
    bool empty = a.start == a.end || b.start == b.end;
    return empty ? a.start <= b.end && b.start <= a.end : a.start < b.end && b.start < a.end;
}

static bool fits(const struct patch *patch, struct span span)
{
    size_t at = edits_before(patch, span.start);
    if (at > 0 && collide(patch->edits[at - 1].span, span)) return false;
    return at == patch->edit_count || !collide(patch->edits[at].span, span);
}

static void insert_edit(struct arena *arena, struct patch *patch, struct edit edit)
{
    size_t at = edits_before(patch, edit.span.start);
    patch->edits =
        vec_grow(arena, patch->edits, patch->edit_count, &patch->edit_cap, sizeof *patch->edits);
    memmove(&patch->edits[at + 1], &patch->edits[at],
            (patch->edit_count - at) * sizeof *patch->edits);
    patch->edits[at] = edit;
    patch->edit_count++;
}

bool patch_add(struct arena *arena, struct patch *patch, const struct diagnostic *finding,
               const struct fix *fix)
{
    for (size_t i = 0; i < fix->edit_count; i++) {
        if (!fits(patch, fix->edits[i].span)) return false;
    }
    for (size_t i = 0; i < fix->edit_count; i++) insert_edit(arena, patch, fix->edits[i]);
    patch->fixed =
        vec_grow(arena, patch->fixed, patch->fixed_count, &patch->fixed_cap, sizeof *patch->fixed);
    patch->fixed[patch->fixed_count++] = finding;
    if (fix->recuts.source == NULL) return true;
    patch->recuts = vec_grow(arena, patch->recuts, patch->recut_count, &patch->recut_cap,
                             sizeof *patch->recuts);
    patch->recuts[patch->recut_count++] = fix->recuts;
    return true;
}

struct str patch_text(struct arena *arena, const struct patch *patch)
{
    struct str text = patch->source->text;
    size_t size = text.len + 1;
    for (size_t i = 0; i < patch->edit_count; i++) size += patch->edits[i].text.len;
    char *bytes = arena_alloc(arena, size);
    size_t len = 0;
    size_t done = 0;
    for (size_t i = 0; i <= patch->edit_count; i++) {
        size_t until = i < patch->edit_count ? patch->edits[i].span.start : text.len;
        if (until > done) memcpy(bytes + len, text.at + done, until - done);
        len += until - done;
        if (i == patch->edit_count) break;
        struct str added = patch->edits[i].text;
        if (added.len > 0) memcpy(bytes + len, added.at, added.len);
        len += added.len;
        done = patch->edits[i].span.end;
    }
    return (struct str){bytes, len};
}

/* -- what goose makes of it -------------------------------------------------------------------- */

static bool is_touched(const struct patch *patch, const struct goose_statement *sent)
{
    struct span span = sent->in_block ? sent->block : sent->span;
    for (size_t i = 0; i < patch->recut_count; i++) {
        if (patch->recuts[i].start < span.end && span.start < patch->recuts[i].end) return true;
    }
    /* Edits that begin inside it, or one that begins before it and reaches into it. An insertion at
     * its first byte is one above it. */
    size_t at = edits_before(patch, span.start);
    if (at > 0 && patch->edits[at - 1].span.end > span.start) return true;
    while (at < patch->edit_count && patch->edits[at].span.end == span.start) at++;
    return at < patch->edit_count && patch->edits[at].span.start <= span.end;
}

/* The statement that begins at byte [start] and is sent as [sql]. */
static bool is_sent(const struct goose_section *section, uint32_t start, struct str sql)
{
    size_t low = 0;
    size_t high = section->statement_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (section->statements[middle].span.start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < section->statement_count && section->statements[low].span.start == start &&
           str_equal(section->statements[low].sql, sql);
}

static bool keeps_section(const struct patch *patch, const struct goose_section *section,
                          const struct goose_file *after)
{
    size_t next = 0;
    int64_t moved = 0;
    for (size_t i = 0; i < section->statement_count; i++) {
        const struct goose_statement *sent = &section->statements[i];
        while (next < patch->edit_count && patch->edits[next].span.end <= sent->span.start) {
            const struct edit *edit = &patch->edits[next++];
            moved += (int64_t)edit->text.len - (int64_t)(edit->span.end - edit->span.start);
        }
        if (is_touched(patch, sent)) continue;
        uint32_t start = (uint32_t)((int64_t)sent->span.start + moved);
        if (!is_sent(&after->up, start, sent->sql) && !is_sent(&after->down, start, sent->sql))
            return false;
    }
    return true;
}

bool patch_keeps_cuts(struct arena *arena, const struct patch *patch, struct str after)
{
    const struct goose_file *was = goose_read(arena, patch->source, NULL);
    const struct goose_file *is =
        goose_read(arena, source_new(arena, patch->source->path, after), NULL);
    return keeps_section(patch, &was->up, is) && keeps_section(patch, &was->down, is);
}
