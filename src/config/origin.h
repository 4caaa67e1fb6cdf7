/* Who set which key, as `gander config show` tells it. */
#ifndef GANDER_CONFIG_ORIGIN_H
#define GANDER_CONFIG_ORIGIN_H

#include "config/keys.h"

/* Notes that the file being read sets [key], one origin for each entry of a map or a list of maps:
 * those are what a later file adds to. */
void origin_note(struct loader *loader, const struct key *key, struct str path,
                 const struct yaml_node *name, const struct yaml_node *value);

/* A value on one line, as YAML that reads back the same. */
struct str origin_text(struct arena *arena, const struct yaml_node *value);

#endif
