/* What a check gathers while it goes through the sequences, and the report made of it. */
#ifndef GANDER_PIPELINE_COLLECT_H
#define GANDER_PIPELINE_COLLECT_H

#include "base/vec.h"
#include "lint/baseline.h"
#include "lint/load.h"
#include "pipeline.h"

/* The part of the result that grows while the sequences are gone through. */
struct collection {
    struct diagnostic_list findings;
    VEC(struct notification) notifications;
    struct str_list problems;
    VEC(struct str) frames; /* mistakes in configuration files */
    VEC(const struct source *) sources;
    size_t strays; /* reported ones */
    bool failed;   /* a finding is at or above its own sequence's `fail-on` */
    bool strict;   /* what was not analysed is exit code 2 */
    bool show_suppressed;
    bool no_baseline;
    struct progress *progress;
    VEC(struct baseline *) baselines; /* those read so far */
};

/* Something could not be done: a line for the user, and a notification in the report. */
void collect_trouble(struct run *run, struct collection *all, const char *id, struct str path,
                     struct str problem);

/* What discovery could not read, passed over, or took for something else. */
void collect_discovery(struct run *run, struct collection *all, const struct discovery *found);

/* A configuration that is wrong is no configuration: true when nothing may be linted under it. */
bool collect_mistakes(struct run *run, struct collection *all, const struct settings *settings);

/* What was there before the first migration, for [files]; it is trouble when that cannot be read.
 */
void collect_initial_schema(struct run *run, struct collection *all, const struct config *config,
                            struct sequence_files *files);

void collect_file(struct run *run, struct collection *all, const struct load *load);

/* One line for a sequence, however many there are. */
void collect_go_migrations(struct run *run, struct collection *all,
                           const struct sequence *sequence);

/* Patterns of custom rules that PCRE2 would not follow to the end. */
void collect_gave_up(struct run *run, struct collection *all, const struct gave_up_list *list);

/* Which baseline the sequences name, and whether it is one. */
void note_baseline(struct run *run, const struct settings *settings, size_t count);

/* What the project has accepted of the findings [from] on. */
void accept_findings(struct run *run, struct collection *all, const struct config *config,
                     const struct sequence_files *files, size_t from);

/* A live one among the findings [from] on is at or above the `fail-on` of its sequence. */
bool findings_fail(const struct config *config, const struct diagnostic_list *findings,
                   size_t from);

/* It is trouble when there was nothing to check. */
void collect_lack_of_files(struct run *run, struct collection *all, const struct discovery *found);

/* Sorts and counts the findings, decides the exit code, and fills run->report. */
void collect_report(struct run *run, struct collection *all, const struct config *overall);

#endif
