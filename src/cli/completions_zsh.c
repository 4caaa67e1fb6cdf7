#include "cli/completion_words.h"

#include <stdio.h>

/* A text inside single quotes and square brackets of an _arguments specification. */
static void print_description(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '\'')
            fputs("'\\''", stdout);
        else if (c == '[' || c == ']' || c == ':' || c == '\\')
            printf("\\%c", c);
        else
            putchar(c);
    }
}

static void print_action(struct completion completion)
{
    if (completion.list)
        printf("_sequence compadd - " STR_FMT, STR_ARG(completion.words));
    else if (completion.words.len > 0)
        printf("(" STR_FMT ")", STR_ARG(completion.words));
    else
        fputs(completion.files ? "_files" : "", stdout);
}

/* [name] ends in what says how a value is attached: `-f+`, `--format=`. */
static void print_form(struct arena *arena, const struct option *option, struct str name)
{
    printf(" \\\n                '" STR_FMT "[", STR_ARG(name));
    print_description(completion_first_line(option->help));
    putchar(']');
    if (option->argument != NULL) {
        putchar(':');
        print_description(str_from(option->argument));
        putchar(':');
        print_action(completion_of_value(arena, option));
    }
    putchar('\'');
}

static void print_option(struct arena *arena, const struct option *option)
{
    bool has_value = option->argument != NULL;
    if (option->letter != 0) {
        print_form(arena, option, str_format(arena, "-%c%s", option->letter, has_value ? "+" : ""));
    }
    print_form(arena, option, str_format(arena, "--%s%s", option->name, has_value ? "=" : ""));
}

static void print_command(struct arena *arena, const struct command_entry *command)
{
    struct completion operand = completion_of_operand(arena, command);
    printf("        %s)\n            _arguments '(-h --help)'{-h,--help}'[print this help]'",
           command->name);
    for (size_t i = 0; command->line != NULL && i < command->line->option_count; i++) {
        print_option(arena, &command->line->options[i]);
    }
    if (command->run == check_command)
        fputs(" \\\n                '--version[print versions]'", stdout);
    if (command->run == help_command)
        fputs(" \\\n                '--man[print the man page]'", stdout);
    if (operand.words.len > 0)
        printf(" \\\n                '1: :(" STR_FMT ")'", STR_ARG(operand.words));
    if (operand.files) fputs(" \\\n                '*: :_files'", stdout);
    puts("\n            ;;");
}

void completions_zsh(struct arena *arena)
{
    puts("#compdef gander\n"
         "\n"
         "_gander() {\n"
         "    local -a commands\n"
         "    local command=check\n"
         "    commands=(");
    for (size_t i = 0; i < command_count; i++) {
        printf("        '%s:", command_table[i].name);
        print_description(str_from(command_table[i].summary));
        puts("'");
    }
    puts("    )\n"
         "    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
         "        _describe command commands\n"
         "        _files\n"
         "        return\n"
         "    fi\n"
         "    if (( ${commands[(I)$words[2]:*]} )); then\n"
         "        command=$words[2]\n"
         "        shift words\n"
         "        (( CURRENT-- ))\n"
         "    fi\n"
         "    case $command in");
    for (size_t i = 0; i < command_count; i++) print_command(arena, &command_table[i]);
    puts("    esac\n"
         "}\n"
         "\n"
         "if [[ $funcstack[1] == _gander ]]; then\n"
         "    _gander \"$@\"\n"
         "else\n"
         "    compdef _gander gander\n"
         "fi");
}
