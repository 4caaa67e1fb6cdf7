/* Writing a file so that it is there whole, the old one or the new one, whatever happens. */
#ifndef GANDER_SOURCE_REPLACE_H
#define GANDER_SOURCE_REPLACE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* Writes [text] beside [path] and renames it into place. A file that was there keeps its mode; a
 * symbolic link stays one, and what it points to is replaced. False with the reason. When an
 * interrupt ends the program meanwhile, nothing is left beside the file. [path] is NUL-terminated.
 */
bool replace_file(struct arena *arena, const char *path, struct str text, struct error *error);

#endif
