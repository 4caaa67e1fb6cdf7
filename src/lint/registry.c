#include "lint/engine.h"
#include "lint/rule.h"

const char *category_name(enum category category)
{
    switch (category) {
#define X(name, text)                                                                              \
    case CATEGORY_##name:                                                                          \
        return text;
        CATEGORIES(X)
#undef X
    case CATEGORY_COUNT:
        break;
    }
    return "";
}

static bool has_alias(const struct rule *rule, struct str name)
{
    for (size_t i = 0; i < RULE_ALIASES && rule->aliases[i] != NULL; i++) {
        if (str_equal(name, str_from(rule->aliases[i]))) return true;
    }
    return false;
}

const struct rule *rule_find(struct str id_or_alias)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (str_equal(id_or_alias, str_from(rules[i]->id))) return rules[i];
    }
    for (size_t i = 0; i < rule_count; i++) {
        if (has_alias(rules[i], id_or_alias)) return rules[i];
    }
    return NULL;
}

enum { SELECTS_NOT, SELECTS_ALL, SELECTS_CATEGORY, SELECTS_RULE };

static int selects(struct str selector, const struct rule *rule)
{
    if (str_equal(selector, str_from(rule->id))) return SELECTS_RULE;
    if (has_alias(rule, selector)) return SELECTS_RULE;
    if (str_equal(selector, str_from(category_name(rule->category)))) return SELECTS_CATEGORY;
    return str_equal(selector, STR("all")) ? SELECTS_ALL : SELECTS_NOT;
}

static bool switches_on(const struct rule_level *level)
{
    return level->has_level && (level->on || level->level != SEVERITY_OFF);
}

/* By its own name, which is the only way: house policy is a choice, and two such rules may
 * contradict each other. What is chosen has a level like any other rule. */
static bool is_chosen(const struct config *config, const struct rule *rule)
{
    const struct rule_level *last = NULL;
    for (size_t i = 0; i < config->rule_level_count; i++) {
        const struct rule_level *level = &config->rule_levels[i];
        if (!level->has_level || selects(level->selector, rule) != SELECTS_RULE) continue;
        if (last == NULL || level->layer >= last->layer) last = level;
    }
    return last != NULL && switches_on(last);
}

enum severity rule_level(const struct config *config, const struct rule *rule)
{
    if (rule->off && !is_chosen(config, rule)) return SEVERITY_OFF;
    const struct rule_level *best = NULL;
    int best_way = SELECTS_NOT;
    for (size_t i = 0; i < config->rule_level_count; i++) {
        const struct rule_level *level = &config->rule_levels[i];
        int way = selects(level->selector, rule);
        if (way == SELECTS_NOT || !level->has_level) continue;
        if (best == NULL || level->layer > best->layer ||
            (level->layer == best->layer && way >= best_way)) {
            best = level;
            best_way = way;
        }
    }
    if (best == NULL) return rule->severity;
    return best->on ? rule->severity : best->level;
}

bool rule_may_speak(const struct config *config, const struct rule *rule)
{
    if (rule_level(config, rule) != SEVERITY_OFF) return true;
    for (size_t i = 0; i < config->override_count; i++) {
        struct config alone = {.rule_levels = config->overrides[i].rule_levels,
                               .rule_level_count = config->overrides[i].rule_level_count};
        bool said = false;
        for (size_t j = 0; j < alone.rule_level_count; j++) {
            said |= selects(alone.rule_levels[j].selector, rule) != SELECTS_NOT;
        }
        if (said && rule_level(&alone, rule) != SEVERITY_OFF) return true;
    }
    return false;
}

int64_t rule_start_after(const struct config *config, const struct rule *rule)
{
    int64_t version = 0;
    int best_way = SELECTS_NOT;
    for (size_t i = 0; i < config->rule_level_count; i++) {
        const struct rule_level *level = &config->rule_levels[i];
        int way = selects(level->selector, rule);
        if (way == SELECTS_NOT || !level->has_start_after || way < best_way) continue;
        version = level->start_after;
        best_way = way;
    }
    return version;
}
