#include "source/settings.h"

#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct settings *settings_at(const struct walk *walk, struct str base)
{
    for (size_t i = 0; i < walk->settings.len; i++) {
        if (str_equal(walk->settings.at[i]->base, base)) return walk->settings.at[i];
    }
    return NULL;
}

static struct goose_yml parse_file(struct walk *walk, struct str path, struct str shown)
{
    struct error error;
    struct str text;
    struct goose_yml values = {0};
    if (!source_read_file(walk->arena, path.at, &text, &error)) {
        walk_problem(walk, str_from(error.text));
    } else if (!goose_yml_parse(walk->arena, text, &values, &error)) {
        walk_problem(walk, str_format(walk->arena, "cannot read " STR_FMT ": %s", STR_ARG(shown),
                                      error.text));
        values = (struct goose_yml){0};
    }
    return values;
}

/* Reads [path], a `.goose.yml` that is there, in the directory [open_base], absolutely [base]. One
 * that is broken is remembered too, as one that says nothing. */
static void read_settings(struct walk *walk, struct str path, struct str open_base, struct str base,
                          bool in_walk)
{
    struct settings *settings = ARENA_NEW(walk->arena, struct settings);
    struct str absolute = path_join(walk->arena, base, path_base(path));
    settings->path = path_shown(walk->arena, &walk->places, absolute);
    settings->values = parse_file(walk, path, settings->path);
    settings->base = base;
    settings->in_walk = in_walk;
    struct str dir = settings->values.dir;
    /* A `dir` filled in from the environment cannot be known here. */
    if (dir.len > 0 && str_find(dir, STR("$"), 0) == SIZE_MAX) {
        settings->target =
            dir.at[0] == '/' ? str_copy(walk->arena, dir) : path_join(walk->arena, open_base, dir);
    }
    VEC_PUSH(walk->arena, &walk->settings, settings);
}

static bool has_entry(const struct folder *folder, struct str name)
{
    for (size_t i = 0; i < folder->entry_count; i++) {
        /* Sorted: names that begin with a dot come early. */
        int order = str_compare(folder->entries[i].name, name);
        if (order == 0) return true;
        if (order > 0) return false;
    }
    return false;
}

static const char *const file_names[] = {".goose.yml", ".goose.yaml"};

void settings_read_in(struct walk *walk, const struct folder *folder)
{
    for (size_t i = 0; i < sizeof file_names / sizeof *file_names; i++) {
        struct str name = str_from(file_names[i]);
        if (!has_entry(folder, name)) continue;
        read_settings(walk, path_join(walk->arena, folder->open_path, name), folder->open_path,
                      folder->absolute, true);
        return;
    }
}

void settings_read_above(struct walk *walk, struct folder *folder)
{
    if (folder->ancestors_read) return;
    folder->ancestors_read = true;
    struct str top = path_repository(walk->arena, folder->absolute);
    for (struct str at = folder->absolute;; at = path_parent(at)) {
        for (size_t i = 0; i < sizeof file_names / sizeof *file_names; i++) {
            struct str path = path_join(walk->arena, at, str_from(file_names[i]));
            if (access(path.at, F_OK) != 0) continue;
            if (settings_at(walk, at) == NULL) read_settings(walk, path, at, at, false);
            break;
        }
        if (at.len <= 1 || str_equal(at, top)) return;
    }
}

static bool in_walked_tree(const struct walk *walk, struct str absolute)
{
    for (size_t i = 0; i < walk->roots.len; i++) {
        if (path_inside(absolute, walk->roots.at[i]->absolute)) return true;
    }
    return false;
}

static void apply(struct walk *walk, const struct settings *settings)
{
    struct str absolute = path_absolute(walk->arena, &walk->places, settings->target);
    bool wanted = settings->in_walk || in_walked_tree(walk, absolute);
    struct folder_key key;
    if (wanted && !folder_key(settings->target.at, &key)) {
        walk_problem(
            walk, str_format(walk->arena, "cannot read " STR_FMT ", the `dir` of " STR_FMT ": %s",
                             STR_ARG(settings->target), STR_ARG(settings->path), strerror(errno)));
        return;
    }
    struct folder *folder =
        wanted ? walk_folder(walk, settings->target) : walk_known(walk, settings->target);
    if (folder == NULL) return;
    if (wanted) folder->whole = true;
    folder->configured = true;
    if (folder->settings == NULL) folder->settings = settings;
}

static int by_base(const void *a, const void *b)
{
    const struct settings *const *left = a;
    const struct settings *const *right = b;
    return str_compare((*left)->base, (*right)->base);
}

void settings_apply(struct walk *walk)
{
    if (walk->settings.len == 0) return;
    qsort(walk->settings.at, walk->settings.len, sizeof *walk->settings.at, by_base);
    for (size_t i = 0; i < walk->settings.len; i++) {
        if (walk->settings.at[i]->target.len > 0) apply(walk, walk->settings.at[i]);
    }
}

const struct settings *settings_of(const struct walk *walk, const struct folder *folder)
{
    if (folder->settings != NULL || walk->settings.len == 0) return folder->settings;
    for (struct str at = folder->absolute;; at = path_parent(at)) {
        struct settings wanted = {.base = at};
        const struct settings *key = &wanted;
        struct settings **found = bsearch(&key, walk->settings.at, walk->settings.len,
                                          sizeof *walk->settings.at, by_base);
        if (found != NULL && (*found)->values.dir.len == 0) return *found;
        if (at.len <= 1) return NULL;
    }
}
