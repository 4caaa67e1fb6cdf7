/* Opening what may be opened as a migration: regular files, through symbolic links too. */
#ifndef GANDER_SOURCE_FILE_H
#define GANDER_SOURCE_FILE_H

#include "base/error.h"

#include <stdint.h>

/* A descriptor to close, and the size in [size]; -1 with "cannot read PATH: why" when the path is
 * not there, must not be read, or is a directory, pipe, socket or device. Never blocks. */
int file_open(const char *path, uint64_t *size, struct error *error);

/* True when a line of the file, blanks aside, starts with `--` and holds `+goose` in any case: the
 * mark of a file written for goose, or meant to be. False too when it cannot be read. */
bool file_mentions_goose(const char *path);

/* The same of a text; [text] may be any bytes. */
bool text_mentions_goose(struct str text);

#endif
