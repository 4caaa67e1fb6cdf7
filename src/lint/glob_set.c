#include "lint/glob_set.h"

#include "base/regex.h"

struct glob_set glob_set_new(struct arena *arena, const struct places *places, struct str folder,
                             const struct str *globs, size_t count)
{
    struct glob_set set = {.at = arena_array(arena, count, sizeof(struct regex *)), .count = count};
    set.folder = path_absolute(arena, places, folder);
    for (size_t i = 0; i < count; i++) set.at[i] = regex_glob(globs[i], '/', NULL);
    return set;
}

void glob_set_release(struct glob_set *set)
{
    for (size_t i = 0; i < set->count; i++) regex_free(set->at[i]);
    set->count = 0;
}

bool glob_set_matches(struct arena *arena, const struct places *places, const struct glob_set *set,
                      struct str shown)
{
    if (set->count == 0) return false;
    bool absolute = shown.len > 0 && shown.at[0] == '/';
    struct str path = absolute ? shown : path_join(arena, places->root, shown);
    path = path_absolute(arena, places, path);
    if (!path_inside(path, set->folder) || path.len <= set->folder.len) return false;
    size_t below = set->folder.len == 1 ? 1 : set->folder.len + 1;
    path = str_slice(path, below, path.len);
    for (size_t i = 0; i < set->count; i++) {
        if (set->at[i] != NULL && regex_matches(set->at[i], path)) return true;
    }
    return false;
}
