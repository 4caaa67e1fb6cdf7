/* Runs the rules over one sequence, replaying each change after it was linted.
 *
 * In: the files of a sequence, read and parsed. Out: findings, unsorted, root causes already
 * resolved; only those of files that are `reported`. Everything made lives in [arena]. */
#ifndef GANDER_LINT_ENGINE_H
#define GANDER_LINT_ENGINE_H

#include "config/config.h"
#include "lint/diagnostic.h"
#include "lint/file.h"

void lint_sequence(struct arena *arena, const struct config *config,
                   const struct sequence_files *sequence, struct diagnostic_list *found);

/* The same file by file, for a sequence that is still being read: between lint_begin() and
 * lint_end() each file is added to [sequence] and then linted. No rule looks ahead of its file. */
struct engine *lint_begin(struct arena *arena, const struct config *config,
                          const struct sequence_files *sequence);
void lint_file(struct engine *engine, const struct migration_file *file);
void lint_end(struct engine *engine, struct diagnostic_list *found);

/* The level a rule has under a configuration; SEVERITY_OFF when it is silent. */
enum severity rule_level(const struct config *config, const struct rule *rule);

/* Some layer of the configuration lets the rule speak somewhere. */
bool rule_may_speak(const struct config *config, const struct rule *rule);

/* The version up to which this rule's own `start-after` keeps it silent; 0 when it has none. */
int64_t rule_start_after(const struct config *config, const struct rule *rule);

#endif
