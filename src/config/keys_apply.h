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
void apply_tables(struct loader *loader, const struct yaml_node *value);
void apply_custom_rules(struct loader *loader, const struct yaml_node *value);

/* The ids of a file's `custom-rules`, which other keys may name wherever they stand. */
void custom_rules_announce(struct loader *loader, const struct yaml_node *root);
bool custom_rules_have(const struct loader *loader, struct str id);

/* False, with the error noted, when PCRE2 refuses the pattern. */
bool key_pattern(struct loader *loader, const struct yaml_node *value);

#endif
