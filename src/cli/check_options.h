/* What the command line of `gander check` says. */
#ifndef GANDER_CLI_CHECK_OPTIONS_H
#define GANDER_CLI_CHECK_OPTIONS_H

#include "base/vec.h"
#include "cli/check_fix.h"
#include "cli/options.h"
#include "cli/output.h"
#include "lint/git_scope.h"
#include "lint/settings.h"

enum { OUTPUT_LIMIT = 16 };

struct check_options {
    struct arena *arena;
    struct output outputs[OUTPUT_LIMIT];
    size_t output_count;
    struct str stdin_filename; /* empty: not given */
    enum color_choice color;
    struct fix_options fix;
    bool exit_zero;
    bool quiet;
    bool allow_no_files;
    bool show_suppressed;
    bool no_baseline;
    struct str add_ignore; /* the reason; empty: not given */
    bool only;             /* --only was given: everything else is off */
    unsigned threads;
    VEC(struct rule_level) rule_levels;
    VEC(struct unknown_selector) unknown; /* among them; perhaps custom rules */
    VEC(struct str) excludes;
    struct settings_options settings;
    struct git_options git;
};

extern const struct command check_command_line;

/* Writes to stdout; NULL when every report goes to a file. */
const struct output *check_stdout(const struct check_options *options);

#endif
