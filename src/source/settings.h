/* The `.goose.yml` files a run meets, and which directories each speaks for.
 *
 * One with a `dir` speaks for that directory alone and makes it a sequence; one without speaks for
 * its own directory and everything below, the nearest first. */
#ifndef GANDER_SOURCE_SETTINGS_H
#define GANDER_SOURCE_SETTINGS_H

#include "config/goose_yml.h"
#include "source/walk.h"

struct settings {
    struct goose_yml values;
    struct str path;   /* the file, as reports show it */
    struct str base;   /* its directory, absolute */
    struct str target; /* what to open for `dir`; empty when it has none */
    bool in_walk;      /* found in a tree that is walked; else in an ancestor of a PATH */
};

/* The file of a folder that is walked. */
void settings_read_in(struct walk *walk, const struct folder *folder);

/* The files of [folder] and its ancestors, up to the repository's root. */
void settings_read_above(struct walk *walk, struct folder *folder);

/* Reads the folders that a `dir` names, once all PATHs were walked and their ancestors searched. */
void settings_apply(struct walk *walk);

/* What speaks for a folder; NULL when nothing does. settings_apply() comes first. */
const struct settings *settings_of(const struct walk *walk, const struct folder *folder);

#endif
