#include "lint/where.h"

#include "base/vec.h"
#include "lint/glob_set.h"
#include "source/folder.h"

struct search {
    struct arena *arena;
    struct places places;
    struct glob_set globs;
    VEC(struct str) open;  /* folders still to be looked into, absolute */
    VEC(struct str) found; /* absolute */
};

/* What lies below a match is looked into as well: `**` matches both. */
static void look_into(struct search *search, struct str folder)
{
    struct entry *entries;
    size_t count;
    struct error ignored; /* discover() tells what cannot be read */
    if (!folder_read(search->arena, folder.at, &entries, &count, &ignored)) return;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind == ENTRY_FILE || folder_is_skipped(entries[i].name)) continue;
        struct str path = path_join(search->arena, folder, entries[i].name);
        if (glob_set_matches(search->arena, &search->places, &search->globs, path)) {
            VEC_PUSH(search->arena, &search->found, path);
        }
        if (entries[i].kind == ENTRY_FOLDER) VEC_PUSH(search->arena, &search->open, path);
    }
}

/* A glob without a special character names its folder, even a hidden one. */
static void look_for_names(struct search *search, const struct globs *globs)
{
    for (size_t i = 0; i < globs->len; i++) {
        struct folder_key key;
        struct str path = path_join(search->arena, search->globs.folder, globs->at[i]);
        path = path_absolute(search->arena, &search->places, path);
        if (folder_key(path.at, &key)) VEC_PUSH(search->arena, &search->found, path);
    }
}

static void look(struct search *search, const struct globs *globs)
{
    search->globs = glob_set_new(search->arena, &search->places, globs->dir, globs->at, globs->len);
    look_for_names(search, globs);
    VEC_PUSH(search->arena, &search->open, search->globs.folder);
    while (search->open.len > 0) look_into(search, search->open.at[--search->open.len]);
    glob_set_release(&search->globs);
}

/* Nothing matches: the globs themselves. */
static struct discover_options globs_as_paths(struct search *search, const struct globs *globs,
                                              struct discover_options options)
{
    struct str *paths = arena_array(search->arena, globs->len, sizeof *paths);
    bool at_root = str_equal(search->places.working, search->places.root);
    for (size_t i = 0; i < globs->len; i++) {
        paths[i] = path_join(search->arena, search->globs.folder, globs->at[i]);
        if (at_root) paths[i] = path_shown(search->arena, &search->places, paths[i]);
    }
    options.paths = paths;
    options.path_count = globs->len;
    return options;
}

struct discover_options where_to_look(struct arena *arena, const struct discover_options *given,
                                      const struct settings_options *settings)
{
    struct discover_options options = *given;
    if (given->path_count > 0 || given->has_stdin) return options;
    struct str path;
    struct config_file file = settings_for(arena, STR("."), settings, &path);
    const struct globs *globs = &file.config.migrations;
    if (file.error_count > 0 || globs->len == 0) return options;

    struct search search = {.arena = arena, .places = paths_here(arena)};
    look(&search, globs);
    if (search.found.len == 0) return globs_as_paths(&search, globs, options);
    struct str *paths = arena_array(arena, search.found.len, sizeof *paths);
    for (size_t i = 0; i < search.found.len; i++) {
        struct str folder = search.found.at[i];
        if (path_inside(folder, search.places.working)) paths[options.path_count++] = folder;
    }
    options.paths = paths;
    return options;
}
