/* gander config show: each setting, and where it comes from. */
#include "cli/config.h"

#include "base/vec.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "config/keys.h"
#include "source/paths.h"

#include <stdio.h>
#include <sys/stat.h>

struct line {
    struct str text;
    struct str origin;
};

struct lines {
    struct arena *arena;
    struct places places;
    VEC(struct line) all;
};

static struct str origin_shown(const struct lines *lines, const struct config_origin *origin)
{
    struct str path = path_absolute(lines->arena, &lines->places, origin->path);
    return str_format(lines->arena, STR_FMT ":%u",
                      STR_ARG(path_shown(lines->arena, &lines->places, path)),
                      (unsigned)origin->line);
}

static void add(struct lines *lines, struct str key, struct str value, struct str origin)
{
    struct line line = {
        str_format(lines->arena, STR_FMT ": " STR_FMT, STR_ARG(key), STR_ARG(value)), origin};
    VEC_PUSH(lines->arena, &lines->all, line);
}

/* A key of the section [key] is set: what holds is told there. */
static bool is_filled(const struct config_file *file, const struct key *key)
{
    struct str path = str_from(key->path);
    for (size_t i = 0; key->type == KEY_SECTION && i < file->origin_count; i++) {
        struct str name = file->origins[i].key;
        if (name.len > path.len && str_starts_with(name, path) && name.at[path.len] == '.')
            return true;
    }
    return false;
}

/* The origin sets [key] itself, or an entry of the map [key]. */
static bool concerns(const struct config_origin *origin, const struct key *key)
{
    struct str path = str_from(key->path);
    if (str_equal(origin->key, path)) return true;
    return key->type == KEY_MAP && origin->key.len > path.len &&
           str_starts_with(origin->key, path) && origin->key.at[path.len] == '.';
}

/* What is read later of the same name takes its place; overrides add up. */
static bool is_replaced(const struct config_file *file, size_t number, const struct key *key)
{
    if (key->type == KEY_LIST) return false;
    for (size_t i = number + 1; i < file->origin_count; i++) {
        if (str_equal(file->origins[i].key, file->origins[number].key)) return true;
    }
    return false;
}

static void add_key(struct lines *lines, const struct config_file *file, const struct key *key)
{
    size_t before = lines->all.len;
    for (size_t i = 0; i < file->origin_count; i++) {
        const struct config_origin *origin = &file->origins[i];
        if (!concerns(origin, key) || is_replaced(file, i, key)) continue;
        add(lines, origin->key, origin->value, origin_shown(lines, origin));
    }
    bool silent = key->unset == NULL || str_equal(str_from(key->path), STR("extends")) ||
                  is_filled(file, key);
    if (lines->all.len > before || silent) return;
    add(lines, str_from(key->path), str_from(key->unset), STR("default"));
}

static void print(const struct lines *lines, struct str path)
{
    enum { WIDEST = 60 };
    size_t width = 0;
    for (size_t i = 0; i < lines->all.len; i++) {
        size_t len = lines->all.at[i].text.len;
        if (len > width && len <= WIDEST) width = len;
    }
    printf("# " STR_FMT "\n", STR_ARG(path));
    for (size_t i = 0; i < lines->all.len; i++) {
        const struct line *line = &lines->all.at[i];
        size_t pad = line->text.len < width ? width - line->text.len : 0;
        print_visibly(stdout, line->text);
        printf("%*s  # ", (int)pad, "");
        print_visibly(stdout, line->origin);
        putchar('\n');
    }
}

size_t config_print_mistakes(struct arena *arena, const struct config_file *file)
{
    struct places places = paths_here(arena);
    for (size_t i = 0; i < file->error_count; i++) {
        struct config_error error = file->errors[i];
        error.path = path_shown(arena, &places, path_absolute(arena, &places, error.path));
        print_frame(config_error_frame(arena, &error));
    }
    return file->error_count;
}

int config_show(struct arena *arena, const struct settings_options *options,
                const struct str *paths, size_t path_count)
{
    struct error error;
    struct stat info;
    struct str place = path_count == 0 ? STR(".") : paths[0];
    if (path_count > 1) {
        fail(&error, "config show takes one path");
        return trouble(&error);
    }
    if (stat(place.at, &info) != 0) {
        fail(&error, "cannot read " STR_FMT, STR_ARG(place));
        return trouble(&error);
    }
    struct str path;
    struct config_file file = settings_for(arena, place, options, &path);
    if (config_print_mistakes(arena, &file) > 0) return EXIT_TROUBLE;
    struct lines lines = {.arena = arena, .places = paths_here(arena)};
    for (size_t i = 0; i < config_key_count; i++) {
        bool nested = str_find(str_from(config_keys[i].path), STR("*"), 0) != SIZE_MAX;
        if (!nested) add_key(&lines, &file, &config_keys[i]);
    }
    struct str shown =
        path.len == 0 ? STR("no gander.yml applies here") : path_shown(arena, &lines.places, path);
    print(&lines, shown);
    return finish_stdout(0);
}
