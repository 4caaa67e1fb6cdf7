#include "cli/check_fix.h"

#include "base/vec.h"
#include "cli/commands.h"
#include "cli/fix_passes.h"
#include "cli/message.h"
#include "cli/rewrite.h"
#include "cli/unified.h"

#include <stdio.h>

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void tell_fixed(struct arena *arena, size_t findings, size_t files)
{
    if (files == 0) return;
    print_message(str_format(arena, "fixed %zu finding%s in %zu file%s", findings, plural(findings),
                             files, plural(files)));
}

static void tell_taken_back(const struct fix_passes *passes)
{
    for (size_t i = 0; i < passes->taken_back.len; i++) print_message(passes->taken_back.at[i]);
}

void check_fix(const struct pipeline_options *pipeline, const struct fix_options *options,
               struct watch *watch, int *code)
{
    struct fix_passes passes;
    watch_begin(watch);
    fix_passes_run(&passes, pipeline, options);
    watch_end(watch);
    tell_taken_back(&passes);
    size_t findings = 0;
    size_t files = 0;
    for (size_t i = 0; i < passes.files.len; i++) {
        const struct fixed_file *file = passes.files.at[i];
        struct error error;
        if (str_equal(file->before, file->now)) continue;
        if (!rewrite_file(file->open_path.at, file->before, file->now, &error)) {
            *code = trouble(&error);
            continue;
        }
        findings += file->fixed;
        files++;
    }
    tell_fixed(&passes.arena, findings, files);
    fix_passes_release(&passes);
}

int check_diff(const struct pipeline_options *pipeline, const struct fix_options *options,
               struct watch *watch)
{
    struct fix_passes passes;
    watch_begin(watch);
    fix_passes_run(&passes, pipeline, options);
    watch_end(watch);
    int code = passes.problems.len > 0 ? EXIT_TROUBLE : 0;
    for (size_t i = 0; i < passes.files.len; i++) {
        const struct fixed_file *file = passes.files.at[i];
        if (str_equal(file->before, file->now)) continue;
        unified_write(stdout, file->path, file->before, file->now);
        if (code == 0) code = EXIT_FINDINGS;
    }
    tell_taken_back(&passes);
    for (size_t i = 0; i < passes.problems.len; i++) print_frame(passes.problems.at[i]);
    fix_passes_release(&passes);
    return finish_stdout(code);
}
