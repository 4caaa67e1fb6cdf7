/* What a rule may be called: its id, another tool's name for it, its category. */
#ifndef GANDER_LINT_SELECTOR_H
#define GANDER_LINT_SELECTOR_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct house_rules;
struct rule;

enum { NO_CATEGORY = -1 };

struct selected {
    const struct rule *rule; /* NULL: a category, all, or nothing known */
    int category;            /* enum category, or NO_CATEGORY */
    bool all;
};

/* False when no rule and no category is called so; [house] may be NULL. */
bool selector_find(const struct house_rules *house, struct str selector, struct selected *selected);

/* The [number]th rule, from 0, that is called so by another tool; NULL: there are no more. An alias
 * may stand for several. */
const struct rule *selector_alias(struct str alias, size_t number);

/* The known id or category that a misspelt one is near to; empty when none is. */
struct str selector_nearest(struct str selector);

#endif
