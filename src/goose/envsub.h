/* Expands one line under ENVSUB ON as goose v3.27.3 does (mfridman/interpolate v0.0.2). */
#ifndef GANDER_GOOSE_ENVSUB_H
#define GANDER_GOOSE_ENVSUB_H

#include "goose/goose.h"
#include "goose/sent.h"

struct expansion_list {
    struct expansion *at;
    size_t len, cap;
};

struct envsub {
    struct arena *arena;   /* for messages and what is recorded */
    struct arena *scratch; /* for what nobody needs afterwards */
    const struct source *source;
    const struct goose_environment *environment; /* may be NULL */
    struct expansion_list *expansions;           /* NULL: not recorded */
    enum direction direction;
};

struct envsub_error {
    struct span span;
    struct str message;
};

/* Adds the expansion of [line], which stands at byte [start] of the source, to [out]. False with
 * the reason when goose refuses it; [out] is then as it was. */
bool goose_expand(const struct envsub *envsub, struct str line, uint32_t start,
                  struct sent_text *out, struct envsub_error *error);

#endif
