/* From the PATHs of the command line to sequences of migrations.
 *
 * In: files, directories, trees. Out: every sequence touched, each with all its migrations sorted
 * by version, in the order of their directories' paths. A migration named or found is `reported`;
 * the rest of its sequence is only read. Opened here are directories, `.goose.yml`, and `.sql`
 * files until one of a directory has a `-- +goose` line: without one, a directory that was only
 * come across belongs to another tool and is left alone. What cannot be read becomes one line in
 * `problems` (exit 2) and the rest goes on.
 *
 * goose's rules for names are those of reference section 4: base name, exact extension, the text
 * before the first `_` a base-10 int64 of at least 1 (pressly/goose v3.27.3). */
#ifndef GANDER_SOURCE_DISCOVER_H
#define GANDER_SOURCE_DISCOVER_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum migration_kind { MIGRATION_SQL, MIGRATION_GO };

/* Who wrote a file first, and when, as git tells; empty: nobody asked, or nobody knows. */
struct authorship {
    struct str author;
    struct str email;
    struct str date; /* YYYY-MM-DD */
};

struct migration {
    struct str path;      /* as reports show it */
    struct str open_path; /* what to open; NUL-terminated; empty for text given in memory */
    struct str name;      /* base name */
    struct str digits;    /* the text before the first '_', leading zeros included */
    int64_t version;      /* 1 and up */
    enum migration_kind kind;
    bool reported; /* findings in this file are shown */
    bool named;    /* it was a PATH itself, not found below one */
    bool fresh;    /* not history though below others: git says that it was added */
    bool has_text; /* text was given (standard input); else it is read from open_path */
    struct str text;
    struct authorship written;
};

enum stray_kind {
    STRAY_REFUSED,        /* `*.sql` whose name gives no version: goose's command line stops */
    STRAY_EXTENSION,      /* `.SQL` and the like: goose never looks at it */
    STRAY_TEST_GO,        /* `NNN_x_test.go`: goose never looks at it */
    STRAY_HIDDEN,         /* `._00001_a.sql`, `.#x.sql`: a candidate for goose, which stops */
    STRAY_DIRECTORY,      /* a directory called `x.sql`: goose collects it and fails reading it */
    STRAY_IN_SUBDIRECTORY /* a versioned `.sql` in a sub-directory goose does not descend into */
};

/* A file in a sequence's directory that looks like a migration and is none for goose. */
struct stray {
    enum stray_kind kind;
    struct str path;
    struct str open_path;
    struct str name;
    bool reported;
};

struct sequence {
    struct str dir;               /* as reports show it; "." for the working directory */
    struct migration *migrations; /* by version, then name */
    size_t migration_count;
    struct stray *strays; /* by path */
    size_t stray_count;
    struct str driver; /* of `.goose.yml`; empty when it says nothing */
    bool postgres;     /* the driver is PostgreSQL's (also when nothing says so) */
    struct str table;  /* version table of `.goose.yml`, or "goose_db_version" */
};

struct discovery {
    struct sequence *sequences;
    size_t sequence_count;
    struct str *problems; /* one line each, for stderr; any of them makes the exit code 2 */
    size_t problem_count;
    struct str *notes; /* one line each, for the report's notifications (driver not PostgreSQL) */
    size_t note_count;
    size_t skipped; /* versioned `.sql` files in directories where no file speaks of goose */
};

struct discover_options {
    const struct str *paths; /* none: the working directory */
    size_t path_count;
    bool has_stdin;        /* one PATH is "-": */
    struct str stdin_path; /*   its path (--stdin-filename); empty: a sequence of its own, */
    struct str stdin_text; /*   its text */
};

/* Never fails as a whole; the result lives in [arena]. Paths in reports are relative to the
 * repository root that holds the working directory, else to the working directory. */
struct discovery discover(struct arena *arena, const struct discover_options *options);

/* For qsort() and bsearch(): by version, then name, as in a sequence. */
int migration_order(const void *a, const void *b);

/* The migration of that version and name; NULL: the sequence has none. */
const struct migration *migration_find(const struct sequence *sequence, int64_t version,
                                       struct str name);

/* It came on standard input: neither the disk nor git has this text. */
bool migration_is_stdin(const struct migration *migration);

/* What goose makes of a base name: true and the version when it is a migration's. */
bool migration_name(struct str name, int64_t *version, struct str *digits,
                    enum migration_kind *kind);

#endif
