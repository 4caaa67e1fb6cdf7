/* For realpath(), which POSIX 2008 itself calls an XSI extension. */
#define _XOPEN_SOURCE 700 /* NOLINT: the library chose the name */

#include "source/paths.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct str path_join(struct arena *arena, struct str a, struct str b)
{
    if (a.len == 0 || str_equal(a, STR("."))) return str_copy(arena, b);
    const char *between = a.at[a.len - 1] == '/' ? "" : "/";
    return str_format(arena, STR_FMT "%s" STR_FMT, STR_ARG(a), between, STR_ARG(b));
}

static size_t last_slash(struct str path)
{
    for (size_t i = path.len; i > 0; i--) {
        if (path.at[i - 1] == '/') return i - 1;
    }
    return SIZE_MAX;
}

struct str path_parent(struct str path)
{
    size_t slash = last_slash(path);
    if (slash == SIZE_MAX) return STR(".");
    return str_slice(path, 0, slash == 0 ? 1 : slash);
}

struct str path_base(struct str path)
{
    size_t slash = last_slash(path);
    return slash == SIZE_MAX ? path : str_slice(path, slash + 1, path.len);
}

bool path_inside(struct str path, struct str folder)
{
    if (!str_starts_with(path, folder)) return false;
    return path.len == folder.len || path.at[folder.len] == '/' || folder.at[folder.len - 1] == '/';
}

struct str path_repository(struct arena *arena, struct str absolute)
{
    for (struct str at = absolute;; at = path_parent(at)) {
        struct stat info;
        if (stat(path_join(arena, at, STR(".git")).at, &info) == 0) return at;
        if (at.len <= 1) return STR("");
    }
}

struct places paths_here(struct arena *arena)
{
    char *working = realpath(".", NULL);
    struct places places = {.working = str_copy(arena, str_from(working == NULL ? "/" : working))};
    free(working);
    places.root = path_repository(arena, places.working);
    if (places.root.len == 0) places.root = places.working;
    return places;
}

/* Appends the components of [path] to [to], `.` and `..` carried out as text. */
static size_t append_components(char *to, size_t len, struct str path, bool *has_parent)
{
    for (size_t at = 0; at < path.len;) {
        size_t end = str_find(path, STR("/"), at);
        if (end == SIZE_MAX) end = path.len;
        struct str part = str_slice(path, at, end);
        at = end + 1;
        if (part.len == 0 || str_equal(part, STR("."))) continue;
        if (str_equal(part, STR(".."))) {
            *has_parent = true;
            while (len > 0 && to[--len] != '/') continue;
            continue;
        }
        to[len++] = '/';
        for (size_t i = 0; i < part.len; i++) to[len++] = part.at[i];
    }
    return len;
}

static struct str normalise(struct arena *arena, struct str working, struct str path,
                            bool *has_parent)
{
    char *bytes = arena_alloc(arena, working.len + path.len + 3);
    size_t len = 0;
    if (path.len == 0 || path.at[0] != '/') len = append_components(bytes, 0, working, has_parent);
    len = append_components(bytes, len, path, has_parent);
    if (len == 0) bytes[len++] = '/';
    bytes[len] = '\0';
    return (struct str){bytes, len};
}

/* [path] with its folder's links resolved; empty when the folder is not there. */
static struct str resolve_folder(struct arena *arena, struct str path)
{
    struct str copy = str_copy(arena, path_parent(path));
    struct str base = path_base(path);
    bool whole = base.len == 0 || str_equal(base, STR("..")) || str_equal(base, STR("."));
    char *real = realpath(whole ? str_copy(arena, path).at : copy.at, NULL);
    if (real == NULL) return STR("");
    struct str resolved = str_copy(arena, str_from(real));
    free(real);
    return whole ? resolved : path_join(arena, resolved, base);
}

struct str path_absolute(struct arena *arena, const struct places *places, struct str path)
{
    bool has_parent = false;
    struct str text = normalise(arena, places->working, path, &has_parent);
    if (!has_parent && path_inside(text, places->root)) return text;
    bool relative = path.len == 0 || path.at[0] != '/';
    struct str given = relative ? path_join(arena, places->working, path) : path;
    struct str resolved = resolve_folder(arena, has_parent ? given : text);
    if (resolved.len == 0) return text;
    return has_parent || path_inside(resolved, places->root) ? resolved : text;
}

struct str path_shown(struct arena *arena, const struct places *places, struct str absolute)
{
    if (!path_inside(absolute, places->root)) return str_copy(arena, absolute);
    size_t start = places->root.len;
    while (start < absolute.len && absolute.at[start] == '/') start++;
    struct str rest = str_slice(absolute, start, absolute.len);
    return rest.len == 0 ? STR(".") : str_copy(arena, rest);
}

struct str path_real(struct arena *arena, struct str path)
{
    char *real = realpath(str_copy(arena, path).at, NULL);
    if (real == NULL) return STR("");
    struct str resolved = str_copy(arena, str_from(real));
    free(real);
    return resolved;
}
