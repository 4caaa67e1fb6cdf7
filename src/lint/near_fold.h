/* Comments as the eye reads them, for lint/near_directive.c. */
#ifndef GANDER_LINT_NEAR_FOLD_H
#define GANDER_LINT_NEAR_FOLD_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Longer comments are prose. */
enum { LONGEST_COMMENT = 72 };

/* A comment in lower case, look-alikes replaced by the ASCII characters they look like. */
struct folded {
    char text[LONGEST_COMMENT + 1];
    size_t len;
    uint32_t look_alike; /* first letter that only looks like ASCII; 0: none */
    uint32_t dash;       /* first dash that is no `-` */
    uint32_t invisible;  /* first character that draws nothing */
};

/* False when it is too long. [folded] is all zeros. */
bool near_fold(struct folded *folded, struct str text);

#endif
