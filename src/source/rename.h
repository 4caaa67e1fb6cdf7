/* Giving a file another name, never one that is in use. */
#ifndef GANDER_SOURCE_RENAME_H
#define GANDER_SOURCE_RENAME_H

#include <stdbool.h>

/* False with the reason in errno, EEXIST where [to] is there. */
bool rename_to_free(const char *from, const char *to);

#endif
