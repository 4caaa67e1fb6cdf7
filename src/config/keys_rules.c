/* `rules` and `overrides`: levels. */
#include "config/keys_apply.h"

/* [section]: where the table has the keys of such a map. Only `rules` knows `start-after`. */
static void read_level_map(struct loader *loader, const struct yaml_node *map, const char *section,
                           struct rule_level *level)
{
    bool top = str_equal(str_from(section), STR("rules.*"));
    for (size_t i = 0; i < map->item_count; i++) {
        const struct yaml_node *key = map->keys[i];
        const struct yaml_node *value = map->items[i];
        bool on = false;
        if (top && str_equal(key->text, STR("start-after"))) {
            level->has_start_after = key_number(loader, value, &level->start_after);
        } else if (!str_equal(key->text, STR("level"))) {
            key_unknown(loader, key, section);
        } else if (severity_from_name(value->text, &level->level)) {
            level->has_level = true;
        } else if (key_switch(loader, value, &on)) {
            level->has_level = true;
            level->on = on;
        }
    }
}

static bool read_level(struct loader *loader, const struct yaml_node *value, const char *section,
                       struct rule_level *level)
{
    if (value->kind == YAML_MAP) {
        read_level_map(loader, value, section, level);
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
                                            const char *section, const struct rule_level *before,
                                            size_t *count)
{
    struct rule_level *levels =
        arena_array(loader->arena, *count + map->item_count, sizeof(struct rule_level));
    for (size_t i = 0; before != NULL && i < *count; i++) levels[i] = before[i];
    for (size_t i = 0; i < map->item_count; i++) {
        struct rule_level level = {.selector = map->keys[i]->text,
                                   .layer = loader->config->file_layers};
        struct str nearest = {"", 0};
        if (!custom_rules_have(loader, level.selector) &&
            !loader->rules->known(level.selector, &nearest)) {
            struct str help =
                nearest.len == 0
                    ? STR("`gander rules` lists them all")
                    : str_format(loader->arena, "did you mean `" STR_FMT "`?", STR_ARG(nearest));
            key_error(loader, map->keys[i], help, "no rule or category `" STR_FMT "`",
                      STR_ARG(level.selector));
        } else if (read_level(loader, map->items[i], section, &level)) {
            levels[(*count)++] = level;
        }
    }
    return levels;
}

void apply_rules(struct loader *loader, const struct yaml_node *value)
{
    struct config *config = loader->config;
    config->rule_levels =
        read_levels(loader, value, "rules.*", config->rule_levels, &config->rule_level_count);
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
    } else if (str_equal(key->text, STR("rules"))) {
        if (value->kind != YAML_MAP) {
            key_error(loader, value, STR(""), "expected a map");
            return;
        }
        override->rule_levels =
            read_levels(loader, value, "overrides.*.rules.*", NULL, &override->rule_level_count);
    } else {
        key_unknown(loader, key, "overrides.*");
    }
}

void apply_overrides(struct loader *loader, const struct yaml_node *value)
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
