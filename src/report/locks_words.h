/* What text and Markdown say alike about locks. */
#ifndef GANDER_REPORT_LOCKS_WORDS_H
#define GANDER_REPORT_LOCKS_WORDS_H

#include "lint/lock_timeline.h"

/* Transactions of one section that are shown under one heading: single statements that are
 * transactions of their own go together. Returns how many of them from [from] on. */
size_t locks_group(const struct timeline_migration *migration, size_t from);

/* "Up, one transaction: its locks are held until goose commits" */
struct str locks_heading(struct arena *arena, const struct timeline_transaction *transaction);

/* It reads or writes all rows while this or an earlier lock blocks others. */
bool locks_is_slow(const struct timeline_lock *lock);

/* How many statements do. */
size_t locks_slow_in(const struct timeline_migration *migration);
size_t locks_slow_statements(const struct lock_timeline *timeline);

/* "3 statements read or write whole tables while others wait" */
struct str locks_verdict(struct arena *arena, size_t slow);

/* Those of [list], the worst first: what takes time, then the strongest. */
const struct timeline_strongest **locks_worst_first(struct arena *arena,
                                                    const struct timeline_strongest_list *list);

/* "users", "events and 12 partitions" */
struct str locks_relation(struct arena *arena, const struct timeline_lock *lock);

/* "reads and writes", "writes", "other DDL and VACUUM", "nothing" */
const char *locks_blocks(enum lock_mode mode);

/* "rewrite", "perhaps a scan"; empty: only the catalog changes */
struct str locks_slow_work(struct arena *arena, const struct timeline_lock *lock);

/* "00042_x.sql:7" */
struct str locks_place(struct arena *arena, const struct timeline_strongest *one);

/* "scan, with users locked since line 3", "given back in line 9"; empty: the lock is all there is
 */
struct str locks_work(struct arena *arena, const struct timeline_statement *statement,
                      const struct timeline_lock *lock);

/* "users ACCESS EXCLUSIVE from line 3; ..." of those that block; empty when it would repeat what
 * one statement says. */
struct str locks_at_the_end(struct arena *arena, const struct timeline_transaction *transaction);

/* Its locks are worth adding up: more than one transaction has some. */
bool locks_add_up(const struct timeline_sequence *sequence);

bool locks_any(const struct lock_timeline *timeline);

/* "5 migrations; left out: ..."; one sentence without full stop */
struct str locks_tally(struct arena *arena, const struct lock_timeline *timeline);

uint32_t locks_line(struct span at);

#endif
