#include "lint/load.h"

#include "lint/cuts.h"
#include "lint/irreversible.h"
#include "lint/lost.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

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

struct migration_file *load_source(struct arena *arena, const struct source *source,
                                   const struct goose_environment *environment,
                                   const struct house_rules *house)
{
    struct migration_file *file = ARENA_NEW(arena, struct migration_file);
    file->source = source;
    file->goose = goose_read(arena, source, environment);
    parse_section(arena, file, DIRECTION_UP, &file->goose->up);
    parse_section(arena, file, DIRECTION_DOWN, &file->goose->down);
    file->cuts = find_cuts(arena, source, file->goose, &file->cut_count);
    file->lost_tables = find_lost_tables(arena, file, &file->lost_table_count);
    file->suppressions = suppressions_read(arena, file, house);
    file->irreversible = find_irreversible(file);
    return file;
}

struct work {
    struct load *loads;
    size_t count;
    atomic_size_t next;
    struct progress *progress;
};

struct worker {
    struct work *work;
    struct arena *arena;
    pthread_t thread;
    bool started;
};

static void load_one(struct arena *arena, struct load *load)
{
    const struct migration *migration = load->migration;
    struct str text = migration->text;
    struct error error;
    if (migration->kind == MIGRATION_GO) {
        load->file = ARENA_NEW(arena, struct migration_file);
    } else if (migration->has_text ||
               source_read_file(arena, migration->open_path.at, &text, &error)) {
        const struct source *source = source_new(arena, migration->path, text);
        load->file = load_source(arena, source, load->environment, load->house);
    } else {
        load->problem = str_copy(arena, str_from(error.text));
        return;
    }
    load->file->migration = migration;
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    struct work *work = worker->work;
    for (;;) {
        size_t mine = atomic_fetch_add(&work->next, 1);
        if (mine >= work->count) return NULL;
        load_one(worker->arena, &work->loads[mine]);
        progress_step(work->progress);
    }
}

static size_t worker_count(unsigned wanted, size_t tasks)
{
    long processors = wanted > 0 ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = processors < 1 ? 1 : (size_t)processors;
    if (count > tasks) count = tasks;
    return count > 256 ? 256 : count;
}

struct load_arenas load_all(struct arena *arena, struct load *loads, size_t count, unsigned threads,
                            struct progress *progress)
{
    /* Every worker, a single one too, has a stack of the same size: depth limits do not vary. */
    const size_t stack_size = (size_t)16 * 1024 * 1024;
    struct work work = {.loads = loads, .count = count, .progress = progress};
    struct load_arenas arenas = {.count = worker_count(threads, count)};
    arenas.at = arena_array(arena, arenas.count, sizeof *arenas.at);
    struct worker *workers = arena_array(arena, arenas.count, sizeof *workers);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    for (size_t i = 0; i < arenas.count; i++) {
        struct worker *worker = &workers[i];
        *worker = (struct worker){.work = &work, .arena = &arenas.at[i]};
        worker->started = pthread_create(&worker->thread, &attributes, run_worker, worker) == 0;
        if (!worker->started) run_worker(worker);
    }
    for (size_t i = 0; i < arenas.count; i++) {
        if (workers[i].started) pthread_join(workers[i].thread, NULL);
    }
    pthread_attr_destroy(&attributes);
    return arenas;
}
