/* One table of options per command: it is parsed by, and it is what --help prints. */
#ifndef GANDER_CLI_OPTIONS_H
#define GANDER_CLI_OPTIONS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct option {
    const char *name;     /* without the dashes */
    char letter;          /* 0: none */
    const char *argument; /* what the value is called; NULL: a switch */
    const char *help;     /* lines end in \n but for the last */
    /* [value] is empty for a switch; NUL-terminated. */
    bool (*take)(void *into, struct str value, struct error *error);
};

struct command {
    const char *name;
    const char *usage;   /* behind "gander " */
    const char *summary; /* one line, as in the list of commands */
    const struct option *options;
    size_t option_count;
    void (*print_list)(void); /* a list between options and `more`; may be NULL */
    const char *more; /* what --help says last, without its final line end: examples, exit codes */
};

struct arguments {
    struct arena *arena;
    void *into;           /* given to `take` */
    struct str *operands; /* what is no option, in order */
    size_t operand_count;
    bool help; /* --help or -h was given: nothing else counts */
};

/* False with the reason, "did you mean" included, when an option is unknown or its value wrong.
 * `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the options; `-` is an operand.
 */
bool options_parse(const struct command *command, int argc, char **argv,
                   struct arguments *arguments, struct error *error);

void options_print_help(const struct command *command);

/* "did you mean `x`?" behind "; ", or nothing, for [written] among [count] words. */
struct str did_you_mean(struct arena *arena, struct str written, const struct str *words,
                        size_t count);

#endif
