/* Fixing in memory, pass by pass: lint, apply what fits together, lint again, take back what did
 * harm. Nothing is written. */
#ifndef GANDER_CLI_FIX_PASSES_H
#define GANDER_CLI_FIX_PASSES_H

#include "base/vec.h"
#include "cli/check_fix.h"

struct fixed_file {
    struct str path;      /* as reports show it */
    struct str open_path; /* NUL-terminated; empty: standard input */
    struct str before;    /* what the disk has */
    struct str now;
    size_t fixed; /* findings */
    size_t most;  /* fixes at a time, since more of them did harm together */
};

struct fix_passes {
    struct arena arena;
    VEC(struct fixed_file *) files; /* by path */
    VEC(struct str) rejected;       /* what tells a finding whose fix was taken back */
    VEC(struct str) taken_back;     /* one line each */
    VEC(struct str) problems;       /* of the first run, for stderr: frames or lines */
    const struct pipeline_options *pipeline;
    const struct fix_options *options;
};

void fix_passes_run(struct fix_passes *passes, const struct pipeline_options *pipeline,
                    const struct fix_options *options);
void fix_passes_release(struct fix_passes *passes);

#endif
