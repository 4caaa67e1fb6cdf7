#include "lint/glob_set.h"

#include "base/regex.h"

/* `./dir/` is `dir`. */
static struct str bare(struct str glob)
{
    while (str_starts_with(glob, STR("./"))) glob = str_slice(glob, 2, glob.len);
    while (glob.len > 1 && str_ends_with(glob, STR("/"))) glob = str_slice(glob, 0, glob.len - 1);
    return glob;
}

struct glob_set glob_set_new(struct arena *arena, const struct places *places, struct str folder,
                             const struct str *globs, size_t count)
{
    struct glob_set set = {.at = arena_array(arena, count, sizeof(struct regex *)), .count = count};
    set.folder = path_absolute(arena, places, folder);
    for (size_t i = 0; i < count; i++) set.at[i] = regex_glob(bare(globs[i]), '/', NULL);
    return set;
}

void glob_set_release(struct glob_set *set)
{
    for (size_t i = 0; i < set->count; i++) regex_free(set->at[i]);
    set->count = 0;
}

static bool any_matches(const struct glob_set *set, struct str path)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->at[i] != NULL && regex_matches(set->at[i], path)) return true;
    }
    return false;
}

/* The last one in front of [end]; 0: none. */
static size_t last_slash(struct str path, size_t end)
{
    while (end > 0 && path.at[--end] != '/') {
    }
    return end;
}

/* The path from the globs' folder down; empty when it does not lie below. */
static struct str path_below(struct arena *arena, const struct places *places,
                             const struct glob_set *set, struct str shown)
{
    bool absolute = shown.len > 0 && shown.at[0] == '/';
    struct str path = absolute ? shown : path_join(arena, places->root, shown);
    path = path_absolute(arena, places, path);
    if (!path_inside(path, set->folder) || path.len <= set->folder.len) return STR("");
    size_t below = set->folder.len == 1 ? 1 : set->folder.len + 1;
    return str_slice(path, below, path.len);
}

bool glob_set_matches(struct arena *arena, const struct places *places, const struct glob_set *set,
                      struct str shown)
{
    if (set->count == 0) return false;
    struct str path = path_below(arena, places, set, shown);
    return path.len > 0 && any_matches(set, path);
}

bool glob_set_covers(struct arena *arena, const struct places *places, const struct glob_set *set,
                     struct str shown)
{
    if (set->count == 0) return false;
    struct str path = path_below(arena, places, set, shown);
    for (size_t end = path.len; end > 0; end = last_slash(path, end)) {
        if (any_matches(set, str_slice(path, 0, end))) return true;
    }
    return false;
}
