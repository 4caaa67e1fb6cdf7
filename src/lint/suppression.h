/* The `-- gander:` comments of a migration: what each says, and which bytes it covers.
 *
 *     -- gander:ignore drop-column -- nothing reads it any more
 *     -- gander:ignore-file locking -- written for an empty database
 *     -- gander:disable goose -- generated     ...     -- gander:enable goose
 *     -- gander:irreversible the old values are gone
 *
 * Read once a file, with goose's directives respected. `ignore` alone above a statement covers the
 * statement; alone inside one, the next line that holds code; behind code, its line; above a
 * `+goose` line, that line, and with StatementBegin its block. What covers nothing is a mistake,
 * and so is what only resembles such a comment: a typo silences nothing. */
#ifndef GANDER_LINT_SUPPRESSION_H
#define GANDER_LINT_SUPPRESSION_H

#include "base/arena.h"
#include "lint/selector.h"
#include "source/source.h"

#include <stddef.h>

struct house_rules;
struct migration_file;

enum suppression_verb {
    SUPPRESSION_IGNORE,
    SUPPRESSION_IGNORE_FILE,
    SUPPRESSION_DISABLE,
    SUPPRESSION_ENABLE,
    SUPPRESSION_IRREVERSIBLE,
};

enum target_state {
    TARGET_UNJUDGED, /* not applied yet, or its rules are off or out of scope */
    TARGET_USED,
    TARGET_UNUSED,
};

/* One rule or category that a comment names. */
struct suppression_target {
    struct span name;
    struct selected selected;
    bool again;         /* the same words as the target before it: an alias of several rules */
    struct span covers; /* findings that start in here; no source: none */
    bool whole_file;    /* those about the file's name too */
    bool left_open;     /* by a `disable` without its `enable` */
    enum target_state state;
};

struct suppression {
    enum suppression_verb verb;
    struct span comment; /* from its dashes to its last letter */
    struct str reason;   /* may be empty */
    struct suppression_target *targets;
    size_t target_count;
};

/* A comment that does not do what its author wanted. */
struct suppression_mistake {
    struct span at;
    struct str title;
    struct str label;   /* of the span */
    struct str help;    /* where nobody knows what was meant */
    struct str instead; /* what was meant in the place of [at]; may be empty */
};

struct suppressions {
    struct suppression *at;
    size_t len, cap;
    struct suppression_mistake *mistakes;
    size_t mistake_count, mistake_cap;
};

/* The comment that silences a rule where [place] starts: the one whose words cover the least, or
 * NULL when none does. False when there are too many comments to tell. */
bool suppression_at(const struct suppressions *all, const struct rule *rule, struct span place,
                    const struct suppression **found);

/* The file must have been read and parsed. */
struct suppressions *suppressions_read(struct arena *arena, const struct migration_file *file,
                                       const struct house_rules *house);

#endif
