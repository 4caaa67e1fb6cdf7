/* What the base ref has of a sequence: migrations that databases may have run already. */
#ifndef GANDER_LINT_BASE_H
#define GANDER_LINT_BASE_H

#include "goose/goose.h"
#include "source/discover.h"

struct migration_file;

enum base_fate { BASE_KEPT, BASE_EDITED, BASE_GONE };

struct base_migration {
    struct migration migration; /* its text is the base's; given when it was edited or is gone */
    bool at_ref;                /* the ref has it now */
    bool shared;                /* the ref had it when this branch left */
    enum base_fate fate;        /* what became of a shared one */
    const struct migration_file *file; /* read and parsed; NULL without text */
};

struct base_sequence {
    struct str ref;            /* as messages show it */
    bool whole;                /* the directory was asked for, not some files of it */
    bool start_after_stands;   /* `start-after` is what it was there */
    struct base_migration *at; /* by version, then name */
    size_t len, cap;
};

struct base_sequence *base_new(struct arena *arena, struct str ref, bool whole);

/* A file of the base in the directory [dir]; NULL when goose makes no migration of that name.
 * Holds until the next is added. */
struct base_migration *base_add(struct arena *arena, struct base_sequence *base, struct str dir,
                                struct str name);

/* To be called when all are there: sorts, and parses the texts. */
void base_read(struct arena *arena, struct base_sequence *base,
               const struct goose_environment *environment);

/* The base's file of that version and name; NULL: it is not there. */
const struct base_migration *base_find(const struct base_sequence *base,
                                       const struct migration *migration);

/* The ref's newest among those this branch has not removed; NULL: it has none. */
const struct migration *base_highest(const struct base_sequence *base);

/* A migration of the same number is gone: goose goes by the number, so [migration] is that one
 * under another name, and not new. */
bool base_was_renamed(const struct base_sequence *base, const struct migration *migration);

/* The branch shares it with the ref, which has it still: databases may have run it. [base] may be
 * NULL: nobody knows, then it is not. */
bool base_has_applied(const struct base_sequence *base, const struct migration *migration);

#endif
