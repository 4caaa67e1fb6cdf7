#include "bench_stages.h"

#include "base/deep_stack.h"
#include "lint/engine.h"
#include "lint/initial_schema.h"
#include "pipeline_parts.h"
#include "sql/bare_parse.h"

#include <malloc.h>
#include <stdio.h>
#include <time.h>

/* What is timed, each over all migrations; some hold others, and what they have more is a stage. */
enum timed {
    DISCOVERED,
    READ,
    CUT,
    PARSED,   /* libpg_query alone */
    LOWERED,  /* parsed and lowered */
    LOADED,   /* cut, parsed, lowered, comments read */
    REPLAYED, /* up, and down and back */
    LOCKED,   /* replayed with locks */
    LINTED,   /* replayed with locks and rules */
    RUN,      /* all of it, one file after the other: what is hot in a stage is cold here */
    REPORTED,
    TIMED
};

/* One run over one set of migrations. */
struct stages {
    const char *dir;
    struct arena arena;
    struct discovery found;
    struct settings settings;
    struct load *loads;
    const struct source **sources; /* NULL: no SQL */
    const struct goose_file **files;
    size_t count;
    double ms[TIMED];
};

/* Processor time: what else the machine does counts for little. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* -- file by file ------------------------------------------------------------------------------ */

static void find_all(struct stages *all)
{
    struct str path = str_from(all->dir);
    struct discover_options where = {.paths = &path, .path_count = 1};
    all->found = discover(&all->arena, &where);
    all->settings = settings_find(&all->arena, &all->found, &(struct settings_options){0});
    all->loads = list_migrations(&all->arena, &all->found, &all->settings, &all->count);
}

static void read_all(struct stages *all)
{
    all->sources = arena_array(&all->arena, all->count, sizeof(void *));
    for (size_t i = 0; i < all->count; i++) {
        const struct migration *migration = all->loads[i].migration;
        struct str text;
        struct error error;
        if (migration->kind != MIGRATION_SQL) continue;
        if (!source_read_file(&all->arena, migration->open_path.at, &text, &error)) continue;
        all->sources[i] = source_new(&all->arena, migration->path, text);
    }
}

static void cut_all(struct stages *all)
{
    all->files = arena_array(&all->arena, all->count, sizeof(void *));
    for (size_t i = 0; i < all->count; i++) {
        if (all->sources[i] == NULL) continue;
        all->files[i] = goose_read(&all->arena, all->sources[i], all->loads[i].environment);
    }
}

static void parse_section(struct stages *all, const struct goose_section *section, bool lower)
{
    for (size_t i = 0; i < section->statement_count; i++) {
        struct str sql = section->statements[i].sql;
        if (lower)
            sql_parse(&all->arena, sql);
        else
            bare_parse(sql.at);
    }
}

static void parse_files(struct stages *all, bool lower)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->files[i] == NULL) continue;
        parse_section(all, &all->files[i]->up, lower);
        parse_section(all, &all->files[i]->down, lower);
    }
}

static void parse_all(struct stages *all)
{
    parse_files(all, false);
}

static void lower_all(struct stages *all)
{
    parse_files(all, true);
}

static void load_all(struct stages *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct load *load = &all->loads[i];
        load->file = ARENA_NEW(&all->arena, struct migration_file);
        if (all->sources[i] != NULL) {
            load->file = load_source(&all->arena, all->sources[i], load->environment, load->house);
        }
        load->file->migration = load->migration;
    }
}

/* -- the sequences ----------------------------------------------------------------------------- */

typedef void sequence_stage(struct stages *all, const struct config *config,
                            const struct sequence_files *files);

static void each_sequence(struct stages *all, sequence_stage *stage)
{
    const struct load *loads = all->loads;
    for (size_t i = 0; i < all->found.sequence_count; i++) {
        const struct sequence *sequence = &all->found.sequences[i];
        const struct config *config = all->settings.by_sequence[i];
        struct sequence_files files = gather_files(&all->arena, sequence, loads);
        struct str problem;
        files.initial = initial_schema_read(&all->arena, config, &problem);
        if (files.initial != NULL) stage(all, config, &files);
        loads += sequence->migration_count;
    }
}

static void lint_one(struct stages *all, const struct config *config,
                     const struct sequence_files *files)
{
    struct diagnostic_list found = {0};
    lint_sequence(&all->arena, config, files, &found);
}

static void replay_one(struct stages *all, const struct config *config,
                       const struct sequence_files *files)
{
    const struct rule_level off = {.selector = STR("all"), .has_level = true};
    struct config silent = *config;
    silent.rule_levels = &off;
    silent.rule_level_count = 1;
    lint_one(all, &silent, files);
}

static void ignore_statement(void *of, const struct rule_ctx *ctx)
{
    (void)of;
    (void)ctx;
}

static void lock_one(struct stages *all, const struct config *config,
                     const struct sequence_files *files)
{
    struct onlooker onlooker = {.statement = ignore_statement, .down = true};
    watch_sequence(&all->arena, config, files, &onlooker);
}

static void replay_all(struct stages *all)
{
    each_sequence(all, replay_one);
}

static void lock_all(struct stages *all)
{
    each_sequence(all, lock_one);
}

static void lint_all(struct stages *all)
{
    each_sequence(all, lint_one);
}

/* -- the whole --------------------------------------------------------------------------------- */

static void run_whole(struct stages *all)
{
    struct run run;
    struct str path = str_from(all->dir);
    struct pipeline_options options = {.discover = {.paths = &path, .path_count = 1}, .threads = 1};
    FILE *out = fopen("/dev/null", "w");
    if (out == NULL) return;
    double start = now();
    pipeline_run(&run, &options);
    double collected = now();
    struct report_style style = {.columns = 100};
    reporter_find(STR("json"))->write(out, &run.report, &style);
    fclose(out);
    all->ms[RUN] = collected - start;
    all->ms[REPORTED] = now() - collected;
    pipeline_release(&run);
}

static void run_all(void *of)
{
    static void (*const parts[])(struct stages *) = {
        find_all, read_all, cut_all, parse_all, lower_all, load_all, replay_all, lock_all, lint_all,
    };
    struct stages *all = of;
    arena_init(&all->arena);
    for (int i = 0; i < RUN; i++) {
        double start = now();
        parts[i](all);
        all->ms[i] = now() - start;
    }
    arena_release(&all->arena);
    run_whole(all);
}

static void print_stage(const char *name, double ms, double total)
{
    printf("%-34s %8.1f ms  %5.1f %%\n", name, ms, ms / total * 100);
}

static void print_stages(const double *ms)
{
    double total = ms[RUN] + ms[REPORTED];
    printf("\nWhere the time of one thread goes; the program's start and end left out:\n");
    print_stage("discover, configure", ms[DISCOVERED], total);
    print_stage("read", ms[READ], total);
    print_stage("cut as goose does", ms[CUT], total);
    print_stage("parse (libpg_query)", ms[PARSED], total);
    print_stage("lower, compile bodies", ms[LOWERED] - ms[PARSED], total);
    print_stage("what comments and cuts say", ms[LOADED] - ms[CUT] - ms[LOWERED], total);
    print_stage("replay", ms[REPLAYED], total);
    print_stage("locks", ms[LOCKED] - ms[REPLAYED], total);
    print_stage("rules", ms[LINTED] - ms[LOCKED], total);
    print_stage("one file at a time, sort, count",
                ms[RUN] - ms[DISCOVERED] - ms[READ] - ms[LOADED] - ms[LINTED], total);
    print_stage("report as JSON", ms[REPORTED], total);
    printf("Together:\n");
    print_stage("parse, lower", ms[LOWERED], total);
    print_stage("replay, locks, rules", ms[LINTED], total);
    putchar('\n');
}

/* A run pays for every page it gets from the kernel; so is each stage to do, also in the second
 * round, which else gets what the first has freed. */
static void keep_no_pages(void)
{
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
}

void bench_stages(const char *dir, int runs)
{
    keep_no_pages();
    double best[TIMED];
    for (int run = 0; run < runs; run++) {
        struct stages all = {.dir = dir};
        on_deep_stack(run_all, &all);
        for (int i = 0; i < TIMED; i++) {
            if (run == 0 || all.ms[i] < best[i]) best[i] = all.ms[i];
        }
    }
    print_stages(best);
}
