/* From argv to a command. */
#ifndef GANDER_CLI_RUN_H
#define GANDER_CLI_RUN_H

/* Runs the command that argv[1] names; without one, `check` with all the words. Returns the exit
 * code. */
int run_command_line(int argc, char **argv);

#endif
