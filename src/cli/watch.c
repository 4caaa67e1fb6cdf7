/* For struct winsize behind ioctl(). */
#define _DEFAULT_SOURCE /* NOLINT: the library chose the name */

#include "cli/watch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static struct timespec now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

static int64_t milliseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static struct timespec later(struct timespec time, long by_ms)
{
    time.tv_nsec += by_ms * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

/* What cannot be shown is not worth a word. */
static void send(const char *text)
{
    if (text[0] == '\0') return;
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

static bool is_watched(bool quiet)
{
    const char *term = getenv("TERM");
    return !quiet && isatty(STDERR_FILENO) && term != NULL && term[0] != '\0' &&
           strcmp(term, "dumb") != 0;
}

static unsigned terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void watch_init(struct watch *watch, bool quiet)
{
    pthread_condattr_t attributes;
    *watch = (struct watch){.wanted = is_watched(quiet)};
    watch->line.started = milliseconds(now());
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&watch->mutex, NULL);
    pthread_cond_init(&watch->changed, &attributes);
    pthread_condattr_destroy(&attributes);
}

void watch_release(struct watch *watch)
{
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->mutex);
}

static void *run(void *argument)
{
    struct watch *watch = argument;
    char text[PROGRESS_TEXT];
    pthread_mutex_lock(&watch->mutex);
    while (!watch->ended) {
        const struct timespec until = later(now(), PROGRESS_STEP_MS);
        pthread_cond_timedwait(&watch->changed, &watch->mutex, &until);
        if (watch->ended) break;
        watch->line.columns = terminal_columns();
        progress_line_at(&watch->line, milliseconds(now()), &watch->progress, text);
        send(text);
    }
    pthread_mutex_unlock(&watch->mutex);
    return NULL;
}

void watch_begin(struct watch *watch)
{
    if (!watch->wanted) return;
    sigset_t all;
    sigset_t before;
    watch->ended = false;
    /* Signals are the main thread's: it holds them back while it writes. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    watch->running = pthread_create(&watch->thread, NULL, run, watch) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void watch_end(struct watch *watch)
{
    if (!watch->running) return;
    pthread_mutex_lock(&watch->mutex);
    watch->ended = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->mutex);
    pthread_join(watch->thread, NULL);
    watch->running = false;
    send(progress_line_end(&watch->line));
}
