/* Options of `gander check` that switch rules. */
#include "cli/check_takes.h"
#include "cli/message.h"
#include "lint/rule.h"
#include "lint/selector.h"

static bool is_category(struct str name)
{
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        if (str_equal(name, str_from(category_name((enum category)i)))) return true;
    }
    return false;
}

static struct str unknown_rule(struct arena *arena, struct str name)
{
    size_t count = 0;
    struct str *names = arena_array(arena, rule_count + CATEGORY_COUNT + 1, sizeof *names);
    for (size_t i = 0; i < rule_count; i++) names[count++] = str_from(rules[i]->id);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        names[count++] = str_from(category_name((enum category)i));
    }
    names[count++] = STR("all");
    struct str hint = did_you_mean(arena, name, names, count);
    if (hint.len == 0) hint = STR("; `gander rules` lists them");
    return str_format(arena, "unknown rule or category `" STR_FMT "`" STR_FMT, STR_ARG(name),
                      STR_ARG(hint));
}

/* Names are checked, so that a slip never silences, or fails to silence, something: gander's own
 * here, the others when the configuration was read, which may have a custom rule of that name. */
static void add_level(struct check_options *options, struct str selector, struct rule_level level)
{
    const struct rule *rule = rule_find(selector);
    bool known = rule != NULL || is_category(selector) || str_equal(selector, STR("all"));
    if (!known) {
        struct unknown_selector unknown = {selector, unknown_rule(options->arena, selector)};
        VEC_PUSH(options->arena, &options->unknown, unknown);
    }
    const bool is_alias = rule != NULL && !str_equal(selector, str_from(rule->id));
    if (is_alias && selector_alias(selector, 1) == NULL) {
        print_message(str_format(options->arena, "note: `" STR_FMT "` is called `%s` here",
                                 STR_ARG(selector), rule->id));
        selector = str_from(rule->id);
    }
    level.selector = selector;
    level.has_level = true;
    /* Layer 0 is the configuration file, 1 what `--only` switches off. */
    level.layer = 2;
    VEC_PUSH(options->arena, &options->rule_levels, level);
}

bool check_take_rule(void *into, struct str value, struct error *error)
{
    static const struct str levels[] = {STR_INIT("off"), STR_INIT("info"), STR_INIT("warning"),
                                        STR_INIT("error"), STR_INIT("on")};
    struct check_options *options = into;
    size_t equals = str_find(value, STR("="), 0);
    if (equals == SIZE_MAX) {
        return fail(error,
                    "`--rule " STR_FMT "` lacks a level: RULE=off, info, warning, error or on",
                    STR_ARG(value));
    }
    struct str name = str_slice(value, equals + 1, value.len);
    struct rule_level level = {.on = str_equal(name, STR("on"))};
    if (!level.on && !severity_from_name(name, &level.level)) {
        return check_unknown_word(options->arena, "level", name, levels, 5, error);
    }
    add_level(options, str_slice(value, 0, equals), level);
    return true;
}

static void add_levels(struct check_options *options, struct str list, struct rule_level level)
{
    for (size_t at = 0; at <= list.len;) {
        size_t end = str_find(list, STR(","), at);
        if (end == SIZE_MAX) end = list.len;
        struct str selector = str_trim(str_slice(list, at, end));
        add_level(options, selector, level);
        at = end + 1;
    }
}

bool check_take_ignore(void *into, struct str value, struct error *error)
{
    (void)error;
    add_levels(into, value, (struct rule_level){.level = SEVERITY_OFF});
    return true;
}

bool check_take_only(void *into, struct str value, struct error *error)
{
    struct check_options *options = into;
    if (!options->only) {
        struct rule_level off = {STR_INIT("all"), .has_level = true, .layer = 1};
        VEC_PUSH(options->arena, &options->rule_levels, off);
    }
    options->only = true;
    (void)error;
    add_levels(options, value, (struct rule_level){.on = true});
    return true;
}
