/* The commands of gander's command line, one per file.
 *
 * argv[0] is the command's name, argv[argc] is NULL. Each prints its own answer and returns the
 * exit code: 0 done, 1 findings at or above the threshold, 2 anything that kept the command from
 * being carried out. */
#ifndef GANDER_CLI_COMMANDS_H
#define GANDER_CLI_COMMANDS_H

enum { EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

int check_command(int argc, char **argv);
int inspect_command(int argc, char **argv);
int rules_command(int argc, char **argv);
int explain_command(int argc, char **argv);
int help_command(int argc, char **argv);
int version_command(int argc, char **argv);

#endif
