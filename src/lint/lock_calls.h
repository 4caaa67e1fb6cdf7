/* What a statement locks through the functions it calls: those that the migrations made in SQL or
 * PL/pgSQL. For lock_facts.c. */
#ifndef GANDER_LINT_LOCK_CALLS_H
#define GANDER_LINT_LOCK_CALLS_H

#include "schema/locks.h"

struct lock_calls;

/* Bodies are read once, into [arena]. */
struct lock_calls *lock_calls_new(struct arena *arena, const struct catalog *catalog);

/* Does the change call a function by name? */
bool lock_calls_any(const struct change *change);

/* Before each statement. */
void lock_calls_begin(struct lock_calls *calls);

/* [own], which the change locks itself, together with what the functions lock that it calls. */
struct lock_list lock_calls_add(struct lock_calls *calls, struct arena *arena,
                                const struct lock_settings *settings, const struct change *change,
                                struct lock_list own);

/* Since lock_calls_begin() a function was called that runs SQL which it puts together: "f()";
 * empty.
 */
struct str lock_calls_unreadable(const struct lock_calls *calls);

#endif
