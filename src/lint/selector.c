#include "lint/selector.h"

#include "base/nearest.h"
#include "lint/rule.h"

bool selector_find(const struct house_rules *house, struct str selector, struct selected *selected)
{
    *selected = (struct selected){.rule = rule_find(selector), .category = NO_CATEGORY};
    if (selected->rule == NULL) selected->rule = house_rules_find(house, selector);
    if (selected->rule != NULL) return true;
    selected->all = str_equal(selector, STR("all"));
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        if (str_equal(selector, str_from(category_name((enum category)i)))) selected->category = i;
    }
    return selected->all || selected->category != NO_CATEGORY;
}

const struct rule *selector_alias(struct str alias, size_t number)
{
    for (size_t i = 0; i < rule_count; i++) {
        for (size_t a = 0; a < RULE_ALIASES && rules[i]->aliases[a] != NULL; a++) {
            if (str_equal(alias, str_from(rules[i]->aliases[a])) && number-- == 0) return rules[i];
        }
    }
    return NULL;
}

struct str selector_nearest(struct str selector)
{
    struct str names[CATEGORY_COUNT];
    struct str nearest = STR("");
    for (int i = 0; i < CATEGORY_COUNT; i++) names[i] = str_from(category_name((enum category)i));
    int near = nearest_word(selector, names, CATEGORY_COUNT);
    if (near >= 0) nearest = names[near];
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < rule_count; i++) {
        struct str id = str_from(rules[i]->id);
        if (nearest_word(selector, &id, 1) < 0 || edit_distance(selector, id) >= best) continue;
        best = edit_distance(selector, id);
        nearest = id;
    }
    return nearest;
}
