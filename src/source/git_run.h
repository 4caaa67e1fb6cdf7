/* Runs git and keeps what it says: no shell, no pager, no colour, no alias, English words.
 *
 * Names go in as words of their own and come out between NULs, so any bytes are fine in them. */
#ifndef GANDER_SOURCE_GIT_RUN_H
#define GANDER_SOURCE_GIT_RUN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct git_reply {
    int code; /* exit code; 128 and more: git gave up, or a signal ended it */
    struct str out;
    struct str err;
};

enum { GIT_WORDS = 24 };

struct git_call {
    struct str folder; /* where git runs; NUL-terminated */
    bool foreign; /* another repository than the one GIT_DIR and its kin speak of: leave them out */
    const char *words[GIT_WORDS]; /* the command and what follows it; ends in NULL */
    struct str input;             /* on git's standard input */
};

/* False when git could not be run at all; a command that failed is in the reply. */
bool git_run(struct arena *arena, const struct git_call *call, struct git_reply *reply,
             struct error *error);

/* The output of a command that must succeed; false with git's own words when it does not. */
bool git_ask(struct arena *arena, const struct git_call *call, struct str *out,
             struct error *error);

/* What git said on stderr, in one line. */
struct str git_words(struct arena *arena, struct str err);

#endif
