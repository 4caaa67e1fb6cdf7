#include "cli/check_ignore.h"
#include "cli/check_options.h"
#include "cli/check_takes.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/watch.h"
#include "pipeline.h"
#include "source/git_origin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Everything on standard input, NUL-terminated. */
static bool read_stdin(struct arena *arena, struct str *text, struct error *error)
{
    size_t size = (size_t)64 * 1024;
    size_t len = 0;
    char *bytes = arena_alloc(arena, size + 1);
    for (;;) {
        ssize_t got = read(STDIN_FILENO, bytes + len, size - len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(error, "cannot read standard input: %s", strerror(errno));
        if (got == 0) break;
        len += (size_t)got;
        if (len < size) continue;
        if (size > UINT32_MAX / 2) {
            return fail(error, "cannot read standard input: it is larger than 2 GiB");
        }
        size *= 2;
        char *larger = arena_alloc(arena, size + 1);
        memcpy(larger, bytes, len);
        bytes = larger;
    }
    bytes[len] = '\0';
    *text = (struct str){bytes, len};
    return true;
}

/* The operands, `-` taken out. */
static bool take_operands(const struct arguments *arguments, const struct check_options *options,
                          struct discover_options *discover, struct error *error)
{
    struct str *paths = arena_array(arguments->arena, arguments->operand_count, sizeof *paths);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        if (str_equal(arguments->operands[i], STR("-")))
            discover->has_stdin = true;
        else
            paths[discover->path_count++] = arguments->operands[i];
    }
    discover->paths = paths;
    discover->stdin_path = options->stdin_filename;
    if (!discover->has_stdin) {
        return options->stdin_filename.len == 0 ||
               fail(error, "`--stdin-filename` goes with the PATH `-`");
    }
    if (!read_stdin(arguments->arena, &discover->stdin_text, error)) return false;
    if (discover->stdin_text.len == 0 && discover->stdin_path.len == 0) {
        return fail(error, "standard input is empty, and `--stdin-filename` does not say that it "
                           "stands for an empty migration");
    }
    return true;
}

static bool prepare(struct arguments *arguments, struct check_options *options,
                    struct pipeline_options *pipeline, struct error *error)
{
    if (!take_operands(arguments, options, &pipeline->discover, error)) return false;
    if (options->git.staged && pipeline->discover.has_stdin) {
        return fail(error, "`--staged` takes texts from git's index, `-` from standard input: "
                           "give one of them");
    }
    if (options->add_ignore.len > 0 && (options->git.staged || pipeline->discover.has_stdin)) {
        return fail(error, "`--add-ignore` writes to files: it goes with neither `-` nor "
                           "`--staged`");
    }
    bool alone = !options->show_suppressed && !options->fix.fix && !options->fix.diff;
    if (options->add_ignore.len > 0 && !alone) {
        return fail(error, "`--add-ignore` writes comments and nothing else: it goes with neither "
                           "`--show-suppressed` nor fixes");
    }
    pipeline->settings = options->settings;
    pipeline->git = options->git;
    pipeline->git.fixes = options->fix.fix || options->fix.diff;
    pipeline->settings.rule_levels = options->rule_levels.at;
    pipeline->settings.rule_level_count = options->rule_levels.len;
    pipeline->settings.unknown = options->unknown.at;
    pipeline->settings.unknown_count = options->unknown.len;
    pipeline->settings.exclude =
        (struct globs){options->excludes.at, options->excludes.len, STR(".")};
    pipeline->threads = options->threads;
    pipeline->allow_no_files = options->allow_no_files;
    pipeline->show_suppressed = options->show_suppressed;
    pipeline->no_baseline = options->no_baseline;
    return true;
}

/* Annotations come behind it in the same stream. */
static bool is_followed(const struct check_options *options, const struct output *output)
{
    if (output->path.len > 0) return false;
    for (size_t i = 0; i < options->output_count; i++) {
        const struct output *other = &options->outputs[i];
        if (other != output && other->path.len == 0 && other->reporter->follows) return true;
    }
    return false;
}

/* Every report is written, whatever became of the others. */
static int write_reports(const struct check_options *options, const struct run *run)
{
    const struct report_style style = style_for_stdout(options->color, options->quiet);
    int code = run->report.summary.exit_code;
    for (size_t i = 0; i < options->output_count; i++) {
        struct error error;
        struct output output = options->outputs[i];
        output.guarded = is_followed(options, &options->outputs[i]);
        struct report seen = report_for(options->arena, output.reporter, &run->report);
        if (!output_write(&output, &seen, &style, &error)) {
            code = trouble(&error);
        }
    }
    return finish_stdout(code);
}

/* Of all formats only SARIF says where the sources come from; the others cost no call of git. */
static void tell_origin(const struct check_options *options, struct run *run)
{
    for (size_t i = 0; i < options->output_count; i++) {
        if (!str_equal(str_from(options->outputs[i].reporter->name), STR("sarif"))) continue;
        const struct git_origin origin = git_origin(&run->arena);
        run->report.repository = origin.repository;
        run->report.revision = origin.revision;
        run->report.branch = origin.branch;
        return;
    }
}

static int complain(struct run *run)
{
    struct error error;
    fail(&error, STR_FMT, STR_ARG(run->unknown_rule));
    pipeline_release(run);
    return trouble(&error);
}

/* A first run over a project with a history: what is old drowns what matters. */
static void hint_at_init(const struct check_options *options, const struct run *run)
{
    enum { MANY_FILES = 10 };
    const struct summary *summary = &run->report.summary;
    bool narrowed = options->git.staged || options->git.since.len > 0 ||
                    summary->before_start_after + summary->baselined > 0;
    const struct output *output = check_stdout(options);
    bool text = output != NULL && strcmp(output->reporter->name, "text") == 0;
    struct str path = settings_path(options->arena, STR("."), &options->settings);
    if (!text || summary->with_findings < MANY_FILES || narrowed || path.len > 0 || options->quiet)
        return;
    print_message(STR("much of this is old? `gander init` writes a gander.yml that sets the "
                      "migrations of today aside"));
}

static int run_check(const struct check_options *options, const struct pipeline_options *pipeline,
                     struct watch *watch, int argc, char **argv)
{
    struct run run;
    int fixed = 0;
    if (options->fix.diff) return check_diff(pipeline, &options->fix, watch);
    if (options->fix.fix) check_fix(pipeline, &options->fix, watch, &fixed);
    watch_begin(watch);
    pipeline_run(&run, pipeline);
    watch_end(watch);
    if (run.unknown_rule.len > 0) return complain(&run);
    struct summary *summary = &run.report.summary;
    if (options->exit_zero && summary->exit_code == EXIT_FINDINGS) summary->exit_code = 0;
    run.report.arguments = (const char *const *)argv;
    run.report.argument_count = (size_t)argc;
    tell_origin(options, &run);
    int code = options->add_ignore.len > 0 ? check_add_ignore(options, &run)
                                           : write_reports(options, &run);
    if (code == EXIT_FINDINGS) hint_at_init(options, &run);
    for (size_t i = 0; i < run.problem_count; i++) print_message(run.problems[i]);
    for (size_t i = 0; i < run.frame_count; i++) print_frame(run.frames[i]);
    pipeline_release(&run);
    return fixed != 0 ? fixed : code;
}

static int check_watched(const struct check_options *options, struct pipeline_options *pipeline,
                         int argc, char **argv)
{
    struct watch watch;
    watch_init(&watch, options->quiet);
    pipeline->progress = &watch.progress;
    int code = run_check(options, pipeline, &watch, argc, argv);
    pipeline->progress = NULL;
    watch_release(&watch);
    return code;
}

/* Where no option gives a format GANDER_FORMAT does, then the gander.yml of the working directory.
 */
static bool default_output(struct check_options *options, struct error *error)
{
    if (options->output_count > 0) return true;
    struct str wanted = str_from(getenv("GANDER_FORMAT"));
    const struct option *format = &check_command_line.options[0];
    if (wanted.len == 0) {
        struct str path;
        wanted = settings_for(options->arena, STR("."), &options->settings, &path).config.format;
    }
    return format->take(options, wanted.len > 0 ? wanted : STR("text"), error);
}

static bool read_command_line(int argc, char **argv, struct arguments *arguments,
                              struct check_options *options, struct pipeline_options *pipeline,
                              struct error *error)
{
    if (!options_parse(&check_command_line, argc, argv, arguments, error)) return false;
    return arguments->help ||
           (check_fixes_agree(options, arguments, error) && default_output(options, error) &&
            prepare(arguments, options, pipeline, error));
}

int check_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct check_options options = {.arena = &arena};
    struct arguments arguments = {.arena = &arena, .into = &options};
    struct pipeline_options pipeline = {0};
    int code;
    if (!read_command_line(argc, argv, &arguments, &options, &pipeline, &error)) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&check_command_line);
        code = finish_stdout(0);
    } else {
        code = check_watched(&options, &pipeline, argc, argv);
    }
    arena_release(&arena);
    return code;
}
