/* Where reports go: stdout, and files that are there whole or not at all. */
#ifndef GANDER_CLI_OUTPUT_H
#define GANDER_CLI_OUTPUT_H

#include "base/error.h"
#include "report/report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One `--format NAME[=PATH]`. */
struct output {
    const struct reporter *reporter;
    struct str path; /* NUL-terminated; empty: stdout */
    bool guarded;    /* whoever reads it obeys workflow commands: SQL and names must give none */
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Colour and width for stdout: `--color`, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then
 * whether it is a terminal that can. */
struct report_style style_for_stdout(enum color_choice choice, bool quiet);

/* Writes one report. A file is written beside its target under a temporary name and renamed; what
 * is no regular file (a device, a pipe), and what a format appends to, is written to directly.
 * stdout is not flushed here. */
bool output_write(const struct output *output, const struct report *report,
                  const struct report_style *style, struct error *error);

/* What makes the bytes of a file. */
struct file_writer {
    void (*write)(FILE *out, const void *of, const struct report_style *style);
    const void *of;
    bool appends; /* to a file that is there, instead of replacing it */
};

/* The same for a file that no reporter writes. [path] is NUL-terminated. */
bool output_write_file(struct str path, const struct file_writer *writer, bool quiet,
                       struct error *error);

#endif
