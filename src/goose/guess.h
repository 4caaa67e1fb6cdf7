/* What a directive that goose refuses was probably meant to be, so that the rest of the file can
 * still be read sensibly. */
#ifndef GANDER_GOOSE_GUESS_H
#define GANDER_GOOSE_GUESS_H

#include "goose/goose.h"

/* [name]: what stands behind `+goose`, trimmed; never a right name. INVALID: no idea. */
enum directive_kind goose_guess_directive(struct str name);

#endif
