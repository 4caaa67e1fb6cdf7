#include "pipeline.h"

#include "base/deep_stack.h"
#include "base/vec.h"
#include "lint/apply.h"
#include "lint/baseline.h"
#include "lint/engine.h"
#include "lint/fingerprint.h"
#include "lint/git_authors.h"
#include "lint/initial_schema.h"
#include "lint/load.h"
#include "lint/scope.h"
#include "lint/suppress.h"
#include "lint/where.h"
#include "pipeline_parts.h"

#include <stdlib.h>

struct migration_file *pipeline_file(struct arena *arena, const struct source *source,
                                     const struct goose_environment *environment)
{
    return load_source(arena, source, environment, NULL);
}

const struct goose_environment *environment_of(struct arena *arena, const struct config *config)
{
    if (config->variable_count == 0) return NULL;
    struct goose_variable *variables =
        arena_array(arena, config->variable_count, sizeof *variables);
    for (size_t i = 0; i < config->variable_count; i++) {
        variables[i] =
            (struct goose_variable){config->variables[i].name, config->variables[i].value};
    }
    struct goose_environment *environment = ARENA_NEW(arena, struct goose_environment);
    *environment = (struct goose_environment){
        .variables = variables,
        .variable_count = config->variable_count,
    };
    return environment;
}

struct load *list_migrations(struct arena *arena, const struct discovery *found,
                             const struct settings *settings, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < found->sequence_count; i++) {
        *count += found->sequences[i].migration_count;
    }
    struct load *loads = arena_array(arena, *count, sizeof *loads);
    size_t at = 0;
    for (size_t i = 0; i < found->sequence_count; i++) {
        const struct sequence *sequence = &found->sequences[i];
        const struct goose_environment *environment =
            environment_of(arena, settings->by_sequence[i]);
        for (size_t j = 0; j < sequence->migration_count; j++) {
            loads[at].environment = environment;
            loads[at].house = settings->by_sequence[i]->house;
            loads[at++].migration = &sequence->migrations[j];
        }
    }
    return loads;
}

/* -- the report ---------------------------------------------------------------------------------*/

/* The part of the result that grows while the sequences are gone through. */
struct collection {
    struct diagnostic_list findings;
    VEC(struct notification) notifications;
    VEC(struct str) problems;
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

static void collect_file(struct run *run, struct collection *all, const struct load *load)
{
    const struct migration *migration = load->migration;
    struct summary *summary = &run->report.summary;
    if (load->file == NULL) {
        VEC_PUSH(&run->arena, &all->problems, load->problem);
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"unreadable-file", migration->path, load->problem,
                                       SEVERITY_ERROR});
        summary->not_analysed++;
        return;
    }
    if (!migration->reported) return;
    summary->migrations++;
    if (migration->kind == MIGRATION_GO) {
        summary->not_analysed++;
        return;
    }
    VEC_PUSH(&run->arena, &all->sources, load->file->source);
    if (load->file->irreversible.source != NULL) summary->points_of_no_return++;
}

/* One line for a sequence, however many there are. */
static void note_go_migrations(struct run *run, struct collection *all,
                               const struct sequence *sequence)
{
    const struct migration *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        const struct migration *migration = &sequence->migrations[i];
        if (migration->kind != MIGRATION_GO || !migration->reported) continue;
        if (first == NULL) first = migration;
        count++;
    }
    if (first == NULL) return;
    struct str more =
        count == 1
            ? STR(" is a Go migration, which is")
            : str_format(&run->arena, " and %zu more are Go migrations, which are", count - 1);
    struct str text = str_format(&run->arena,
                                 "`" STR_FMT "`" STR_FMT " not analysed: what happens in there "
                                 "is not known to the migrations that follow",
                                 STR_ARG(first->path), STR_ARG(more));
    VEC_PUSH(&run->arena, &all->notifications,
             (struct notification){"go-migration", first->path, text, SEVERITY_INFO});
}

/* Patterns of custom rules that PCRE2 would not follow to the end. */
static void note_gave_up(struct run *run, struct collection *all, const struct gave_up_list *list)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct gave_up *one = &list->at[i];
        struct str text = str_format(&run->arena,
                                     "the pattern of custom rule `%s` backtracks too much on "
                                     "`" STR_FMT "`: the rule was not applied to the rest of it",
                                     one->rule->id, STR_ARG(one->path));
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"rule-gave-up", one->path, text, SEVERITY_WARNING});
        run->report.summary.not_analysed++;
    }
}

static int by_path(const void *a, const void *b)
{
    const struct source *const *left = a;
    const struct source *const *right = b;
    return str_compare((*left)->path, (*right)->path);
}

static void count_fix(struct summary *summary, const struct diagnostic *finding)
{
    if (finding->file == NULL || finding->file->applied) return;
    if (fix_to_apply(finding, false) != NULL)
        summary->fixable++;
    else if (fix_to_apply(finding, true) != NULL)
        summary->fixable_unsafe++;
}

static void count_findings(struct summary *summary, const struct diagnostic_list *findings)
{
    struct str path = STR(""); /* of the live finding before */
    for (size_t i = 0; i < findings->len; i++) {
        const struct diagnostic *finding = findings->at[i];
        if (finding->suppressed.kind == SUPPRESSED_IN_SOURCE) summary->suppressed++;
        if (finding->suppressed.kind == SUPPRESSED_BY_BASELINE) summary->baselined++;
        if (finding->suppressed.kind != NOT_SUPPRESSED) continue;
        if (finding->severity == SEVERITY_ERROR) summary->errors++;
        if (finding->severity == SEVERITY_WARNING) summary->warnings++;
        if (finding->severity == SEVERITY_INFO) summary->infos++;
        count_fix(summary, finding);
        if (str_equal(finding->path, path)) continue;
        path = finding->path;
        summary->with_findings++;
        /* What only looks like a migration was looked at too. */
        if (finding->file == NULL) summary->migrations++;
    }
}

/* Each sequence has its own threshold. */
static bool any_failed(const struct config *config, const struct diagnostic_list *findings,
                       size_t from)
{
    if (config->fail_on == SEVERITY_OFF) return false;
    for (size_t i = from; i < findings->len; i++) {
        bool live = findings->at[i]->suppressed.kind == NOT_SUPPRESSED;
        if (live && findings->at[i]->severity >= config->fail_on) return true;
    }
    return false;
}

static int exit_code(const struct summary *summary, const struct collection *all)
{
    if (all->problems.len + all->frames.len > 0 || (all->strict && summary->not_analysed > 0))
        return 2;
    return all->failed ? 1 : 0;
}

static void check_for_nothing(struct run *run, struct collection *all,
                              const struct discovery *found)
{
    if (run->report.summary.migrations + all->strays + all->problems.len + all->frames.len > 0)
        return;
    struct str hint = STR("");
    if (found->skipped > 0) {
        hint = str_format(&run->arena,
                          " (%zu numbered .sql file%s passed over: no `-- +goose` line in %s)",
                          found->skipped, found->skipped == 1 ? "" : "s",
                          found->skipped == 1 ? "it or beside it" : "any of them");
    }
    VEC_PUSH(&run->arena, &all->problems,
             str_format(&run->arena, "no goose migration found" STR_FMT, STR_ARG(hint)));
}

static void finish(struct run *run, struct collection *all, const struct config *overall)
{
    struct report *report = &run->report;
    diagnostics_sort(&all->findings);
    if (all->sources.len > 0) {
        qsort(all->sources.at, all->sources.len, sizeof *all->sources.at, by_path);
    }
    count_findings(&report->summary, &all->findings);
    bool silenced = report->summary.suppressed + report->summary.baselined > 0;
    if (silenced) fingerprint_findings(&run->arena, &all->findings, 0);
    if (!all->show_suppressed) drop_suppressed(&all->findings);
    report->summary.fail_on = overall->fail_on;
    report->summary.exit_code = exit_code(&report->summary, all);
    report->diagnostics = (const struct diagnostic *const *)all->findings.at;
    report->diagnostic_count = all->findings.len;
    report->notifications = all->notifications.at;
    report->notification_count = all->notifications.len;
    report->sources = all->sources.at;
    report->source_count = all->sources.len;
    report->config = overall;
    run->problems = all->problems.at;
    run->problem_count = all->problems.len;
    run->frames = all->frames.at;
    run->frame_count = all->frames.len;
}

static void collect_discovery(struct run *run, struct collection *all,
                              const struct discovery *found)
{
    for (size_t i = 0; i < found->problem_count; i++) {
        VEC_PUSH(&run->arena, &all->problems, found->problems[i]);
        VEC_PUSH(
            &run->arena, &all->notifications,
            (struct notification){"unreadable-file", STR(""), found->problems[i], SEVERITY_ERROR});
    }
    for (size_t i = 0; i < found->note_count; i++) {
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"other-driver", STR(""), found->notes[i], SEVERITY_INFO});
    }
    for (size_t i = 0; i < found->sequence_count; i++) {
        for (size_t j = 0; j < found->sequences[i].stray_count; j++) {
            if (found->sequences[i].strays[j].reported) all->strays++;
        }
    }
}

/* A configuration that is wrong is no configuration: nothing is linted under it. */
static bool collect_mistakes(struct run *run, struct collection *all,
                             const struct settings *settings)
{
    for (size_t i = 0; i < settings->error_count; i++) {
        struct str frame = config_error_frame(&run->arena, &settings->errors[i]);
        VEC_PUSH(&run->arena, &all->frames, frame);
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"bad-configuration", settings->errors[i].path,
                                       settings->errors[i].message, SEVERITY_ERROR});
    }
    return settings->error_count > 0;
}

/* Without git's answer nothing is linted: neither everything nor nothing is what was asked for. */
static bool ask_git(struct run *run, struct collection *all, struct discovery *found,
                    struct settings *settings, const struct git_options *options,
                    struct git_scope *git)
{
    struct error error;
    if (git_scope(&run->arena, found, settings, options, git, &error)) return true;
    struct str problem = str_copy(&run->arena, str_from(error.text));
    VEC_PUSH(&run->arena, &all->problems, problem);
    VEC_PUSH(&run->arena, &all->notifications,
             (struct notification){"git-failed", STR(""), problem, SEVERITY_ERROR});
    return false;
}

/* NULL, with the trouble noted, when it cannot be read: then nothing is accepted. */
static struct baseline *find_baseline(struct run *run, struct collection *all, struct str file)
{
    for (size_t i = 0; i < all->baselines.len; i++) {
        if (str_equal(all->baselines.at[i]->file, file)) return all->baselines.at[i];
    }
    struct baseline *baseline = ARENA_NEW(&run->arena, struct baseline);
    struct error error;
    if (!baseline_read(&run->arena, file, baseline, &error)) {
        struct str problem = str_copy(&run->arena, str_from(error.text));
        *baseline = (struct baseline){.file = file};
        VEC_PUSH(&run->arena, &all->problems, problem);
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"unreadable-file", STR(""), problem, SEVERITY_ERROR});
    }
    VEC_PUSH(&run->arena, &all->baselines, baseline);
    return baseline;
}

/* What the project has accepted. */
static void accept_findings(struct run *run, struct collection *all, const struct config *config,
                            const struct sequence_files *files, size_t from)
{
    if (config->baseline.len == 0 || all->no_baseline) return;
    const struct baseline *baseline = find_baseline(run, all, config->baseline);
    baseline_apply(&run->arena, baseline, &all->findings, from);
    run->report.summary.stale += baseline_stale(&run->arena, baseline, config, files);
}

static void note_baseline(struct run *run, const struct settings *settings, size_t count)
{
    run->baseline = count > 0 ? settings->by_sequence[0]->baseline : settings->overall->baseline;
    for (size_t i = 1; i < count; i++) {
        if (!str_equal(settings->by_sequence[i]->baseline, run->baseline)) {
            run->baselines_differ = true;
        }
    }
}

/* A sequence whose files are being loaded. */
struct feed {
    struct sequence_files *files;
    struct loader *loader;
    const struct load *loads;
    size_t next;
    struct progress *progress;
};

/* The next file, unless it could not be read; then the one behind it. */
static bool feed_file(void *of)
{
    struct feed *feed = of;
    struct sequence_files *files = feed->files;
    while (feed->next < files->sequence->migration_count) {
        const struct load *load = &feed->loads[feed->next++];
        load_wait(feed->loader, load);
        progress_step(feed->progress);
        if (load->file == NULL) continue;
        struct migration_file *file = &files->files[files->file_count];
        *file = *load->file;
        file->number = (uint32_t)files->file_count++;
        file->applied = base_has_applied(files->base, file->migration);
        return true;
    }
    return false;
}

/* Lints each file as soon as it and those before it are loaded. */
static void lint_files(struct run *run, struct collection *all, const struct config *config,
                       struct sequence_files *files, struct loader *loader,
                       const struct load *loads)
{
    struct feed feed = {files, loader, loads, 0, all->progress};
    files->feed = (struct file_feed){feed_file, &feed};
    lint_sequence(&run->arena, config, files, &all->findings);
    files->feed = (struct file_feed){0};
    for (size_t i = 0; i < files->sequence->migration_count; i++) {
        collect_file(run, all, &loads[i]);
    }
    note_go_migrations(run, all, files->sequence);
}

static void read_initial_schema(struct run *run, struct collection *all,
                                const struct config *config, struct sequence_files *files)
{
    struct str problem = STR("");
    files->initial = initial_schema_read(&run->arena, config, &problem);
    if (files->initial != NULL) return;
    for (size_t i = 0; i < all->problems.len; i++) {
        if (str_equal(all->problems.at[i], problem)) return; /* of several sequences, one key */
    }
    VEC_PUSH(&run->arena, &all->problems, problem);
}

static void lint_one(struct run *run, struct collection *all, const struct sequence *sequence,
                     struct base_sequence *base, const struct config *config, struct loader *loader,
                     const struct load *loads)
{
    struct arena *arena = &run->arena;
    struct sequence_files *files = ARENA_NEW(arena, struct sequence_files);
    *files = (struct sequence_files){.sequence = sequence, .base = base};
    files->files = arena_array(arena, sequence->migration_count, sizeof *files->files);
    if (base != NULL) base_read(arena, base, environment_of(arena, config));
    files->hidden = ARENA_NEW(arena, struct diagnostic_list);
    files->gave_up = ARENA_NEW(arena, struct gave_up_list);
    read_initial_schema(run, all, config, files);
    size_t before = all->findings.len;
    lint_files(run, all, config, files, loader, loads);
    run->report.summary.before_start_after +=
        scope_findings(arena, config, files, &all->findings, before);
    run->report.summary.before_start_after +=
        suppress_findings(arena, config, files, &all->findings, before);
    note_gave_up(run, all, files->gave_up);
    accept_findings(run, all, config, files, before);
    all->failed |= any_failed(config, &all->findings, before);
    all->strict |= config->strict;
}

/* -- the spine ----------------------------------------------------------------------------------*/

static void run_stages(struct run *run, const struct pipeline_options *options)
{
    struct arena *arena = &run->arena;
    struct collection all = {.show_suppressed = options->show_suppressed,
                             .no_baseline = options->no_baseline,
                             .progress = options->progress};

    /* Which migrations there are. */
    progress_enter(options->progress, STAGE_DISCOVERY, 0);
    struct discover_options where = where_to_look(arena, &options->discover, &options->settings);
    struct discovery found = discover(arena, &where);
    collect_discovery(run, &all, &found);

    /* What each sequence's `gander.yml` and the command line say. A mistake there stops the run. */
    struct settings settings = settings_find(arena, &found, &options->settings);
    settings_exclude(arena, &found, &settings, &options->settings);
    if (collect_mistakes(run, &all, &settings)) found.sequence_count = 0;
    note_baseline(run, &settings, found.sequence_count);
    run->unknown_rule = settings.unknown;
    if (settings.unknown.len > 0) found.sequence_count = 0;

    /* What changed since a git revision, and what that has already. */
    struct git_scope git = {0};
    progress_enter(options->progress, STAGE_GIT, 0);
    if (!ask_git(run, &all, &found, &settings, &options->git, &git)) found.sequence_count = 0;

    /* Who wrote each migration, for a header that is to be filled in. */
    if (options->git.fixes) git_authors(arena, &found, &settings);

    overlay_texts(&found, options->overlays, options->overlay_count);

    /* Read each file, cut it as goose does, parse every string goose would send: in parallel. */
    size_t count;
    struct load *loads = list_migrations(arena, &found, &settings, &count);
    progress_enter(options->progress, STAGE_CHECKING, count);
    struct loader *loader = load_begin(arena, loads, count, options->threads);

    /* Meanwhile lint each change against the schema it will meet, then replay it: in order. */
    for (size_t i = 0; i < found.sequence_count; i++) {
        lint_one(run, &all, &found.sequences[i], git.by_sequence[i], settings.by_sequence[i],
                 loader, loads);
        loads += found.sequences[i].migration_count;
    }
    run->arenas = load_end(loader);

    /* Sort the findings, count them, decide the exit code. */
    if (!options->allow_no_files && git.unchanged == 0) check_for_nothing(run, &all, &found);
    finish(run, &all, settings.overall);
}

struct pipeline_call {
    struct run *run;
    const struct pipeline_options *options;
};

static void call_stages(void *argument)
{
    const struct pipeline_call *call = argument;
    run_stages(call->run, call->options);
}

void pipeline_run(struct run *run, const struct pipeline_options *options)
{
    *run = (struct run){0};
    on_deep_stack(call_stages, &(struct pipeline_call){run, options});
}

void pipeline_release(struct run *run)
{
    for (size_t i = 0; i < run->arenas.count; i++) arena_release(&run->arenas.at[i]);
    arena_release(&run->arena);
}
