/* Stages that the spine of a check and that of a schema share. */
#ifndef GANDER_PIPELINE_PARTS_H
#define GANDER_PIPELINE_PARTS_H

#include "pipeline.h"

/* Every migration of every sequence, in order. */
struct load *list_migrations(struct arena *arena, const struct discovery *found,
                             const struct settings *settings, size_t *count);

#endif
