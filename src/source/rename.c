/* For renameat2(). */
#define _GNU_SOURCE /* NOLINT: the library chose the name */

#include "source/rename.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

bool rename_to_free(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
    /* The file system or the kernel does not know how: a link is never made over a file either. */
    if (errno != EINVAL && errno != ENOSYS) return false;
    if (linkat(AT_FDCWD, from, AT_FDCWD, to, 0) != 0) return false;
    if (unlink(from) == 0) return true;
    int number = errno;
    unlink(to);
    errno = number;
    return false;
}
