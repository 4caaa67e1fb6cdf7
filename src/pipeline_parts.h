/* Stages that the spine of a check and that of a schema share. */
#ifndef GANDER_PIPELINE_PARTS_H
#define GANDER_PIPELINE_PARTS_H

#include "pipeline.h"

/* Every migration of every sequence, in order. */
struct load *list_migrations(struct arena *arena, const struct discovery *found,
                             const struct settings *settings, size_t *count);

/* The files of a sequence that could be read, which are those of [loads]. */
struct sequence_files gather_files(struct arena *arena, const struct sequence *sequence,
                                   const struct load *loads);

/* The variables that a configuration gives ENVSUB; NULL: none. */
const struct goose_environment *environment_of(struct arena *arena, const struct config *config);

#endif
