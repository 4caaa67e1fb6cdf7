/* Stages that the spines of checks, schemas and locks share. */
#ifndef GANDER_PIPELINE_PARTS_H
#define GANDER_PIPELINE_PARTS_H

#include "pipeline.h"

/* Every migration of every sequence, in order. */
struct load *list_migrations(struct arena *arena, const struct discovery *found,
                             const struct settings *settings, size_t *count);

/* The files of a sequence that could be read, which are those of [loads]. */
struct sequence_files gather_files(struct arena *arena, const struct sequence *sequence,
                                   const struct load *loads);

/* What was there before the first migration. False when it cannot be read: [problems] says so, once
 * for all sequences whose one key names the file. */
bool read_initial(struct arena *arena, const struct config *config, struct sequence_files *files,
                  struct str_list *problems);

/* The variables that a configuration gives ENVSUB; NULL: none. */
const struct goose_environment *environment_of(struct arena *arena, const struct config *config);

#endif
