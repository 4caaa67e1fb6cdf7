/* Holds back SIGINT, SIGTERM and SIGHUP while something is half done: a file beside its target, a
 * row of renames. What arrives meanwhile does what it always does, by default ending the program
 * with that signal, once the work is whole. */
#ifndef GANDER_BASE_INTERRUPT_H
#define GANDER_BASE_INTERRUPT_H

#include <signal.h>

struct interrupt {
    sigset_t before;
};

void interrupt_hold(struct interrupt *interrupt);

void interrupt_release(const struct interrupt *interrupt);

#endif
