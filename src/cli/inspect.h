/* The forms of `gander inspect`. */
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

/* Text from a file, with what could steer a terminal made harmless. */
void inspect_put_text(FILE *out, struct str text);

void inspect_write_text(FILE *out, const struct inspection *inspection);
void inspect_write_json(FILE *out, const struct inspection *inspection);

/* --stage changes (inspect_changes.c) */
void inspect_changes_text(FILE *out, const struct inspection *inspection);
void inspect_changes_json(FILE *out, const struct inspection *inspection);

#endif
