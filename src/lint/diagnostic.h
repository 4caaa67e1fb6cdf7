/* One finding: what, why it hurts, what to do.
 *
 * Style: the title is one line, lower case, no full stop, at most 90 columns, names in backticks;
 * it states the consequence and never proposes the fix. The primary label says in place what
 * happens. Notes are facts (lock mode, what waits, what goose does); help is something to do, at
 * most two. Backticks mark names and code in all texts. Everything lives in the run's arena. */
#ifndef GANDER_LINT_DIAGNOSTIC_H
#define GANDER_LINT_DIAGNOSTIC_H

#include "config/config.h"
#include "goose/goose.h"
#include "schema/change.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

struct rule;
struct migration_file;

struct label {
    struct span span;
    struct str text;    /* may be empty */
    struct str title;   /* in another file than the finding: its frame's `note:` line; or empty */
    struct span origin; /* where its object was made, in another migration; source NULL: none */
    struct str origin_text; /* "created here" */
    bool primary;
};

struct edit {
    struct span span; /* replaced; empty: an insertion */
    struct str text;
};

struct fix {
    struct str title; /* makes sense alone: "build the index concurrently" */
    bool safe;
    struct str caveat; /* why it is unsafe: "it drops data"; may be empty */
    const struct edit *edits;
    size_t edit_count;
    struct span recuts; /* goose may cut otherwise here, besides what edits touch; or no place */
};

enum finding_place { PLACE_UP, PLACE_DOWN, PLACE_FILE };

enum suppressed_kind { NOT_SUPPRESSED, SUPPRESSED_IN_SOURCE, SUPPRESSED_BY_BASELINE };

/* Why a finding is not reported. */
struct suppressed {
    enum suppressed_kind kind;
    struct str reason;   /* may be empty */
    struct span comment; /* in source */
};

enum baseline_state { BASELINE_NONE, BASELINE_NEW, BASELINE_UNCHANGED };

struct diagnostic {
    const struct rule *rule;
    enum severity severity;
    struct str title;
    const struct migration_file *file; /* NULL: a file that was not read (a stray name) */
    struct str path;                   /* as reports show it */
    struct str version;                /* "42"; empty when the name has none */
    struct label *labels;              /* [0] is the primary one */
    size_t label_count, label_cap;
    struct str *notes;
    size_t note_count, note_cap;
    struct str *help;
    size_t help_count, help_cap;
    const struct fix *fixes;
    size_t fix_count;
    bool about_name; /* the file's name is the subject: text prints "(file name)" */
    enum finding_place place;
    uint32_t statement;        /* 1-based among the section's sent strings; 0: none */
    uint32_t sql;              /* 1-based among PostgreSQL's statements in it; 0: all of them */
    uint32_t inner;            /* which of the statements that a DO block runs; 0: none */
    struct str object;         /* name it is about, for the fingerprint: folded, unqualified */
    struct span explains;      /* other findings whose primary span starts in here are hidden */
    struct name table;         /* whose changes it gathers (gather_on_table); or empty */
    uint32_t gathered;         /* how many of them */
    uint32_t user_count;       /* seen by label_users() */
    size_t user_note;          /* the note that counts them, from 1; 0: none yet */
    bool will_be_hidden;       /* found out already; false: ask again */
    struct str note_if_hidden; /* to the finding on its statement that hides it; or empty */
    const char *const *hides_in_file; /* ids dropped in its file beside its rule's; ends in NULL */
    struct suppressed suppressed;
    enum baseline_state baseline; /* NONE: the run has no baseline */
    const char *fingerprint;      /* 32 hexadecimal digits; NULL: not made yet */
    struct arena *arena;
};

struct diagnostic_list {
    struct diagnostic **at;
    size_t len, cap;
};

/* Sorts by path, line, column, rule id, title (bytewise): the order of every report. */
void diagnostics_sort(struct diagnostic_list *list);

/* One root cause, one diagnostic: drops what a finding beside it already explains
 * (reference hazards.md 2.4): `hides` of its rule, and spans a finding `explains`. What it would
 * say beyond that becomes a note. What was dropped is added to [hidden], unless that is NULL. */
void diagnostics_hide(struct diagnostic_list *list, struct diagnostic_list *hidden);

/* Both are about one statement, and the rule of [hider] hides [finding] there. */
bool diagnostic_hides(const struct diagnostic *hider, const struct diagnostic *finding);

#endif
