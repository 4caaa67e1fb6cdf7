/* gander baseline: accepts what is found today, so that only what comes later is reported. */
#include "lint/baseline.h"

#include "base/vec.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/watch.h"
#include "lint/fingerprint.h"
#include "pipeline.h"
#include "report/words.h"
#include "source/paths.h"
#include "source/replace.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct baseline_options {
    struct settings_options settings;
    bool prune;
};

/* The entries of the new file, and what they are made of. */
struct merge {
    struct arena *arena;
    const struct report *report;
    struct places places;
    struct baseline old;
    bool prune;
    VEC(struct baseline_entry) entries;
    size_t dropped; /* old ones */
};

static bool take_file(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--baseline` needs the path of a file");
    ((struct baseline_options *)into)->settings.baseline = value;
    return true;
}

static bool take_prune(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct baseline_options *)into)->prune = true;
    return true;
}

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct baseline_options *)into)->settings.config_path = value;
    return true;
}

static const struct option options_of_baseline[] = {
    {"baseline", 0, "FILE",
     "write this file; default: what `baseline` in gander.yml names, else\n"
     "gander-baseline.json in the working directory",
     take_file},
    {"prune", 0, NULL, "add nothing: only drop findings that are gone", take_prune},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above each directory",
     take_config},
};

const struct command baseline_command_line = {
    .name = "baseline",
    .usage = "baseline [OPTION...] [PATH...]",
    .summary = "accept what is found today",
    .options = options_of_baseline,
    .option_count = sizeof options_of_baseline / sizeof *options_of_baseline,
    .more = "Writes every finding of the migrations at PATH to a file. `gander check --baseline\n"
            "FILE`, or `baseline: FILE` in gander.yml, then reports what is not in it. Findings\n"
            "are known by their statement, not by their line: they stay accepted while the text\n"
            "around them changes. Entries for other migrations that still exist are kept.",
};

/* -- merging ----------------------------------------------------------------------------------- */

static int compare_source_path(const void *path, const void *source)
{
    return str_compare(*(const struct str *)path, (*(const struct source *const *)source)->path);
}

/* This run did not look at the file, and it is still there. */
static bool is_elsewhere(const struct merge *merge, struct str path)
{
    const struct report *report = merge->report;
    if (report->source_count > 0 && bsearch(&path, report->sources, report->source_count,
                                            sizeof *report->sources, compare_source_path) != NULL) {
        return false;
    }
    struct str absolute = path.len > 0 && path.at[0] == '/'
                              ? path
                              : path_join(merge->arena, merge->places.root, path);
    return access(absolute.at, F_OK) == 0;
}

static void take_current(struct merge *merge)
{
    const struct report *report = merge->report;
    const struct fingerprint *prints =
        fingerprints(merge->arena, report->diagnostics, report->diagnostic_count);
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        const struct diagnostic *finding = report->diagnostics[i];
        struct str print = str_from(prints[i].hex);
        struct baseline_entry *old = baseline_find(&merge->old, print);
        if (old != NULL) old->matched = true;
        if (old == NULL && merge->prune) continue;
        struct baseline_entry entry = {.fingerprint = print,
                                       .rule = str_from(finding->rule->id),
                                       .path = finding->path,
                                       .message = finding->title};
        VEC_PUSH(merge->arena, &merge->entries, entry);
    }
}

static void keep_others(struct merge *merge)
{
    for (size_t i = 0; i < merge->old.count; i++) {
        const struct baseline_entry *entry = &merge->old.entries[i];
        if (entry->matched) continue;
        if (is_elsewhere(merge, entry->path))
            VEC_PUSH(merge->arena, &merge->entries, *entry);
        else
            merge->dropped++;
    }
}

static void say(const struct merge *merge, struct str file, bool configured)
{
    size_t count = merge->entries.len;
    if (file.at[0] == '/') file = path_shown(merge->arena, &merge->places, file);
    write_visible(stdout, file);
    printf(": %zu finding%s accepted", count, count == 1 ? "" : "s");
    if (merge->dropped > 0)
        printf(", %zu dropped that %s gone", merge->dropped, merge->dropped == 1 ? "is" : "are");
    puts(".");
    if (configured) return;
    fputs("To use it, write `baseline: ", stdout);
    write_visible(stdout, file);
    puts("` in gander.yml, or give it to `gander check --baseline`.");
}

static bool read_old(struct merge *merge, struct str file, struct error *error)
{
    if (access(file.at, F_OK) != 0 && !merge->prune) return true;
    return baseline_read(merge->arena, file, &merge->old, error);
}

static int merge_into(struct arena *arena, const struct baseline_options *options,
                      const struct run *run)
{
    struct error error;
    struct merge merge = {.arena = arena, .report = &run->report, .prune = options->prune};
    bool configured = run->baseline.len > 0;
    struct str file = configured ? str_copy(arena, run->baseline) : STR("gander-baseline.json");
    if (run->baselines_differ) {
        fail(&error,
             "the migrations here do not share one `baseline`: give a PATH whose gander.yml "
             "names one, or `--baseline FILE`");
        return trouble(&error);
    }
    merge.places = paths_here(arena);
    if (!read_old(&merge, file, &error)) return trouble(&error);
    take_current(&merge);
    keep_others(&merge);
    struct str text = baseline_text(arena, merge.entries.at, merge.entries.len);
    if (!replace_file(arena, file.at, text, &error)) return trouble(&error);
    say(&merge, file, configured && options->settings.baseline.len == 0);
    return finish_stdout(0);
}

/* Nothing is accepted from a run that could not look at everything. */
static int run_baseline(struct arena *arena, const struct baseline_options *options,
                        const struct arguments *arguments)
{
    struct pipeline_options pipeline = {.settings = options->settings, .no_baseline = true};
    struct run run;
    struct watch watch;
    watch_init(&watch, false);
    pipeline.progress = &watch.progress;
    pipeline.discover.paths = arguments->operands;
    pipeline.discover.path_count = arguments->operand_count;
    watch_begin(&watch);
    pipeline_run(&run, &pipeline);
    watch_end(&watch);
    watch_release(&watch);
    int code = EXIT_TROUBLE;
    if (run.problem_count + run.frame_count == 0) code = merge_into(arena, options, &run);
    for (size_t i = 0; i < run.problem_count; i++) print_message(run.problems[i]);
    for (size_t i = 0; i < run.frame_count; i++) print_frame(run.frames[i]);
    pipeline_release(&run);
    return code;
}

int baseline_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct baseline_options options = {.prune = false};
    struct arguments arguments = {.arena = &arena, .into = &options};
    int code;
    if (!options_parse(&baseline_command_line, argc, argv, &arguments, &error)) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&baseline_command_line);
        code = finish_stdout(0);
    } else {
        code = run_baseline(&arena, &options, &arguments);
    }
    arena_release(&arena);
    return code;
}
