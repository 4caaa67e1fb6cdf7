#include "cli/run.h"

#include "cli/commands.h"
#include "cli/man.h"
#include "cli/message.h"
#include "cli/options.h"
#include "sql/version.h"

#include <stdio.h>
#include <sys/stat.h>

static const struct command_entry *find_command(struct str name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (str_equal(name, str_from(command_table[i].name))) return &command_table[i];
    }
    return NULL;
}

static int unknown_command(struct str word)
{
    struct arena arena;
    struct error error;
    arena_init(&arena);
    struct str *names = arena_array(&arena, command_count, sizeof *names);
    for (size_t i = 0; i < command_count; i++) names[i] = str_from(command_table[i].name);
    struct str hint = did_you_mean(&arena, word, names, command_count);
    if (hint.len == 0) hint = STR("; see `gander help`");
    fail(&error, "unknown command or missing path `" STR_FMT "`" STR_FMT, STR_ARG(word),
         STR_ARG(hint));
    arena_release(&arena);
    return trouble(&error);
}

int version_command(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    printf("gander %s (PostgreSQL %s parser)\n", GANDER_VERSION, sql_postgres_version());
    return finish_stdout(0);
}

static int print_overview(void)
{
    puts("gander lints goose migrations for PostgreSQL: what will fail, lock, break running code,\n"
         "or not roll back.\n"
         "\n"
         "Usage: gander [COMMAND] [OPTION...] [ARGUMENT...]\n"
         "\n"
         "Commands:");
    for (size_t i = 0; i < command_count; i++) {
        printf("  %-11s %s\n", command_table[i].name, command_table[i].summary);
    }
    puts("\n"
         "Examples:\n"
         "  gander                     lint all migrations below this directory\n"
         "  gander db/migrations       lint one directory\n"
         "  gander explain RULE        why a finding matters, and what to write instead\n"
         "\n"
         "`gander help COMMAND` tells each command's options. A directory that is called like a\n"
         "command is written `./rules`.\n"
         "Exit code: 0 no finding of severity error, 1 findings, 2 something could not be done.");
    return finish_stdout(0);
}

int help_command(int argc, char **argv)
{
    static char option[] = "--help";
    if (argc > 1 && str_equal(str_from(argv[1]), STR("--man"))) {
        man_print();
        return finish_stdout(0);
    }
    if (argc < 2 || argv[1][0] == '-') return print_overview();
    const struct command_entry *command = find_command(str_from(argv[1]));
    if (command == NULL) return unknown_command(str_from(argv[1]));
    if (command->line == NULL) return print_overview();
    char *words[] = {argv[1], option, NULL};
    return command->run(2, words);
}

/* A lone word that is neither a command nor a path, and does not look like a path. */
static bool looks_like_command(struct str word)
{
    struct stat info;
    if (word.len == 0 || word.at[0] == '-') return false;
    return str_find(word, STR("/"), 0) == SIZE_MAX && str_find(word, STR("."), 0) == SIZE_MAX &&
           lstat(word.at, &info) != 0;
}

int run_command_line(int argc, char **argv)
{
    if (argc < 2) return check_command(argc, argv);
    struct str first = str_from(argv[1]);
    const struct command_entry *command = find_command(first);
    if (command != NULL) return command->run(argc - 1, argv + 1);
    if (str_equal(first, STR("--version")) || str_equal(first, STR("-V"))) {
        return version_command(argc - 1, argv + 1);
    }
    if (str_equal(first, STR("--help")) || str_equal(first, STR("-h"))) {
        return print_overview();
    }
    if (looks_like_command(first)) return unknown_command(first);
    return check_command(argc, argv);
}
