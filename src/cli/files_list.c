#include "cli/files.h"

#include "base/vec.h"
#include "source/paths.h"

#include <stdlib.h>

struct lister {
    struct arena *arena;
    const struct settings_options *options;
    const struct config *config;
    VEC(struct listed_file) files;
};

static struct str why_stray(enum stray_kind kind)
{
    switch (kind) {
    case STRAY_REFUSED:
        return STR("no migration: its name gives no version, and goose stops at it");
    case STRAY_EXTENSION:
        return STR("no migration: goose reads files that end in .sql");
    case STRAY_TEST_GO:
        return STR("no migration: goose passes over tests");
    case STRAY_HIDDEN:
        return STR("no migration: a hidden file, at which goose stops");
    case STRAY_DIRECTORY:
        return STR("no migration: a directory");
    case STRAY_IN_SUBDIRECTORY:
        return STR("no migration: goose does not look into sub-directories");
    }
    return STR("");
}

/* [reported]: before what `exclude` takes out. */
static struct str why_not(const struct lister *lister, const struct migration *migration,
                          bool reported)
{
    const struct config *config = lister->config;
    if (!reported) return STR("replayed only: another file of its sequence is named");
    if (!migration->reported) return STR("replayed only: `exclude` matches");
    if (migration->kind == MIGRATION_GO) return STR("not analysed: a Go migration");
    if (config->has_start_after && migration->version <= config->start_after) {
        return str_format(lister->arena, "replayed only: not above start-after %lld",
                          (long long)config->start_after);
    }
    return STR("");
}

static int by_path(const void *a, const void *b)
{
    const struct listed_file *left = a;
    const struct listed_file *right = b;
    return str_compare(left->path, right->path);
}

/* Which migrations were to be reported before `exclude` was asked. */
static bool *remember_reported(struct arena *arena, const struct sequence *sequence)
{
    bool *reported = arena_array(arena, sequence->migration_count, sizeof *reported);
    for (size_t i = 0; i < sequence->migration_count; i++) {
        reported[i] = sequence->migrations[i].reported;
    }
    return reported;
}

static struct listed_sequence list_sequence(struct lister *lister, const struct sequence *sequence,
                                            const bool *reported)
{
    struct listed_sequence listed = {.dir = sequence->dir};
    for (size_t i = 0; i < sequence->migration_count; i++) {
        const struct migration *migration = &sequence->migrations[i];
        struct str why = why_not(lister, migration, reported[i]);
        if (why.len == 0) listed.reported++;
        VEC_PUSH(lister->arena, &lister->files,
                 (struct listed_file){migration->path, migration->name, why});
    }
    for (size_t i = 0; i < sequence->stray_count; i++) {
        const struct stray *stray = &sequence->strays[i];
        VEC_PUSH(lister->arena, &lister->files,
                 (struct listed_file){stray->path, stray->name, why_stray(stray->kind)});
    }
    listed.files = lister->files.at;
    listed.file_count = lister->files.len;
    if (listed.file_count > 0) {
        qsort(lister->files.at, listed.file_count, sizeof *lister->files.at, by_path);
    }
    return listed;
}

struct listing files_list(struct arena *arena, const struct discover_options *where,
                          const struct settings_options *options)
{
    struct listing listing = {.found = discover(arena, where)};
    struct discovery *found = &listing.found;
    struct places places = paths_here(arena);
    bool **reported = arena_array(arena, found->sequence_count, sizeof *reported);
    for (size_t i = 0; i < found->sequence_count; i++) {
        reported[i] = remember_reported(arena, &found->sequences[i]);
    }
    listing.settings = settings_find(arena, found, options);
    settings_exclude(arena, found, &listing.settings, options);
    struct listed_sequence *sequences =
        arena_array(arena, found->sequence_count, sizeof *sequences);
    for (size_t i = 0; i < found->sequence_count; i++) {
        struct lister lister = {arena, options, listing.settings.by_sequence[i], {0}};
        sequences[i] = list_sequence(&lister, &found->sequences[i], reported[i]);
        struct str dir = sequences[i].dir;
        if (dir.at[0] != '/') dir = path_join(arena, places.root, dir);
        struct str path = settings_path(arena, dir, options);
        sequences[i].config = path.len == 0 ? path : path_shown(arena, &places, path);
    }
    listing.sequences = sequences;
    listing.sequence_count = found->sequence_count;
    return listing;
}
