#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Why a thing that is no regular file is not read; NULL when it is one. */
static const char *why_not(mode_t mode)
{
    if (S_ISREG(mode)) return NULL;
    if (S_ISDIR(mode)) return "Is a directory";
    if (S_ISFIFO(mode)) return "Is a named pipe";
    if (S_ISSOCK(mode)) return "Is a socket";
    return "Is a device";
}

static bool is_broken_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

static const char *reason(const char *path, int number)
{
    return number == ENOENT && is_broken_link(path) ? "Broken symbolic link" : strerror(number);
}

int file_open(const char *path, uint64_t *size, const char **why)
{
    /* O_NONBLOCK: opening a named pipe nobody writes to would wait for ever. */
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat info;
    if (descriptor < 0 || fstat(descriptor, &info) != 0) {
        *why = reason(path, errno);
        if (descriptor >= 0) close(descriptor);
        return -1;
    }
    *why = why_not(info.st_mode);
    if (*why != NULL) {
        close(descriptor);
        return -1;
    }
    *size = info.st_size < 0 ? 0 : (uint64_t)info.st_size;
    return descriptor;
}

bool file_read_bytes(int descriptor, char *to, size_t capacity, size_t *len)
{
    *len = 0;
    while (*len < capacity) {
        ssize_t got = read(descriptor, to + *len, capacity - *len);
        if (got == 0) return true;
        if (got < 0 && errno != EINTR) return false;
        if (got > 0) *len += (size_t)got;
    }
    return true;
}

bool file_read(struct arena *arena, const char *path, struct str *text, const char **why)
{
    uint64_t size = 0;
    int descriptor = file_open(path, &size, why);
    if (descriptor < 0) return false;
    if (size >= UINT32_MAX) {
        close(descriptor);
        *why = "File is larger than 4 GiB";
        return false;
    }
    /* A file that grows meanwhile is read as long as it was; one that shrinks, as far as it goes.
     */
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    size_t len = 0;
    bool done = file_read_bytes(descriptor, bytes, (size_t)size, &len);
    if (!done) *why = strerror(errno);
    close(descriptor);
    if (!done) return false;
    bytes[len] = '\0';
    *text = (struct str){bytes, len};
    return true;
}
