/* `custom-rules`: which keys go together, and what their texts may hold. */
#include "base/regex.h"
#include "config/custom_rules.h"
#include "config/placeholder.h"

void custom_rule_wrong(struct reading *reading, const struct yaml_node *at, const char *help,
                       const char *message)
{
    key_error(reading->loader, at, str_from(help), "%s", message);
    reading->sound = false;
}

static bool has_key(const struct reading *reading, const char *key)
{
    return yaml_get(reading->map, key) != NULL;
}

static void needs(struct reading *reading, const char *key, const char *other)
{
    const struct yaml_node *value = yaml_get(reading->map, key);
    if (value == NULL || has_key(reading, other)) return;
    key_error(reading->loader, value, STR(""), "`%s` means nothing without `%s`", key, other);
    reading->sound = false;
}

/* Why this name cannot be filled in; empty: it can. */
static struct str refuse_name(const struct reading *reading, const struct regex *pattern,
                              struct str name)
{
    static const struct str of_change[] = {STR_INIT("table"), STR_INIT("column"), STR_INIT("type")};
    struct arena *arena = reading->loader->arena;
    for (size_t i = 0; i < 3; i++) {
        if (!str_equal(name, of_change[i])) continue;
        if (has_key(reading, "changes")) return STR("");
        return str_format(arena, "`{" STR_FMT "}` is known only with `changes`", STR_ARG(name));
    }
    bool known = str_equal(name, STR("match")) ||
                 (pattern != NULL && regex_group(pattern, str_copy(arena, name).at) > 0);
    if (!known) return str_format(arena, "nothing fills in `{" STR_FMT "}`", STR_ARG(name));
    if (!has_key(reading, "pattern")) return STR("`{match}` is known only with `pattern`");
    if (reading->rule.required) return STR("what is required and missing has no match to show");
    return STR("");
}

static void check_text(struct reading *reading, const char *key, struct str text)
{
    struct regex *pattern = regex_new(reading->rule.pattern, 0, NULL);
    struct placeholder found = {.end = 0};
    while (placeholder_find(text, found.end, &found)) {
        struct str reason = refuse_name(reading, pattern, found.name);
        if (reason.len == 0) continue;
        key_error(reading->loader, yaml_get(reading->map, key),
                  STR("{table}, {column}, {type}, {match}, or a group's name"), STR_FMT,
                  STR_ARG(reason));
        reading->sound = false;
    }
    regex_free(pattern);
}

void custom_rule_check(struct reading *reading, const struct yaml_node *name)
{
    const struct custom_rule *rule = &reading->rule;
    if (!has_key(reading, "pattern") && !has_key(reading, "changes")) {
        custom_rule_wrong(reading, name, "", "a rule needs `pattern` or `changes`");
    }
    if (rule->message.len == 0) custom_rule_wrong(reading, name, "", "a rule needs a `message`");
    needs(reading, "table", "changes");
    needs(reading, "column", "changes");
    needs(reading, "column-type", "changes");
    needs(reading, "in", "pattern");
    needs(reading, "required", "pattern");
    if (rule->scope == CUSTOM_HEADER || rule->scope == CUSTOM_FILE_NAME) {
        needs(reading, "section", "changes");
    }
    check_text(reading, "message", rule->message);
    check_text(reading, "note", rule->note);
    check_text(reading, "help", rule->help);
}
