#include "lint/git_history.h"

#include "base/vec.h"
#include "config/yaml.h"
#include "source/paths.h"

#include <stdlib.h>

/* -- whether start-after was moved ------------------------------------------------------------- */

static const struct git_file *find_file(const struct git_files *files, struct str name)
{
    for (size_t i = 0; i < files->len; i++) {
        if (str_equal(files->at[i].name, name)) return &files->at[i];
    }
    return NULL;
}

/* The file's text at the commit; empty: it was not there. */
static bool text_was(struct arena *arena, const struct git_history_question *question,
                     struct str prefix, struct str name, struct str *text, struct error *error)
{
    *text = STR("");
    struct git_files files = {0};
    struct str commit = question->commit.len > 0 ? question->commit : STR("HEAD");
    if (!git_list(arena, question->repository, commit, prefix, &files, error)) return false;
    const struct git_file *file = find_file(&files, name);
    if (file == NULL || !file->is_text) return true;
    return git_texts(arena, question->repository, &file->blob, 1, text, error);
}

static bool says(struct arena *arena, struct str text, int64_t start_after)
{
    struct yaml_error ignored;
    const struct yaml_node *root = yaml_read(arena, text, &ignored);
    if (root == NULL || root->kind != YAML_MAP) return false;
    const struct yaml_node *value = yaml_get(root, "start-after");
    if (value == NULL || value->kind != YAML_SCALAR) return false;
    return strtoll(str_copy(arena, value->text).at, NULL, 10) == start_after;
}

bool git_history_stands(struct arena *arena, const struct git_history_question *question,
                        bool *stands, struct error *error)
{
    *stands = true;
    struct str root = question->repository->root;
    struct str path = question->config->start_after_path;
    if (path.len > 0) path = path_real(arena, path);
    /* The command line's, or a file that this repository does not have. */
    if (path.len <= root.len + 1 || !path_inside(path, root)) return true;
    path = str_slice(path, root.len + 1, path.len);
    if (git_status(question->changes, path) == 0) return true;
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/') start--;
    struct str text;
    if (!text_was(arena, question, str_copy(arena, str_slice(path, 0, start)),
                  str_slice(path, start, path.len), &text, error)) {
        return false;
    }
    *stands = says(arena, text, question->config->start_after);
    return true;
}

/* -- what was added below it ------------------------------------------------------------------- */

struct versions {
    int64_t *at;
    size_t len, cap;
};

static int compare_versions(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Those of which a file went away: where there is another of that number, it was renamed. */
static struct versions gone(struct arena *arena, const struct git_changes *changes,
                            struct str prefix)
{
    struct versions versions = {0};
    size_t count;
    const struct git_change *change = git_changes_in(changes, prefix, &count);
    for (size_t i = 0; i < count; i++) {
        int64_t version;
        struct str digits;
        enum migration_kind kind;
        struct str name = str_slice(change[i].path, prefix.len, change[i].path.len);
        if (change[i].status != 'D' || !migration_name(name, &version, &digits, &kind)) continue;
        VEC_PUSH(arena, &versions, version);
    }
    if (versions.len > 0) qsort(versions.at, versions.len, sizeof(int64_t), compare_versions);
    return versions;
}

static bool is_gone(const struct versions *versions, int64_t version)
{
    return versions->len > 0 && bsearch(&version, versions->at, versions->len, sizeof(int64_t),
                                        compare_versions) != NULL;
}

void git_history_mark(struct arena *arena, const struct git_changes *changes, struct str prefix,
                      struct sequence *sequence)
{
    const struct versions renamed = gone(arena, changes, prefix);
    bool below = false;
    for (size_t i = sequence->migration_count; i-- > 0;) {
        struct migration *migration = &sequence->migrations[i];
        if (migration_is_stdin(migration)) continue;
        struct str path =
            str_format(arena, STR_FMT STR_FMT, STR_ARG(prefix), STR_ARG(migration->name));
        char status = git_status(changes, path);
        if (status != 'A' && status != '?')
            below = true;
        else
            migration->fresh = below && !is_gone(&renamed, migration->version);
    }
}
