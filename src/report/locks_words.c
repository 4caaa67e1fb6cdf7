#include "report/locks_words.h"

#include "report/words.h"

#include <stdlib.h>

static bool is_alone(const struct timeline_transaction *transaction)
{
    return transaction->mode == IN_AUTOCOMMIT && !transaction->ended_by_itself;
}

size_t locks_group(const struct timeline_migration *migration, size_t from)
{
    const struct timeline_transaction *first = &migration->transactions.at[from];
    size_t end = from + 1;
    while (is_alone(first) && end < migration->transactions.len) {
        const struct timeline_transaction *next = &migration->transactions.at[end];
        if (!is_alone(next) || next->direction != first->direction) break;
        end++;
    }
    return end - from;
}

uint32_t locks_line(struct span at)
{
    return at.source == NULL ? 1 : source_line_of(at.source, at.start);
}

static const char *mode_words(enum transaction_mode mode)
{
    switch (mode) {
    case IN_GOOSE_TRANSACTION:
        return "one transaction: its locks are held until ";
    case IN_IMPLICIT_TRANSACTION:
        return "several statements in one string: their locks are held until ";
    case IN_USER_TRANSACTION:
        return "a transaction of its own: its locks are held until ";
    case IN_AUTOCOMMIT:
        return "no transaction: each lock is held until ";
    }
    return "";
}

struct str locks_heading(struct arena *arena, const struct timeline_transaction *transaction)
{
    struct str words =
        str_format(arena, "%s, %s%s", transaction->direction == DIRECTION_UP ? "Up" : "Down",
                   mode_words(transaction->mode), transaction->until);
    if (!transaction->ended_by_itself) return words;
    return str_format(arena, STR_FMT " in line %u", STR_ARG(words),
                      (unsigned)locks_line(transaction->last));
}

struct str locks_relation(struct arena *arena, const struct timeline_lock *lock)
{
    if (lock->members == 0) return lock->shown;
    const char *one = lock->partitioned ? "partition" : "child";
    const char *many = lock->partitioned ? "partitions" : "children";
    return str_format(arena, STR_FMT " and %zu %s", STR_ARG(lock->shown), lock->members,
                      lock->members == 1 ? one : many);
}

const char *locks_blocks(enum lock_mode mode)
{
    return mode >= LOCK_SHARE_UPDATE_EXCLUSIVE ? lock_blocks_words(mode) : "nothing";
}

struct str locks_slow_work(struct arena *arena, const struct timeline_lock *lock)
{
    const char *perhaps = lock->uncertain ? "perhaps a " : "";
    if (lock->rewrite) return str_format(arena, "%srewrite", perhaps);
    if (lock->builds_index) return STR("index build");
    if (lock->scan_twice) return STR("2 scans");
    return lock->scan ? str_format(arena, "%sscan", perhaps) : STR("");
}

struct str locks_work(struct arena *arena, const struct timeline_statement *statement,
                      const struct timeline_lock *lock)
{
    struct str parts[6];
    size_t count = 0;
    if (lock->inside.len > 0)
        parts[count++] = str_format(arena, "in " STR_FMT, STR_ARG(lock->inside));
    if (lock->condition != NULL) parts[count++] = str_from(lock->condition);
    parts[count] = locks_slow_work(arena, lock);
    if (parts[count].len > 0) count++;
    if (lock->waits_for_snapshots) parts[count++] = STR("waits for older transactions");
    if (lock->under != NULL && !str_equal(lock->under->relation, lock->relation)) {
        parts[count++] =
            str_format(arena, "with " STR_FMT " locked since line %u", STR_ARG(lock->under->shown),
                       (unsigned)locks_line(lock->under_taken));
    } else if (lock->under != NULL) {
        parts[count++] =
            str_format(arena, "locked since line %u", (unsigned)locks_line(lock->under_taken));
    }
    if (statement->given_back.source != NULL) {
        parts[count++] =
            str_format(arena, "given back in line %u", (unsigned)locks_line(statement->given_back));
    }
    return str_join(arena, parts, count, STR(", "));
}

struct str locks_at_the_end(struct arena *arena, const struct timeline_transaction *transaction)
{
    const struct timeline_strongest_list *all = &transaction->strongest;
    struct words words;
    size_t count = 0;
    if (transaction->statements.len < 2) return STR("");
    words_open(&words);
    for (size_t i = 0; i < all->len; i++) {
        const struct timeline_lock *lock = &all->at[i].lock;
        if (!lock_blocks_writes(lock->mode)) continue;
        struct str relation = locks_relation(arena, lock);
        fprintf(words.out, "%s" STR_FMT " %s from line %u", count++ == 0 ? "" : "; ",
                STR_ARG(relation), lock_mode_name(lock->mode),
                (unsigned)locks_line(all->at[i].taken));
    }
    return words_text(&words, arena);
}

/* -- what is worst ----------------------------------------------------------------------------- */

bool locks_is_slow(const struct timeline_lock *lock)
{
    bool works = lock->rewrite || lock->scan || lock->builds_index;
    return works && (lock_blocks_writes(lock->mode) || lock->under != NULL);
}

static bool is_slow(const struct timeline_statement *statement)
{
    for (size_t i = 0; i < statement->lock_count; i++) {
        const struct timeline_lock *lock = &statement->locks[i];
        if (lock->standing == STANDING_LIVE && locks_is_slow(lock)) return true;
    }
    return false;
}

size_t locks_slow_in(const struct timeline_migration *migration)
{
    size_t count = 0;
    for (size_t t = 0; t < migration->transactions.len; t++) {
        const struct timeline_transaction *transaction = &migration->transactions.at[t];
        for (size_t s = 0; s < transaction->statements.len; s++) {
            count += is_slow(&transaction->statements.at[s]);
        }
    }
    return count;
}

size_t locks_slow_statements(const struct lock_timeline *timeline)
{
    size_t count = 0;
    for (size_t i = 0; i < timeline->sequence_count; i++) {
        const struct timeline_sequence *sequence = &timeline->sequences[i];
        for (size_t m = 0; m < sequence->migration_count; m++) {
            count += locks_slow_in(&sequence->migrations[m]);
        }
    }
    return count;
}

struct str locks_verdict(struct arena *arena, size_t slow)
{
    return str_format(arena, "%zu statement%s whole tables while others wait", slow,
                      slow == 1 ? " reads or writes" : "s read or write");
}

static int badness(const struct timeline_lock *lock)
{
    enum { ABOVE_ALL_MODES = 16 };
    int worst = (int)lock->mode;
    if (lock->standing != STANDING_LIVE) return worst - 2 * ABOVE_ALL_MODES;
    return locks_is_slow(lock) ? worst + ABOVE_ALL_MODES : worst;
}

static int by_badness(const void *a, const void *b)
{
    const struct timeline_strongest *const *x = a;
    const struct timeline_strongest *const *y = b;
    int order = badness(&(*y)->lock) - badness(&(*x)->lock);
    return order != 0 ? order : (*x > *y) - (*x < *y);
}

const struct timeline_strongest **locks_worst_first(struct arena *arena,
                                                    const struct timeline_strongest_list *list)
{
    const struct timeline_strongest **sorted = arena_array(arena, list->len + 1, sizeof *sorted);
    for (size_t i = 0; i < list->len; i++) sorted[i] = &list->at[i];
    qsort(sorted, list->len, sizeof *sorted, by_badness);
    return sorted;
}

/* -- summing up -------------------------------------------------------------------------------- */

bool locks_add_up(const struct timeline_sequence *sequence)
{
    size_t count = 0;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        count += sequence->migrations[i].transactions.len;
    }
    return count > 1;
}

bool locks_any(const struct lock_timeline *timeline)
{
    for (size_t i = 0; i < timeline->sequence_count; i++) {
        if (timeline->sequences[i].strongest.len > 0) return true;
    }
    return false;
}

struct str locks_place(struct arena *arena, const struct timeline_strongest *one)
{
    struct str path = one->taken.source == NULL ? STR("") : one->taken.source->path;
    return str_format(arena, STR_FMT ":%u", STR_ARG(base_name(path)),
                      (unsigned)locks_line(one->taken));
}

static struct str counted(struct arena *arena, size_t count, const char *thing, const char *rest)
{
    return str_format(arena, "%zu %s%s%s", count, thing, count == 1 ? "" : "s", rest);
}

struct str locks_tally(struct arena *arena, const struct lock_timeline *timeline)
{
    struct str parts[2];
    size_t count = 0;
    struct str tally = counted(arena, timeline->migrations, "migration", "");
    if (timeline->old > 0) {
        tally = str_format(arena, STR_FMT " (%zu older, not above start-after)", STR_ARG(tally),
                           timeline->old);
    }
    if (timeline->new_left > 0) {
        parts[count++] = counted(arena, timeline->new_left, "lock", " on what is new");
    }
    if (timeline->weak_left > 0) {
        parts[count++] =
            counted(arena, timeline->weak_left, "lock", " that block no reads or writes");
        if (timeline->weak_left == 1)
            parts[count - 1] = STR("1 lock that blocks no reads or writes");
    }
    if (count == 0) return tally;
    struct str left = str_join(arena, parts, count, STR(", "));
    return str_format(arena, STR_FMT "; left out: " STR_FMT " (`--all` shows them)", STR_ARG(tally),
                      STR_ARG(left));
}
