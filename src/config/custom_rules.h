/* One custom rule while it is read. */
#ifndef GANDER_CONFIG_CUSTOM_RULES_H
#define GANDER_CONFIG_CUSTOM_RULES_H

#include "config/keys.h"

struct reading {
    struct loader *loader;
    struct custom_rule rule;
    const struct yaml_node *map;
    bool sound; /* nothing was wrong so far */
};

/* Notes a mistake. */
void custom_rule_wrong(struct reading *reading, const struct yaml_node *at, const char *help,
                       const char *message);

/* Whether the keys make sense together, and their texts; [name]: where the rule's id stands. */
void custom_rule_check(struct reading *reading, const struct yaml_node *name);

#endif
