#include "cli/completion_words.h"

#include <stdio.h>

/* `check --format|check -f)`, and what may follow. */
static void print_value(struct arena *arena, const struct command_entry *command,
                        const struct option *option)
{
    struct completion value = completion_of_value(arena, option);
    printf("        '%s --%s'", command->name, option->name);
    if (option->letter != 0) printf(" | '%s -%c'", command->name, option->letter);
    printf(") words='" STR_FMT "' files=%s value=%s ;;\n", STR_ARG(value.words),
           value.files ? "yes" : "''", value.list ? "list" : "yes");
}

static void print_command(struct arena *arena, const struct command_entry *command)
{
    struct completion operand = completion_of_operand(arena, command);
    printf("        %s) words='" STR_FMT "' files=%s options='--help", command->name,
           STR_ARG(operand.words), operand.files ? "yes" : "''");
    for (size_t i = 0; command->line != NULL && i < command->line->option_count; i++) {
        printf(" --%s", command->line->options[i].name);
    }
    if (command->run == help_command) fputs(" --man", stdout);
    puts("' ;;");
}

void completions_bash(struct arena *arena)
{
    struct str *names = arena_array(arena, command_count, sizeof *names);
    for (size_t i = 0; i < command_count; i++) names[i] = str_from(command_table[i].name);
    printf("# bash completion of gander\n"
           "_gander() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local command=${COMP_WORDS[1]} words='' files='' options='' value='' before=''\n"
           "    COMPREPLY=()\n"
           "    # bash takes the `=` of --option=value for a word of its own.\n"
           "    if [ \"$previous\" = = ]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
           "    if [ \"$current\" = = ]; then current=''; fi\n"
           "    case $command in\n"
           "        " STR_FMT ") ;;\n"
           "        *) command=check ;;\n"
           "    esac\n"
           "    case $command in\n",
           STR_ARG(str_join(arena, names, command_count, STR(" | "))));
    for (size_t i = 0; i < command_count; i++) print_command(arena, &command_table[i]);
    puts("    esac");
    printf("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        words='" STR_FMT "' files=yes options=\"--help --version $options\"\n"
           "    fi\n"
           "    case \"$command $previous\" in\n",
           STR_ARG(completion_commands(arena)));
    for (size_t i = 0; i < command_count; i++) {
        const struct command *line = command_table[i].line;
        for (size_t j = 0; line != NULL && j < line->option_count; j++) {
            if (line->options[j].argument == NULL) continue;
            print_value(arena, &command_table[i], &line->options[j]);
        }
    }
    puts("    esac\n"
         "    case $value$current in\n"
         "        list*,*) before=${current%,*}, current=${current##*,} ;;\n"
         "    esac\n"
         "    case $current in\n"
         "        -*) if [ -z \"$value\" ]; then words=$options files=''; fi ;;\n"
         "    esac\n"
         "    if [ -n \"$words\" ]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -P \"$before\" -W \"$words\" -- \"$current\")\n"
         "    fi\n"
         "    if [ -n \"$files\" ]; then\n"
         "        mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$current\")\n"
         "    fi\n"
         "}\n"
         "complete -o filenames -F _gander gander");
}
