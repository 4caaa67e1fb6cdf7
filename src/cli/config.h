/* The verbs of `gander config`. Each prints its answer and returns the exit code. */
#ifndef GANDER_CLI_CONFIG_H
#define GANDER_CLI_CONFIG_H

#include "lint/settings.h"

int config_show(struct arena *arena, const struct settings_options *options,
                const struct str *paths, size_t path_count);
int config_check(struct arena *arena, const struct settings_options *options,
                 const struct str *paths, size_t path_count);
int config_schema(struct arena *arena, const struct settings_options *options,
                  const struct str *paths, size_t path_count);

/* Every mistake as a frame on stderr; how many there were. */
size_t config_print_mistakes(struct arena *arena, const struct config_file *file);

#endif
