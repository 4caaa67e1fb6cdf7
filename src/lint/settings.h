/* Which configuration each sequence has: the nearest `gander.yml` above it, the command line on
 * top.
 *
 * All files of a directory share one configuration; a monorepo gives each service its own. A file
 * is read once however many sequences it serves. */
#ifndef GANDER_LINT_SETTINGS_H
#define GANDER_LINT_SETTINGS_H

#include "config/load.h"
#include "source/discover.h"

/* A name on the command line that is none of gander's own. */
struct unknown_selector {
    struct str name;
    struct str complaint; /* one line, for when no configuration has such a custom rule */
};

/* What the command line says about the configuration. */
struct settings_options {
    struct str config_path;               /* --config: this file instead of looking; empty: look */
    struct globs exclude;                 /* --exclude, besides the file's */
    bool force_exclude;                   /* `exclude` holds for named files too */
    bool isolated;                        /* --isolated: no file at all */
    const struct rule_level *rule_levels; /* of layers above 0 */
    size_t rule_level_count;
    const struct unknown_selector *unknown; /* of `rule_levels`; custom rules may be called so */
    size_t unknown_count;
    bool has_fail_on;
    enum severity fail_on;
    bool has_start_after;
    int64_t start_after;
    bool strict;
    struct str baseline; /* --baseline: this file instead of the configuration's; empty: not said */
    unsigned postgres_version; /* 0: not said */
};

struct settings {
    const struct config **by_sequence; /* of each sequence, never NULL */
    const struct config
        *overall; /* where one answer is needed: the only one, or the command line's */
    struct config_error *errors; /* mistakes in the files, each once */
    size_t error_count;
    struct str unknown; /* a selector that is nobody's: why, as one line; else empty */
};

struct settings settings_find(struct arena *arena, const struct discovery *found,
                              const struct settings_options *options);

/* Takes what `exclude` matches out of what is reported; it is still replayed. A file that was named
 * stays, unless `--force-exclude`. */
void settings_exclude(struct arena *arena, struct discovery *found, const struct settings *settings,
                      const struct settings_options *options);

/* The configuration for one directory or file, with its origins, for `gander config`. [path] gets
 * the file that was read; empty when there is none. */
struct config_file settings_for(struct arena *arena, struct str place,
                                const struct settings_options *options, struct str *path);

/* The file that settings_for() reads; empty when there is none. */
struct str settings_path(struct arena *arena, struct str place,
                         const struct settings_options *options);

#endif
