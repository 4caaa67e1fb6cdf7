#include "base/deep_stack.h"
#include "base/vec.h"
#include "lint/where.h"
#include "pipeline_parts.h"

/* History is what nobody deploys any more; a file that was named, or that git says is new, is none.
 */
static void leave_out_old(struct sequence *sequence, const struct config *config,
                          struct lock_timeline *timeline)
{
    for (size_t i = 0; config->has_start_after && i < sequence->migration_count; i++) {
        struct migration *migration = &sequence->migrations[i];
        if (migration->version > config->start_after || !migration->reported) continue;
        if (migration->named || migration->fresh) continue;
        migration->reported = false;
        timeline->old++;
    }
}

static void read_base(struct arena *arena, struct sequence_files *files, struct base_sequence *base,
                      const struct config *config)
{
    files->base = base;
    if (base == NULL) return;
    base_read(arena, base, environment_of(arena, config));
    for (size_t i = 0; i < files->file_count; i++) {
        files->files[i].applied = base_has_applied(base, files->files[i].migration);
    }
}

static void read_sequence(struct locks_run *run, const struct locks_options *options,
                          struct str_list *problems, struct sequence *sequence,
                          struct base_sequence *base, const struct config *config,
                          const struct load *loads)
{
    struct arena *arena = &run->arena;
    struct lock_timeline *timeline = &run->timeline;
    if (!sequence->postgres) return; /* `notes` tells */
    leave_out_old(sequence, config, timeline);
    struct sequence_files *files = ARENA_NEW(arena, struct sequence_files);
    *files = gather_files(arena, sequence, loads);
    read_base(arena, files, base, config);
    if (!read_initial(arena, config, files, problems)) return;
    lock_timeline_read(arena, config, files, &options->timeline, timeline,
                       &timeline->sequences[timeline->sequence_count++]);
}

static void take_lines(struct arena *arena, struct str_list *lines, const struct str *more,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) VEC_PUSH(arena, lines, more[i]);
}

/* False when a configuration is mistaken or git has no answer: then nothing is read. */
static bool choose(struct locks_run *run, struct str_list *problems, struct discovery *found,
                   struct settings *settings, const struct locks_options *options,
                   struct git_scope *git)
{
    struct arena *arena = &run->arena;
    struct error error;
    *settings = settings_find(arena, found, &options->settings);
    settings_exclude(arena, found, settings, &options->settings);
    for (size_t i = 0; i < settings->error_count; i++) {
        VEC_PUSH(arena, problems, config_error_frame(arena, &settings->errors[i]));
    }
    if (settings->error_count > 0) return false;
    if (git_scope(arena, found, settings, &options->git, git, &error)) return true;
    VEC_PUSH(arena, problems, str_copy(arena, str_from(error.text)));
    return false;
}

static void run_stages(struct locks_run *run, const struct locks_options *options)
{
    struct arena *arena = &run->arena;
    struct str_list problems = {0};

    /* Which migrations there are, what is configured, what git says is new. */
    struct discover_options where = where_to_look(arena, &options->discover, &options->settings);
    struct discovery found = discover(arena, &where);
    take_lines(arena, &problems, found.problems, found.problem_count);
    run->notes = found.notes;
    run->note_count = found.note_count;
    bool none = found.sequence_count == 0 && found.note_count + found.problem_count == 0;
    if (none) VEC_PUSH(arena, &problems, STR("no goose migration found"));
    struct settings settings;
    struct git_scope git = {0};
    if (!choose(run, &problems, &found, &settings, options, &git)) found.sequence_count = 0;

    /* Read, cut and parse them: in parallel. */
    size_t count;
    struct load *loads = list_migrations(arena, &found, &settings, &count);
    struct loader *loader = load_begin(arena, loads, count, 0);
    for (size_t i = 0; i < count; i++) {
        load_wait(loader, &loads[i]);
        bool unreadable = loads[i].file == NULL && loads[i].migration->reported;
        if (unreadable) VEC_PUSH(arena, &problems, loads[i].problem);
    }
    run->arenas = load_end(loader);

    /* Replay each sequence, and write down what every statement locks. */
    run->timeline.sequences =
        arena_array(arena, found.sequence_count, sizeof *run->timeline.sequences);
    for (size_t i = 0; i < found.sequence_count; i++) {
        read_sequence(run, options, &problems, &found.sequences[i], git.by_sequence[i],
                      settings.by_sequence[i], loads);
        loads += found.sequences[i].migration_count;
    }
    run->problems = problems.at;
    run->problem_count = problems.len;
}

struct locks_call {
    struct locks_run *run;
    const struct locks_options *options;
};

static void call_stages(void *argument)
{
    const struct locks_call *call = argument;
    run_stages(call->run, call->options);
}

void pipeline_locks(struct locks_run *run, const struct locks_options *options)
{
    *run = (struct locks_run){0};
    on_deep_stack(call_stages, &(struct locks_call){run, options});
}

void pipeline_release_locks(struct locks_run *run)
{
    for (size_t i = 0; i < run->arenas.count; i++) arena_release(&run->arenas.at[i]);
    arena_release(&run->arena);
}
