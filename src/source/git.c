#include "source/git.h"

#include "base/vec.h"
#include "source/git_run.h"
#include "source/paths.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct git_call call_in(const struct git_repository *repository)
{
    return (struct git_call){.folder = repository->root, .foreign = repository->foreign};
}

/* -- the repository ---------------------------------------------------------------------------- */

/* One line of output, as git ends it. */
static struct str without_line_end(struct str text)
{
    return str_ends_with(text, STR("\n")) ? str_slice(text, 0, text.len - 1) : text;
}

/* No `.git` above: GIT_DIR may still name one; else these are the words that tell so. */
static bool ask_root(struct arena *arena, struct str folder, struct str *root, struct error *error)
{
    struct git_call call = {.folder = folder, .words = {"rev-parse", "--show-toplevel", NULL}};
    if (!git_ask(arena, &call, root, error)) return false;
    *root = str_copy(arena, without_line_end(*root));
    return path_inside(folder, *root) ||
           fail(error, "`" STR_FMT "` is not in the work tree of git, `" STR_FMT "`",
                STR_ARG(folder), STR_ARG(*root));
}

bool git_find(struct arena *arena, struct str folder, struct git_repository *repository,
              struct str *prefix, struct error *error)
{
    struct str real = path_real(arena, folder);
    if (real.len == 0) return fail(error, "cannot read " STR_FMT, STR_ARG(folder));
    struct str root = path_repository(arena, real);
    struct str here = path_repository(arena, path_real(arena, STR(".")));
    if (root.len == 0 && !ask_root(arena, real, &root, error)) return false;
    repository->root = str_copy(arena, root);
    repository->foreign = here.len > 0 && !str_equal(root, here);
    size_t start = root.len;
    while (start < real.len && real.at[start] == '/') start++;
    struct str rest = str_slice(real, start, real.len);
    *prefix = rest.len == 0 ? STR("") : str_format(arena, STR_FMT "/", STR_ARG(rest));
    return true;
}

/* -- the base ---------------------------------------------------------------------------------- */

static bool is_shallow(struct arena *arena, const struct git_repository *repository)
{
    struct error ignored;
    struct str said = STR("");
    struct git_call call = call_in(repository);
    call.words[0] = "rev-parse";
    call.words[1] = "--is-shallow-repository";
    return git_ask(arena, &call, &said, &ignored) && str_starts_with(said, STR("true"));
}

/* Adds what is to be done where the history is cut off. */
static bool fail_to_compare(struct arena *arena, const struct git_repository *repository,
                            struct str revision, struct str words, struct error *error)
{
    const char *hint = is_shallow(arena, repository)
                           ? "; this is a shallow clone: fetch with `fetch-depth: 0` "
                             "(git fetch --unshallow)"
                           : "";
    struct str where = repository->foreign
                           ? str_format(arena, " in " STR_FMT, STR_ARG(repository->root))
                           : STR("");
    return fail(error, "cannot compare with `" STR_FMT "`" STR_FMT ": " STR_FMT "%s",
                STR_ARG(revision), STR_ARG(where), STR_ARG(words), hint);
}

bool git_base(struct arena *arena, const struct git_repository *repository, struct str revision,
              struct git_base *base, struct error *error)
{
    if (revision.len == 0 || revision.at[0] == '-') {
        return fail(error, "`" STR_FMT "` is no git revision", STR_ARG(revision));
    }
    struct git_reply reply;
    struct git_call call = call_in(repository);
    const char *const words[] = {"merge-base", str_copy(arena, revision).at, "HEAD"};
    memcpy(call.words, words, sizeof words);
    if (!git_run(arena, &call, &reply, error)) return false;
    base->common = str_copy(arena, str_trim(reply.out));
    if (reply.code != 0 || base->common.len == 0) {
        struct str said = git_words(arena, reply.err);
        if (said.len == 0) said = STR("git merge-base finds no commit that HEAD shares with it");
        return fail_to_compare(arena, repository, revision, said, error);
    }
    call = call_in(repository);
    const char *const tip[] = {"rev-parse", "--verify", "--end-of-options",
                               str_format(arena, STR_FMT "^{commit}", STR_ARG(revision)).at};
    memcpy(call.words, tip, sizeof tip);
    if (!git_ask(arena, &call, &base->tip, error)) return false;
    base->tip = str_copy(arena, str_trim(base->tip));
    return true;
}

/* -- changes ----------------------------------------------------------------------------------- */

/* The next text that ends in a NUL; false at the end. */
static bool next_field(struct str *text, struct str *field)
{
    size_t end = str_find(*text, (struct str){"", 1}, 0);
    if (end == SIZE_MAX) return false;
    *field = str_slice(*text, 0, end);
    *text = str_slice(*text, end + 1, text->len);
    return true;
}

static int by_path(const void *a, const void *b)
{
    const struct git_change *left = a;
    const struct git_change *right = b;
    int order = str_compare(left->path, right->path);
    return order != 0 ? order : (int)left->status - (int)right->status;
}

static bool add_untracked(struct arena *arena, const struct git_repository *repository,
                          struct git_changes *changes, struct error *error)
{
    struct str out;
    struct str path;
    struct git_call call = call_in(repository);
    const char *const words[] = {"ls-files", "--others", "--exclude-standard", "-z"};
    memcpy(call.words, words, sizeof words);
    if (!git_ask(arena, &call, &out, error)) return false;
    while (next_field(&out, &path)) {
        VEC_PUSH(arena, changes, (struct git_change){path, '?'});
    }
    return true;
}

/* Where git sees no repository, or takes another folder for its root, `git diff` would compare
 * other files, and all of ours would look unchanged. */
static bool is_root(struct arena *arena, const struct git_repository *repository,
                    struct error *error)
{
    struct str out;
    struct git_call call = call_in(repository);
    call.words[0] = "rev-parse";
    call.words[1] = "--show-toplevel";
    if (!git_ask(arena, &call, &out, error)) return false;
    struct str root = path_real(arena, without_line_end(out));
    return str_equal(root, repository->root) ||
           fail(error, "git takes `" STR_FMT "` for the root of `" STR_FMT "`",
                STR_ARG(without_line_end(out)), STR_ARG(repository->root));
}

bool git_changed(struct arena *arena, const struct git_repository *repository, struct str commit,
                 bool staged, struct git_changes *changes, struct error *error)
{
    struct str out;
    struct str status;
    struct str path;
    struct git_call call = call_in(repository);
    const char *const words[] = {"diff",          "--name-status",          "-z",
                                 "--no-ext-diff", "--no-textconv",          "--no-renames",
                                 "--no-color",    "--ignore-submodules=all"};
    size_t count = sizeof words / sizeof *words;
    memcpy(call.words, words, sizeof words);
    if (staged) call.words[count++] = "--cached";
    if (commit.len > 0) call.words[count++] = commit.at;
    call.words[count] = "--";
    if (!is_root(arena, repository, error)) return false;
    if (!git_ask(arena, &call, &out, error)) return false;
    while (next_field(&out, &status) && next_field(&out, &path)) {
        char letter = status.len == 0 ? '?' : status.at[0];
        VEC_PUSH(arena, changes, (struct git_change){path, letter});
    }
    if (!staged && !add_untracked(arena, repository, changes, error)) return false;
    if (changes->len > 0) qsort(changes->at, changes->len, sizeof *changes->at, by_path);
    return true;
}

/* The first change whose path is not before [path]. */
static size_t first_from(const struct git_changes *changes, struct str path)
{
    size_t low = 0;
    size_t high = changes->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(changes->at[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

char git_status(const struct git_changes *changes, struct str path)
{
    size_t at = first_from(changes, path);
    char status = 0;
    for (; at < changes->len && str_equal(changes->at[at].path, path); at++) {
        /* Deleted for git and there again for the user: changed. */
        status = status == 0 ? changes->at[at].status : 'M';
    }
    return status;
}

const struct git_change *git_changes_in(const struct git_changes *changes, struct str prefix,
                                        size_t *count)
{
    size_t first = first_from(changes, prefix);
    size_t end = first;
    while (end < changes->len && str_starts_with(changes->at[end].path, prefix)) end++;
    *count = end - first;
    return changes->at == NULL ? NULL : changes->at + first;
}
