/* For realpath() and fchmod(). */
#define _DEFAULT_SOURCE /* NOLINT: the library chose the name */

#include "cli/rewrite.h"

#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int descriptor, struct str text)
{
    while (text.len > 0) {
        ssize_t written = write(descriptor, text.at, text.len);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text = str_slice(text, (size_t)written, text.len);
    }
    return true;
}

static bool is_unchanged(struct arena *arena, const char *path, struct str before,
                         struct error *error)
{
    struct str text;
    if (!source_read_file(arena, path, &text, error)) return false;
    return str_equal(text, before) ||
           fail(error, "%s is not written: it has changed since it was read", path);
}

static bool replace(struct arena *arena, const char *target, struct str text)
{
    struct stat info;
    if (stat(target, &info) != 0) return false;
    struct str temporary = str_format(arena, "%s.%ld.tmp", target, (long)getpid());
    int descriptor = open(temporary.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    bool done = write_all(descriptor, text) && fchmod(descriptor, info.st_mode & 07777) == 0 &&
                fsync(descriptor) == 0;
    int number = errno;
    if (close(descriptor) != 0 && done) {
        number = errno;
        done = false;
    }
    if (done && rename(temporary.at, target) == 0) return true;
    if (done) number = errno;
    unlink(temporary.at);
    errno = number;
    return false;
}

bool rewrite_file(const char *path, struct str before, struct str after, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    bool done = is_unchanged(&arena, path, before, error);
    if (done) {
        char *target = realpath(path, NULL);
        done = target != NULL && replace(&arena, target, after);
        if (!done) fail(error, "cannot write %s: %s", path, strerror(errno));
        free(target);
    }
    arena_release(&arena);
    return done;
}
