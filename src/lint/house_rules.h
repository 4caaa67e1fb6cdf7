/* The rules of `custom-rules` as rules like any other: what reports, selectors and suppressions
 * need of them. What they look for is src/lint/custom.h's business. */
#ifndef GANDER_LINT_HOUSE_RULES_H
#define GANDER_LINT_HOUSE_RULES_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct config;
struct rule;

struct house_rules {
    struct rule *at; /* one for each of config->custom_rules */
    size_t count;
};

/* NULL when the configuration has none. */
const struct house_rules *house_rules_new(struct arena *arena, const struct config *config);

/* NULL when there is none; [house] may be NULL. */
const struct rule *house_rules_find(const struct house_rules *house, struct str id);
size_t house_rules_count(const struct house_rules *house);
bool is_house_rule(const struct rule *rule);

/* Gander's rules and the house's, numbered in one row. */
size_t all_rules_count(const struct house_rules *house);
const struct rule *all_rules_at(const struct house_rules *house, size_t number);
size_t all_rules_number(const struct house_rules *house, const struct rule *rule);

/* A number for each kind of change in kebab case, `drop-table`; -1 for no kind, then the nearest
 * name, or empty. */
int change_kind_number(struct arena *arena, struct str name, struct str *nearest);

#endif
