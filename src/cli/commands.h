/* The commands of gander's command line, one per file.
 *
 * argv[0] is the command's name, argv[argc] is NULL. Each prints its own answer and returns the
 * exit code: 0 done, 1 findings at or above the threshold, 2 anything that kept the command from
 * being carried out. */
#ifndef GANDER_CLI_COMMANDS_H
#define GANDER_CLI_COMMANDS_H

#include "cli/options.h"

enum { EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

int check_command(int argc, char **argv);
int inspect_command(int argc, char **argv);
int schema_command(int argc, char **argv);
int locks_command(int argc, char **argv);
int rules_command(int argc, char **argv);
int explain_command(int argc, char **argv);
int init_command(int argc, char **argv);
int baseline_command(int argc, char **argv);
int renumber_command(int argc, char **argv);
int files_command(int argc, char **argv);
int config_command(int argc, char **argv);
int completions_command(int argc, char **argv);
int help_command(int argc, char **argv);
int version_command(int argc, char **argv);

/* One command: the overview, the completions and the man page list them in this order. */
struct command_entry {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
    const struct command *line; /* NULL: it has no options */
};

extern const struct command_entry command_table[];
extern const size_t command_count;

extern const struct command inspect_command_line;
extern const struct command schema_command_line;
extern const struct command locks_command_line;
extern const struct command rules_command_line;
extern const struct command explain_command_line;
extern const struct command init_command_line;
extern const struct command baseline_command_line;
extern const struct command renumber_command_line;
extern const struct command files_command_line;
extern const struct command config_command_line;
extern const struct command completions_command_line;

#endif
