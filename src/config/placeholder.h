/* `{name}` in the texts of a custom rule: what stands there is known when the rule finds something.
 */
#ifndef GANDER_CONFIG_PLACEHOLDER_H
#define GANDER_CONFIG_PLACEHOLDER_H

#include "base/str.h"

struct placeholder {
    size_t start; /* bytes of the text, braces included */
    size_t end;
    struct str name; /* letters, digits, `_` */
};

/* The first one at or after [from]; other braces are text. */
bool placeholder_find(struct str text, size_t from, struct placeholder *found);

#endif
