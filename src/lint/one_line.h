/* SQL on one line, to be recognised by. */
#ifndef GANDER_LINT_ONE_LINE_H
#define GANDER_LINT_ONE_LINE_H

#include "base/str.h"

/* Comments, line ends and runs of blanks become one blank; a very long statement is cut. */
struct str one_line(struct arena *arena, struct str text);

#endif
