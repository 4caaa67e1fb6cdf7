#include "base/progress.h"

void progress_enter(struct progress *progress, enum stage stage, size_t total)
{
    if (progress == NULL) return;
    atomic_store(&progress->total, 0);
    atomic_store(&progress->done, 0);
    atomic_store(&progress->stage, (int)stage);
    atomic_store(&progress->total, total);
}

void progress_step(struct progress *progress)
{
    if (progress != NULL) atomic_fetch_add(&progress->done, 1);
}
