/* What may stand where on the command line, for the completions of every shell: from the tables of
 * commands and options alone. */
#ifndef GANDER_CLI_COMPLETION_WORDS_H
#define GANDER_CLI_COMPLETION_WORDS_H

#include "cli/commands.h"

struct completion {
    struct str words; /* separated by blanks; empty: none are known */
    bool files;       /* names of files, too */
    bool list;        /* several, with commas between them */
};

/* The value of an option. */
struct completion completion_of_value(struct arena *arena, const struct option *option);

/* What is no option, behind a command. */
struct completion completion_of_operand(struct arena *arena, const struct command_entry *command);

struct str completion_commands(struct arena *arena);

/* The first line of a help text. */
struct str completion_first_line(const char *help);

void completions_bash(struct arena *arena);
void completions_zsh(struct arena *arena);
void completions_fish(struct arena *arena);

#endif
