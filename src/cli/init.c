/* gander init: a gander.yml that fits the migrations that are there. */
#include "cli/init.h"

#include "cli/commands.h"
#include "cli/message.h"
#include "lint/settings.h"
#include "source/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool take_print(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    *(bool *)into = true;
    return true;
}

static const struct option options_of_init[] = {
    {"print", 0, NULL, "write to standard output what would become gander.yml", take_print},
};

const struct command init_command_line = {
    .name = "init",
    .usage = "init [OPTION...]",
    .summary = "write a gander.yml that fits the migrations below this directory",
    .options = options_of_init,
    .option_count = sizeof options_of_init / sizeof *options_of_init,
    .more =
        "The newest version of today becomes `start-after`: what is there is replayed, but only\n"
        "what comes later is reported. Numbering, width and header fields are asked for where the\n"
        "migrations agree on them. Where there are several directories of migrations, each gets a\n"
        "small gander.yml with its own `start-after`, which extends the one of this directory.\n"
        "A file that is there is never overwritten.",
};

/* One file to be made. */
struct draft {
    struct str path; /* to open */
    struct str text;
};

static bool write_draft(const struct draft *draft, struct error *error)
{
    FILE *file = fopen(draft->path.at, "wx");
    if (file == NULL) {
        return fail(error, "cannot write " STR_FMT ": %s", STR_ARG(draft->path), strerror(errno));
    }
    bool good = fwrite(draft->text.at, 1, draft->text.len, file) == draft->text.len;
    good = fclose(file) == 0 && good;
    if (good) {
        printf("wrote " STR_FMT "\n", STR_ARG(draft->path));
        return true;
    }
    int number = errno;
    remove(draft->path.at);
    return fail(error, "cannot write " STR_FMT ": %s", STR_ARG(draft->path), strerror(number));
}

/* Text written with stdio, in the arena. */
static struct str draft_text(struct arena *arena, const struct survey *survey, size_t sequence)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) abort();
    if (sequence == SIZE_MAX)
        init_write_main(out, survey);
    else
        init_write_part(out, survey, sequence);
    if (fclose(out) != 0) abort();
    struct str copy = str_copy(arena, (struct str){text, size});
    free(text);
    return copy;
}

/* No configuration may be there yet: two would contradict one another. */
static bool check_for_config(struct arena *arena, const struct discovery *found,
                             struct error *error)
{
    const struct settings_options options = {0};
    struct places places = paths_here(arena);
    struct str path = settings_path(arena, STR("."), &options);
    for (size_t i = 0; path.len == 0 && i < found->sequence_count; i++) {
        struct str dir = found->sequences[i].dir;
        if (dir.at[0] != '/') dir = path_join(arena, places.root, dir);
        path = settings_path(arena, dir, &options);
    }
    if (path.len == 0) return true;
    return fail(error, "there is a configuration already: " STR_FMT "; see `gander config show`",
                STR_ARG(path_shown(arena, &places, path)));
}

static bool write_all(struct arena *arena, const struct survey *survey, struct error *error)
{
    struct places places = paths_here(arena);
    struct draft draft = {STR("gander.yml"), draft_text(arena, survey, SIZE_MAX)};
    if (!write_draft(&draft, error)) return false;
    for (size_t i = 0; survey->sequence_count > 1 && i < survey->sequence_count; i++) {
        struct str dir = path_join(arena, places.root, survey->sequences[i].dir);
        dir = path_absolute(arena, &places, dir);
        bool is_below = path_inside(dir, places.working) && dir.len > places.working.len;
        if (!is_below) continue;
        struct str below = str_slice(dir, places.working.len + 1, dir.len);
        draft.path = path_join(arena, below, STR("gander.yml"));
        draft.text = draft_text(arena, survey, i);
        if (!write_draft(&draft, error)) return false;
    }
    puts("Next: commit it. `gander check` reports what comes later than the migrations of today,\n"
         "`gander check --since origin/main` what a branch adds or changes.");
    return true;
}

static bool run(struct arena *arena, bool print, struct error *error)
{
    const struct discover_options everything = {0};
    struct discovery found = discover(arena, &everything);
    for (size_t i = 0; i < found.problem_count; i++) print_message(found.problems[i]);
    if (found.sequence_count == 0) return fail(error, "no goose migration found");
    struct survey survey = survey_of(arena, &found);
    if (print) {
        init_write_main(stdout, &survey);
        return true;
    }
    return check_for_config(arena, &found, error) && write_all(arena, &survey, error);
}

int init_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    bool print = false;
    struct arguments arguments = {.arena = &arena, .into = &print};
    bool good = options_parse(&init_command_line, argc, argv, &arguments, &error);
    if (good && arguments.help) {
        options_print_help(&init_command_line);
    } else if (good && arguments.operand_count > 0) {
        good = fail(&error, "init takes no path: run it where gander.yml shall stand");
    } else if (good) {
        good = run(&arena, print, &error);
    }
    int code = finish_stdout(good ? 0 : trouble(&error));
    arena_release(&arena);
    return code;
}
