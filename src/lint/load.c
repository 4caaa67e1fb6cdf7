#include "lint/load.h"

#include "base/deep_stack.h"
#include "lint/agreement.h"
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
    file->agrees = goose_agrees(file);
    if (!file->agrees) file->cuts = find_cuts(arena, source, file->goose, &file->cut_count);
    find_lost_tables(arena, file);
    file->suppressions = suppressions_read(arena, file, house);
    file->irreversible = find_irreversible(file);
    return file;
}

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

/* -- several at a time --------------------------------------------------------------------------
 */

struct worker {
    struct loader *loader;
    struct arena *arena;
    pthread_t thread;
    bool started;
};

struct loader {
    struct load *loads;
    size_t count;
    atomic_size_t next; /* nobody has taken it yet */
    pthread_mutex_t lock;
    pthread_cond_t one_done;
    struct worker *workers; /* the first is the caller, without a thread of its own */
    struct load_arenas arenas;
};

/* False when there is nothing left to take. */
static bool load_next(struct loader *loader, struct arena *arena)
{
    size_t mine = atomic_fetch_add(&loader->next, 1);
    if (mine >= loader->count) return false;
    load_one(arena, &loader->loads[mine]);
    pthread_mutex_lock(&loader->lock);
    loader->loads[mine].done = true;
    pthread_cond_signal(&loader->one_done);
    pthread_mutex_unlock(&loader->lock);
    return true;
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    while (load_next(worker->loader, worker->arena)) continue;
    return NULL;
}

static size_t thread_count(unsigned wanted, size_t tasks)
{
    long processors = wanted > 0 ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = processors < 1 ? 1 : (size_t)processors;
    if (count > tasks) count = tasks;
    if (count > 256) return 256;
    return count == 0 ? 1 : count;
}

struct loader *load_begin(struct arena *arena, struct load *loads, size_t count, unsigned threads)
{
    struct loader *loader = ARENA_NEW(arena, struct loader);
    loader->loads = loads;
    loader->count = count;
    pthread_mutex_init(&loader->lock, NULL);
    pthread_cond_init(&loader->one_done, NULL);
    loader->arenas.count = thread_count(threads, count);
    loader->arenas.at = arena_array(arena, loader->arenas.count, sizeof *loader->arenas.at);
    loader->workers = arena_array(arena, loader->arenas.count, sizeof *loader->workers);
    pthread_attr_t attributes;
    deep_stack_attributes(&attributes);
    for (size_t i = 1; i < loader->arenas.count; i++) {
        struct worker *worker = &loader->workers[i];
        *worker = (struct worker){.loader = loader, .arena = &loader->arenas.at[i]};
        worker->started = pthread_create(&worker->thread, &attributes, run_worker, worker) == 0;
    }
    pthread_attr_destroy(&attributes);
    return loader;
}

static bool is_done(struct loader *loader, const struct load *load)
{
    pthread_mutex_lock(&loader->lock);
    bool done = load->done;
    pthread_mutex_unlock(&loader->lock);
    return done;
}

void load_wait(struct loader *loader, const struct load *load)
{
    while (!is_done(loader, load)) {
        if (load_next(loader, &loader->arenas.at[0])) continue;
        pthread_mutex_lock(&loader->lock);
        while (!load->done) pthread_cond_wait(&loader->one_done, &loader->lock);
        pthread_mutex_unlock(&loader->lock);
    }
}

struct load_arenas load_end(struct loader *loader)
{
    for (size_t i = 1; i < loader->arenas.count; i++) {
        if (loader->workers[i].started) pthread_join(loader->workers[i].thread, NULL);
    }
    pthread_cond_destroy(&loader->one_done);
    pthread_mutex_destroy(&loader->lock);
    return loader->arenas;
}
