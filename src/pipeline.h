/* The spine: from PATHs to findings. */
#ifndef GANDER_PIPELINE_H
#define GANDER_PIPELINE_H

#include "base/arena.h"
#include "base/progress.h"
#include "lint/git_scope.h"
#include "lint/load.h"
#include "lint/lock_timeline.h"
#include "lint/settings.h"
#include "report/report.h"
#include "schema/print.h"
#include "source/discover.h"
#include "source/overlay.h"

struct pipeline_options {
    struct discover_options discover;
    struct settings_options settings;
    struct git_options git;
    const struct overlay *overlays; /* instead of what the disk has; by path */
    size_t overlay_count;
    unsigned threads;          /* 0: one per processor */
    struct progress *progress; /* NULL: nobody looks */
    bool allow_no_files;
    bool no_baseline;     /* `baseline` counts for nothing */
    bool show_suppressed; /* the report holds suppressed findings too */
};

/* What a run found. Lives in the arenas of `run`; pipeline_release() frees all of it. */
struct run {
    struct arena arena;
    struct load_arenas arenas; /* of what was read in parallel */
    struct report report;
    struct str *problems; /* one line each, for stderr; any of them means exit code 2 */
    size_t problem_count;
    struct str *frames; /* mistakes in configuration files, several lines each; exit code 2 too */
    size_t frame_count;
    struct str baseline;     /* the file that the configurations name; empty: none */
    bool baselines_differ;   /* they name several, or not all name one */
    struct str unknown_rule; /* the command line names a rule that nobody has: nothing was done */
};

/* Discovers, reads, cuts, parses, replays, lints, sorts. Writes nothing. */
void pipeline_run(struct run *run, const struct pipeline_options *options);
void pipeline_release(struct run *run);

/* What the migrations of one directory make, for `gander schema`. */
struct schema_options {
    struct discover_options discover;
    struct settings_options settings;
    bool has_at;
    int64_t at; /* replay up to this version */
};

struct schema_run {
    struct arena arena;
    struct load_arenas arenas;
    struct str *problems; /* several lines each; any of them: nothing was replayed */
    size_t problem_count;
    struct str dir;
    const struct migration *last;       /* the newest migration replayed; NULL: none */
    const struct sequence_files *files; /* those replayed */
    struct str *gaps;                   /* what could not be replayed, one line each */
    size_t gap_count;
    struct schema_refusal *refusals;
    size_t refusal_count;
    const struct catalog *catalog;
};

/* Discovers, reads, cuts, parses, replays. pipeline_release_schema() frees all of it. */
void pipeline_schema(struct schema_run *run, const struct schema_options *options);
void pipeline_release_schema(struct schema_run *run);

/* What migrations lock, for `gander locks`. */
struct locks_options {
    struct discover_options discover;
    struct settings_options settings;
    struct git_options git;
    struct timeline_options timeline;
};

struct locks_run {
    struct arena arena;
    struct load_arenas arenas;
    struct str *problems; /* several lines each; any of them means exit code 2 */
    size_t problem_count;
    struct str *notes; /* what was left out though it was found, one line each */
    size_t note_count;
    struct lock_timeline timeline;
};

/* Discovers, reads, cuts, parses, replays. pipeline_release_locks() frees all of it. */
void pipeline_locks(struct locks_run *run, const struct locks_options *options);
void pipeline_release_locks(struct locks_run *run);

/* One file on its own, for `inspect`: read, cut and parsed. */
struct migration_file *pipeline_file(struct arena *arena, const struct source *source,
                                     const struct goose_environment *environment);

#endif
