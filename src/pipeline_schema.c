#include "base/deep_stack.h"
#include "base/vec.h"
#include "lint/engine.h"
#include "lint/initial_schema.h"
#include "lint/one_line.h"
#include "lint/where.h"
#include "pipeline_parts.h"

static void note_gap(struct schema_run *run, struct str_list *gaps, const struct load *load)
{
    const struct migration *migration = load->migration;
    const char *why = NULL;
    if (load->file == NULL) {
        VEC_PUSH(&run->arena, gaps, load->problem);
    } else if (migration->kind == MIGRATION_GO) {
        why = "a Go migration, which is not analysed";
    } else if (!load->file->goose->up.accepted) {
        why = "goose refuses it and stops there";
    }
    if (why == NULL) return;
    VEC_PUSH(&run->arena, gaps,
             str_format(&run->arena, STR_FMT ": %s", STR_ARG(migration->path), why));
}

/* Strings that PostgreSQL's parser refuses. */
static void note_unparsed(struct schema_run *run, struct str_list *gaps,
                          const struct migration_file *file)
{
    for (size_t i = 0; i < file->statement_count[DIRECTION_UP]; i++) {
        const struct statement *statement = &file->statements[DIRECTION_UP][i];
        if (statement->parse.parsed) continue;
        VEC_PUSH(&run->arena, gaps,
                 str_format(&run->arena, STR_FMT ":%u: PostgreSQL refuses it: " STR_FMT,
                            STR_ARG(file->source->path), statement->sent->start_line,
                            STR_ARG(statement->parse.error.message)));
    }
}

static void note_gaps(struct schema_run *run, const struct load *loads, size_t count)
{
    struct str_list gaps = {0};
    for (size_t i = 0; i < count; i++) {
        note_gap(run, &gaps, &loads[i]);
        if (loads[i].file != NULL && loads[i].file->source != NULL) {
            note_unparsed(run, &gaps, loads[i].file);
        }
    }
    run->gaps = gaps.at;
    run->gap_count = gaps.len;
}

/* Statements that the replay did not carry out. */
static void note_refusals(struct schema_run *run)
{
    const struct origin_list *refused = catalog_refusals(run->catalog);
    struct schema_refusal *all = arena_array(&run->arena, refused->len + 1, sizeof *all);
    for (size_t i = 0; i < refused->len; i++) {
        const struct span span = refused->at[i].span;
        if (span.source == NULL) continue;
        all[run->refusal_count++] = (struct schema_refusal){
            .path = span.source->path,
            .line = source_line_of(span.source, span.start),
            .words = one_line(&run->arena, span_text(span)),
        };
    }
    run->refusals = all;
}

static void add_problem(struct schema_run *run, struct str problem)
{
    struct str *all = arena_array(&run->arena, run->problem_count + 1, sizeof *all);
    for (size_t i = 0; i < run->problem_count; i++) all[i] = run->problems[i];
    all[run->problem_count++] = problem;
    run->problems = all;
}

/* One schema is asked for: of several directories the reader takes one. */
static bool check_for_one(struct schema_run *run, const struct discovery *found)
{
    struct arena *arena = &run->arena;
    if (found->sequence_count == 1 && found->sequences[0].postgres) return true;
    if (found->sequence_count == 1) {
        add_problem(run, str_format(arena, STR_FMT " is for " STR_FMT ", not PostgreSQL",
                                    STR_ARG(found->sequences[0].dir),
                                    STR_ARG(found->sequences[0].driver)));
        return false;
    }
    if (found->sequence_count == 0) {
        add_problem(run, found->note_count > 0 ? found->notes[0] : STR("no goose migration found"));
        return false;
    }
    struct str list = STR("several directories hold migrations, each with a schema of its own; "
                          "name one of them:");
    for (size_t i = 0; i < found->sequence_count; i++) {
        list = str_format(arena, STR_FMT "\n  " STR_FMT, STR_ARG(list),
                          STR_ARG(found->sequences[i].dir));
    }
    add_problem(run, list);
    return false;
}

static struct str version_hint(struct arena *arena, const struct sequence *sequence, size_t next)
{
    struct str before = next > 0 ? sequence->migrations[next - 1].name : STR("");
    struct str after = next < sequence->migration_count ? sequence->migrations[next].name : STR("");
    if (before.len == 0 || after.len == 0) {
        return str_format(arena, "; the %s is " STR_FMT, before.len == 0 ? "oldest" : "newest",
                          STR_ARG(before.len == 0 ? after : before));
    }
    return str_format(arena, "; the nearest are " STR_FMT " and " STR_FMT, STR_ARG(before),
                      STR_ARG(after));
}

/* Leaves only the migrations up to --at. */
static bool cut_sequence(struct schema_run *run, struct sequence *sequence,
                         const struct schema_options *options)
{
    if (!options->has_at) return true;
    size_t count = 0;
    while (count < sequence->migration_count &&
           sequence->migrations[count].version <= options->at) {
        count++;
    }
    bool exact = count > 0 && sequence->migrations[count - 1].version == options->at;
    if (!exact && options->at != 0) {
        struct str hint = version_hint(&run->arena, sequence, count);
        add_problem(run, str_format(&run->arena, STR_FMT " has no version %lld" STR_FMT,
                                    STR_ARG(sequence->dir), (long long)options->at, STR_ARG(hint)));
        return false;
    }
    sequence->migration_count = count;
    return true;
}

static void run_stages(struct schema_run *run, const struct schema_options *options)
{
    struct arena *arena = &run->arena;

    /* The one directory, and its configuration. */
    struct discover_options where = where_to_look(arena, &options->discover, &options->settings);
    struct discovery found = discover(arena, &where);
    for (size_t i = 0; i < found.problem_count; i++) add_problem(run, found.problems[i]);
    struct settings settings = settings_find(arena, &found, &options->settings);
    for (size_t i = 0; i < settings.error_count; i++) {
        add_problem(run, config_error_frame(arena, &settings.errors[i]));
    }
    if (run->problem_count > 0 || !check_for_one(run, &found)) return;

    /* The migrations up to the version that is asked for. */
    struct sequence *sequence = &found.sequences[0];
    if (!cut_sequence(run, sequence, options)) return;
    size_t count;
    struct load *loads = list_migrations(arena, &found, &settings, &count);
    struct loader *loader = load_begin(arena, loads, count, 0);
    for (size_t i = 0; i < count; i++) load_wait(loader, &loads[i]);
    run->arenas = load_end(loader);
    note_gaps(run, loads, count);
    run->dir = sequence->dir;
    if (count > 0) run->last = loads[count - 1].migration;

    /* Replay them. */
    struct sequence_files *files = ARENA_NEW(arena, struct sequence_files);
    *files = gather_files(arena, sequence, loads);
    run->files = files;
    struct str problem = STR("");
    files->initial = initial_schema_read(arena, settings.by_sequence[0], &problem);
    if (files->initial == NULL) {
        add_problem(run, problem);
        return;
    }
    run->catalog = replay_sequence(arena, settings.by_sequence[0], files);
    note_refusals(run);
}

struct schema_call {
    struct schema_run *run;
    const struct schema_options *options;
};

static void call_stages(void *argument)
{
    const struct schema_call *call = argument;
    run_stages(call->run, call->options);
}

void pipeline_schema(struct schema_run *run, const struct schema_options *options)
{
    *run = (struct schema_run){0};
    on_deep_stack(call_stages, &(struct schema_call){run, options});
}

void pipeline_release_schema(struct schema_run *run)
{
    for (size_t i = 0; i < run->arenas.count; i++) arena_release(&run->arenas.at[i]);
    arena_release(&run->arena);
}
