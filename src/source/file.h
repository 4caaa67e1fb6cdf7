/* Whether a file was written for goose. */
#ifndef GANDER_SOURCE_FILE_H
#define GANDER_SOURCE_FILE_H

#include "base/str.h"

/* True when a line of the file, blanks aside, starts with `--` and holds `+goose` in any case: the
 * mark of a file written for goose, or meant to be. False too when it cannot be read. */
bool file_mentions_goose(const char *path);

/* The same of a text; [text] may be any bytes. */
bool text_mentions_goose(struct str text);

#endif
