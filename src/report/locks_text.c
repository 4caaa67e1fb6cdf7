/* Locks for people: each statement with what it locks below it. */
#include "base/width.h"
#include "report/locks.h"
#include "report/locks_words.h"
#include "report/paint.h"
#include "report/words.h"

enum { LINE_CELLS = 6, LOCK_INDENT = LINE_CELLS + 4, LEAST_TEXT = 20 };

struct widths {
    size_t relation, mode, blocks;
};

static void raise_to(size_t *width, size_t cells)
{
    if (cells > *width) *width = cells;
}

static void measure(struct arena *arena, struct widths *widths, const struct timeline_lock *lock)
{
    raise_to(&widths->relation, visible_cells(locks_relation(arena, lock)));
    raise_to(&widths->mode, str_from(lock_mode_name(lock->mode)).len);
    raise_to(&widths->blocks, str_from(locks_blocks(lock->mode)).len);
}

static void pad(FILE *out, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) fputc(' ', out);
}

static enum paint paint_of(const struct timeline_lock *lock)
{
    if (lock->standing != STANDING_LIVE) return PAINT_NONE;
    if (lock_blocks_reads(lock->mode)) return PAINT_ERROR;
    return lock_blocks_writes(lock->mode) ? PAINT_WARNING : PAINT_NONE;
}

/* Relation, lock, what it blocks; the rest of the line is the caller's. */
static void draw_lock(const struct canvas *canvas, struct arena *arena, const struct widths *widths,
                      const struct timeline_lock *lock, bool more)
{
    struct str relation = locks_relation(arena, lock);
    const char *mode = lock_mode_name(lock->mode);
    const char *blocks = locks_blocks(lock->mode);
    paint_on(canvas, PAINT_BOLD);
    write_visible(canvas->out, relation);
    paint_off(canvas, PAINT_BOLD);
    pad(canvas->out, visible_cells(relation), widths->relation + 2);
    paint_text(canvas, paint_of(lock), mode);
    pad(canvas->out, str_from(mode).len, widths->mode + 2);
    fprintf(canvas->out, "blocks %s", blocks);
    if (more) pad(canvas->out, str_from(blocks).len, widths->blocks + 2);
}

static size_t column_behind(const struct widths *widths, size_t indent)
{
    return indent + widths->relation + 2 + widths->mode + 2 + sizeof "blocks" + widths->blocks + 2;
}

static bool fits_behind(const struct canvas *canvas, const struct widths *widths, size_t indent,
                        struct str rest)
{
    return column_behind(widths, indent) + visible_cells(rest) <= canvas->columns;
}

/* What is to be said behind the columns, or below them where there is no room. */
static void draw_rest(const struct canvas *canvas, const struct widths *widths, unsigned indent,
                      struct str rest)
{
    size_t column = column_behind(widths, indent);
    if (!fits_behind(canvas, widths, indent, rest)) {
        fputc('\n', canvas->out);
        column = indent + 2;
        pad(canvas->out, 0, column);
    }
    write_wrapped(canvas->out, rest, canvas->columns, (unsigned)column, indent + 2);
}

/* Whom the work keeps waiting. */
static enum paint paint_of_work(const struct timeline_lock *lock)
{
    if (lock->standing != STANDING_LIVE || !locks_is_slow(lock)) return PAINT_NONE;
    bool reads = lock_blocks_reads(lock->mode) ||
                 (lock->under != NULL && lock_blocks_reads(lock->under->mode));
    return reads ? PAINT_ERROR : PAINT_WARNING;
}

static void draw_locks(const struct canvas *canvas, struct arena *arena,
                       const struct widths *widths, const struct timeline_statement *statement)
{
    for (size_t i = 0; i < statement->lock_count; i++) {
        const struct timeline_lock *lock = &statement->locks[i];
        struct str rest = locks_work(arena, statement, lock);
        if (lock->standing != STANDING_LIVE) {
            rest = str_format(arena, STR_FMT "%snew", STR_ARG(rest), rest.len > 0 ? ", " : "");
        }
        bool fits = fits_behind(canvas, widths, LOCK_INDENT, rest);
        pad(canvas->out, 0, LOCK_INDENT);
        draw_lock(canvas, arena, widths, lock, rest.len > 0 && fits);
        paint_on(canvas, paint_of_work(lock));
        if (rest.len > 0) draw_rest(canvas, widths, LOCK_INDENT, rest);
        paint_off(canvas, paint_of_work(lock));
        fputc('\n', canvas->out);
    }
}

/* As much of [text] as fits. */
static void draw_cut(FILE *out, struct str text, size_t cells)
{
    size_t at = 0;
    size_t used = 0;
    if (visible_cells(text) > cells) cells--;
    while (at < text.len) {
        struct code_point point = code_point_at(text, at);
        size_t more = visible_cells(str_slice(text, at, at + point.len));
        if (used + more > cells) break;
        used += more;
        at += point.len;
    }
    write_visible(out, str_slice(text, 0, at));
    if (at < text.len) fputs("…", out);
}

static void draw_statement(const struct canvas *canvas, struct arena *arena,
                           const struct widths *widths, const struct timeline_statement *statement)
{
    unsigned columns = canvas->columns > LINE_CELLS + 2 + LEAST_TEXT ? canvas->columns
                                                                     : LINE_CELLS + 2 + LEAST_TEXT;
    paint_on(canvas, PAINT_GUTTER);
    fprintf(canvas->out, "%*u  ", LINE_CELLS, (unsigned)locks_line(statement->at));
    paint_off(canvas, PAINT_GUTTER);
    draw_cut(canvas->out, statement->text, columns - LINE_CELLS - 2);
    fputc('\n', canvas->out);
    draw_locks(canvas, arena, widths, statement);
}

static struct widths widths_of(struct arena *arena, const struct timeline_transaction *first,
                               size_t count)
{
    struct widths widths = {0};
    for (size_t t = 0; t < count; t++) {
        for (size_t s = 0; s < first[t].statements.len; s++) {
            const struct timeline_statement *statement = &first[t].statements.at[s];
            for (size_t i = 0; i < statement->lock_count; i++) {
                measure(arena, &widths, &statement->locks[i]);
            }
        }
    }
    return widths;
}

static void draw_group(const struct canvas *canvas, const struct timeline_transaction *first,
                       size_t count)
{
    struct arena arena;
    arena_init(&arena);
    struct widths widths = widths_of(&arena, first, count);
    fputs("  ", canvas->out);
    write_wrapped(canvas->out, locks_heading(&arena, first), canvas->columns, 2, 4);
    fputc('\n', canvas->out);
    for (size_t t = 0; t < count; t++) {
        for (size_t s = 0; s < first[t].statements.len; s++) {
            draw_statement(canvas, &arena, &widths, &first[t].statements.at[s]);
        }
    }
    struct str end = locks_at_the_end(&arena, first);
    if (end.len > 0) {
        fprintf(canvas->out, "%*s  at the end: ", LINE_CELLS, "");
        write_wrapped(canvas->out, end, canvas->columns, LINE_CELLS + 14, LOCK_INDENT);
        fputc('\n', canvas->out);
    }
    arena_release(&arena);
}

static void draw_migration(const struct canvas *canvas, const struct timeline_migration *migration)
{
    if (migration->transactions.len == 0) return;
    paint_on(canvas, PAINT_BOLD);
    write_visible(canvas->out, migration->path);
    paint_off(canvas, PAINT_BOLD);
    fputc('\n', canvas->out);
    for (size_t i = 0; i < migration->transactions.len;) {
        size_t count = locks_group(migration, i);
        draw_group(canvas, &migration->transactions.at[i], count);
        i += count;
    }
    fputc('\n', canvas->out);
}

static void draw_strongest(const struct canvas *canvas, const struct timeline_sequence *sequence,
                           bool one_of_many)
{
    struct arena arena;
    struct widths widths = {0};
    arena_init(&arena);
    const struct timeline_strongest_list *all = &sequence->strongest;
    for (size_t i = 0; i < all->len; i++) measure(&arena, &widths, &all->at[i].lock);
    paint_text(canvas, PAINT_BOLD, "The strongest lock on each relation");
    if (one_of_many) {
        fputs(" of ", canvas->out);
        write_visible(canvas->out, sequence->dir);
    }
    fputc('\n', canvas->out);
    const struct timeline_strongest **sorted = locks_worst_first(&arena, all);
    for (size_t i = 0; i < all->len; i++) {
        fputs("  ", canvas->out);
        const struct timeline_lock *lock = &sorted[i]->lock;
        const struct str work = locks_slow_work(&arena, lock);
        struct str rest = str_format(&arena, "from " STR_FMT "%s" STR_FMT,
                                     STR_ARG(locks_place(&arena, sorted[i])),
                                     work.len > 0 ? ", " : "", STR_ARG(work));
        draw_lock(canvas, &arena, &widths, lock, fits_behind(canvas, &widths, 2, rest));
        paint_on(canvas, paint_of_work(lock));
        draw_rest(canvas, &widths, 2, rest);
        paint_off(canvas, paint_of_work(lock));
        fputc('\n', canvas->out);
    }
    fputc('\n', canvas->out);
    arena_release(&arena);
}

static void draw_problems(const struct canvas *canvas, const struct timeline_sequence *sequence)
{
    bool any = false;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        const struct timeline_migration *migration = &sequence->migrations[i];
        for (size_t p = 0; p < migration->problems.len; p++) {
            any = true;
            paint_text(canvas, PAINT_INFO, "note");
            fputs(": ", canvas->out);
            write_visible(canvas->out, migration->problems.at[p]);
            fputc('\n', canvas->out);
        }
    }
    if (any) fputc('\n', canvas->out);
}

void locks_write_text(FILE *out, const struct lock_timeline *timeline,
                      const struct report_style *style)
{
    struct arena arena;
    const struct canvas canvas = {.out = out, .color = style->color, .columns = style->columns};
    arena_init(&arena);
    for (size_t i = 0; i < timeline->sequence_count; i++) {
        const struct timeline_sequence *sequence = &timeline->sequences[i];
        for (size_t m = 0; m < sequence->migration_count; m++) {
            draw_migration(&canvas, &sequence->migrations[m]);
        }
        if (locks_add_up(sequence)) draw_strongest(&canvas, sequence, timeline->sequence_count > 1);
        draw_problems(&canvas, sequence);
    }
    size_t slow = locks_slow_statements(timeline);
    if (slow > 0) {
        paint_on(&canvas, PAINT_BOLD);
        write_visible(out, locks_verdict(&arena, slow));
        paint_off(&canvas, PAINT_BOLD);
        fputs(".\n", out);
    }
    if (!locks_any(timeline)) {
        fputs("No lock here blocks reads or writes of a relation in use: ", out);
    }
    write_visible(out, locks_tally(&arena, timeline));
    fputc('\n', out);
    arena_release(&arena);
}
