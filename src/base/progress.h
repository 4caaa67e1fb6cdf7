/* How far a run is. Whoever works counts here; whoever shows it looks, from another thread. */
#ifndef GANDER_BASE_PROGRESS_H
#define GANDER_BASE_PROGRESS_H

#include <stdatomic.h>
#include <stddef.h>

enum stage { STAGE_DISCOVERY, STAGE_GIT, STAGE_CHECKING };

struct progress {
    atomic_int stage; /* enum stage */
    atomic_size_t done;
    atomic_size_t total; /* 0: nobody knows */
};

/* Both do nothing where [progress] is NULL: nobody looks. */
void progress_enter(struct progress *progress, enum stage stage, size_t total);
void progress_step(struct progress *progress);

#endif
