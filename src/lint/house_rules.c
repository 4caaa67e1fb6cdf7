#include "lint/house_rules.h"

#include "base/nearest.h"
#include "lint/rule.h"

static const char *text_or_null(struct arena *arena, struct str text)
{
    return text.len == 0 ? NULL : str_copy(arena, text).at;
}

const struct house_rules *house_rules_new(struct arena *arena, const struct config *config)
{
    if (config->custom_rule_count == 0) return NULL;
    struct house_rules *house = ARENA_NEW(arena, struct house_rules);
    house->count = config->custom_rule_count;
    house->at = arena_array(arena, house->count, sizeof *house->at);
    for (size_t i = 0; i < house->count; i++) {
        const struct custom_rule *custom = &config->custom_rules[i];
        struct rule *rule = &house->at[i];
        rule->id = str_copy(arena, custom->id).at;
        rule->category = CATEGORY_CUSTOM;
        rule->off = custom->level == SEVERITY_OFF;
        rule->severity = rule->off ? SEVERITY_WARNING : custom->level;
        rule->summary = str_copy(arena, custom->message).at;
        rule->why = str_copy(arena, custom->note.len > 0 ? custom->note : custom->message).at;
        rule->instead = text_or_null(arena, custom->help);
        rule->down_too = true;
    }
    return house;
}

size_t house_rules_count(const struct house_rules *house)
{
    return house == NULL ? 0 : house->count;
}

const struct rule *house_rules_find(const struct house_rules *house, struct str id)
{
    for (size_t i = 0; i < house_rules_count(house); i++) {
        if (str_equal(str_from(house->at[i].id), id)) return &house->at[i];
    }
    return NULL;
}

bool is_house_rule(const struct rule *rule)
{
    return rule->category == CATEGORY_CUSTOM;
}

size_t all_rules_count(const struct house_rules *house)
{
    return rule_count + house_rules_count(house);
}

const struct rule *all_rules_at(const struct house_rules *house, size_t number)
{
    return number < rule_count ? rules[number] : &house->at[number - rule_count];
}

size_t all_rules_number(const struct house_rules *house, const struct rule *rule)
{
    if (is_house_rule(rule)) return rule_count + (size_t)(rule - house->at);
    size_t number = 0;
    while (rules[number] != rule) number++;
    return number;
}

/* -- kinds of change --------------------------------------------------------------------------- */

enum { LONGEST_KIND = 48 };

static struct str kebab(char buffer[LONGEST_KIND], const char *name)
{
    size_t len = 0;
    for (; name[len] != '\0' && len < LONGEST_KIND; len++) {
        char c = name[len];
        buffer[len] = (char)(c == '_' ? '-' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct str){buffer, len};
}

int change_kind_number(struct arena *arena, struct str name, struct str *nearest)
{
    char names[CHANGE_KIND_COUNT][LONGEST_KIND];
    struct str words[CHANGE_KIND_COUNT];
    for (int kind = 1; kind < CHANGE_KIND_COUNT; kind++) {
        words[kind] = kebab(names[kind], change_kind_name((enum change_kind)kind));
        if (str_equal(words[kind], name)) return kind;
    }
    int near = nearest_word(name, words + 1, CHANGE_KIND_COUNT - 1);
    if (near >= 0) *nearest = str_copy(arena, words[near + 1]);
    return -1;
}
