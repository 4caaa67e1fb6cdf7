/* A finding's title as SARIF wants it: sentences, with the places it speaks of as links.
 *
 * Rules keep no message tables: the template is the text itself with every name in backticks
 * replaced by a number, and its key is the template's own hash. */
#ifndef GANDER_REPORT_MESSAGE_H
#define GANDER_REPORT_MESSAGE_H

#include "base/hash.h"
#include "lint/diagnostic.h"

struct message {
    struct str text;     /* names in single quotes */
    struct str markdown; /* names in backticks */
    struct str pattern;  /* names as '{0}', '{1}'; literal braces doubled */
    char id[DIGEST_64_HEX + 1];
    const struct str *arguments;
    size_t argument_count;
};

struct message message_of(struct arena *arena, const struct diagnostic *finding);

/* A place that a message can link to. The numbers count from 1. */
struct related {
    struct span span;
    struct str text;
    bool linked; /* the message has a link to it */
};

/* Every place but the primary one: before each label where its object was made, then itself. */
struct related *related_places(struct arena *arena, const struct diagnostic *finding,
                               size_t *count);

#endif
