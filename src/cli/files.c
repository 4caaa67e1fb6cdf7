/* gander files: what a check would look at, sequence by sequence. */
#include "cli/files.h"

#include "cli/commands.h"
#include "cli/message.h"
#include "lint/where.h"

#include <stdio.h>

struct files_options {
    struct settings_options settings;
    struct str why;
};

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct files_options *)into)->settings.config_path = value;
    return true;
}

static bool take_isolated(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct files_options *)into)->settings.isolated = true;
    return true;
}

static bool take_why(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--why` needs the path of a file");
    ((struct files_options *)into)->why = value;
    return true;
}

static const struct option options_of_files[] = {
    {"why", 0, "PATH", "tell only why this file or directory is linted, or not", take_why},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above each directory",
     take_config},
    {"isolated", 0, NULL, "read no gander.yml", take_isolated},
};

const struct command files_command_line = {
    .name = "files",
    .usage = "files [OPTION...] [PATH...]",
    .summary = "list what would be linted, and why not the rest",
    .options = options_of_files,
    .option_count = sizeof options_of_files / sizeof *options_of_files,
    .more = "PATH is what it is for `gander check`. Each sequence is listed with the gander.yml\n"
            "that holds for it; behind a file stands why nothing of it is reported.",
};

static void print_sequence(const struct listed_sequence *sequence)
{
    size_t width = 0;
    for (size_t i = 0; i < sequence->file_count; i++) {
        size_t len = sequence->files[i].name.len;
        if (sequence->files[i].why.len > 0 && len > width) width = len;
    }
    struct str config = sequence->config;
    if (config.len == 0) config = STR("no gander.yml");
    print_visibly(stdout, sequence->dir);
    printf(": %zu linted of %zu (", sequence->reported, sequence->file_count);
    print_visibly(stdout, config);
    puts(")");
    for (size_t i = 0; i < sequence->file_count; i++) {
        const struct listed_file *file = &sequence->files[i];
        fputs("  ", stdout);
        print_visibly(stdout, file->name);
        if (file->why.len > 0) {
            printf("%*s  " STR_FMT, (int)(width - file->name.len), "", STR_ARG(file->why));
        }
        putchar('\n');
    }
}

static int print_listing(const struct listing *listing)
{
    for (size_t i = 0; i < listing->sequence_count; i++) {
        if (i > 0) putchar('\n');
        print_sequence(&listing->sequences[i]);
    }
    if (listing->sequence_count == 0) puts("no goose migration found");
    if (listing->found.skipped > 0) {
        printf("%s%zu numbered .sql file%s passed over, in directories where no file has a "
               "`-- +goose` line\n",
               listing->sequence_count > 0 ? "\n" : "", listing->found.skipped,
               listing->found.skipped == 1 ? "" : "s");
    }
    return 0;
}

static int explain(struct arena *arena, const struct listing *listing, struct str path)
{
    struct str answer;
    struct error error;
    if (!files_explain(arena, listing, path, &answer)) {
        fail(&error, "cannot read " STR_FMT, STR_ARG(path));
        return trouble(&error);
    }
    print_visibly(stdout, str_format(arena, STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(answer)));
    putchar('\n');
    return 0;
}

/* What is wrong with the tree or a gander.yml. */
static int print_problems(struct arena *arena, const struct listing *listing)
{
    const struct discovery *found = &listing->found;
    for (size_t i = 0; i < found->problem_count; i++) print_message(found->problems[i]);
    for (size_t i = 0; i < listing->settings.error_count; i++) {
        print_frame(config_error_frame(arena, &listing->settings.errors[i]));
    }
    return found->problem_count + listing->settings.error_count > 0 ? EXIT_TROUBLE : 0;
}

static int run(struct arena *arena, const struct files_options *options,
               const struct arguments *arguments)
{
    const struct discover_options given = {.paths = arguments->operands,
                                           .path_count = arguments->operand_count};
    struct discover_options where = where_to_look(arena, &given, &options->settings);
    struct listing listing = files_list(arena, &where, &options->settings);
    int code =
        options->why.len > 0 ? explain(arena, &listing, options->why) : print_listing(&listing);
    int problems = print_problems(arena, &listing);
    return finish_stdout(problems != 0 ? problems : code);
}

int files_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct files_options options = {0};
    struct arguments arguments = {.arena = &arena, .into = &options};
    int code;
    if (!options_parse(&files_command_line, argc, argv, &arguments, &error)) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&files_command_line);
        code = finish_stdout(0);
    } else {
        code = run(&arena, &options, &arguments);
    }
    arena_release(&arena);
    return code;
}
