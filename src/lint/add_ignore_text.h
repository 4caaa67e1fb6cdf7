/* The text of a migration with suppression comments added, which goose reads as it did before. */
#ifndef GANDER_LINT_ADD_IGNORE_TEXT_H
#define GANDER_LINT_ADD_IGNORE_TEXT_H

#include "base/vec.h"
#include "lint/add_ignore.h"
#include "lint/rule.h"
#include "lint/suppression_comments.h"

/* Where the comment goes; in the order of preference, last first. */
enum place_of_comment {
    AT_TOP, /* for the whole file */
    ABOVE,  /* the line */
    BEHIND, /* the line's last byte */
};

/* A rule to be silenced at one place. */
struct ignore_wish {
    enum place_of_comment place;
    uint32_t at; /* byte of the line meant; 0 for the whole file */
    const struct rule *rule;
    const struct diagnostic *finding;
};

struct ignore_writer {
    struct arena *arena;
    const struct migration_file *file;
    const struct house_rules *house;
    struct str reason;
    const struct unit *units;
    size_t unit_count;
    VEC(struct ignore_wish) wishes;
    VEC(struct left_finding) left;
    VEC(struct added_comment) comments;
    char *text;
    size_t len;
};

/* Writes the comments that `wishes` ask for into `text`; what goose would mind at its place is
 * silenced for the whole file. False when that does not help either. */
bool ignore_write(struct ignore_writer *writer);

#endif
