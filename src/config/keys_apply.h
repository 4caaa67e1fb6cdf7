/* What the larger keys do with their values; the table is in keys.c. */
#ifndef GANDER_CONFIG_KEYS_APPLY_H
#define GANDER_CONFIG_KEYS_APPLY_H

#include "config/keys.h"

void apply_header(struct loader *loader, const struct yaml_node *value);
void apply_ordered(struct loader *loader, const struct yaml_node *value);
void apply_closed(struct loader *loader, const struct yaml_node *value);
void apply_fields(struct loader *loader, const struct yaml_node *value);
void apply_rules(struct loader *loader, const struct yaml_node *value);
void apply_overrides(struct loader *loader, const struct yaml_node *value);

/* False, with the error noted, when PCRE2 refuses the pattern. */
bool key_pattern(struct loader *loader, const struct yaml_node *value);

#endif
