/* How fast gander is, as ratios in one run: a generated tree of 1,000 migrations through the whole
 * program with JSON output, against bare pg_query_raw_parse over the same strings in one thread,
 * and against the peers that are installed. Never a timed test: run it with the `bench` target. */
#include "base/arena.h"
#include "goose/goose.h"
#include "source/source.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sql/bare_parse.h"

enum { MIGRATIONS = 1000, RUNS = 15 };

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

/* One migration of the kinds that real directories hold; [n] varies names and shapes. */
static void write_migration(FILE *out, int n)
{
    fprintf(out, "-- +goose Up\n-- Migration: step %d\n-- Author: Bench\n-- Date: 2026-01-15\n", n);
    if (n % 3 == 0) {
        fprintf(
            out,
            "CREATE TABLE things_%d (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
            "    owner_id bigint NOT NULL,\n    name text NOT NULL DEFAULT '',\n"
            "    price numeric(10, 2) NOT NULL CHECK (price >= 0),\n"
            "    created_at timestamptz NOT NULL DEFAULT now()\n);\n"
            "CREATE INDEX things_%d_owner_idx ON things_%d (owner_id);\n"
            "COMMENT ON TABLE things_%d IS 'made by step %d';\n",
            n, n, n, n, n);
    } else if (n % 3 == 1) {
        fprintf(
            out,
            "ALTER TABLE things_%d ADD COLUMN note text;\n"
            "ALTER TABLE things_%d ALTER COLUMN note SET DEFAULT 'none';\n"
            "INSERT INTO things_%d (owner_id, name, price) VALUES (1, 'a', 1.5), (2, 'b', 2);\n",
            n - 1, n - 1, n - 1);
    } else {
        fprintf(
            out,
            "-- +goose StatementBegin\nCREATE FUNCTION touch_%d() RETURNS trigger AS $$\nBEGIN\n"
            "    NEW.created_at := now();\n    RETURN NEW;\nEND;\n$$ LANGUAGE plpgsql;\n"
            "-- +goose StatementEnd\n",
            n);
    }
    fputs("\n-- +goose Down\n", out);
    if (n % 3 == 0) fprintf(out, "DROP TABLE things_%d;\n", n);
    if (n % 3 == 1) fprintf(out, "ALTER TABLE things_%d DROP COLUMN note;\n", n - 1);
    if (n % 3 == 2) fprintf(out, "DROP FUNCTION touch_%d();\n", n);
}

static void write_tree(const char *dir)
{
    if (mkdir(dir, 0777) != 0 && access(dir, W_OK) != 0) die(dir);
    for (int n = 0; n < MIGRATIONS; n++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%05d_step.sql", dir, n + 1);
        FILE *out = fopen(path, "w");
        if (out == NULL) die(path);
        write_migration(out, n);
        if (fclose(out) != 0) die(path);
    }
}

struct strings {
    struct str *at;
    size_t len;
    size_t bytes;
};

/* Every string goose would send for the tree, both directions. */
static struct strings read_strings(struct arena *arena, const char *dir)
{
    struct strings strings = {arena_array(arena, MIGRATIONS * 8, sizeof(struct str)), 0, 0};
    for (int n = 0; n < MIGRATIONS; n++) {
        char path[4096];
        struct str text;
        struct error error;
        snprintf(path, sizeof path, "%s/%05d_step.sql", dir, n + 1);
        if (!source_read_file(arena, path, &text, &error)) die(error.text);
        const struct goose_file *file =
            goose_read(arena, source_new(arena, str_from("bench"), text), NULL);
        const struct goose_section *sections[] = {&file->up, &file->down};
        for (size_t s = 0; s < 2; s++) {
            for (size_t i = 0; i < sections[s]->statement_count; i++) {
                strings.at[strings.len++] = sections[s]->statements[i].sql;
                strings.bytes += sections[s]->statements[i].sql.len;
            }
        }
    }
    return strings;
}

static double time_bare(const struct strings *strings)
{
    double start = now_ms();
    for (size_t i = 0; i < strings->len; i++) bare_parse(strings->at[i].at);
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
    if (argc != 3) {
        fputs("usage: bench GANDER DIRECTORY\n", stderr);
        return 2;
    }
    char *dir = argv[2];
    write_tree(dir);
    struct arena arena;
    arena_init(&arena);
    struct strings strings = read_strings(&arena, dir);
    char first[4096];
    snprintf(first, sizeof first, "%s/00001_step.sql", dir);
    char check[] = "check", format[] = "-f", json[] = "json", threads[] = "-j", one[] = "1";
    double bare = -1, all = -1, single = -1, file = -1;
    for (int run = 0; run < RUNS; run++) {
        bare = smallest(bare, time_bare(&strings));
        all = smallest(all, time_program((char *[]){argv[1], check, format, json, dir, NULL}));
        single = smallest(single, time_program((char *[]){argv[1], check, format, json, threads,
                                                          one, dir, NULL}));
    }
    printf("%d migrations, %zu strings, %zu KB of SQL; best of %d runs\n", MIGRATIONS, strings.len,
           strings.bytes / 1024, RUNS);
    printf("%-34s %8.1f ms   1.0x\n", "bare pg_query_raw_parse, 1 thread", bare);
    printf("%-34s %8.1f ms   %.2fx bare\n", "gander check -f json", all, all / bare);
    printf("%-34s %8.1f ms   %.2fx bare\n", "gander check -f json -j 1", single, single / bare);
    struct rusage usage;
    if (getrusage(RUSAGE_CHILDREN, &usage) == 0) {
        printf("%-34s %8.1f MB\n", "gander's peak memory", (double)usage.ru_maxrss / 1024);
    }
    /* One file alone in its directory: what an editor or a hook waits for. */
    char alone[4096 + 16];
    snprintf(alone, sizeof alone, "%s/alone", dir);
    if (mkdir(alone, 0777) != 0 && access(alone, W_OK) != 0) die(alone);
    strncat(alone, "/00001_x.sql", sizeof alone - strlen(alone) - 1);
    FILE *out = fopen(alone, "w");
    if (out == NULL) die(alone);
    write_migration(out, 0);
    if (fclose(out) != 0) die(alone);
    for (int run = 0; run < RUNS; run++) {
        file = smallest(file, time_program((char *[]){argv[1], check, format, json, alone, NULL}));
    }
    printf("%-34s %8.1f ms\n", "one file", file);
    compare_peers(dir, all);
    arena_release(&arena);
    return 0;
}
