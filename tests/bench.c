/* How fast gander is, as ratios in one run: a tree of migrations through the whole program with
 * JSON output, against bare pg_query_raw_parse over the same strings in one thread, and against the
 * peers that are installed. Never a timed test: run it with the `bench` target, or as
 * `bench_program GANDER DIRECTORY` over any directory of migrations. */
#include "base/arena.h"
#include "base/vec.h"
#include "bench_stages.h"
#include "bench_tree.h"
#include "goose/goose.h"
#include "source/discover.h"
#include "source/source.h"
#include "sql/bare_parse.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MIGRATIONS = 1000, RUNS = 25 };

extern char **environ;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what)
{
    perror(what);
    exit(2);
}

/* -- what is parsed ---------------------------------------------------------------------------- */

struct strings {
    VEC(struct str) all;
    size_t files;
    size_t bytes; /* of the files */
};

static void add_strings(struct arena *arena, struct strings *strings,
                        const struct goose_section *section)
{
    for (size_t i = 0; i < section->statement_count; i++) {
        VEC_PUSH(arena, &strings->all, section->statements[i].sql);
    }
}

/* Every string goose would send for the migrations in and below [dir], both directions. */
static struct strings read_strings(struct arena *arena, const char *dir)
{
    struct strings strings = {0};
    struct str path = str_from(dir);
    struct discover_options options = {.paths = &path, .path_count = 1};
    struct discovery found = discover(arena, &options);
    for (size_t s = 0; s < found.sequence_count; s++) {
        for (size_t m = 0; m < found.sequences[s].migration_count; m++) {
            const struct migration *migration = &found.sequences[s].migrations[m];
            struct str text;
            struct error error;
            if (migration->kind != MIGRATION_SQL) continue;
            if (!source_read_file(arena, migration->open_path.at, &text, &error)) continue;
            const struct goose_file *file =
                goose_read(arena, source_new(arena, migration->path, text), NULL);
            add_strings(arena, &strings, &file->up);
            add_strings(arena, &strings, &file->down);
            strings.files++;
            strings.bytes += text.len;
        }
    }
    return strings;
}

/* -- how long things take ---------------------------------------------------------------------- */

static double time_bare(const struct strings *strings)
{
    double start = now_ms();
    for (size_t i = 0; i < strings->all.len; i++) bare_parse(strings->all.at[i].at);
    return now_ms() - start;
}

/* Wall time of a program, its output thrown away; negative when it cannot be started. */
static double time_program(char *const arguments[])
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    double start = now_ms();
    pid_t child;
    int failed = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) return -1;
    int status;
    if (waitpid(child, &status, 0) != child) die("waitpid");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) return -1;
    return now_ms() - start;
}

static double smallest(double a, double b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

static void compare_gander(char *gander, char *dir, const struct strings *strings, double *best)
{
    char check[] = "check", format[] = "-f", json[] = "json", threads[] = "-j", one[] = "1";
    char *const all[] = {gander, check, format, json, dir, NULL};
    char *const single[] = {gander, check, format, json, threads, one, dir, NULL};
    double bare = -1, with_one = -1;
    *best = -1;
    for (int run = 0; run < RUNS; run++) {
        bare = smallest(bare, time_bare(strings));
        *best = smallest(*best, time_program(all));
        with_one = smallest(with_one, time_program(single));
    }
    printf("%zu migrations, %zu KB, %zu strings for PostgreSQL; best of %d runs, %ld processors\n",
           strings->files, strings->bytes / 1024, strings->all.len, RUNS,
           sysconf(_SC_NPROCESSORS_ONLN));
    printf("%-34s %8.1f ms   1.0x\n", "bare pg_query_raw_parse, 1 thread", bare);
    printf("%-34s %8.1f ms   %.2fx bare\n", "gander check -f json", *best, *best / bare);
    printf("%-34s %8.1f ms   %.2fx bare\n", "gander check -f json -j 1", with_one, with_one / bare);
    struct rusage usage;
    if (getrusage(RUSAGE_CHILDREN, &usage) == 0) {
        printf("%-34s %8.1f MB\n", "gander's peak memory", (double)usage.ru_maxrss / 1024);
    }
}

/* One file alone in its directory: what an editor or a hook waits for. */
static void compare_alone(char *gander, char *dir)
{
    char check[] = "check", format[] = "-f", json[] = "json";
    char *const arguments[] = {gander, check, format, json, dir, NULL};
    double best = -1;
    for (int run = 0; run < RUNS; run++) best = smallest(best, time_program(arguments));
    printf("%-34s %8.1f ms\n", "one file", best);
}

static void compare_peer(const char *name, char *const arguments[], double gander)
{
    double best = -1;
    for (int run = 0; run < 3; run++) {
        double time = time_program(arguments);
        if (time < 0) break;
        best = smallest(best, time);
    }
    if (best < 0) {
        printf("%-34s not installed, not compared\n", name);
    } else {
        printf("%-34s %8.1f ms   %.1fx gander's time\n", name, best, best / gander);
    }
}

static void compare_peers(char *dir, double gander)
{
    char command[4096 + 64];
    snprintf(command, sizeof command, "exec squawk \"%s\"/*.sql", dir);
    char sh[] = "sh", c[] = "-c";
    compare_peer("squawk", (char *[]){sh, c, command, NULL}, gander);
    snprintf(command, sizeof command, "exec goose -dir \"%s\" validate", dir);
    compare_peer("goose validate (reads no SQL)", (char *[]){sh, c, command, NULL}, gander);
    snprintf(command, sizeof command, "exec pgfence analyze \"%s\"/*.sql", dir);
    compare_peer("pgfence", (char *[]){sh, c, command, NULL}, gander);
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4) {
        fputs("usage: bench_program GANDER DIRECTORY [TEMPLATES]\n", stderr);
        return 2;
    }
    char *dir = argv[2];
    bool generated = argc == 4;
    if (generated) bench_write_tree(argv[3], dir, MIGRATIONS);
    struct arena arena;
    arena_init(&arena);
    struct strings strings = read_strings(&arena, dir);
    if (generated) {
        printf(
            "Generated from the templates of tests/bench: tables with their indexes and comments,\n"
            "columns, constraints, functions and triggers, seeds, a view, grants, each with its\n"
            "header and its Down.\n");
    }
    double gander;
    compare_gander(argv[1], dir, &strings, &gander);
    bench_stages(dir, RUNS);
    if (generated) {
        char alone[4096];
        bench_write_alone(argv[3], dir, alone, sizeof alone);
        compare_alone(argv[1], alone);
    }
    compare_peers(dir, gander);
    arena_release(&arena);
    return 0;
}
