#include "config/load.h"

#include "base/file.h"
#include "base/nearest.h"
#include "base/vec.h"
#include "config/keys.h"
#include "config/keys_apply.h"
#include "config/origin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { EXTENDS_DEEPEST = 16, NUMBER_DIGITS = 19 };

void key_error(struct loader *loader, const struct yaml_node *node, struct str help,
               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str message = str_format_list(loader->arena, format, arguments);
    va_end(arguments);
    VEC_PUSH(loader->arena, &loader->errors,
             (struct config_error){.path = loader->path,
                                   .text = loader->text,
                                   .message = message,
                                   .help = help,
                                   .line = node->line,
                                   .column = node->column,
                                   .length = node->length});
}

bool key_number(struct loader *loader, const struct yaml_node *value, int64_t *number)
{
    bool digits =
        value->kind == YAML_SCALAR && value->text.len > 0 && value->text.len <= NUMBER_DIGITS;
    for (size_t i = 0; digits && i < value->text.len; i++) {
        digits = value->text.at[i] >= '0' && value->text.at[i] <= '9';
    }
    errno = 0;
    if (digits) *number = strtoll(value->text.at, NULL, 10);
    if (digits && errno == 0) return true;
    key_error(loader, value, STR(""), "expected a number");
    return false;
}

bool key_switch(struct loader *loader, const struct yaml_node *value, bool *on)
{
    const struct str words[] = {STR("off"),  STR("on"), STR("false"),
                                STR("true"), STR("no"), STR("yes")};
    for (size_t i = 0; value->kind == YAML_SCALAR && i < sizeof words / sizeof *words; i++) {
        if (!str_equal_ignoring_case(value->text, words[i])) continue;
        *on = i % 2 == 1;
        return true;
    }
    key_error(loader, value, STR(""), "expected on or off");
    return false;
}

struct globs key_texts(struct loader *loader, const struct yaml_node *value)
{
    size_t count = value->kind == YAML_LIST ? value->item_count : 1;
    struct str *texts = arena_array(loader->arena, count, sizeof(struct str));
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = value->kind == YAML_LIST ? value->items[i] : value;
        if (item->kind == YAML_SCALAR) {
            texts[used++] = item->text;
        } else {
            key_error(loader, item, STR("quote globs with '...'"), "expected text");
        }
    }
    return (struct globs){texts, used, loader->dir};
}

struct str key_suggestion(struct arena *arena, struct str written, const struct str *known,
                          size_t count)
{
    int nearest = nearest_word(written, known, count);
    if (nearest < 0) return STR("");
    return str_format(arena, "did you mean `" STR_FMT "`?", STR_ARG(known[nearest]));
}

/* -- from nodes to keys ------------------------------------------------------------------------ */

static const struct key *find_key(struct str path)
{
    for (size_t i = 0; i < config_key_count; i++) {
        if (str_equal(str_from(config_keys[i].path), path)) return &config_keys[i];
    }
    return NULL;
}

/* The names that may stand directly below a section; "" is the top. */
static size_t names_below(struct str section, struct str *names)
{
    size_t count = 0;
    size_t skip = section.len == 0 ? 0 : section.len + 1;
    for (size_t i = 0; i < config_key_count; i++) {
        struct str path = str_from(config_keys[i].path);
        if (path.len <= skip || !str_starts_with(path, section)) continue;
        if (skip > 0 && path.at[skip - 1] != '.') continue;
        struct str name = str_slice(path, skip, path.len);
        if (str_find(name, STR("."), 0) == SIZE_MAX) names[count++] = name;
    }
    return count;
}

void key_unknown(struct loader *loader, const struct yaml_node *name, const char *section)
{
    struct str names[64];
    size_t count = names_below(str_from(section), names);
    key_error(loader, name, key_suggestion(loader->arena, name->text, names, count),
              "unknown key `" STR_FMT "`", STR_ARG(name->text));
}

static bool type_fits(struct loader *loader, const struct key *key, const struct yaml_node *value)
{
    static const char *const expected[] = {
        [KEY_SECTION] = "a map",   [KEY_TEXT] = "text",     [KEY_SWITCH] = "on or off",
        [KEY_NUMBER] = "a number", [KEY_WORD] = "one word", [KEY_TEXTS] = "a list of texts",
        [KEY_MAP] = "a map",       [KEY_LIST] = "a list",   [KEY_LEVEL] = "a level",
    };
    bool fits = false;
    switch (key->type) {
    case KEY_SECTION:
    case KEY_MAP:
        fits = value->kind == YAML_MAP;
        break;
    case KEY_TEXT:
    case KEY_SWITCH:
    case KEY_NUMBER:
    case KEY_WORD:
        fits = value->kind == YAML_SCALAR;
        break;
    case KEY_TEXTS:
        fits = value->kind != YAML_MAP;
        break;
    case KEY_LIST:
        fits = value->kind == YAML_LIST;
        break;
    case KEY_LEVEL:
        fits = value->kind != YAML_LIST;
        break;
    }
    if (!fits) key_error(loader, value, STR(""), "expected %s", expected[key->type]);
    return fits;
}

static bool is_a_word(struct loader *loader, const struct key *key, const struct yaml_node *value)
{
    struct str words[32];
    size_t count = 0;
    struct str rest = str_from(key->words);
    while (rest.len > 0 && count < sizeof words / sizeof *words) {
        size_t blank = str_find(rest, STR(" "), 0);
        words[count] = str_slice(rest, 0, blank);
        rest = str_slice(rest, words[count].len + 1, rest.len);
        if (str_equal(words[count++], value->text)) return true;
    }
    struct str list = str_join(loader->arena, words, count, STR(", "));
    struct str help = key_suggestion(loader->arena, value->text, words, count);
    key_error(loader, value, help, "expected one of " STR_FMT, STR_ARG(list));
    return false;
}

static void read_section(struct loader *loader, const struct yaml_node *map, struct str section);

static void read_key(struct loader *loader, struct str path, const struct yaml_node *name,
                     const struct yaml_node *value, struct str section)
{
    /* A dot or an asterisk is the table's way to write a path, not the user's. */
    bool is_name = str_find(name->text, STR("."), 0) == SIZE_MAX;
    const struct key *key = is_name ? find_key(path) : NULL;
    if (key == NULL) {
        struct str names[64];
        size_t count = names_below(section, names);
        key_error(loader, name, key_suggestion(loader->arena, name->text, names, count),
                  "unknown key `" STR_FMT "`", STR_ARG(path));
        return;
    }
    /* `header: off` is the one section that may be switched. */
    bool switched = key->apply != NULL && key->type == KEY_SECTION && value->kind == YAML_SCALAR;
    if (!switched && !type_fits(loader, key, value)) return;
    if (key->type == KEY_WORD && !is_a_word(loader, key, value)) return;
    if (key->type == KEY_SECTION && !switched) {
        read_section(loader, value, path);
        return;
    }
    origin_note(loader, key, path, name, value);
    if (key->apply != NULL) key->apply(loader, value);
}

static void read_section(struct loader *loader, const struct yaml_node *map, struct str section)
{
    for (size_t i = 0; i < map->item_count; i++) {
        const struct yaml_node *name = map->keys[i];
        struct str path = name->text;
        if (section.len > 0) {
            path = str_format(loader->arena, STR_FMT "." STR_FMT, STR_ARG(section),
                              STR_ARG(name->text));
        }
        read_key(loader, path, name, map->items[i], section);
    }
}

/* -- files ------------------------------------------------------------------------------------- */

static struct str folder_of(struct arena *arena, struct str path)
{
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/') end--;
    return str_copy(arena, str_slice(path, 0, end > 1 ? end - 1 : end));
}

static void load_file(struct loader *loader, struct str path, int depth);

static void load_parent(struct loader *loader, const struct yaml_node *value, int depth)
{
    if (value->kind != YAML_SCALAR || value->text.len == 0) {
        key_error(loader, value, STR(""), "expected the path of a file");
        return;
    }
    if (depth >= EXTENDS_DEEPEST) {
        key_error(loader, value, STR(""), "files extend one another in a circle, or too deeply");
        return;
    }
    struct str parent = value->text;
    if (parent.at[0] != '/' && loader->dir.len > 0) {
        parent = str_format(loader->arena, STR_FMT "/" STR_FMT, STR_ARG(loader->dir),
                            STR_ARG(value->text));
    }
    struct stat status;
    if (stat(str_copy(loader->arena, parent).at, &status) != 0) {
        key_error(loader, value, STR(""), "cannot read `" STR_FMT "`: %s", STR_ARG(parent),
                  strerror(errno));
        return;
    }
    struct str path = loader->path;
    struct str dir = loader->dir;
    struct str text = loader->text;
    load_file(loader, parent, depth + 1);
    loader->path = path;
    loader->dir = dir;
    loader->text = text;
}

static void load_file(struct loader *loader, struct str path, int depth)
{
    struct yaml_node top = {.line = 0};
    loader->path = str_copy(loader->arena, path);
    loader->dir = folder_of(loader->arena, path);
    loader->text = STR("");
    const char *why;
    if (!file_read(loader->arena, loader->path.at, &loader->text, &why)) {
        key_error(loader, &top, STR(""), "cannot read it: %s", why);
        return;
    }
    struct yaml_error error;
    const struct yaml_node *root = yaml_read(loader->arena, loader->text, &error);
    if (root == NULL) {
        struct yaml_node at = {.line = error.line, .column = error.column, .length = error.length};
        key_error(loader, &at, STR(""), STR_FMT, STR_ARG(error.message));
        return;
    }
    if (root->kind != YAML_MAP) {
        key_error(loader, root, STR(""), "expected `key: value` lines");
        return;
    }
    const struct yaml_node *parent = yaml_get(root, "extends");
    if (parent != NULL) {
        load_parent(loader, parent, depth);
        loader->config->file_layers++;
    }
    custom_rules_announce(loader, root);
    read_section(loader, root, STR(""));
}

struct config_file config_load(struct arena *arena, const char *path,
                               const struct config_rules *rules)
{
    struct config_file file = {.config = config_default()};
    struct loader loader = {.arena = arena, .rules = rules, .config = &file.config};
    load_file(&loader, str_from(path), 0);
    file.errors = loader.errors.at;
    file.error_count = loader.errors.len;
    file.origins = loader.origins.at;
    file.origin_count = loader.origins.len;
    return file;
}

static bool exists(struct arena *arena, struct str dir, const char *name, struct str *path)
{
    struct stat status;
    *path = dir.len == 0 ? str_copy(arena, str_from(name))
                         : str_format(arena, STR_FMT "/%s", STR_ARG(dir), name);
    return stat(path->at, &status) == 0;
}

struct str config_find(struct arena *arena, struct str dir, bool *both)
{
    struct str plain;
    struct str hidden;
    struct str repository;
    *both = false;
    for (;;) {
        bool has_plain = exists(arena, dir, "gander.yml", &plain);
        bool has_hidden = exists(arena, dir, ".gander.yml", &hidden);
        *both = has_plain && has_hidden;
        if (has_plain) return plain;
        if (has_hidden) return hidden;
        if (exists(arena, dir, ".git", &repository) || dir.len <= 1) return STR("");
        dir = folder_of(arena, dir);
    }
}
