/* A cursor over the changes of one section, in execution order, each with its statement: for rules
 * that look ahead, behind, or at the section as a whole. */
#ifndef GANDER_LINT_CURSOR_H
#define GANDER_LINT_CURSOR_H

#include "lint/file.h"

struct rule_ctx;

struct cursor {
    const struct migration_file *file;
    enum direction direction;
    /* where it stands, after cursor_next() said true: */
    const struct statement *statement;
    const struct sql_statement *sql;
    const struct change *change;
    /* the next place to look at: */
    size_t statement_index;
    size_t sql_index;
    size_t change_index;
    const struct change *end; /* stops before it; NULL: runs to the end of the section */
    size_t steps;             /* taken so far */
    size_t most_steps;        /* 0: as many as there are */
};

/* How far a rule looks from one change to others. Far more than any migration somebody has written,
 * and it keeps rules linear on files that nobody has. */
enum { CURSOR_REACH = 2000 };

/* From the section's first change to its last. For `check_file`. */
struct cursor cursor_section(const struct rule_ctx *ctx, enum direction direction);

/* The same within reach: for `check`, which is called for each change. */
struct cursor cursor_look(const struct rule_ctx *ctx, enum direction direction);
/* From behind the change being checked. In `check` only. */
struct cursor cursor_after(const struct rule_ctx *ctx, const struct change *change);
/* From the section's first change, or the first within reach, to the one before that being checked.
 * In `check` only. */
struct cursor cursor_before(const struct rule_ctx *ctx, const struct change *change);

bool cursor_next(struct cursor *cursor);

/* PostgreSQL's parser read all of the section: a cursor comes by everything it changes. */
bool section_is_parsed(const struct migration_file *file, enum direction direction);

/* Whether two changes that stand in one statement also run as one: statements in a DO block run one
 * after the other; what a loop executes for each of several tables stands in one place. */
bool run_together(const struct change *one, const struct change *other);

/* The next change of the PostgreSQL statement that [change] belongs to, itself among them, as far
 * as they are within reach of it: the actions of an ALTER TABLE. [after] NULL: the first; NULL: no
 * more. In `check` only. */
const struct change *next_action(const struct rule_ctx *ctx, const struct change *change,
                                 const struct change *after);

/* The source bytes of a range of the statement the cursor stands at. */
struct span cursor_span(const struct cursor *cursor, struct range range);

#endif
