/* What git says about the sequences found: which migrations changed, and what was there before.
 *
 * Fails as a whole where git cannot answer: linting everything, or nothing, would look like an
 * answer. */
#ifndef GANDER_LINT_GIT_SCOPE_H
#define GANDER_LINT_GIT_SCOPE_H

#include "base/error.h"
#include "lint/base.h"
#include "lint/settings.h"
#include "source/discover.h"

struct git_options {
    struct str since; /* report on what changed since HEAD left this revision; empty: on all */
    bool staged;      /* report on what is in the index and not in HEAD, as the index has it */
    struct str base;  /* compare with this revision, whatever `base-ref` says; empty: with that */
    bool fixes;       /* files will be written: the base is wanted though no rule asks for it */
};

struct git_scope {
    struct base_sequence **by_sequence; /* NULL where no base is known */
    size_t unchanged;                   /* sequences of which no file was added or changed */
};

/* Narrows what is reported, and takes out of [found] and [settings] the sequences in which nothing
 * is. With `base-ref` alone it only says what the base has. Runs git only when it is needed. */
bool git_scope(struct arena *arena, struct discovery *found, struct settings *settings,
               const struct git_options *options, struct git_scope *scope, struct error *error);

#endif
