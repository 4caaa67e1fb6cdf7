/* What git knows about a directory of migrations.
 *
 * Nothing here guesses: where git cannot answer, the error has git's own words, and a hint where a
 * shallow clone is the reason. Paths are those git uses, relative to the repository's root. */
#ifndef GANDER_SOURCE_GIT_H
#define GANDER_SOURCE_GIT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>

struct git_repository {
    struct str root; /* of the work tree; absolute, NUL-terminated */
    bool foreign;    /* not the one gander runs in: a submodule, or somewhere else */
};

/* The repository of [folder], which exists; [prefix] gets the folder's path in it: "" or "a/b/". */
bool git_find(struct arena *arena, struct str folder, struct git_repository *repository,
              struct str *prefix, struct error *error);

/* Where a branch left another one. */
struct git_base {
    struct str tip;    /* commit of the revision itself */
    struct str common; /* merge base of it and HEAD */
};

bool git_base(struct arena *arena, const struct git_repository *repository, struct str revision,
              struct git_base *base, struct error *error);

struct git_change {
    struct str path;
    char status; /* A added, M modified, D deleted, T type changed, U unmerged, ? untracked */
};

struct git_changes {
    struct git_change *at; /* by path; a path may have two */
    size_t len, cap;
};

/* From [commit] to the work tree, untracked files included, or to the index when [staged]. An empty
 * [commit] is HEAD, or nothing before the first commit. */
bool git_changed(struct arena *arena, const struct git_repository *repository, struct str commit,
                 bool staged, struct git_changes *changes, struct error *error);

/* Those right in the folder [prefix], from the first one on. */
const struct git_change *git_changes_in(const struct git_changes *changes, struct str prefix,
                                        size_t *count);

/* What was done to one path; 0: nothing. */
char git_status(const struct git_changes *changes, struct str path);

struct git_file {
    struct str name; /* base name */
    struct str blob;
    bool is_text; /* a regular file without conflict: neither link nor submodule */
};

struct git_files {
    struct git_file *at; /* by name */
    size_t len, cap;
};

/* The files right in the folder [prefix]: of a commit, or of the index when that is empty. */
bool git_list(struct arena *arena, const struct git_repository *repository, struct str commit,
              struct str prefix, struct git_files *files, struct error *error);

/* The contents of blobs. */
bool git_texts(struct arena *arena, const struct git_repository *repository,
               const struct str *blobs, size_t count, struct str *texts, struct error *error);

#endif
