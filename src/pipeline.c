#include "pipeline.h"

#include "base/vec.h"
#include "lint/cuts.h"
#include "lint/engine.h"
#include "lint/file.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* -- one file -----------------------------------------------------------------------------------*/

static void parse_section(struct arena *arena, struct migration_file *file,
                          enum direction direction, const struct goose_section *section)
{
    size_t count = section->statement_count;
    struct statement *statements = arena_array(arena, count, sizeof *statements);
    for (size_t i = 0; i < count; i++) {
        const struct goose_statement *sent = &section->statements[i];
        statements[i] = (struct statement){
            .sent = sent,
            .direction = direction,
            .number = (uint32_t)i + 1,
            .parse = sql_parse(arena, sent->sql),
        };
    }
    file->statements[direction] = statements;
    file->statement_count[direction] = count;
}

struct migration_file *pipeline_file(struct arena *arena, const struct source *source,
                                     const struct goose_environment *environment)
{
    struct migration_file *file = ARENA_NEW(arena, struct migration_file);
    file->source = source;
    file->goose = goose_read(arena, source, environment);
    parse_section(arena, file, DIRECTION_UP, &file->goose->up);
    parse_section(arena, file, DIRECTION_DOWN, &file->goose->down);
    file->cuts = find_cuts(arena, source, file->goose, &file->cut_count);
    return file;
}

/* -- all files, in parallel ---------------------------------------------------------------------*/

/* A migration to read; filled in by whichever worker takes it. */
struct task {
    const struct migration *migration;
    struct migration_file *file; /* NULL: it could not be read */
    struct str problem;
};

struct work {
    struct task *tasks; /* every migration of every sequence, in order */
    size_t count;
    atomic_size_t next;
    const struct goose_environment *environment;
};

struct worker {
    struct work *work;
    struct arena *arena;
    pthread_t thread;
    bool started;
};

static void read_migration(struct arena *arena, struct task *task,
                           const struct goose_environment *environment)
{
    const struct migration *migration = task->migration;
    struct str text = migration->text;
    struct error error;
    if (migration->kind == MIGRATION_GO) {
        task->file = ARENA_NEW(arena, struct migration_file);
    } else if (migration->has_text ||
               source_read_file(arena, migration->open_path.at, &text, &error)) {
        const struct source *source = source_new(arena, migration->path, text);
        task->file = pipeline_file(arena, source, environment);
    } else {
        task->problem = str_copy(arena, str_from(error.text));
        return;
    }
    task->file->migration = migration;
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    struct work *work = worker->work;
    for (;;) {
        size_t mine = atomic_fetch_add(&work->next, 1);
        if (mine >= work->count) return NULL;
        read_migration(worker->arena, &work->tasks[mine], work->environment);
    }
}

static size_t worker_count(unsigned wanted, size_t tasks)
{
    long processors = wanted > 0 ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = processors < 1 ? 1 : (size_t)processors;
    if (count > tasks) count = tasks;
    return count > 256 ? 256 : count;
}

/* The results do not depend on the number of workers: each file is read on its own, and every
 * worker, a single one too, has a stack of the same size. */
static void read_all(struct run *run, struct work *work, unsigned threads)
{
    const size_t stack_size = (size_t)16 * 1024 * 1024;
    run->worker_count = worker_count(threads, work->count);
    run->worker_arenas = arena_array(&run->arena, run->worker_count, sizeof *run->worker_arenas);
    struct worker *workers = arena_array(&run->arena, run->worker_count, sizeof *workers);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    for (size_t i = 0; i < run->worker_count; i++) {
        workers[i] = (struct worker){.work = work, .arena = &run->worker_arenas[i]};
        workers[i].started =
            pthread_create(&workers[i].thread, &attributes, run_worker, &workers[i]) == 0;
        if (!workers[i].started) run_worker(&workers[i]);
    }
    for (size_t i = 0; i < run->worker_count; i++) {
        if (workers[i].started) pthread_join(workers[i].thread, NULL);
    }
    pthread_attr_destroy(&attributes);
}

static struct work plan(struct arena *arena, const struct discovery *found,
                        const struct goose_environment *environment)
{
    struct work work = {.environment = environment};
    for (size_t i = 0; i < found->sequence_count; i++) {
        work.count += found->sequences[i].migration_count;
    }
    work.tasks = arena_array(arena, work.count, sizeof *work.tasks);
    size_t at = 0;
    for (size_t i = 0; i < found->sequence_count; i++) {
        const struct sequence *sequence = &found->sequences[i];
        for (size_t j = 0; j < sequence->migration_count; j++) {
            work.tasks[at++].migration = &sequence->migrations[j];
        }
    }
    return work;
}

static const struct goose_environment *environment_of(struct arena *arena,
                                                      const struct config *config)
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

/* -- the report ---------------------------------------------------------------------------------*/

/* The part of the result that grows while the sequences are gone through. */
struct collection {
    struct diagnostic_list findings;
    VEC(struct notification) notifications;
    VEC(struct str) problems;
    VEC(const struct source *) sources;
    size_t strays; /* reported ones */
};

static void collect_file(struct run *run, struct collection *all, const struct task *task)
{
    const struct migration *migration = task->migration;
    struct summary *summary = &run->report.summary;
    if (task->file == NULL) {
        VEC_PUSH(&run->arena, &all->problems, task->problem);
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"unreadable-file", migration->path, task->problem,
                                       SEVERITY_ERROR});
        summary->not_analysed++;
        return;
    }
    if (!migration->reported) return;
    summary->migrations++;
    if (migration->kind == MIGRATION_GO) {
        struct str text = STR("a Go migration is not analysed: what it does to the schema is "
                              "not known to the migrations after it");
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"go-migration", migration->path, text, SEVERITY_INFO});
        summary->not_analysed++;
        return;
    }
    VEC_PUSH(&run->arena, &all->sources, task->file->source);
    if (task->file->irreversible.source != NULL) summary->points_of_no_return++;
}

/* The files of one sequence that could be read, which are those of [tasks]. */
static struct sequence_files gather(struct arena *arena, const struct sequence *sequence,
                                    const struct task *tasks)
{
    struct sequence_files gathered = {.sequence = sequence};
    gathered.files = arena_array(arena, sequence->migration_count, sizeof *gathered.files);
    for (size_t i = 0; i < sequence->migration_count; i++) {
        if (tasks[i].file == NULL) continue;
        gathered.files[gathered.file_count] = *tasks[i].file;
        gathered.files[gathered.file_count].number = (uint32_t)gathered.file_count;
        gathered.file_count++;
    }
    return gathered;
}

static int by_path(const void *a, const void *b)
{
    const struct source *const *left = a;
    const struct source *const *right = b;
    return str_compare((*left)->path, (*right)->path);
}

static void count_findings(struct summary *summary, const struct diagnostic_list *findings)
{
    for (size_t i = 0; i < findings->len; i++) {
        const struct diagnostic *finding = findings->at[i];
        if (finding->severity == SEVERITY_ERROR) summary->errors++;
        if (finding->severity == SEVERITY_WARNING) summary->warnings++;
        if (finding->severity == SEVERITY_INFO) summary->infos++;
        if (i == 0 || !str_equal(finding->path, findings->at[i - 1]->path)) {
            summary->with_findings++;
        }
    }
}

static int exit_code(const struct summary *summary, size_t problems)
{
    if (problems > 0) return 2;
    switch (summary->fail_on) {
    case SEVERITY_OFF:
        return 0;
    case SEVERITY_ERROR:
        return summary->errors > 0;
    case SEVERITY_WARNING:
        return summary->errors + summary->warnings > 0;
    case SEVERITY_INFO:
        return summary->errors + summary->warnings + summary->infos > 0;
    }
    return 0;
}

static void check_for_nothing(struct run *run, struct collection *all,
                              const struct discovery *found)
{
    if (run->report.summary.migrations + all->strays + all->problems.len > 0) return;
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

static void finish(struct run *run, struct collection *all, const struct pipeline_options *options)
{
    struct report *report = &run->report;
    diagnostics_sort(&all->findings);
    if (all->sources.len > 0) {
        qsort(all->sources.at, all->sources.len, sizeof *all->sources.at, by_path);
    }
    count_findings(&report->summary, &all->findings);
    report->summary.fail_on = options->config.fail_on;
    report->summary.exit_code = exit_code(&report->summary, all->problems.len);
    report->diagnostics = (const struct diagnostic *const *)all->findings.at;
    report->diagnostic_count = all->findings.len;
    report->notifications = all->notifications.at;
    report->notification_count = all->notifications.len;
    report->sources = all->sources.at;
    report->source_count = all->sources.len;
    report->config = &options->config;
    run->problems = all->problems.at;
    run->problem_count = all->problems.len;
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

/* -- the spine ----------------------------------------------------------------------------------*/

void pipeline_run(struct run *run, const struct pipeline_options *options)
{
    *run = (struct run){0};
    struct arena *arena = &run->arena;
    struct collection all = {0};

    /* Which migrations there are. */
    struct discovery found = discover(arena, &options->discover);
    collect_discovery(run, &all, &found);

    /* Read each file, cut it as goose does, parse every string goose would send: in parallel. */
    struct work work = plan(arena, &found, environment_of(arena, &options->config));
    read_all(run, &work, options->threads);

    /* Lint each change against the schema it will meet, then replay it: in order. */
    const struct task *tasks = work.tasks;
    for (size_t i = 0; i < found.sequence_count; i++) {
        const struct sequence *sequence = &found.sequences[i];
        struct sequence_files *files = ARENA_NEW(arena, struct sequence_files);
        *files = gather(arena, sequence, tasks);
        for (size_t j = 0; j < sequence->migration_count; j++) collect_file(run, &all, &tasks[j]);
        lint_sequence(arena, &options->config, files, &all.findings);
        tasks += sequence->migration_count;
    }

    /* Sort the findings, count them, decide the exit code. */
    if (!options->allow_no_files) check_for_nothing(run, &all, &found);
    finish(run, &all, options);
}

void pipeline_release(struct run *run)
{
    for (size_t i = 0; i < run->worker_count; i++) arena_release(&run->worker_arenas[i]);
    arena_release(&run->arena);
}
