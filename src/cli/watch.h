/* Shows on a terminal how far a run is, from a thread of its own. */
#ifndef GANDER_CLI_WATCH_H
#define GANDER_CLI_WATCH_H

#include "cli/progress_line.h"

#include <pthread.h>

struct watch {
    struct progress progress; /* for pipeline_options */
    struct progress_line line;
    bool wanted;
    bool running;
    bool ended;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

/* Shows nothing when [quiet], or when standard error is no terminal that can take a line back. */
void watch_init(struct watch *watch, bool quiet);
void watch_release(struct watch *watch);

/* From here to watch_end() nobody else writes to the terminal. May be begun again: the second in
 * which nothing is shown is that of the first time. */
void watch_begin(struct watch *watch);
void watch_end(struct watch *watch);

#endif
