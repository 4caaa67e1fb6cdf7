/* Runs the rules over one sequence, replaying each change after it was linted.
 *
 * In: the files of a sequence, read and parsed, or a feed that brings one after the other. Out:
 * findings, unsorted, root causes already resolved; only those of files that are `reported`.
 * Everything made lives in [arena]. */
#ifndef GANDER_LINT_ENGINE_H
#define GANDER_LINT_ENGINE_H

#include "config/config.h"
#include "lint/diagnostic.h"
#include "lint/file.h"
#include "schema/catalog.h"

void lint_sequence(struct arena *arena, const struct config *config,
                   const struct sequence_files *sequence, struct diagnostic_list *found);

struct rule_ctx;

/* Looks on while a sequence is replayed. */
struct onlooker {
    /* Before each PostgreSQL statement of the files that are reported, and before each of those in
     * a DO block: statement_locks() tells what it locks, the catalog is the one it meets, `change`
     * is its first change, if it has any. */
    void (*statement)(void *of, const struct rule_ctx *ctx);
    /* After it, on the catalog it leaves; NULL: no need. */
    void (*after)(void *of, const struct rule_ctx *ctx);
    void *of;
    bool down; /* Down sections are tried out, too */
};

/* Replays a sequence as lint_sequence() does; no rule runs. */
void watch_sequence(struct arena *arena, const struct config *config,
                    const struct sequence_files *sequence, const struct onlooker *onlooker);

/* The schema that the Up sections of a sequence's files make one after the other; no rule runs. */
const struct catalog *replay_sequence(struct arena *arena, const struct config *config,
                                      const struct sequence_files *sequence);

/* The level a rule has under a configuration; SEVERITY_OFF when it is silent. */
enum severity rule_level(const struct config *config, const struct rule *rule);

/* Some layer of the configuration lets the rule speak somewhere. */
bool rule_may_speak(const struct config *config, const struct rule *rule);

/* The version up to which this rule's own `start-after` keeps it silent; 0 when it has none. */
int64_t rule_start_after(const struct config *config, const struct rule *rule);

#endif
