/* `gander.yml`: from text to settings, with every mistake in it at once.
 *
 * Keys stand in one table (keys.c) that feeds the reader, `gander config show` and the JSON Schema.
 * A later file (the one that says `extends`) is read over the earlier one: its scalars and lists
 * replace, its maps merge key by key. Everything lives in the arena. */
#ifndef GANDER_CONFIG_LOAD_H
#define GANDER_CONFIG_LOAD_H

#include "base/arena.h"
#include "config/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One mistake in a configuration file. */
struct config_error {
    struct str path;
    struct str text; /* of the whole file, for the frame */
    struct str message;
    struct str help; /* may be empty */
    uint32_t line;   /* 1-based; 0: about the file as a whole */
    uint32_t column;
    uint32_t length; /* code points */
};

/* Who set a key, in the order read: the last of a key holds, except for `overrides`, which add up.
 */
struct config_origin {
    struct str key;   /* "file-names.width"; of a map each entry: "rules.drop-column" */
    struct str value; /* on one line, as YAML */
    struct str path;
    uint32_t line;
};

/* What the loader must know of the rules without seeing them. */
struct config_rules {
    /* The selector names a rule, an alias, a category, `all`; otherwise the nearest name, or empty.
     */
    bool (*known)(struct str selector, struct str *nearest);
    /* The number of a kind of change, `drop-table`; -1 for none, then the nearest name, or empty.
     */
    int (*change_kind)(struct arena *arena, struct str name, struct str *nearest);
};

struct config_file {
    struct config config;
    struct config_error *errors;
    size_t error_count;
    struct config_origin *origins;
    size_t origin_count;
};

/* Reads the file at [path] (NUL-terminated) over the defaults. Never fails as a whole: a file that
 * cannot be read is an error in the result. */
struct config_file config_load(struct arena *arena, const char *path,
                               const struct config_rules *rules);

/* The nearest `gander.yml` or `.gander.yml` from [dir] up to the folder that holds `.git`, else up
 * to the root; empty when there is none. Both in one folder: [both] is set. */
struct str config_find(struct arena *arena, struct str dir, bool *both);

/* An error as a frame into the YAML, several lines, without a final line end. */
struct str config_error_frame(struct arena *arena, const struct config_error *error);

#endif
