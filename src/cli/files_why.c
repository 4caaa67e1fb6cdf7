/* gander files --why: one file, and why it is linted or not. */
#include "cli/files.h"

#include "source/file.h"
#include "source/folder.h"
#include "source/paths.h"

#include <sys/stat.h>

static struct str with_config(struct arena *arena, const struct listed_sequence *sequence)
{
    if (sequence->config.len == 0) return STR("");
    return str_format(arena, ", set up by " STR_FMT, STR_ARG(sequence->config));
}

static bool explain_listed(struct arena *arena, const struct listing *listing, struct str shown,
                           struct str *answer)
{
    for (size_t i = 0; i < listing->sequence_count; i++) {
        const struct listed_sequence *sequence = &listing->sequences[i];
        struct str config = with_config(arena, sequence);
        if (str_equal(sequence->dir, shown)) {
            *answer = str_format(arena, "a sequence of %zu, %zu of them linted" STR_FMT,
                                 sequence->file_count, sequence->reported, STR_ARG(config));
            return true;
        }
        for (size_t j = 0; j < sequence->file_count; j++) {
            const struct listed_file *file = &sequence->files[j];
            if (!str_equal(file->path, shown)) continue;
            *answer = file->why;
            if (file->why.len > 0) return true;
            *answer = str_format(arena, "linted, in the sequence " STR_FMT STR_FMT,
                                 STR_ARG(sequence->dir), STR_ARG(config));
            return true;
        }
    }
    return false;
}

/* The folder on the way down to [shown] that is not entered; empty when all are. */
static struct str skipped_folder(struct str shown)
{
    size_t from = 0;
    for (size_t at = 0; at < shown.len; at++) {
        if (shown.at[at] != '/') continue;
        struct str name = str_slice(shown, from, at);
        if (name.len > 0 && folder_is_skipped(name)) return str_slice(shown, 0, at);
        from = at + 1;
    }
    return STR("");
}

static struct str why_not_listed(struct arena *arena, struct str shown, struct str path,
                                 bool is_folder)
{
    int64_t version;
    struct str digits;
    enum migration_kind kind;
    struct str skipped = skipped_folder(shown);
    if (skipped.len > 0) {
        return str_format(arena, "not linted: `" STR_FMT "` is entered only when it is named",
                          STR_ARG(skipped));
    }
    if (is_folder) return STR("not linted: no file in this folder speaks of goose");
    if (!migration_name(path_base(shown), &version, &digits, &kind)) {
        return STR("not linted: a migration is called NUMBER_NAME.sql or NUMBER_NAME.go");
    }
    if (kind == MIGRATION_SQL && file_mentions_goose(path.at)) {
        return STR("not linted: it lies outside the places that are looked at");
    }
    return STR("not linted: neither it nor a file beside it has a `-- +goose` line, or it lies "
               "outside the places that are looked at");
}

bool files_explain(struct arena *arena, const struct listing *listing, struct str path,
                   struct str *answer)
{
    struct stat info;
    struct places places = paths_here(arena);
    if (stat(path.at, &info) != 0) return false;
    struct str shown = path_shown(arena, &places, path_absolute(arena, &places, path));
    if (!explain_listed(arena, listing, shown, answer)) {
        *answer = why_not_listed(arena, shown, path, S_ISDIR(info.st_mode));
    }
    return true;
}
