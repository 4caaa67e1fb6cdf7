/* Files as they are on the disk: regular ones, through symbolic links too. */
#ifndef GANDER_BASE_FILE_H
#define GANDER_BASE_FILE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

/* A descriptor to close, and the size in [size]; -1 with the reason in [why], for behind "cannot
 * read PATH: ", when the path is not there, must not be read, or is a directory, pipe, socket or
 * device. Never blocks. */
int file_open(const char *path, uint64_t *size, const char **why);

/* Reads up to [capacity] bytes; fewer only at the end of the file. False with errno set. */
bool file_read_bytes(int descriptor, char *to, size_t capacity, size_t *len);

/* A whole file, NUL-terminated behind its end; false with the reason. Refuses files of 4 GiB and
 * more. [path] is NUL-terminated. */
bool file_read(struct arena *arena, const char *path, struct str *text, const char **why);

#endif
