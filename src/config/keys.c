#include "config/keys.h"

#include "base/regex.h"
#include "base/vec.h"

/* The value is known to be one of the key's words: the loader checked. */
static bool says(const struct yaml_node *value, const char *word)
{
    return str_equal(value->text, str_from(word));
}

static void apply_postgres_version(struct loader *loader, const struct yaml_node *value)
{
    size_t dot = str_find(value->text, STR("."), 0);
    struct yaml_node major = *value;
    major.text = str_slice(value->text, 0, dot);
    int64_t number = 0;
    if (!key_number(loader, &major, &number)) return;
    if (number < 10 || number > 99) {
        key_error(loader, value, STR("10 and up"), "no PostgreSQL major version");
        return;
    }
    loader->config->postgres_version = (unsigned)number;
}

static void apply_start_after(struct loader *loader, const struct yaml_node *value)
{
    if (!key_number(loader, value, &loader->config->start_after)) return;
    loader->config->has_start_after = true;
}

static void apply_fail_on(struct loader *loader, const struct yaml_node *value)
{
    enum severity severity = SEVERITY_OFF;
    if (!says(value, "never")) severity_from_name(value->text, &severity);
    loader->config->fail_on = severity;
}

static void apply_strict(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->strict);
}

static void apply_exclude(struct loader *loader, const struct yaml_node *value)
{
    loader->config->exclude = key_texts(loader, value);
}

static void apply_engine(struct loader *loader, const struct yaml_node *value)
{
    loader->config->engine = says(value, "provider") ? ENGINE_PROVIDER : ENGINE_CLI;
}

static void apply_variables(struct loader *loader, const struct yaml_node *value)
{
    struct variable_value *variables =
        arena_array(loader->arena, value->item_count + loader->config->variable_count,
                    sizeof(struct variable_value));
    size_t count = 0;
    for (size_t i = 0; i < value->item_count; i++) {
        if (value->items[i]->kind != YAML_SCALAR) {
            key_error(loader, value->items[i], STR(""), "a variable's value is text");
            continue;
        }
        variables[count++] = (struct variable_value){value->keys[i]->text, value->items[i]->text};
    }
    for (size_t i = 0; i < loader->config->variable_count; i++) {
        variables[count++] = loader->config->variables[i];
    }
    loader->config->variables = variables;
    loader->config->variable_count = count;
}

static void apply_numbering(struct loader *loader, const struct yaml_node *value)
{
    loader->config->numbering = says(value, "sequential")  ? NUMBERING_SEQUENTIAL
                                : says(value, "timestamp") ? NUMBERING_TIMESTAMP
                                                           : NUMBERING_ANY;
}

static void apply_width(struct loader *loader, const struct yaml_node *value)
{
    int64_t width = 0;
    if (!key_number(loader, value, &width)) return;
    if (width > 19) {
        key_error(loader, value, STR("0 means: not checked"), "a version has at most 19 digits");
        return;
    }
    loader->config->width = (unsigned)width;
}

static void apply_contiguous(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->contiguous);
}

/* False, with the error noted, when PCRE2 refuses the pattern. */
static bool check_pattern(struct loader *loader, const struct yaml_node *value)
{
    struct regex_error error;
    struct regex *regex = regex_new(value->text, REGEX_WHOLE, &error);
    if (regex == NULL) {
        key_error(loader, value, STR("quote patterns with '...'"), "bad pattern: %s", error.text);
        return false;
    }
    regex_free(regex);
    return true;
}

static void apply_name_pattern(struct loader *loader, const struct yaml_node *value)
{
    if (check_pattern(loader, value)) loader->config->name_pattern = value->text;
}

static void apply_header(struct loader *loader, const struct yaml_node *value)
{
    bool on = true;
    if (value->kind != YAML_SCALAR) return;
    if (!key_switch(loader, value, &on)) return;
    if (!on) loader->config->header_mode = HEADER_OFF;
}

static void apply_ordered(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->header_ordered);
}

static void apply_closed(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->header_closed);
}

static void apply_field_option(struct loader *loader, const struct yaml_node *key,
                               const struct yaml_node *value, struct header_field_rule *field)
{
    if (value->kind != YAML_SCALAR) {
        key_error(loader, value, STR(""), "expected text");
    } else if (str_equal(key->text, STR("pattern"))) {
        if (check_pattern(loader, value)) field->pattern = value->text;
    } else if (str_equal(key->text, STR("optional"))) {
        key_switch(loader, value, &field->optional);
    } else if (str_equal(key->text, STR("example"))) {
        field->example = value->text;
    } else {
        const struct str known[] = {STR("pattern"), STR("optional"), STR("example")};
        key_error(loader, key, key_suggestion(loader->arena, key->text, known, 3),
                  "unknown key `" STR_FMT "`", STR_ARG(key->text));
    }
}

static struct header_field_rule read_field(struct loader *loader, const struct yaml_node *name,
                                           const struct yaml_node *value)
{
    struct header_field_rule field = {.name = name->text};
    if (value->kind == YAML_SCALAR && value->text.len == 0) {
        /* `Ticket:` alone: required, any value */
    } else if (value->kind != YAML_MAP) {
        key_error(loader, value, STR("write {pattern: '...'}, or nothing for any value"),
                  "expected a map");
    } else {
        for (size_t i = 0; i < value->item_count; i++) {
            apply_field_option(loader, value->keys[i], value->items[i], &field);
        }
    }
    /* A field called Date without a pattern of its own keeps meaning a date. */
    field.is_date = str_equal_ignoring_case(name->text, STR("Date")) && field.pattern.len == 0;
    return field;
}

static void apply_fields(struct loader *loader, const struct yaml_node *value)
{
    struct config *config = loader->config;
    size_t inherited = config->header_mode == HEADER_REQUIRED ? config->header_field_count : 0;
    struct header_field_rule *fields =
        arena_array(loader->arena, inherited + value->item_count, sizeof(struct header_field_rule));
    size_t count = 0;
    for (size_t i = 0; i < inherited; i++) fields[count++] = config->header_fields[i];
    for (size_t i = 0; i < value->item_count; i++) {
        struct header_field_rule field = read_field(loader, value->keys[i], value->items[i]);
        size_t at = 0;
        while (at < count && !str_equal_ignoring_case(fields[at].name, field.name)) at++;
        fields[at] = field;
        if (at == count) count++;
    }
    config->header_fields = fields;
    config->header_field_count = count;
    config->header_mode = HEADER_REQUIRED;
}

static void read_level_map(struct loader *loader, const struct yaml_node *map,
                           struct rule_level *level)
{
    for (size_t i = 0; i < map->item_count; i++) {
        const struct yaml_node *key = map->keys[i];
        const struct yaml_node *value = map->items[i];
        bool on = false;
        if (str_equal(key->text, STR("start-after"))) {
            level->has_start_after = key_number(loader, value, &level->start_after);
        } else if (!str_equal(key->text, STR("level"))) {
            const struct str known[] = {STR("level"), STR("start-after")};
            key_error(loader, key, key_suggestion(loader->arena, key->text, known, 2),
                      "unknown key `" STR_FMT "`", STR_ARG(key->text));
        } else if (severity_from_name(value->text, &level->level)) {
            level->has_level = true;
        } else if (key_switch(loader, value, &on)) {
            level->has_level = true;
            level->on = on;
        }
    }
}

static bool read_level(struct loader *loader, const struct yaml_node *value,
                       struct rule_level *level)
{
    if (value->kind == YAML_MAP) {
        read_level_map(loader, value, level);
        return true;
    }
    const struct str on_words[] = {STR("on"), STR("true"), STR("yes")};
    const struct str off_words[] = {STR("false"), STR("no")};
    level->has_level = true;
    for (size_t i = 0; i < 3; i++) level->on |= str_equal(value->text, on_words[i]);
    if (level->on) return true;
    for (size_t i = 0; i < 2; i++) {
        if (str_equal(value->text, off_words[i])) return true; /* level is SEVERITY_OFF */
    }
    if (value->kind == YAML_SCALAR && severity_from_name(value->text, &level->level)) return true;
    key_error(loader, value, STR("off, info, warning, error, or on for the rule's own"),
              "no level: `" STR_FMT "`", STR_ARG(value->text));
    return false;
}

/* Levels of [map] behind the [count] there are already. */
static const struct rule_level *read_levels(struct loader *loader, const struct yaml_node *map,
                                            const struct rule_level *before, size_t *count)
{
    struct rule_level *levels =
        arena_array(loader->arena, *count + map->item_count, sizeof(struct rule_level));
    for (size_t i = 0; i < *count; i++) levels[i] = before[i];
    for (size_t i = 0; i < map->item_count; i++) {
        struct rule_level level = {.selector = map->keys[i]->text};
        struct str nearest = {"", 0};
        if (!loader->rules->known(level.selector, &nearest)) {
            struct str help =
                nearest.len == 0
                    ? STR("`gander rules` lists them all")
                    : str_format(loader->arena, "did you mean `" STR_FMT "`?", STR_ARG(nearest));
            key_error(loader, map->keys[i], help, "no rule or category `" STR_FMT "`",
                      STR_ARG(level.selector));
        } else if (read_level(loader, map->items[i], &level)) {
            levels[(*count)++] = level;
        }
    }
    return levels;
}

static void apply_rules(struct loader *loader, const struct yaml_node *value)
{
    struct config *config = loader->config;
    config->rule_levels =
        read_levels(loader, value, config->rule_levels, &config->rule_level_count);
}

static void read_override_key(struct loader *loader, const struct yaml_node *key,
                              const struct yaml_node *value, struct override *override)
{
    if (str_equal(key->text, STR("paths"))) {
        struct globs globs = key_texts(loader, value);
        override->paths = globs.at;
        override->path_count = globs.len;
        override->dir = globs.dir;
    } else if (str_equal(key->text, STR("section"))) {
        if (str_equal(value->text, STR("up"))) {
            override->section = OVERRIDE_UP;
        } else if (str_equal(value->text, STR("down"))) {
            override->section = OVERRIDE_DOWN;
        } else {
            key_error(loader, value, STR("up or down"), "no section");
        }
    } else if (str_equal(key->text, STR("rules")) && value->kind == YAML_MAP) {
        override->rule_levels = read_levels(loader, value, NULL, &override->rule_level_count);
    } else {
        const struct str known[] = {STR("paths"), STR("section"), STR("rules")};
        key_error(loader, key, key_suggestion(loader->arena, key->text, known, 3),
                  "an override has no key `" STR_FMT "` like this", STR_ARG(key->text));
    }
}

static void apply_overrides(struct loader *loader, const struct yaml_node *value)
{
    struct config *config = loader->config;
    struct override *overrides = arena_array(
        loader->arena, config->override_count + value->item_count, sizeof(struct override));
    size_t count = 0;
    for (size_t i = 0; i < config->override_count; i++) overrides[count++] = config->overrides[i];
    for (size_t i = 0; i < value->item_count; i++) {
        const struct yaml_node *entry = value->items[i];
        struct override *override = &overrides[count];
        if (entry->kind != YAML_MAP || yaml_get(entry, "rules") == NULL) {
            key_error(loader, entry, STR("{paths: [...], section: up|down, rules: {...}}"),
                      "an override needs `rules`, and `paths` or `section`");
            continue;
        }
        for (size_t k = 0; k < entry->item_count; k++) {
            read_override_key(loader, entry->keys[k], entry->items[k], override);
        }
        count++;
    }
    config->overrides = overrides;
    config->override_count = count;
}

const struct key config_keys[] = {
    {"extends", KEY_TEXT, NULL, "none", "a file to start from", NULL},
    {"exclude", KEY_TEXTS, NULL, "none", "globs of files that are not looked at", apply_exclude},
    {"postgres-version", KEY_TEXT, NULL, "15", "the oldest server the migrations must run on",
     apply_postgres_version},
    {"goose", KEY_SECTION, NULL, NULL, "what runs the migrations", NULL},
    {"goose.engine", KEY_WORD, "cli provider", "cli", "goose's command line, or its Provider",
     apply_engine},
    {"goose.variables", KEY_MAP, NULL, "none", "what ENVSUB will see", apply_variables},
    {"start-after", KEY_NUMBER, NULL, "none", "versions up to this one are read, not reported",
     apply_start_after},
    {"fail-on", KEY_WORD, "info warning error never", "error",
     "the lowest severity that makes the exit code 1", apply_fail_on},
    {"strict", KEY_SWITCH, NULL, "off", "anything not analysed makes the exit code 2",
     apply_strict},
    {"rules", KEY_MAP, NULL, "each rule's own",
     "rule or category: off, info, warning, error, on, or {level, start-after}", apply_rules},
    {"overrides", KEY_LIST, NULL, "none", "levels for some paths or one section", apply_overrides},
    {"header", KEY_SECTION, NULL, "Author and Date, where at least one file has them",
     "`-- Name: value` comments above the first statement; or off", apply_header},
    {"header.fields", KEY_MAP, NULL, "Author, Date", "name: {pattern, optional, example}",
     apply_fields},
    {"header.ordered", KEY_SWITCH, NULL, "off", "fields stand in the order given", apply_ordered},
    {"header.closed", KEY_SWITCH, NULL, "off", "no other `-- Name: value` line", apply_closed},
    {"file-names", KEY_SECTION, NULL, NULL, "how migrations are called", NULL},
    {"file-names.numbering", KEY_WORD, "any sequential timestamp", "any", "kind of version",
     apply_numbering},
    {"file-names.width", KEY_NUMBER, NULL, "0", "digits of the version; 0: not checked",
     apply_width},
    {"file-names.contiguous", KEY_SWITCH, NULL, "off", "no holes between sequential versions",
     apply_contiguous},
    {"file-names.pattern", KEY_TEXT, NULL, "none", "PCRE2 that matches the whole base name",
     apply_name_pattern},
};
const size_t config_key_count = sizeof config_keys / sizeof *config_keys;
