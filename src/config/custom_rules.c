/* `custom-rules`: what only this house forbids or asks for. */
#include "config/custom_rules.h"
#include "base/regex.h"
#include "base/vec.h"
#include "config/keys_apply.h"

/* The place of one of [words], or -1 with the error noted. */
static int one_of(struct reading *reading, const struct yaml_node *value, const struct str *words,
                  size_t count)
{
    struct arena *arena = reading->loader->arena;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(value->text, words[i])) return (int)i;
    }
    struct str list = str_join(arena, words, count, STR(", "));
    key_error(reading->loader, value, key_suggestion(arena, value->text, words, count),
              "expected one of " STR_FMT, STR_ARG(list));
    reading->sound = false;
    return -1;
}

/* -- one key each ------------------------------------------------------------------------------ */

static void read_level(struct reading *reading, const struct yaml_node *value)
{
    static const struct str words[] = {STR_INIT("off"), STR_INIT("info"), STR_INIT("warning"),
                                       STR_INIT("error")};
    int level = one_of(reading, value, words, 4);
    if (level >= 0) reading->rule.level = (enum severity)level;
}

/* A finding's texts are single lines; a folded one ends in a line end. */
static struct str one_line(struct arena *arena, struct str text)
{
    struct str trimmed = str_trim(text);
    char *line = arena_alloc(arena, trimmed.len + 1);
    for (size_t i = 0; i < trimmed.len; i++) {
        char c = trimmed.at[i];
        line[i] = c == '\n' || c == '\r' || c == '\t' || c == '\0' ? ' ' : c;
    }
    return (struct str){line, trimmed.len};
}

static void read_message(struct reading *reading, const struct yaml_node *value)
{
    reading->rule.message = one_line(reading->loader->arena, value->text);
}

static void read_note(struct reading *reading, const struct yaml_node *value)
{
    reading->rule.note = one_line(reading->loader->arena, value->text);
}

static void read_help(struct reading *reading, const struct yaml_node *value)
{
    reading->rule.help = one_line(reading->loader->arena, value->text);
}

static void read_section(struct reading *reading, const struct yaml_node *value)
{
    static const struct str words[] = {STR_INIT("both"), STR_INIT("up"), STR_INIT("down")};
    int section = one_of(reading, value, words, 3);
    if (section >= 0) reading->rule.section = (enum override_section)section;
}

static void read_scope(struct reading *reading, const struct yaml_node *value)
{
    static const struct str words[] = {
        [CUSTOM_CODE] = STR_INIT("code"),       [CUSTOM_STATEMENT] = STR_INIT("statement"),
        [CUSTOM_COMMENT] = STR_INIT("comment"), [CUSTOM_LINE] = STR_INIT("line"),
        [CUSTOM_HEADER] = STR_INIT("header"),   [CUSTOM_FILE_NAME] = STR_INIT("file-name"),
    };
    int scope = one_of(reading, value, words, sizeof words / sizeof *words);
    if (scope >= 0) reading->rule.scope = (enum custom_scope)scope;
}

static void read_required(struct reading *reading, const struct yaml_node *value)
{
    if (!key_switch(reading->loader, value, &reading->rule.required)) reading->sound = false;
}

static void read_pattern(struct reading *reading, const struct yaml_node *value)
{
    struct regex_error error;
    struct regex *regex = regex_new(value->text, 0, &error);
    reading->rule.pattern = value->text;
    if (value->text.len == 0)
        custom_rule_wrong(reading, value, "", "an empty pattern matches everything");
    if (regex == NULL) {
        key_error(reading->loader, value, STR("quote patterns with '...'"),
                  "bad pattern at byte %zu: %s", error.offset, error.text);
        reading->sound = false;
    }
    regex_free(regex);
}

static struct str read_glob(struct reading *reading, const struct yaml_node *value)
{
    struct regex_error error;
    struct regex *regex = regex_glob(value->text, '.', &error);
    if (value->text.len == 0)
        custom_rule_wrong(reading, value, "leave it out for any", "an empty glob");
    if (regex == NULL) custom_rule_wrong(reading, value, "quote globs with '...'", "bad glob");
    regex_free(regex);
    return value->text;
}

static void read_table(struct reading *reading, const struct yaml_node *value)
{
    reading->rule.table = read_glob(reading, value);
}

static void read_column(struct reading *reading, const struct yaml_node *value)
{
    reading->rule.column = read_glob(reading, value);
}

static void read_column_type(struct reading *reading, const struct yaml_node *value)
{
    reading->rule.column_type = read_glob(reading, value);
}

static void read_change(struct reading *reading, const struct yaml_node *value, int *kinds)
{
    struct loader *loader = reading->loader;
    struct str nearest = STR("");
    int kind = -1;
    if (value->kind == YAML_SCALAR)
        kind = loader->rules->change_kind(loader->arena, value->text, &nearest);
    if (kind >= 0) {
        kinds[reading->rule.kind_count++] = kind;
        return;
    }
    struct str help = STR("`gander inspect FILE` tells: DROP_TABLE is drop-table");
    if (nearest.len > 0) {
        help = str_format(loader->arena, "did you mean `" STR_FMT "`?", STR_ARG(nearest));
    }
    key_error(loader, value, help, "no kind of change: `" STR_FMT "`", STR_ARG(value->text));
    reading->sound = false;
}

static void read_changes(struct reading *reading, const struct yaml_node *value)
{
    bool list = value->kind == YAML_LIST;
    size_t count = list ? value->item_count : 1;
    int *kinds = arena_array(reading->loader->arena, count, sizeof *kinds);
    if (count == 0) custom_rule_wrong(reading, value, "", "an empty list of changes");
    for (size_t i = 0; i < count; i++) read_change(reading, list ? value->items[i] : value, kinds);
    reading->rule.kinds = kinds;
}

static const struct {
    const char *name;
    void (*read)(struct reading *reading, const struct yaml_node *value);
} readers[] = {
    {"level", read_level}, {"message", read_message},   {"note", read_note},
    {"help", read_help},   {"section", read_section},   {"pattern", read_pattern},
    {"in", read_scope},    {"required", read_required}, {"changes", read_changes},
    {"table", read_table}, {"column", read_column},     {"column-type", read_column_type},
};

static void read_key(struct reading *reading, const struct yaml_node *key,
                     const struct yaml_node *value)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (!str_equal(key->text, str_from(readers[i].name))) continue;
        bool may_be_list = readers[i].read == read_changes && value->kind == YAML_LIST;
        if (value->kind == YAML_SCALAR || may_be_list)
            readers[i].read(reading, value);
        else
            custom_rule_wrong(reading, value, "quote texts with braces: '...'", "expected text");
        return;
    }
    key_unknown(reading->loader, key, "custom-rules.*");
    reading->sound = false;
}

/* -- the rules --------------------------------------------------------------------------------- */

static bool is_kebab_case(struct str id)
{
    char before = '-';
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        bool letter = c >= 'a' && c <= 'z';
        bool digit = c >= '0' && c <= '9';
        bool fits = letter || (i > 0 && digit) || (c == '-' && before != '-');
        if (!fits) return false;
        before = c;
    }
    return before != '-';
}

static bool id_is_free(struct loader *loader, const struct yaml_node *name)
{
    struct str nearest;
    if (!is_kebab_case(name->text)) {
        key_error(loader, name, STR("small letters, digits and single `-`"),
                  "no id for a rule: `" STR_FMT "`", STR_ARG(name->text));
        return false;
    }
    if (loader->rules->known(name->text, &nearest)) {
        key_error(loader, name, STR("choose another id"), "gander has `" STR_FMT "` itself",
                  STR_ARG(name->text));
        return false;
    }
    return true;
}

/* A later file's rule takes the place of an earlier one's. */
static void keep(struct loader *loader, const struct custom_rule *rule)
{
    struct config *config = loader->config;
    struct custom_rule *rules =
        arena_array(loader->arena, config->custom_rule_count + 1, sizeof *rules);
    size_t at = config->custom_rule_count;
    for (size_t i = 0; i < config->custom_rule_count; i++) {
        rules[i] = config->custom_rules[i];
        if (str_equal(rules[i].id, rule->id)) at = i;
    }
    rules[at] = *rule;
    if (at == config->custom_rule_count) config->custom_rule_count++;
    config->custom_rules = rules;
}

void apply_custom_rules(struct loader *loader, const struct yaml_node *value)
{
    for (size_t i = 0; i < value->item_count; i++) {
        const struct yaml_node *name = value->keys[i];
        struct reading reading = {.loader = loader, .map = value->items[i], .sound = true};
        reading.rule = (struct custom_rule){.id = name->text, .level = SEVERITY_WARNING};
        reading.sound = id_is_free(loader, name);
        if (reading.map->kind != YAML_MAP) {
            custom_rule_wrong(&reading, name, "{pattern: '...', message: '...'}",
                              "a rule is a map of keys");
            continue;
        }
        for (size_t k = 0; k < reading.map->item_count; k++) {
            read_key(&reading, reading.map->keys[k], reading.map->items[k]);
        }
        /* What is half understood is not judged as a whole. */
        if (reading.sound) custom_rule_check(&reading, name);
        if (reading.sound) keep(loader, &reading.rule);
    }
}

void custom_rules_announce(struct loader *loader, const struct yaml_node *root)
{
    const struct yaml_node *map = yaml_get(root, "custom-rules");
    if (map == NULL || map->kind != YAML_MAP) return;
    for (size_t i = 0; i < map->item_count; i++) {
        VEC_PUSH(loader->arena, &loader->custom_ids, map->keys[i]->text);
    }
}

bool custom_rules_have(const struct loader *loader, struct str id)
{
    for (size_t i = 0; i < loader->custom_ids.len; i++) {
        if (str_equal(loader->custom_ids.at[i], id)) return true;
    }
    return false;
}
