#include "cli/unified.h"

#include "base/vec.h"

#include <string.h>

enum { CONTEXT = 3, MOST_EDITS = 1000 };

/* Each with its line end. */
struct lines {
    struct str *at;
    size_t len, cap;
};

/* Lines [start, end) of the old text become lines [new_start, new_end) of the new one. */
struct change {
    size_t start, end;
    size_t new_start, new_end;
};

struct changes {
    struct change *at;
    size_t len, cap;
};

static struct lines split(struct arena *arena, struct str text)
{
    struct lines lines = {0};
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.len : end + 1;
        VEC_PUSH(arena, &lines, str_slice(text, at, end));
        at = end;
    }
    return lines;
}

/* -- what differs: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986) -------------
 */

struct search {
    struct arena *arena;
    const struct str *old, *new;
    ptrdiff_t old_len, new_len;
    ptrdiff_t **reached; /* for each number of edits: how far each diagonal gets */
};

static ptrdiff_t furthest(const struct search *s, const ptrdiff_t *before, ptrdiff_t d, ptrdiff_t k,
                          ptrdiff_t *from)
{
    bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
    *from = down ? k + 1 : k - 1;
    ptrdiff_t x = d == 0 ? 0 : down ? before[k + 1] : before[k - 1] + 1;
    while (x < s->old_len && x - k < s->new_len && str_equal(s->old[x], s->new[x - k])) x++;
    return x;
}

/* The number of edits, or -1 when it takes more than MOST_EDITS. */
static ptrdiff_t search(struct search *s)
{
    for (ptrdiff_t d = 0; d <= MOST_EDITS; d++) {
        ptrdiff_t *row = arena_array(s->arena, (size_t)(2 * d + 3), sizeof *row);
        row += d + 1;
        const ptrdiff_t *before = d == 0 ? row : s->reached[d - 1];
        s->reached[d] = row;
        for (ptrdiff_t k = -d; k <= d; k += 2) {
            ptrdiff_t from;
            row[k] = furthest(s, before, d, k, &from);
            if (row[k] >= s->old_len && row[k] - k >= s->new_len) return d;
        }
    }
    return -1;
}

/* Marks the lines that are not in both, walking back from the end. */
static void mark(const struct search *s, ptrdiff_t edits, bool *removed, bool *added)
{
    ptrdiff_t k = s->old_len - s->new_len;
    for (ptrdiff_t d = edits; d > 0; d--) {
        ptrdiff_t from;
        furthest(s, s->reached[d - 1], d, k, &from);
        ptrdiff_t x = s->reached[d - 1][from];
        if (from == k - 1)
            removed[x] = true;
        else
            added[x - from] = true;
        k = from;
    }
}

static void gather(struct arena *arena, const bool *removed, const bool *added, size_t old_len,
                   size_t new_len, size_t offset, struct changes *changes)
{
    size_t x = 0;
    size_t y = 0;
    while (x < old_len || y < new_len) {
        struct change change = {.start = x, .new_start = y};
        while (x < old_len && removed[x]) x++;
        while (y < new_len && added[y]) y++;
        if (x == change.start && y == change.new_start) {
            x++;
            y++;
            continue;
        }
        change.start += offset;
        change.new_start += offset;
        change.end = x + offset;
        change.new_end = y + offset;
        VEC_PUSH(arena, changes, change);
    }
}

static struct changes compare(struct arena *arena, const struct lines *old, const struct lines *new)
{
    struct changes changes = {0};
    size_t least = old->len < new->len ? old->len : new->len;
    size_t head = 0;
    size_t tail = 0;
    while (head < least && str_equal(old->at[head], new->at[head])) head++;
    while (tail < least - head &&
           str_equal(old->at[old->len - tail - 1], new->at[new->len - tail - 1])) {
        tail++;
    }
    size_t old_len = old->len - head - tail;
    size_t new_len = new->len - head - tail;
    if (old_len + new_len == 0) return changes;
    ptrdiff_t *reached[MOST_EDITS + 1];
    struct search s = {.arena = arena,
                       .old = old_len > 0 ? old->at + head : old->at,
                       .new = new_len > 0 ? new->at + head : new->at,
                       .old_len = (ptrdiff_t)old_len,
                       .new_len = (ptrdiff_t)new_len,
                       .reached = reached};
    ptrdiff_t edits = search(&s);
    bool *removed = arena_array(arena, old_len + 1, sizeof *removed);
    bool *added = arena_array(arena, new_len + 1, sizeof *added);
    if (edits < 0) {
        memset(removed, true, old_len);
        memset(added, true, new_len);
    } else {
        mark(&s, edits, removed, added);
    }
    gather(arena, removed, added, old_len, new_len, head, &changes);
    return changes;
}

/* -- writing ----------------------------------------------------------------------------------- */

static bool needs_quotes(struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (c < 0x20 || c == 0x7f || c == '"' || c == '\\') return true;
    }
    return false;
}

/* As git writes names: quoted where they would break the line, with a tab where they hold blanks.
 */
static void write_name(FILE *out, const char *mark, const char *side, struct str path)
{
    fprintf(out, "%s ", mark);
    if (!needs_quotes(path)) {
        bool blank = str_find(path, STR(" "), 0) != SIZE_MAX;
        fprintf(out, "%s/" STR_FMT "%s\n", side, STR_ARG(path), blank ? "\t" : "");
        return;
    }
    fprintf(out, "\"%s/", side);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
    fputs("\"\n", out);
}

static void write_lines(FILE *out, char sign, const struct lines *lines, size_t start, size_t end)
{
    for (size_t i = start; i < end && lines->at != NULL; i++) {
        fputc(sign, out);
        fwrite(lines->at[i].at, 1, lines->at[i].len, out);
        if (!str_ends_with(lines->at[i], STR("\n"))) fputs("\n\\ No newline at end of file\n", out);
    }
}

static void write_range(FILE *out, char sign, size_t start, size_t end)
{
    size_t count = end - start;
    size_t first = count == 0 ? start : start + 1;
    if (count == 1)
        fprintf(out, " %c%zu", sign, first);
    else
        fprintf(out, " %c%zu,%zu", sign, first, count);
}

/* Changes [from, to) in one hunk. */
static void write_hunk(FILE *out, const struct lines *old, const struct lines *new,
                       const struct change *from, const struct change *to)
{
    size_t before = from->start < CONTEXT ? from->start : CONTEXT;
    size_t rest = old->len - to[-1].end;
    size_t behind = rest < CONTEXT ? rest : CONTEXT;
    fputs("@@", out);
    write_range(out, '-', from->start - before, to[-1].end + behind);
    write_range(out, '+', from->new_start - before, to[-1].new_end + behind);
    fputs(" @@\n", out);
    size_t at = from->start - before;
    for (const struct change *change = from; change < to; change++) {
        write_lines(out, ' ', old, at, change->start);
        write_lines(out, '-', old, change->start, change->end);
        write_lines(out, '+', new, change->new_start, change->new_end);
        at = change->end;
    }
    write_lines(out, ' ', old, at, to[-1].end + behind);
}

void unified_write(FILE *out, struct str path, struct str before, struct str after)
{
    if (str_equal(before, after)) return;
    struct arena arena;
    arena_init(&arena);
    struct lines old = split(&arena, before);
    struct lines new = split(&arena, after);
    struct changes changes = compare(&arena, &old, &new);
    write_name(out, "---", "a", path);
    write_name(out, "+++", "b", path);
    for (size_t i = 0; i < changes.len;) {
        size_t next = i + 1;
        while (next < changes.len &&
               changes.at[next].start - changes.at[next - 1].end <= (size_t)2 * CONTEXT) {
            next++;
        }
        write_hunk(out, &old, &new, &changes.at[i], changes.at + next);
        i = next;
    }
    arena_release(&arena);
}
