#include "base/interrupt.h"

#include <stddef.h>

static const int held[] = {SIGINT, SIGTERM, SIGHUP};

void interrupt_hold(struct interrupt *interrupt)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) sigaddset(&set, held[i]);
    pthread_sigmask(SIG_BLOCK, &set, &interrupt->before);
}

void interrupt_release(const struct interrupt *interrupt)
{
    pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
}
