/* The two forms of `gander inspect`. */
#ifndef GANDER_CLI_INSPECT_H
#define GANDER_CLI_INSPECT_H

#include "lint/file.h"

#include <stdio.h>

struct inspection {
    struct arena *arena;
    const struct migration_file *file;
    bool has_version;
    int64_t version;
};

void inspect_write_text(FILE *out, const struct inspection *inspection);
void inspect_write_json(FILE *out, const struct inspection *inspection);

#endif
