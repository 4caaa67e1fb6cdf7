/* A YAML text as plain nodes with the places they stand at: the only user of libfyaml.
 *
 * Scalars are text; what they mean is decided by the key they belong to (`00040` is a version, not
 * an octal number). Aliases, tags, merge keys and a second document are refused; an empty text is
 * an empty map. Nodes live in the arena. */
#ifndef GANDER_CONFIG_YAML_H
#define GANDER_CONFIG_YAML_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    struct str text;          /* scalars */
    uint32_t line;            /* 1-based */
    uint32_t column;          /* 1-based code points */
    uint32_t length;          /* code points to underline */
    struct yaml_node **items; /* lists; and a map's values */
    struct yaml_node **keys;  /* maps: scalars, one for each item */
    size_t item_count;
};

/* Where a text is wrong, and why. */
struct yaml_error {
    struct str message;
    uint32_t line;
    uint32_t column;
    uint32_t length;
};

/* NULL with [error] filled when the text is no YAML that gander reads. */
const struct yaml_node *yaml_read(struct arena *arena, struct str text, struct yaml_error *error);

/* The value of a key; NULL when the map has none. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

#endif
