/* What a check would look at, file by file. */
#ifndef GANDER_CLI_FILES_H
#define GANDER_CLI_FILES_H

#include "lint/settings.h"

struct listed_file {
    struct str path; /* as reports show it */
    struct str name;
    struct str why; /* why nothing of it is reported; empty: it is linted and reported */
};

struct listed_sequence {
    struct str dir;
    struct str config; /* the gander.yml that holds for it, as reports show it; empty: none */
    const struct listed_file *files;
    size_t file_count;
    size_t reported;
};

struct listing {
    const struct listed_sequence *sequences;
    size_t sequence_count;
    struct discovery found;
    struct settings settings;
};

struct listing files_list(struct arena *arena, const struct discover_options *where,
                          const struct settings_options *options);

/* Why [path] is or is not among [listing], one line. False: there is no such file. */
bool files_explain(struct arena *arena, const struct listing *listing, struct str path,
                   struct str *answer);

#endif
