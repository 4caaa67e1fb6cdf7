/* gander config check: reads configuration files, lints nothing. */
#include "cli/config.h"

#include "base/vec.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "source/discover.h"
#include "source/paths.h"

#include <stdio.h>
#include <sys/stat.h>

struct checker {
    struct arena *arena;
    struct places places;
    const struct settings_options *options;
    VEC(struct str) done; /* absolute paths of files that were read */
    bool failed;
};

static bool is_done(const struct checker *checker, struct str path)
{
    for (size_t i = 0; i < checker->done.len; i++) {
        if (str_equal(checker->done.at[i], path)) return true;
    }
    return false;
}

/* The file that holds for a folder, or [named] itself. */
static void check_for(struct checker *checker, struct str place, struct str named)
{
    struct settings_options options = *checker->options;
    if (named.len > 0) options.config_path = named;
    struct str path = settings_path(checker->arena, place, &options);
    if (path.len == 0 || is_done(checker, path)) return;
    VEC_PUSH(checker->arena, &checker->done, path);
    struct config_file file = settings_for(checker->arena, place, &options, &path);
    if (config_print_mistakes(checker->arena, &file) > 0) {
        checker->failed = true;
        return;
    }
    printf(STR_FMT ": good\n", STR_ARG(path_shown(checker->arena, &checker->places, path)));
}

static void check_below(struct checker *checker, struct str path)
{
    struct discover_options options = {.paths = &path, .path_count = 1};
    struct discovery found = discover(checker->arena, &options);
    for (size_t i = 0; i < found.sequence_count; i++) {
        struct str dir = found.sequences[i].dir;
        if (dir.at[0] != '/') dir = path_join(checker->arena, checker->places.root, dir);
        check_for(checker, dir, STR(""));
    }
    for (size_t i = 0; i < found.problem_count; i++) {
        print_message(found.problems[i]);
        checker->failed = true;
    }
}

static void check_path(struct checker *checker, struct str path)
{
    struct stat info;
    bool there = stat(path.at, &info) == 0;
    if (there && S_ISDIR(info.st_mode)) {
        check_for(checker, path, STR(""));
        check_below(checker, path);
    } else if (str_ends_with(path, STR(".yml")) || str_ends_with(path, STR(".yaml"))) {
        check_for(checker, path, path);
    } else {
        check_for(checker, path, STR(""));
    }
}

int config_check(struct arena *arena, const struct settings_options *options,
                 const struct str *paths, size_t path_count)
{
    struct checker checker = {.arena = arena, .places = paths_here(arena), .options = options};
    for (size_t i = 0; i < path_count; i++) check_path(&checker, paths[i]);
    if (path_count == 0 && options->config_path.len == 0) check_path(&checker, STR("."));
    if (options->config_path.len > 0) check_for(&checker, STR("."), STR(""));
    if (checker.done.len == 0 && !checker.failed) {
        puts("no gander.yml applies here: the defaults hold");
    }
    return finish_stdout(checker.failed ? EXIT_TROUBLE : 0);
}
