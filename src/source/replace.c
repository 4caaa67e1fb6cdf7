/* For realpath(). */
#define _DEFAULT_SOURCE /* NOLINT: the library chose the name */

#include "source/replace.h"

#include "base/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int descriptor, struct str text)
{
    size_t done = 0;
    while (done < text.len) {
        ssize_t wrote = write(descriptor, text.at + done, text.len - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return false;
        done += (size_t)wrote;
    }
    return true;
}

static bool write_beside(const char *temporary, const struct stat *old, struct str text)
{
    unlink(temporary); /* of a run with this number that was killed */
    int descriptor =
        open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old == NULL ? 0666 : 0600);
    if (descriptor < 0) return false;
    bool done = write_all(descriptor, text) &&
                (old == NULL || fchmod(descriptor, old->st_mode & 07777) == 0) &&
                fsync(descriptor) == 0;
    int number = errno;
    if (close(descriptor) != 0 && done) {
        done = false;
        number = errno;
    }
    errno = number;
    return done;
}

static bool write_and_rename(const char *target, const char *temporary, const struct stat *old,
                             struct str text)
{
    struct interrupt interrupt;
    interrupt_hold(&interrupt);
    bool done = write_beside(temporary, old, text) && rename(temporary, target) == 0;
    int number = errno;
    if (!done) unlink(temporary);
    interrupt_release(&interrupt);
    errno = number;
    return done;
}

bool replace_file(struct arena *arena, const char *path, struct str text, struct error *error)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    if (exists && !S_ISREG(info.st_mode)) {
        return fail(error, "cannot write %s: it is no regular file", path);
    }
    char *resolved = exists ? realpath(path, NULL) : NULL;
    const char *target = resolved == NULL ? path : resolved;
    struct str temporary = str_format(arena, "%s.%ld.tmp", target, (long)getpid());
    bool done = write_and_rename(target, temporary.at, exists ? &info : NULL, text);
    if (!done) fail(error, "cannot write %s: %s", path, strerror(errno));
    free(resolved);
    return done;
}
