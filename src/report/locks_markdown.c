/* Locks as a comment on a pull request: the strongest on each relation, then, folded, what each
 * transaction does, one table for each. The first line lets a bot find its own comment. */
#include "base/width.h"
#include "report/locks.h"
#include "report/locks_words.h"
#include "report/markdown_page.h"
#include "report/markdown_text.h"
#include "report/words.h"

enum { LIMIT = 60 * 1000 }; /* GitHub takes 65,536 characters */

static void write_cells(FILE *out, struct arena *arena, const struct timeline_lock *lock)
{
    markdown_write_code(out, lock->shown);
    if (lock->members > 0) {
        struct str whole = locks_relation(arena, lock);
        markdown_write_fragment(out, str_slice(whole, lock->shown.len, whole.len));
    }
    fprintf(out, " | %s | %s | ", lock_mode_name(lock->mode), locks_blocks(lock->mode));
}

static void write_work(FILE *out, struct arena *arena, const struct timeline_statement *statement,
                       const struct timeline_lock *lock)
{
    markdown_write_fragment(out, locks_work(arena, statement, lock));
    if (lock->standing != STANDING_LIVE) fputs(" (new)", out);
    fputs(" |\n", out);
}

/* Its line, and how it begins. */
static void write_head(FILE *out, struct arena *arena, const struct timeline_statement *statement)
{
    enum { SHOWN = 100 };
    struct str text = str_cut(statement->text, SHOWN);
    if (text.len < statement->text.len) text = str_format(arena, STR_FMT "…", STR_ARG(text));
    fprintf(out, "%u | ", (unsigned)locks_line(statement->at));
    markdown_write_code(out, text);
}

static void write_statement(FILE *out, struct arena *arena,
                            const struct timeline_statement *statement)
{
    for (size_t i = 0; i < statement->lock_count; i++) {
        fputs("| ", out);
        if (i == 0) {
            write_head(out, arena, statement);
        } else {
            fputs("| ", out);
        }
        fputs(" | ", out);
        write_cells(out, arena, &statement->locks[i]);
        write_work(out, arena, statement, &statement->locks[i]);
    }
}

static void write_group(FILE *out, const struct timeline_transaction *first, size_t count)
{
    struct arena arena;
    arena_init(&arena);
    fputc('\n', out);
    markdown_write_fragment(out, locks_heading(&arena, first));
    fputs(":\n\n| line | statement | relation | lock | blocks | meanwhile |\n"
          "|---:|---|---|---|---|---|\n",
          out);
    for (size_t t = 0; t < count; t++) {
        for (size_t s = 0; s < first[t].statements.len; s++) {
            write_statement(out, &arena, &first[t].statements.at[s]);
        }
    }
    struct str end = locks_at_the_end(&arena, first);
    if (end.len > 0) {
        fputs("\nAt the end: ", out);
        markdown_write_fragment(out, end);
        fputs(".\n", out);
    }
    arena_release(&arena);
}

static void write_migration(FILE *out, const struct timeline_migration *migration)
{
    struct arena arena;
    arena_init(&arena);
    fputs("\n<details><summary>", out);
    markdown_write_html(out, str_format(&arena, "`" STR_FMT "`", STR_ARG(migration->path)));
    size_t slow = locks_slow_in(migration);
    if (slow > 0) {
        struct str verdict = locks_verdict(&arena, slow);
        fprintf(out, ": " STR_FMT, STR_ARG(verdict));
    }
    fputs("</summary>\n", out);
    arena_release(&arena);
    for (size_t i = 0; i < migration->transactions.len;) {
        size_t count = locks_group(migration, i);
        write_group(out, &migration->transactions.at[i], count);
        i += count;
    }
    fputs("\n</details>\n", out);
}

/* What a reviewer has to know, if nothing else. */
static void write_strongest(FILE *out, const struct timeline_sequence *sequence, bool one_of_many)
{
    struct arena arena;
    arena_init(&arena);
    const struct timeline_strongest **sorted = locks_worst_first(&arena, &sequence->strongest);
    fputc('\n', out);
    if (one_of_many) {
        fputs("In ", out);
        markdown_write_code(out, sequence->dir);
        fputs(":\n\n", out);
    }
    fputs("| relation | strongest lock | blocks | takes long | taken in |\n|---|---|---|---|---|\n",
          out);
    for (size_t i = 0; i < sequence->strongest.len; i++) {
        const struct timeline_lock *lock = &sorted[i]->lock;
        fputs("| ", out);
        write_cells(out, &arena, lock);
        if (locks_is_slow(lock)) markdown_write_fragment(out, locks_slow_work(&arena, lock));
        fputs(" | ", out);
        markdown_write_code(out, locks_place(&arena, sorted[i]));
        fputs(" |\n", out);
    }
    arena_release(&arena);
}

static void write_problems(FILE *out, const struct timeline_migration *migration)
{
    for (size_t p = 0; p < migration->problems.len; p++) {
        fputs("\n> ", out);
        markdown_write_fragment(out, migration->problems.at[p]);
        fputc('\n', out);
    }
}

static void write_sequence(struct markdown_page *page, const struct timeline_sequence *sequence)
{
    struct words part;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        const struct timeline_migration *migration = &sequence->migrations[i];
        if (migration->transactions.len + migration->problems.len == 0) continue;
        words_open(&part);
        if (migration->transactions.len > 0) write_migration(part.out, migration);
        write_problems(part.out, migration);
        markdown_page_add(page, &part);
    }
}

static void write_summary(struct markdown_page *page, const struct lock_timeline *timeline)
{
    struct words part;
    for (size_t i = 0; i < timeline->sequence_count; i++) {
        if (timeline->sequences[i].strongest.len == 0) continue;
        words_open(&part);
        write_strongest(part.out, &timeline->sequences[i], timeline->sequence_count > 1);
        markdown_page_add(page, &part);
    }
}

/* "gander locks: 2 statements ..." */
static void write_title(FILE *out, struct arena *arena, const struct lock_timeline *timeline)
{
    size_t slow = locks_slow_statements(timeline);
    fputs("<!-- gander locks -->\n### gander locks", out);
    if (slow > 0) {
        struct str verdict = locks_verdict(arena, slow);
        fprintf(out, ": " STR_FMT, STR_ARG(verdict));
    } else if (locks_any(timeline)) {
        fputs(": no whole table is read or written while others wait", out);
    }
    fputc('\n', out);
}

void locks_write_markdown(FILE *out, const struct lock_timeline *timeline,
                          const struct report_style *style)
{
    (void)style;
    struct arena arena;
    struct markdown_page page = {.out = out, .room = LIMIT};
    arena_init(&arena);
    write_title(out, &arena, timeline);
    if (!locks_any(timeline)) {
        fputs("\nNo lock here blocks reads or writes of a relation in use.\n", out);
    }
    write_summary(&page, timeline);
    for (size_t i = 0; i < timeline->sequence_count; i++) {
        write_sequence(&page, &timeline->sequences[i]);
    }
    if (page.left_out > 0) {
        fprintf(out, "\n%zu more parts do not fit; `--format json` has them.\n", page.left_out);
    }
    fputc('\n', out);
    markdown_write_fragment(out, locks_tally(&arena, timeline));
    fputs(".\n", out);
    arena_release(&arena);
}
