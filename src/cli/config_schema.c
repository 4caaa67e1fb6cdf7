/* gander config schema: JSON Schema (draft 7, what editors know) of gander.yml.
 *
 * gander reads scalars as text and lets the key say what they mean; an editor has typed them
 * already, so `15` and `'15'` both pass here, and `on` beside `true`. */
#include "cli/config.h"

#include "base/json.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "config/keys.h"
#include "lint/rule.h"
#include "lint/selector.h"

#include <string.h>

static void put_key(struct json *json, const struct key *key);

/* The name of a key directly below [section], else empty; "" is the top. */
static struct str name_below(const struct key *key, struct str section)
{
    struct str path = str_from(key->path);
    size_t skip = section.len == 0 ? 0 : section.len + 1;
    if (path.len <= skip || !str_starts_with(path, section)) return STR("");
    if (skip > 0 && path.at[skip - 1] != '.') return STR("");
    struct str name = str_slice(path, skip, path.len);
    return str_find(name, STR("."), 0) == SIZE_MAX ? name : STR("");
}

static const struct key *find_below(struct str section, const char *wanted)
{
    for (size_t i = 0; i < config_key_count; i++) {
        if (str_equal(name_below(&config_keys[i], section), str_from(wanted))) {
            return &config_keys[i];
        }
    }
    return NULL;
}

/* Members of an object that has the keys below [section] and no others. */
static void put_members_below(struct json *json, struct str section)
{
    json_member_string(json, "type", STR("object"));
    json_key(json, "properties");
    json_begin_object(json);
    for (size_t i = 0; i < config_key_count; i++) {
        struct str name = name_below(&config_keys[i], section);
        if (name.len == 0 || str_equal(name, STR("*"))) continue;
        json_key(json, name.at);
        put_key(json, &config_keys[i]);
    }
    json_end(json);
    json_member_bool(json, "additionalProperties", false);
}

static void put_object_below(struct json *json, struct str section)
{
    json_begin_object(json);
    put_members_below(json, section);
    json_end(json);
}

static void put_words(struct json *json, struct str words, bool booleans)
{
    json_begin_object_inline(json);
    json_key(json, "enum");
    json_begin_array(json);
    while (words.len > 0) {
        struct str word = str_slice(words, 0, str_find(words, STR(" "), 0));
        json_put_string(json, word);
        words = str_slice(words, word.len + 1, words.len);
    }
    if (booleans) {
        json_put_bool(json, true);
        json_put_bool(json, false);
    }
    json_end(json);
    json_end(json);
}

static void put_types(struct json *json, const char *first, const char *second)
{
    json_begin_object_inline(json);
    json_key(json, "type");
    json_begin_array(json);
    json_put_string(json, str_from(first));
    json_put_string(json, str_from(second));
    json_end(json);
    json_end(json);
}

static void put_number(struct json *json)
{
    json_begin_object_inline(json);
    json_member_string(json, "type", STR("integer"));
    json_member_number(json, "minimum", 0);
    json_end(json);
    json_begin_object_inline(json);
    json_member_string(json, "type", STR("string"));
    json_member_string(json, "pattern", STR("^[0-9]+$"));
    json_end(json);
}

static void put_list_of(struct json *json, void (*put_item)(struct json *, struct str),
                        struct str section)
{
    json_begin_object(json);
    json_member_string(json, "type", STR("array"));
    json_key(json, "items");
    put_item(json, section);
    json_end(json);
}

static void put_text(struct json *json, struct str section)
{
    (void)section;
    put_types(json, "string", "number");
}

/* -- names of rules ---------------------------------------------------------------------------- */

enum { DEFINITION_NAME = 64 };

/* "overrides.*.rules.*" without what would have to be quoted in a reference. */
static void definition_name(const struct key *key, char name[DEFINITION_NAME])
{
    size_t len = 0;
    for (const char *c = key->path; *c != '\0' && len + 1 < DEFINITION_NAME; c++) {
        if (*c != '.' && *c != '*') name[len++] = *c;
    }
    name[len] = '\0';
}

static void put_selector(struct json *json, const char *name, const char *summary,
                         const struct key *entry)
{
    json_key(json, name);
    json_begin_object(json);
    if (summary != NULL) json_member_string(json, "description", str_from(summary));
    json_key(json, "$ref");
    char reference[DEFINITION_NAME + 16];
    char definition[DEFINITION_NAME];
    definition_name(entry, definition);
    snprintf(reference, sizeof reference, "#/definitions/%s", definition);
    json_put_string(json, str_from(reference));
    json_end(json);
}

static void put_selectors(struct json *json, const struct key *entry)
{
    json_begin_object(json);
    json_member_string(json, "type", STR("object"));
    json_key(json, "properties");
    json_begin_object(json);
    put_selector(json, "all",
                 "every rule; one that is off by default only once it is switched on by name",
                 entry);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        put_selector(json, category_name((enum category)i), "every rule of this category", entry);
    }
    for (size_t i = 0; i < rule_count; i++) {
        put_selector(json, rules[i]->id, rules[i]->summary, entry);
        for (size_t j = 0; j < RULE_ALIASES && rules[i]->aliases[j] != NULL; j++) {
            /* Several rules may share an alias: it is one key. */
            if (selector_alias(str_from(rules[i]->aliases[j]), 0) != rules[i]) continue;
            put_selector(json, rules[i]->aliases[j], NULL, entry);
        }
    }
    json_end(json);
    /* So a misspelt rule passes here; gander itself refuses it. */
    put_selector(json, "additionalProperties", "a rule of your own", entry);
    json_end(json);
}

/* -- one key ----------------------------------------------------------------------------------- */

static void put_level(struct json *json, const struct key *key)
{
    const struct key *word = find_below(str_from(key->path), "level");
    put_words(json, str_from(word->words), true);
    put_object_below(json, str_from(key->path));
}

/* A map whose names the user chooses: values as the row `*` says, or as the rows below that. */
static void put_map(struct json *json, const struct key *key)
{
    const struct key *entry = find_below(str_from(key->path), "*");
    if (entry != NULL && entry->type == KEY_LEVEL) {
        put_selectors(json, entry);
        return;
    }
    json_begin_object(json);
    json_member_string(json, "type", STR("object"));
    json_key(json, "additionalProperties");
    json_begin_object(json);
    json_key(json, "anyOf");
    json_begin_array(json);
    if (entry != NULL) {
        put_text(json, STR(""));
    } else {
        char section[64];
        size_t len = strlen(key->path);
        memcpy(section, key->path, len);
        memcpy(section + len, ".*", 2);
        put_object_below(json, (struct str){section, len + 2});
        json_begin_object_inline(json);
        json_member_string(json, "type", STR("null"));
        json_end(json);
    }
    json_end(json);
    json_end(json);
    json_end(json);
}

/* The forms a key's value may have; any of them will do. */
static void put_forms(struct json *json, const struct key *key)
{
    char section[64];
    size_t len = strlen(key->path);
    switch (key->type) {
    case KEY_SECTION:
        put_object_below(json, str_from(key->path));
        /* `header: off` is the one section that may be switched. */
        if (key->apply != NULL) put_words(json, STR("off on"), true);
        break;
    case KEY_TEXT:
        put_text(json, STR(""));
        break;
    case KEY_SWITCH:
        put_words(json, STR("on off yes no"), true);
        break;
    case KEY_NUMBER:
        put_number(json);
        break;
    case KEY_WORD:
        put_words(json, str_from(key->words), false);
        break;
    case KEY_TEXTS:
        put_text(json, STR(""));
        put_list_of(json, put_text, STR(""));
        break;
    case KEY_MAP:
        put_map(json, key);
        break;
    case KEY_LIST:
        memcpy(section, key->path, len);
        memcpy(section + len, ".*", 2);
        put_list_of(json, put_object_below, (struct str){section, len + 2});
        break;
    case KEY_LEVEL:
        put_level(json, key);
        break;
    }
}

static void put_key(struct json *json, const struct key *key)
{
    json_begin_object(json);
    if (key->summary != NULL) json_member_string(json, "description", str_from(key->summary));
    json_key(json, "anyOf");
    json_begin_array(json);
    put_forms(json, key);
    json_end(json);
    json_end(json);
}

/* Levels stand beside some hundred names each, so they are said once. */
static void put_definitions(struct json *json)
{
    json_key(json, "definitions");
    json_begin_object(json);
    for (size_t i = 0; i < config_key_count; i++) {
        char name[DEFINITION_NAME];
        if (config_keys[i].type != KEY_LEVEL) continue;
        definition_name(&config_keys[i], name);
        json_key(json, name);
        put_key(json, &config_keys[i]);
    }
    json_end(json);
}

int config_schema(struct arena *arena, const struct settings_options *options,
                  const struct str *paths, size_t path_count)
{
    (void)arena;
    (void)options;
    if (path_count > 0) {
        struct error error;
        fail(&error, "config schema takes no path, but `" STR_FMT "`", STR_ARG(paths[0]));
        return trouble(&error);
    }
    struct json json;
    json_init(&json, stdout);
    json_begin_object(&json);
    json_member_string(&json, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    json_member_string(&json, "title", STR("gander.yml"));
    put_definitions(&json);
    put_members_below(&json, STR(""));
    json_end(&json);
    json_finish(&json);
    return finish_stdout(0);
}
