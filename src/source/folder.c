/* For the DT_ constants, which spare one call for every file of a tree. */
#define _DEFAULT_SOURCE /* NOLINT: the library chose the name */

#include "source/folder.h"

#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool looks_like_sql(struct str name)
{
    static const struct str endings[] = {STR_INIT(".sql"), STR_INIT(".psql"), STR_INIT(".pgsql")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (name.len < endings[i].len) continue;
        struct str end = str_slice(name, name.len - endings[i].len, name.len);
        if (str_equal_ignoring_case(end, endings[i])) return true;
    }
    return false;
}

bool folder_lists(struct str name)
{
    return looks_like_sql(name) || str_ends_with(name, STR(".go")) ||
           str_equal(name, STR(".goose.yml")) || str_equal(name, STR(".goose.yaml"));
}

bool folder_is_skipped(struct str name)
{
    return name.at[0] == '.' || str_equal(name, STR("node_modules")) ||
           str_equal(name, STR("vendor"));
}

bool folder_key(const char *path, struct folder_key *key)
{
    struct stat info;
    if (stat(path, &info) != 0) return false;
    if (!S_ISDIR(info.st_mode)) {
        errno = ENOTDIR;
        return false;
    }
    *key = (struct folder_key){(uint64_t)info.st_dev, (uint64_t)info.st_ino};
    return true;
}

/* The kind of a name the directory itself does not tell: a link, or a file system that never says.
 */
static enum entry_kind ask_kind(int directory, const char *name)
{
    struct stat info;
    if (fstatat(directory, name, &info, 0) != 0 || !S_ISDIR(info.st_mode)) return ENTRY_FILE;
    bool link = fstatat(directory, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(info.st_mode);
    return link ? ENTRY_LINKED_FOLDER : ENTRY_FOLDER;
}

static enum entry_kind entry_kind(int directory, const struct dirent *found)
{
    if (found->d_type == DT_DIR) return ENTRY_FOLDER;
    if (found->d_type == DT_LNK || found->d_type == DT_UNKNOWN) {
        return ask_kind(directory, found->d_name);
    }
    return ENTRY_FILE;
}

static int by_name(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;
    return str_compare(left->name, right->name);
}

bool folder_read(struct arena *arena, const char *path, struct entry **entries, size_t *count,
                 struct error *error)
{
    DIR *directory = opendir(path);
    if (directory == NULL) return fail(error, "cannot read %s: %s", path, strerror(errno));
    VEC(struct entry) found = {0};
    for (;;) {
        errno = 0;
        struct dirent *next = readdir(directory);
        if (next == NULL) break;
        struct str name = str_from(next->d_name);
        if (str_equal(name, STR(".")) || str_equal(name, STR(".."))) continue;
        enum entry_kind kind = entry_kind(dirfd(directory), next);
        if (kind == ENTRY_FILE && !folder_lists(name)) continue;
        VEC_PUSH(arena, &found, (struct entry){.name = str_copy(arena, name), .kind = kind});
    }
    int number = errno;
    closedir(directory);
    if (number != 0) return fail(error, "cannot read %s: %s", path, strerror(number));
    if (found.len > 0) qsort(found.at, found.len, sizeof *found.at, by_name);
    *entries = found.at;
    *count = found.len;
    return true;
}
