/* What the migrations of a directory have in common, for `gander init`. */
#ifndef GANDER_CLI_SURVEY_H
#define GANDER_CLI_SURVEY_H

#include "source/discover.h"

struct survey {
    const struct sequence *sequences;
    size_t sequence_count;
    size_t migrations;        /* of all sequences but seeds, as all of the following */
    bool timestamps;          /* every version is one */
    bool sequential;          /* none is */
    unsigned width;           /* digits of every version; 0: they differ */
    const struct str *fields; /* header fields that most migrations carry, as first written */
    size_t field_count;
    const struct str *seeds; /* directories that are called like seeds */
    size_t seed_count;
};

struct survey survey_of(struct arena *arena, const struct discovery *found);

#endif
