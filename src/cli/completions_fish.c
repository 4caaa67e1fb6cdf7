#include "cli/completion_words.h"

#include <stdio.h>

/* Between single quotes fish knows the quote and the backslash. */
static void print_quoted(struct str text)
{
    putchar('\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'' || text.at[i] == '\\') putchar('\\');
        putchar(text.at[i]);
    }
    putchar('\'');
}

/* When a line holds: behind its command; check's also behind none. */
static void print_condition(const struct command_entry *command)
{
    fputs("complete -c gander -n '", stdout);
    if (command->run != check_command) {
        printf("__fish_seen_subcommand_from %s'", command->name);
        return;
    }
    fputs("not __fish_seen_subcommand_from", stdout);
    for (size_t i = 0; i < command_count; i++) {
        if (&command_table[i] != command) printf(" %s", command_table[i].name);
    }
    putchar('\'');
}

static void print_option(struct arena *arena, const struct command_entry *command,
                         const struct option *option)
{
    print_condition(command);
    printf(" -l %s", option->name);
    if (option->letter != 0) printf(" -s %c", option->letter);
    if (option->argument != NULL) {
        struct completion value = completion_of_value(arena, option);
        fputs(value.files ? " -r -F" : " -x", stdout);
        if (value.list) {
            printf(" -a '(__fish_complete_list , \"printf %%s\\\\n " STR_FMT "\")'",
                   STR_ARG(value.words));
        } else if (value.words.len > 0) {
            fputs(" -a ", stdout);
            print_quoted(value.words);
        }
    }
    fputs(" -d ", stdout);
    print_quoted(completion_first_line(option->help));
    putchar('\n');
}

static void print_command(struct arena *arena, const struct command_entry *command)
{
    struct completion operand = completion_of_operand(arena, command);
    fputs("complete -c gander -n __fish_use_subcommand -a ", stdout);
    printf("%s -d ", command->name);
    print_quoted(str_from(command->summary));
    putchar('\n');
    print_condition(command);
    puts(" -l help -s h -d 'print this help'");
    for (size_t i = 0; command->line != NULL && i < command->line->option_count; i++) {
        print_option(arena, command, &command->line->options[i]);
    }
    if (command->run == help_command) {
        print_condition(command);
        puts(" -l man -d 'print the man page'");
    }
    print_condition(command);
    if (!operand.files && operand.words.len == 0) {
        puts(" -f");
    } else {
        fputs(operand.files ? " -F" : " -f", stdout);
        if (operand.words.len > 0) {
            fputs(" -a ", stdout);
            print_quoted(operand.words);
        }
        putchar('\n');
    }
}

void completions_fish(struct arena *arena)
{
    puts("# fish completion of gander\n"
         "complete -c gander -n __fish_use_subcommand -l version -d 'print versions'");
    for (size_t i = 0; i < command_count; i++) print_command(arena, &command_table[i]);
}
