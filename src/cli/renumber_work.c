#include "cli/renumber_work.h"

#include <time.h>

static int64_t time_of_now(void)
{
    time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts) == NULL) return 0;
    int64_t date =
        (parts.tm_year + 1900) * INT64_C(10000) + (parts.tm_mon + 1) * 100 + parts.tm_mday;
    return date * 1000000 + parts.tm_hour * 10000 + parts.tm_min * 100 + parts.tm_sec;
}

/* Asked for by its name, it cannot be passed over. */
static bool check_named(const struct renumber_task *task, struct error *error)
{
    for (size_t i = 0; i < task->sequence->migration_count; i++) {
        const struct migration *migration = &task->sequence->migrations[i];
        if (!migration->named || !migration->reported) continue;
        if (renumber_may(task->base, migration)) continue;
        return fail(error,
                    "`" STR_FMT "` is on `" STR_FMT "`: databases may have run it, and its number "
                    "must stay",
                    STR_ARG(migration->path), STR_ARG(task->base->ref));
    }
    return true;
}

static bool has_reported(const struct sequence *sequence)
{
    for (size_t i = 0; i < sequence->migration_count; i++) {
        if (sequence->migrations[i].reported) return true;
    }
    return false;
}

static bool plan_one(struct renumber_work *work, const struct sequence *sequence,
                     struct base_sequence *base, const struct config *config, struct error *error)
{
    if (!has_reported(sequence)) return true;
    if (base == NULL) {
        return fail(error,
                    "which migrations of `" STR_FMT "` are new? Give `--since REF`, the git "
                    "revision they are merged into, or set `base-ref` in gander.yml",
                    STR_ARG(sequence->dir));
    }
    base_read(work->arena, base, NULL);
    struct renumber_task *task = &work->tasks[work->task_count++];
    *task = (struct renumber_task){.sequence = sequence, .base = base};
    const struct renumber_request request = {
        .sequence = sequence,
        .base = base,
        .config = config,
        .from = work->options->from,
        .now = time_of_now(),
    };
    return check_named(task, error) && renumber_plan(work->arena, &request, &task->plan, error) &&
           moves_add(work->arena, &work->moves, &task->plan, error);
}

bool renumber_plan_all(struct renumber_work *work, struct discovery *found,
                       struct settings *settings, struct error *error)
{
    struct git_scope git = {0};
    struct git_options options = work->options->git;
    options.fixes = true;
    if (!git_scope(work->arena, found, settings, &options, &git, error)) return false;
    work->tasks = arena_array(work->arena, found->sequence_count, sizeof *work->tasks);
    for (size_t i = 0; i < found->sequence_count; i++) {
        if (!plan_one(work, &found->sequences[i], git.by_sequence[i], settings->by_sequence[i],
                      error)) {
            return false;
        }
    }
    return true;
}
