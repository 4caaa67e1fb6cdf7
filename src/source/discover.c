#include "source/discover.h"

#include "source/sequence.h"
#include "source/settings.h"
#include "source/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* "a/b//" is "a/b"; "/" stays. */
static struct str without_final_slash(struct arena *arena, struct str path)
{
    size_t len = path.len;
    while (len > 1 && path.at[len - 1] == '/') len--;
    return str_copy(arena, str_slice(path, 0, len));
}

static void take_file(struct walk *walk, struct str path)
{
    struct str parent = str_copy(walk->arena, path_parent(path));
    struct folder *folder = walk_folder(walk, parent);
    if (folder == NULL) return;
    walk_want(walk, folder, path_base(path));
    VEC_PUSH(walk->arena, &walk->named, folder);
}

static void take_folder(struct walk *walk, struct str path)
{
    struct folder *folder = walk_folder(walk, path);
    if (folder == NULL) return;
    folder->named = true;
    VEC_PUSH(walk->arena, &walk->roots, folder);
    VEC_PUSH(walk->arena, &walk->named, folder);
    walk_tree(walk, folder);
}

static bool is_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

static void take_path(struct walk *walk, struct str given)
{
    struct str path = without_final_slash(walk->arena, given);
    struct stat info;
    if (stat(path.at, &info) != 0) {
        const char *why =
            errno == ENOENT && is_link(path.at) ? "Broken symbolic link" : strerror(errno);
        walk_problem(walk,
                     str_format(walk->arena, "cannot read " STR_FMT ": %s", STR_ARG(path), why));
        return;
    }
    if (S_ISDIR(info.st_mode))
        take_folder(walk, path);
    else
        take_file(walk, path);
}

/* A folder that is not there yet, for a file an editor has not saved yet. */
static struct folder *imagine_folder(struct walk *walk, struct str path)
{
    struct folder *folder = ARENA_NEW(walk->arena, struct folder);
    folder->open_path = path;
    folder->absolute = path_absolute(walk->arena, &walk->places, path);
    folder->path = path_shown(walk->arena, &walk->places, folder->absolute);
    VEC_PUSH(walk->arena, &walk->folders, folder);
    return folder;
}

static void take_stdin(struct walk *walk, const struct discover_options *options)
{
    struct str path = options->stdin_path;
    struct str parent = str_copy(walk->arena, path_parent(path));
    struct folder_key key;
    struct folder *folder =
        folder_key(parent.at, &key) ? walk_folder(walk, parent) : imagine_folder(walk, parent);
    struct entry *entry = walk_want(walk, folder, path_base(path));
    if (entry == NULL) return;
    entry->kind = ENTRY_FILE;
    entry->is_stdin = true;
    VEC_PUSH(walk->arena, &walk->named, folder);
}

static void take_all(struct walk *walk, const struct discover_options *options)
{
    for (size_t i = 0; i < options->path_count; i++) take_path(walk, options->paths[i]);
    if (options->path_count == 0 && !options->has_stdin) {
        take_path(walk, STR("."));
        for (size_t i = 0; i < walk->roots.len; i++) walk->roots.at[i]->named = false;
    }
    walk_links(walk);
    if (options->has_stdin && options->stdin_path.len > 0) take_stdin(walk, options);
    for (size_t i = 0; i < walk->named.len; i++) settings_read_above(walk, walk->named.at[i]);
    settings_apply(walk);
}

static void note_driver(struct walk *walk, const struct folder *folder,
                        const struct sequence *sequence)
{
    const struct settings *settings = settings_of(walk, folder);
    if (sequence->postgres || settings == NULL) return;
    VEC_PUSH(walk->arena, &walk->notes,
             str_format(walk->arena,
                        STR_FMT " names the driver `" STR_FMT "`, which is not PostgreSQL's: "
                                "`" STR_FMT "` was read for what concerns goose only",
                        STR_ARG(settings->path), STR_ARG(sequence->driver),
                        STR_ARG(sequence->dir)));
}

static int by_path(const void *a, const void *b)
{
    const struct folder *const *left = a;
    const struct folder *const *right = b;
    return str_compare((*left)->path, (*right)->path);
}

/* The folders that are sequences, sorted by path and numbered. */
static struct folder_list choose(struct walk *walk, struct str stdin_text, size_t *skipped)
{
    struct folder_list chosen = {0};
    for (size_t i = 0; i < walk->folders.len; i++) {
        struct folder *folder = walk->folders.at[i];
        size_t versioned;
        if (!folder->whole && !folder->asked_for && !folder->configured) continue;
        if (sequence_is(walk->arena, folder, stdin_text, &versioned)) {
            VEC_PUSH(walk->arena, &chosen, folder);
        } else {
            *skipped += versioned;
        }
    }
    if (chosen.len > 0) qsort(chosen.at, chosen.len, sizeof *chosen.at, by_path);
    for (size_t i = 0; i < chosen.len; i++) chosen.at[i]->number = i + 1;
    return chosen;
}

/* Standard input that says nothing of itself: the only migration of a sequence of its own. */
static struct sequence nameless_sequence(struct arena *arena, struct str text)
{
    struct migration *migration = ARENA_NEW(arena, struct migration);
    *migration = (struct migration){
        .path = STR("<stdin>"),
        .open_path = STR(""),
        .name = STR("00001_stdin.sql"),
        .digits = STR("00001"),
        .version = 1,
        .kind = MIGRATION_SQL,
        .reported = true,
        .has_text = true,
        .text = text,
    };
    return (struct sequence){.dir = STR("."),
                             .migrations = migration,
                             .migration_count = 1,
                             .postgres = true,
                             .table = STR("goose_db_version")};
}

struct discovery discover(struct arena *arena, const struct discover_options *options)
{
    struct walk walk = {.arena = arena, .places = paths_here(arena)};
    struct discovery result = {0};
    take_all(&walk, options);
    struct folder_list chosen = choose(&walk, options->stdin_text, &result.skipped);
    result.sequences = arena_array(arena, chosen.len + 1, sizeof *result.sequences);
    result.sequence_count = chosen.len;
    for (size_t i = 0; i < chosen.len; i++) {
        result.sequences[i] = sequence_of(&walk, chosen.at[i], options->stdin_text);
        note_driver(&walk, chosen.at[i], &result.sequences[i]);
    }
    for (size_t i = 0; i < chosen.len; i++) {
        const struct folder *above = chosen.at[i]->parent;
        if (above == NULL || above->number == 0) continue;
        sequence_add_misplaced(arena, &result.sequences[above->number - 1], &result.sequences[i]);
    }
    if (options->has_stdin && options->stdin_path.len == 0) {
        result.sequences[result.sequence_count++] = nameless_sequence(arena, options->stdin_text);
    }
    result.problems = walk.problems.at;
    result.problem_count = walk.problems.len;
    result.notes = walk.notes.at;
    result.note_count = walk.notes.len;
    return result;
}
