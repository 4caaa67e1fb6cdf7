/* A migration file, read, cut and parsed: what rules look at. Immutable while linting. */
#ifndef GANDER_LINT_FILE_H
#define GANDER_LINT_FILE_H

#include "goose/goose.h"
#include "lint/house_rules.h"
#include "lint/suppression.h"
#include "source/discover.h"
#include "source/source.h"
#include "sql/parse.h"

/* One string goose sends, parsed. */
struct statement {
    const struct goose_statement *sent;
    enum direction direction;
    uint32_t number; /* 1-based in its section */
    struct sql_parse parse;
};

/* A place where goose's cut and PostgreSQL's lexer disagree (src/lint/cuts.c). */
enum cut_kind {
    CUT_IN_DOLLAR_STRING, /* goose ends a statement inside $$ ... $$ */
    CUT_IN_STRING,
    CUT_IN_QUOTED_NAME,
    CUT_IN_BLOCK_COMMENT,
    CUT_IN_ATOMIC_BODY,  /* BEGIN ATOMIC ... END */
    CUT_IN_RULE,         /* CREATE RULE ... DO ( ...; ... ) */
    CUT_IN_LINE_COMMENT, /* `t--note;`: a comment glued to a word ends it */
    CUT_MISSED,          /* a true `;` where goose does not cut, outside a block */
    CUT_SWALLOWED,       /* a missing `;`: the next statement or block is glued on */
};

struct cut {
    enum cut_kind kind;
    struct span at;      /* the `;` goose cuts at, or misses */
    struct span whole;   /* the statement as PostgreSQL would read it */
    struct span opening; /* the literal, comment or body it is in: its opening token */
    struct span closing; /* ... its closing token; source NULL: never closed */
    enum direction direction;
    uint32_t statement; /* number of the sent string that ends at, or holds, the cut */
};

struct migration_file {
    const struct migration *migration;
    const struct source *source;
    const struct goose_file *goose;
    uint32_t number;                 /* in its sequence, from 0 */
    bool applied;                    /* the base ref has it: databases may have run it */
    struct statement *statements[2]; /* by direction */
    size_t statement_count[2];
    bool agrees; /* goose and PostgreSQL do, on where everything ends (src/lint/agreement.h) */
    const struct cut *cuts;
    size_t cut_count;
    const struct str *lost_tables; /* src/lint/lost.h */
    size_t lost_table_count;
    size_t lost_in_up;                 /* so many of them, the first ones */
    struct suppressions *suppressions; /* its `-- gander:` comments; NULL: a Go migration */
    struct span irreversible; /* the comment that says there is no way back; source NULL: none */
};

struct diagnostic_list;
struct initial_schema;
struct rule;

/* A custom rule whose pattern hit PCRE2's limits in a file. */
struct gave_up {
    const struct rule *rule;
    struct str path;
};

struct gave_up_list {
    struct gave_up *at;
    size_t len, cap;
};

/* Brings the files of a sequence that is still being read. */
struct file_feed {
    /* Adds one more file to it; false when there is none. NULL: all of them are there. */
    bool (*next)(void *of);
    void *of;
};

/* A sequence with the files that could be read, in version order. Go migrations have no source.
 * While it is linted there may be no more of them than those up to the file at hand. */
struct sequence_files {
    const struct sequence *sequence;
    const struct base_sequence *base; /* what is already applied; NULL: nobody knows */
    struct migration_file *files;
    size_t file_count;
    struct file_feed feed;
    const struct initial_schema *initial; /* replayed first (lint/initial_schema.h); NULL: none */
    struct diagnostic_list *hidden; /* where findings go that a root cause hides; NULL: nowhere */
    struct gave_up_list *gave_up;   /* NULL: nowhere */
};

/* Adds the next file; false when there is none. */
bool files_next(const struct sequence_files *files);

#endif
