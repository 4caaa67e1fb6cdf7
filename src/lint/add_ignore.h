/* Comments that silence what was found, written where they cover it and change nothing for goose.
 */
#ifndef GANDER_LINT_ADD_IGNORE_H
#define GANDER_LINT_ADD_IGNORE_H

#include "lint/diagnostic.h"

/* A comment to be written above a line, or at its end. */
struct added_comment {
    uint32_t line;   /* of the new file, 1-based */
    uint32_t before; /* the line of the old file that it is written above, or behind */
    uint32_t shift;  /* by how many lines the old file moves down from there on */
    struct str text; /* without its indent */
};

/* A finding that no comment can silence, or not here. */
struct left_finding {
    const struct diagnostic *finding;
    struct str why; /* one clause, without full stop */
};

/* What becomes of one file. */
struct ignored_file {
    const struct migration_file *file;
    struct str text; /* the new one; empty: nothing to write */
    const struct added_comment *comments;
    size_t comment_count;
    size_t silenced; /* findings */
    const struct left_finding *left;
    size_t left_count;
};

struct ignore_request {
    struct str reason;
    enum severity threshold;         /* findings from here up are silenced */
    const struct house_rules *house; /* NULL: none */
};

/* False with the reason when [reason] cannot stand in a comment of a migration. */
bool add_ignore_reason(struct str reason, struct error *error);

/* For each file with live findings at or above the threshold, in order. [findings] are sorted. */
const struct ignored_file *add_ignore(struct arena *arena, const struct diagnostic *const *findings,
                                      size_t count, const struct ignore_request *request,
                                      size_t *file_count);

#endif
