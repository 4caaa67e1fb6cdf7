/* The man page, from the same tables as --help. */
#ifndef GANDER_CLI_MAN_H
#define GANDER_CLI_MAN_H

/* As roff, to standard output. */
void man_print(void);

#endif
