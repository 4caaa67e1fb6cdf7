/* What was found, as every output format sees it. A reporter turns one `struct report` into bytes
 * and knows nothing else: no catalog, no configuration, no files. */
#ifndef GANDER_REPORT_REPORT_H
#define GANDER_REPORT_REPORT_H

#include "lint/diagnostic.h"
#include "lint/rule.h"

#include <stdbool.h>
#include <stdio.h>

/* Something that was not analysed, or that the user should know: not a finding. */
struct notification {
    const char *id;  /* "go-migration", "unreadable-file", "other-driver" */
    struct str path; /* may be empty */
    struct str text; /* one sentence without full stop */
    enum severity level;
};

struct summary {
    size_t migrations; /* files reported on */
    size_t with_findings;
    size_t errors, warnings, infos;
    size_t suppressed, baselined, before_start_after, not_analysed;
    size_t stale; /* entries of the baseline that match nothing any more */
    size_t fixable, fixable_unsafe;
    size_t points_of_no_return; /* migrations that say they cannot be rolled back */
    enum severity fail_on;
    int exit_code;
};

struct report {
    const struct diagnostic *const *diagnostics; /* sorted; suppressed ones only if asked for */
    size_t diagnostic_count;
    const struct notification *notifications;
    size_t notification_count;
    struct summary summary;
    const struct source *const *sources; /* every file reported on, by path */
    size_t source_count;
    const struct config *config;  /* which rules are on, at what level */
    const char *const *arguments; /* of the command line, program name excluded */
    size_t argument_count;
    struct str repository; /* https URL without user and password; empty: no git */
    struct str revision;   /* commit id; may be empty */
    struct str branch;     /* may be empty */
};

struct report_style {
    bool color;
    bool links;       /* rule ids are OSC 8 links */
    bool quiet;       /* no summary line */
    unsigned columns; /* of the terminal; 100 when it is none */
};

struct reporter {
    const char *name;    /* "sarif" */
    const char *summary; /* one line for --help */
    /* Writes the whole report; the caller checks ferror(). */
    void (*write)(FILE *out, const struct report *report, const struct report_style *style);
    bool for_people;       /* lines to read: a report that `follows` may come behind them */
    bool follows;          /* may come behind such lines on standard output */
    bool appends;          /* to a file that is there, instead of replacing it */
    bool marks_suppressed; /* suppressed findings can be told from live ones */
};

extern const struct reporter *const reporters[];
extern const size_t reporter_count;

const struct reporter *reporter_find(struct str name); /* NULL when unknown */

/* What [reporter] gets to see: suppressed findings only where it marks them. */
struct report report_for(struct arena *arena, const struct reporter *reporter,
                         const struct report *report);

#endif
