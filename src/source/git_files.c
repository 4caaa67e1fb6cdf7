/* What is in a tree or the index, and the texts behind it. */
#include "base/vec.h"
#include "source/git.h"
#include "source/git_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* -- names ------------------------------------------------------------------------------------- */

/* The word up to [end]; [text] goes on behind it. False when there is none. */
static bool cut(struct str *text, struct str end, struct str *word)
{
    size_t at = str_find(*text, end, 0);
    if (at == SIZE_MAX) return false;
    *word = str_slice(*text, 0, at);
    *text = str_slice(*text, at + end.len, text->len);
    return true;
}

/* `MODE blob OID<TAB>PATH` of ls-tree, `MODE OID STAGE<TAB>PATH` of ls-files. */
static bool read_entry(struct str entry, bool index, struct str prefix, struct git_file *file)
{
    struct str mode;
    struct str first;
    struct str second;
    if (!cut(&entry, STR(" "), &mode) || !cut(&entry, STR(" "), &first) ||
        !cut(&entry, STR("\t"), &second)) {
        return false;
    }
    file->blob = index ? first : second;
    file->is_text = str_starts_with(mode, STR("100")) && (!index || str_equal(second, STR("0")));
    if (!str_starts_with(entry, prefix)) return false;
    file->name = str_slice(entry, prefix.len, entry.len);
    return str_find(file->name, STR("/"), 0) == SIZE_MAX;
}

static int by_name(const void *a, const void *b)
{
    const struct git_file *left = a;
    const struct git_file *right = b;
    return str_compare(left->name, right->name);
}

bool git_list(struct arena *arena, const struct git_repository *repository, struct str commit,
              struct str prefix, struct git_files *files, struct error *error)
{
    struct str out;
    struct str entry;
    struct git_call call = {.folder = repository->root, .foreign = repository->foreign};
    const char *const tree[] = {"ls-tree", "-z", "--full-tree", commit.at, "--"};
    const char *const index[] = {"ls-files", "--stage", "-z", "--"};
    bool staged = commit.len == 0;
    size_t count = staged ? sizeof index / sizeof *index : sizeof tree / sizeof *tree;
    memcpy(call.words, staged ? index : tree, count * sizeof *call.words);
    if (prefix.len > 0) call.words[count] = prefix.at;
    if (!git_ask(arena, &call, &out, error)) return false;
    while (cut(&out, (struct str){"", 1}, &entry)) {
        struct git_file file;
        if (!read_entry(entry, staged, prefix, &file)) continue;
        /* The sides of a conflict are one file. */
        if (files->len > 0 && str_equal(files->at[files->len - 1].name, file.name)) continue;
        VEC_PUSH(arena, files, file);
    }
    if (files->len > 0) qsort(files->at, files->len, sizeof *files->at, by_name);
    return true;
}

/* -- texts ------------------------------------------------------------------------------------- */

/* `OID blob SIZE<LF>CONTENT<LF>`; `OID missing<LF>` when it is not there. */
static bool read_blob(struct arena *arena, struct str *out, struct str *text)
{
    struct str oid;
    struct str kind;
    struct str size;
    struct str line;
    if (!cut(out, STR("\n"), &line)) return false;
    if (!cut(&line, STR(" "), &oid) || !cut(&line, STR(" "), &kind)) return false;
    size = line;
    uint64_t len = 0;
    for (size_t i = 0; i < size.len; i++) {
        if (size.at[i] < '0' || size.at[i] > '9' || i > 17) return false;
        len = len * 10 + (uint64_t)(size.at[i] - '0');
    }
    if (!str_equal(kind, STR("blob")) || len >= UINT32_MAX || len >= out->len) return false;
    *text = str_copy(arena, str_slice(*out, 0, (size_t)len));
    *out = str_slice(*out, (size_t)len + 1, out->len);
    return true;
}

bool git_texts(struct arena *arena, const struct git_repository *repository,
               const struct str *blobs, size_t count, struct str *texts, struct error *error)
{
    struct str out;
    if (count == 0) return true;
    struct git_call call = {.folder = repository->root,
                            .foreign = repository->foreign,
                            .words = {"cat-file", "--batch", NULL}};
    struct str names = str_join(arena, blobs, count, STR("\n"));
    call.input = str_format(arena, STR_FMT "\n", STR_ARG(names));
    if (!git_ask(arena, &call, &out, error)) return false;
    for (size_t i = 0; i < count; i++) {
        if (read_blob(arena, &out, &texts[i])) continue;
        return fail(error, "git cat-file: object " STR_FMT " cannot be read", STR_ARG(blobs[i]));
    }
    return true;
}
