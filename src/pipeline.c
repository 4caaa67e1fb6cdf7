#include "pipeline.h"

#include "base/deep_stack.h"
#include "lint/engine.h"
#include "lint/git_authors.h"
#include "lint/load.h"
#include "lint/scope.h"
#include "lint/suppress.h"
#include "lint/where.h"
#include "pipeline_collect.h"
#include "pipeline_parts.h"

struct migration_file *pipeline_file(struct arena *arena, const struct source *source,
                                     const struct goose_environment *environment)
{
    return load_source(arena, source, environment, NULL);
}

/* Without git's answer nothing is linted: neither everything nor nothing is what was asked for. */
static bool ask_git(struct run *run, struct collection *all, struct discovery *found,
                    struct settings *settings, const struct git_options *options,
                    struct git_scope *git)
{
    struct error error;
    if (git_scope(&run->arena, found, settings, options, git, &error)) return true;
    struct str problem = str_copy(&run->arena, str_from(error.text));
    collect_trouble(run, all, "git-failed", STR(""), problem);
    return false;
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
    collect_go_migrations(run, all, files->sequence);
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
    collect_initial_schema(run, all, config, files);
    size_t before = all->findings.len;
    lint_files(run, all, config, files, loader, loads);
    run->report.summary.before_start_after +=
        scope_findings(arena, config, files, &all->findings, before);
    run->report.summary.before_start_after +=
        suppress_findings(arena, config, files, &all->findings, before);
    collect_gave_up(run, all, files->gave_up);
    accept_findings(run, all, config, files, before);
    all->failed |= findings_fail(config, &all->findings, before);
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
    if (!options->allow_no_files && git.unchanged == 0) collect_lack_of_files(run, &all, &found);
    collect_report(run, &all, settings.overall);
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
