/* What goose makes of names, and which directories are sequences. */
/* For mkdtemp() and realpath(). */
#define _XOPEN_SOURCE 700

#include "base/arena.h"
#include "config/goose_yml.h"
#include "source/discover.h"
#include "source/file.h"
#include "source/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* -- names --------------------------------------------------------------------------------------*/

static void test_migration_name__as_goose_reads_them(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t version; /* 0: refused */
    } names[] = {
        {"1_a.sql", 1},
        {"00001_a.sql", 1},
        {"+1_a.sql", 1},
        {"1_.sql", 1},
        {"1__a.sql", 1},
        {"1_000_a.sql", 1},
        {"1_a.up.sql", 1},
        {"20240102030405_a.go", 20240102030405},
        {"9223372036854775807_a.sql", INT64_MAX},
        {"9223372036854775808_a.sql", 0},
        {"99999999999999999999999_a.sql", 0},
        {"0_a.sql", 0},
        {"-1_a.sql", 0},
        {"+_a.sql", 0},
        {"001.sql", 0},
        {"001-a.sql", 0},
        {"V1__a.sql", 0},
        {"1.5_a.sql", 0},
        {"2024-01-02_a.sql", 0},
        {"_a.sql", 0},
        {" 1_a.sql", 0},
        {"1 _a.sql", 0},
        {"\xD9\xA1_a.sql", 0}, /* ARABIC-INDIC DIGIT ONE */
        {"1_a.SQL", 0},
        {"1_a.sql.bak", 0},
        {"1_a.psql", 0},
        {"1_a_test.go", 0},
        {"._1_a.sql", 0},
        {".sql", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int64_t version = 0;
        struct str digits;
        enum migration_kind kind;
        bool taken = migration_name(str_from(names[i].name), &version, &digits, &kind);
        if (taken != (names[i].version != 0)) fail_msg("%s", names[i].name);
        if (taken) assert_true(version == names[i].version);
    }
}

static void test_migration_name__keeps_digits_and_kind(void **state)
{
    (void)state;
    int64_t version;
    struct str digits;
    enum migration_kind kind;
    assert_true(migration_name(STR("00042_a.go"), &version, &digits, &kind));
    assert_true(str_equal(digits, STR("00042")));
    assert_int_equal(kind, MIGRATION_GO);
    assert_true(migration_name(STR("7_a.sql"), &version, &digits, &kind));
    assert_int_equal(kind, MIGRATION_SQL);
}

static void test_mentions_goose__only_in_comment_lines(void **state)
{
    (void)state;
    assert_true(text_mentions_goose(STR("-- +goose Up\n")));
    assert_true(text_mentions_goose(STR("SELECT 1;\r\n\t --+Goose Down")));
    assert_true(text_mentions_goose(STR("\xEF\xBB\xBF-- +goose Up")));
    assert_true(text_mentions_goose(STR("-- ++gooo +g+goose")));
    assert_false(text_mentions_goose(STR("SELECT '-- +goose Up';\n")));
    assert_false(text_mentions_goose(STR("-- goose Up\n-- +goos\ne")));
    assert_false(text_mentions_goose(STR("- - +goose\n")));
    assert_false(text_mentions_goose(STR("")));
}

/* -- paths --------------------------------------------------------------------------------------*/

static void test_paths__absolute_and_shown(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct places places = {.working = STR("/repo/service"), .root = STR("/repo")};
    static const struct {
        const char *given;
        const char *absolute;
        const char *shown;
    } cases[] = {
        {".", "/repo/service", "service"},
        {"./a//b/./c/", "/repo/service/a/b/c", "service/a/b/c"},
        {"/repo", "/repo", "."},
        {"/repo2/x", "/repo2/x", "/repo2/x"},
        {"/", "/", "/"},
        {"...", "/repo/service/...", "service/..."},
        {"../other/x.sql", "/repo/other/x.sql", "other/x.sql"},
        {"../../../..", "/", "/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str absolute = path_absolute(&arena, &places, str_from(cases[i].given));
        assert_string_equal(absolute.at, cases[i].absolute);
        assert_string_equal(path_shown(&arena, &places, absolute).at, cases[i].shown);
    }
    arena_release(&arena);
}

static void test_paths__parts(void **state)
{
    (void)state;
    assert_true(str_equal(path_parent(STR("a/b")), STR("a")));
    assert_true(str_equal(path_parent(STR("a")), STR(".")));
    assert_true(str_equal(path_parent(STR("/a")), STR("/")));
    assert_true(str_equal(path_base(STR("a/b")), STR("b")));
    assert_true(path_inside(STR("/a/b"), STR("/a")));
    assert_true(path_inside(STR("/a"), STR("/a")));
    assert_true(path_inside(STR("/a"), STR("/")));
    assert_false(path_inside(STR("/ab"), STR("/a")));
}

/* -- .goose.yml ---------------------------------------------------------------------------------*/

static void test_goose_yml__keys(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct goose_yml yml;
    struct error error;
    assert_true(
        goose_yml_parse(&arena, STR("driver: pgx\ndir: 'a b'\nmore: {x: [1]}\n"), &yml, &error));
    assert_true(str_equal(yml.driver, STR("pgx")));
    assert_true(str_equal(yml.dir, STR("a b")));
    assert_int_equal(yml.table.len, 0);
    assert_true(goose_yml_parse(&arena, STR(""), &yml, &error));
    assert_false(goose_yml_parse(&arena, STR("dir: [a]\n"), &yml, &error));
    assert_string_equal(error.text, "line 1: `dir` must be a text");
    assert_false(goose_yml_parse(&arena, STR("- a\n"), &yml, &error));
    assert_false(goose_yml_parse(&arena, STR("a: b: c\n"), &yml, &error));
    arena_release(&arena);
}

static void test_goose_yml__drivers(void **state)
{
    (void)state;
    static const char *const postgres[] = {"",    "postgres", "PostgreSQL",
                                           "pgx", "redshift", "${DRIVER}"};
    static const char *const others[] = {"mysql", "sqlite3", "mssql", "clickhouse", "ydb", "turso"};
    for (size_t i = 0; i < 6; i++) {
        assert_true(goose_driver_is_postgres(str_from(postgres[i])));
        assert_false(goose_driver_is_postgres(str_from(others[i])));
    }
}

/* -- directories --------------------------------------------------------------------------------*/

/* A folder of its own as working directory. */
struct ground {
    struct arena arena;
    char path[64];
    struct str paths[8];
    size_t path_count;
};

static int make_ground(void **state)
{
    struct ground *ground = calloc(1, sizeof *ground);
    if (ground == NULL) return 1;
    strncpy(ground->path, "/tmp/gander-test-XXXXXX", sizeof ground->path - 1);
    *state = ground;
    return mkdtemp(ground->path) == NULL || chdir(ground->path) != 0;
}

static int drop_ground(void **state)
{
    struct ground *ground = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", ground->path);
    int failed = chdir("/") != 0 || system(command) != 0;
    arena_release(&ground->arena);
    free(ground);
    return failed;
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
}

static void put(const char *path, const char *text)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%s", path);
    make_folders(copy);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const char goose[] = "-- +goose Up\n";

static void name(struct ground *ground, const char *path)
{
    ground->paths[ground->path_count++] = str_from(path);
}

static struct discovery find(struct ground *ground)
{
    const struct discover_options options = {.paths = ground->paths,
                                             .path_count = ground->path_count};
    return discover(&ground->arena, &options);
}

/* "dir: migrations | strays; ..." with `!` before what is reported. */
static const char *described(struct ground *ground, const struct discovery *found)
{
    struct str text = STR("");
    for (size_t i = 0; i < found->sequence_count; i++) {
        const struct sequence *sequence = &found->sequences[i];
        text = str_format(&ground->arena, STR_FMT "%s" STR_FMT ":", STR_ARG(text),
                          i == 0 ? "" : "; ", STR_ARG(sequence->dir));
        for (size_t j = 0; j < sequence->migration_count; j++) {
            text = str_format(&ground->arena, STR_FMT " %s" STR_FMT, STR_ARG(text),
                              sequence->migrations[j].reported ? "!" : "",
                              STR_ARG(sequence->migrations[j].name));
        }
        for (size_t j = 0; j < sequence->stray_count; j++) {
            text = str_format(&ground->arena, STR_FMT "%s %s%d=" STR_FMT, STR_ARG(text),
                              j == 0 ? " |" : "", sequence->strays[j].reported ? "!" : "",
                              (int)sequence->strays[j].kind, STR_ARG(sequence->strays[j].path));
        }
    }
    return text.at;
}

static void assert_found(struct ground *ground, const char *expected)
{
    struct discovery found = find(ground);
    assert_string_equal(described(ground, &found), expected);
    assert_int_equal(found.problem_count, 0);
}

static void test_discover__sorts_by_number(void **state)
{
    put("db/10_c.sql", goose);
    put("db/9_b.sql", goose);
    put("db/0001_z.go", "package db\n");
    put("db/1_a.sql", goose);
    put("db/embed.go", "package db\n");
    assert_found(*state, "db: !0001_z.go !1_a.sql !9_b.sql !10_c.sql");
}

static void test_discover__leaves_other_tools_alone(void **state)
{
    put("migrate/000001_a.up.sql", "CREATE TABLE t (a int);\n");
    put("queries/users.sql", "SELECT 1;\n");
    put("scripts/seed.sql", goose);
    put("node_modules/x/1_a.sql", goose);
    put("vendor/x/1_a.sql", goose);
    put(".cache/1_a.sql", goose);
    struct discovery found = find(*state);
    assert_int_equal(found.sequence_count, 0);
    assert_int_equal(found.skipped, 1);
}

static void test_discover__named_folder_is_taken_at_its_word(void **state)
{
    struct ground *ground = *state;
    put("a/00001_a.sql", "CREATE TABLE t (a int);\n");
    put(".hidden/vendor/1_a.sql", goose);
    put("b/V1__a.sql", goose);
    name(ground, "a");
    name(ground, ".hidden");
    name(ground, ".hidden/vendor");
    name(ground, "b");
    assert_found(ground, ".hidden/vendor: !1_a.sql; a: !00001_a.sql; b: | !0=b/V1__a.sql");
}

static void test_discover__file_brings_its_sequence(void **state)
{
    struct ground *ground = *state;
    put("db/1_a.sql", goose);
    put("db/2_b.sql", "SELECT 1;\n");
    put("db/sub/3_c.sql", goose);
    put("db/seed.sql", "");
    name(ground, "db/2_b.sql");
    name(ground, "./db//2_b.sql");
    assert_found(ground, "db: 1_a.sql !2_b.sql | 0=db/seed.sql");
}

/* Without a numbered file goose runs nothing here: only what a named file says itself counts. */
static void test_discover__file_without_number(void **state)
{
    struct ground *ground = *state;
    put("queries.sql", "SELECT 1;\n");
    put("draft.sql", goose);
    name(ground, "queries.sql");
    assert_found(ground, "");
    ground->path_count = 0;
    name(ground, "draft.sql");
    assert_found(ground, ".: | !0=draft.sql 0=queries.sql");
}

static void test_discover__strays(void **state)
{
    put("db/1_a.sql", goose);
    put("db/2_b.SQL", goose);
    put("db/3_c.psql", goose);
    put("db/notes.psql", "");
    put("db/seed.sql", "");
    put("db/._1_a.sql", "");
    put("db/1_a.sql.bak", "");
    put("db/00012_create_test.go", "package db\n");
    put("db/00001_a_test.go", "package db\n");
    put("db/helper_test.go", "package db\n");
    put("db/4_folder.sql/readme.txt", "");
    assert_int_equal(symlink("kim@host.1234:5678", "db/.#1_a.sql"), 0);
    assert_found(*state, "db: !1_a.sql | !3=db/.#1_a.sql !3=db/._1_a.sql "
                         "!2=db/00012_create_test.go !1=db/2_b.SQL !1=db/3_c.psql "
                         "!4=db/4_folder.sql !0=db/seed.sql");
}

static void test_discover__numbers_that_go_on_below(void **state)
{
    put("db/00001_a.sql", goose);
    put("db/00003_c.sql", goose);
    put("db/2024/00004_d.sql", goose);
    put("db/seeds/00001_s.sql", goose);
    put("db/later/00003_x.sql", goose);
    assert_found(*state, "db: !00001_a.sql !00003_c.sql | !5=db/2024/00004_d.sql; "
                         "db/2024: !00004_d.sql; db/later: !00003_x.sql; "
                         "db/seeds: !00001_s.sql");
}

static void test_discover__one_folder_however_reached(void **state)
{
    struct ground *ground = *state;
    put("a/real/1_a.sql", goose);
    assert_int_equal(symlink("real", "a/alias"), 0);
    assert_int_equal(symlink("..", "a/real/up"), 0);
    assert_int_equal(symlink(".", "loop"), 0);
    assert_found(ground, "a/real: !1_a.sql");
    name(ground, "a/real");
    name(ground, "loop/loop/a/real/");
    name(ground, ".");
    assert_found(ground, "a/real: !1_a.sql");
}

static void test_discover__goose_yml_names_folder_and_table(void **state)
{
    put("svc/.goose.yml", "dir: ./.db\ntable: app.versions\ndriver: pgx\n");
    put("svc/.db/1_a.sql", "SELECT 1;\n");
    put("svc/seeds/1_a.sql", goose);
    struct discovery found = find(*state);
    assert_string_equal(described(*state, &found), "svc/.db: !1_a.sql; svc/seeds: !1_a.sql");
    assert_true(str_equal(found.sequences[0].table, STR("app.versions")));
    assert_true(str_equal(found.sequences[1].table, STR("goose_db_version")));
    assert_true(found.sequences[0].postgres);
    assert_int_equal(found.note_count, 0);
}

static void test_discover__nearest_driver_wins(void **state)
{
    struct ground *ground = *state;
    put(".goose.yml", "driver: mysql\n");
    put("a/1_a.sql", goose);
    put("b/.goose.yaml", "driver: postgres\n");
    put("b/deep/1_b.sql", goose);
    put("b/deep/2_b.sql", goose);
    struct discovery found = find(ground);
    assert_false(found.sequences[0].postgres);
    assert_true(found.sequences[1].postgres);
    assert_int_equal(found.note_count, 1);
    name(ground, "a/1_a.sql"); /* the file stands above the PATH now */
    found = find(ground);
    assert_false(found.sequences[0].postgres);
}

static void test_discover__problems_are_told_once(void **state)
{
    struct ground *ground = *state;
    put(".goose.yml", "driver: [\n");
    put("a/1_a.sql", goose);
    name(ground, ".");
    name(ground, "a");
    name(ground, "a/1_a.sql");
    name(ground, "gone.sql");
    struct discovery found = find(ground);
    assert_string_equal(described(ground, &found), "a: !1_a.sql");
    assert_int_equal(found.problem_count, 2);
    assert_true(str_starts_with(found.problems[0], STR("cannot read .goose.yml: line ")));
    assert_true(
        str_equal(found.problems[1], STR("cannot read gone.sql: No such file or directory")));
}

static void test_discover__stdin_takes_the_files_place(void **state)
{
    struct ground *ground = *state;
    put("db/1_a.sql", goose);
    put("db/3_c.sql", goose);
    struct discover_options options = {
        .has_stdin = true, .stdin_path = STR("db/3_c.sql"), .stdin_text = STR("text")};
    struct discovery found = discover(&ground->arena, &options);
    assert_string_equal(described(ground, &found), "db: 1_a.sql !3_c.sql");
    assert_true(found.sequences[0].migrations[1].has_text);
    assert_true(str_equal(found.sequences[0].migrations[1].text, STR("text")));
    options.stdin_path = STR("db/2_b.sql");
    found = discover(&ground->arena, &options);
    assert_string_equal(described(ground, &found), "db: 1_a.sql !2_b.sql 3_c.sql");
    options.stdin_path = STR("not/there/2_b.sql");
    found = discover(&ground->arena, &options);
    assert_string_equal(described(ground, &found), "not/there: !2_b.sql");
    options.stdin_path = STR("db/bad.sql");
    found = discover(&ground->arena, &options);
    assert_string_equal(described(ground, &found), "db: 1_a.sql 3_c.sql | !0=db/bad.sql");
    options.stdin_path = STR("");
    found = discover(&ground->arena, &options);
    assert_string_equal(described(ground, &found), ".: !00001_stdin.sql");
    assert_int_equal(found.problem_count, 0);
}

static void test_discover__paths_are_relative_to_the_repository(void **state)
{
    struct ground *ground = *state;
    put("repo/.git/HEAD", "");
    put("repo/svc/db/1_a.sql", goose);
    put("repo/other/1_a.sql", goose);
    assert_int_equal(chdir("repo/svc"), 0);
    name(ground, ".");
    name(ground, "../other");
    assert_found(ground, "other: !1_a.sql; svc/db: !1_a.sql");
    ground->path_count = 0;
    char outside[128];
    snprintf(outside, sizeof outside, "%s/away", ground->path);
    char file[160];
    snprintf(file, sizeof file, "%s/1_a.sql", outside);
    put(file, goose);
    name(ground, outside);
    struct discovery found = find(ground);
    assert_string_equal(found.sequences[0].dir.at, outside);
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, make_ground, drop_ground)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_migration_name__as_goose_reads_them),
        cmocka_unit_test(test_migration_name__keeps_digits_and_kind),
        cmocka_unit_test(test_mentions_goose__only_in_comment_lines),
        cmocka_unit_test(test_paths__absolute_and_shown),
        cmocka_unit_test(test_paths__parts),
        cmocka_unit_test(test_goose_yml__keys),
        cmocka_unit_test(test_goose_yml__drivers),
        ON_GROUND(test_discover__sorts_by_number),
        ON_GROUND(test_discover__leaves_other_tools_alone),
        ON_GROUND(test_discover__named_folder_is_taken_at_its_word),
        ON_GROUND(test_discover__file_brings_its_sequence),
        ON_GROUND(test_discover__file_without_number),
        ON_GROUND(test_discover__strays),
        ON_GROUND(test_discover__numbers_that_go_on_below),
        ON_GROUND(test_discover__one_folder_however_reached),
        ON_GROUND(test_discover__goose_yml_names_folder_and_table),
        ON_GROUND(test_discover__nearest_driver_wins),
        ON_GROUND(test_discover__problems_are_told_once),
        ON_GROUND(test_discover__stdin_takes_the_files_place),
        ON_GROUND(test_discover__paths_are_relative_to_the_repository),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
