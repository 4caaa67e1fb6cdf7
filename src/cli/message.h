/* What goes to stderr: one line each, "gander: TEXT". */
#ifndef GANDER_CLI_MESSAGE_H
#define GANDER_CLI_MESSAGE_H

#include "base/error.h"
#include "base/str.h"

#include <stdio.h>

/* Control characters, which may come from file names, are written as \xNN. */
void print_visibly(FILE *out, struct str text);

void print_message(struct str text);

/* The same for a text of several lines. */
void print_frame(struct str text);

/* Prints an error and returns the exit code for it. */
int trouble(const struct error *error);

/* Flushes what a command wrote to stdout: [code], or the code for trouble when it could not be
 * written. A reader that went away early is none. */
int finish_stdout(int code);

#endif
