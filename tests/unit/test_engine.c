#include "lint_builder.h"

/* -- the engine, seen through rules that are there --------------------------------------------- */

static struct config only(struct builder *builder, const char *id)
{
    struct rule_level *levels = arena_array(&builder->arena, 2, sizeof *levels);
    levels[0] = (struct rule_level){.selector = STR("all"), .has_level = true};
    levels[1] = (struct rule_level){.selector = str_from(id), .on = true, .has_level = true};
    struct config config = config_default();
    config.rule_levels = levels;
    config.rule_level_count = 2;
    return config;
}

static size_t lint(struct builder *builder, const char *id)
{
    struct config config = only(builder, id);
    builder->found = (struct diagnostic_list){0};
    lint_sequence(&builder->arena, &config, &builder->sequence_files, &builder->found);
    diagnostics_sort(&builder->found);
    return builder->found.len;
}

static size_t lint_text(const char *text, const char *id)
{
    struct builder builder;
    builder_init(&builder);
    builder_add(&builder, text);
    size_t count = lint(&builder, id);
    arena_release(&builder.arena);
    return count;
}

static void test_engine__new_in_this_transaction(void **state)
{
    (void)state;
    const char *rule = "index-not-concurrent";
    assert_int_equal(lint_text("-- +goose Up\nCREATE INDEX i ON t (a);\n", rule), 1);
    assert_int_equal(
        lint_text("-- +goose Up\nCREATE TABLE t (a int);\nCREATE INDEX i ON t (a);\n", rule), 0);
    assert_int_equal(
        lint_text("-- +goose Up\nCREATE INDEX i ON t (a);\nCREATE TABLE t (a int);\n", rule), 1);
}

static void test_engine__earlier_files_are_replayed(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    builder_add(&builder, "-- +goose Up\nCREATE TABLE t (a int);\n");
    builder_add(&builder, "-- +goose Up\nCREATE INDEX i ON t (a);\n");
    assert_int_equal(lint(&builder, "index-not-concurrent"), 1);
    const struct diagnostic *finding = builder.found.at[0];
    assert_ptr_equal(finding->file, &builder.files[1]);
    assert_text(finding->version, "2");
    assert_int_equal(finding->place, PLACE_UP);
    assert_int_equal(finding->statement, 1);
    assert_text(finding->object, "i");
    arena_release(&builder.arena);
}

/* A rule sees the change at hand also where the string holds more of them than it looks at. */
static void test_engine__late_in_a_long_block(void **state)
{
    (void)state;
    static char text[CURSOR_REACH * 16 + 256];
    struct builder builder;
    size_t len = (size_t)snprintf(text, sizeof text,
                                  "-- +goose Up\n-- +goose StatementBegin\n"
                                  "DO $$ BEGIN\n");
    for (int i = 0; i <= CURSOR_REACH; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "DELETE FROM u;\n");
    }
    snprintf(text + len, sizeof text - len,
             "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);\nEND $$;\n-- +goose StatementEnd\n");
    builder_init(&builder);
    builder_add(&builder, text);
    assert_int_equal(lint(&builder, "check-without-not-valid"), 1);
    assert_text(builder.found.at[0]->help[1],
                "in the next migration, `ALTER TABLE t VALIDATE CONSTRAINT c`: reads and writes "
                "go on meanwhile");
    arena_release(&builder.arena);
}

/* What Down does is taken back before the next file's Up. */
static void test_engine__down_is_taken_back(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    builder_add(&builder, "-- +goose Up\nCREATE TABLE t (a int);\n"
                          "-- +goose Down\nDROP TABLE t;\n");
    builder_add(&builder, "-- +goose Up\nDROP TABLE t;\nCREATE TABLE t (a int);\n"
                          "CREATE INDEX i ON t (a);\n"
                          "-- +goose Down\nCREATE INDEX j ON t (a);\n");
    builder_add(&builder, "-- +goose Up\nCREATE INDEX k ON t (a);\n");
    lint(&builder, "index-not-concurrent");
    assert_true(builder.found.len >= 1);
    assert_ptr_equal(builder.found.at[builder.found.len - 1]->file, &builder.files[2]);
    for (size_t i = 0; i < builder.found.len; i++) {
        assert_false(builder.found.at[i]->file == &builder.files[1] &&
                     builder.found.at[i]->place == PLACE_UP);
    }
    arena_release(&builder.arena);
}

static void test_engine__only_reported_files(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    builder_add(&builder, "-- +goose Up\nCREATE INDEX i ON t (a);\n");
    builder_add(&builder, "-- +goose Up\nCREATE INDEX j ON t (a);\n");
    builder.migrations[0].reported = false;
    assert_int_equal(lint(&builder, "index-not-concurrent"), 1);
    assert_ptr_equal(builder.found.at[0]->file, &builder.files[1]);
    arena_release(&builder.arena);
}

static void test_engine__other_driver(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    builder_add(&builder, "-- +goose Up\nCREATE INDEX i ON t (a);\n");
    builder.sequence.postgres = false;
    assert_int_equal(lint(&builder, "index-not-concurrent"), 0);
    arena_release(&builder.arena);
}

/* -- transaction modes, seen through forbidden-in-transaction ---------------------------------- */

static size_t forbidden(const char *text)
{
    return lint_text(text, "forbidden-in-transaction");
}

static void test_engine__modes(void **state)
{
    (void)state;
    const char *const build = "CREATE INDEX CONCURRENTLY i ON t (a);\n";
    char text[512];
    snprintf(text, sizeof text, "-- +goose Up\n%s", build);
    assert_int_equal(forbidden(text), 1);
    snprintf(text, sizeof text, "-- +goose NO TRANSACTION\n-- +goose Up\n%s", build);
    assert_int_equal(forbidden(text), 0);
    snprintf(text, sizeof text,
             "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n"
             "SELECT 1;\n%s-- +goose StatementEnd\n",
             build);
    assert_int_equal(forbidden(text), 1);
    snprintf(text, sizeof text,
             "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n"
             "%s-- +goose StatementEnd\n",
             build);
    assert_int_equal(forbidden(text), 0);
    snprintf(text, sizeof text, "-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\n%sCOMMIT;\n",
             build);
    assert_int_equal(forbidden(text), 1);
    snprintf(text, sizeof text, "-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nCOMMIT;\n%s",
             build);
    assert_int_equal(forbidden(text), 0);
}

static void test_engine__forbidden_statements(void **state)
{
    (void)state;
    static const char *const statements[] = {
        "DROP INDEX CONCURRENTLY i;",
        "REINDEX INDEX CONCURRENTLY i;",
        "REINDEX SCHEMA s;",
        "VACUUM t;",
        "VACUUM FULL;",
        "CLUSTER;",
        "CREATE DATABASE d;",
        "DROP DATABASE IF EXISTS d;",
        "ALTER DATABASE d SET TABLESPACE s;",
        "CREATE TABLESPACE s LOCATION '/x';",
        "DROP TABLESPACE s;",
        "ALTER SYSTEM SET work_mem = '1MB';",
        "DISCARD ALL;",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p;",
        "DROP SUBSCRIPTION s;",
        "COMMIT PREPARED 'x';",
        "CREATE TABLE q (a int) PARTITION BY LIST (a);\nREINDEX TABLE q;",
        "CREATE TABLE q (a int) PARTITION BY LIST (a);\nCLUSTER q USING i;",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        char text[256];
        snprintf(text, sizeof text, "-- +goose Up\n%s\n", statements[i]);
        if (forbidden(text) != 1) print_error("not seen: %s\n", statements[i]);
        assert_int_equal(forbidden(text), 1);
    }
}

static void test_engine__allowed_statements(void **state)
{
    (void)state;
    static const char *const statements[] = {
        "ANALYZE t;",
        "CLUSTER t USING i;",
        "REINDEX TABLE t;",
        "REINDEX INDEX i;",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v;",
        "ALTER TYPE e ADD VALUE 'x';",
        "ALTER DATABASE d SET work_mem = '1MB';",
        "DISCARD PLANS;",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = false);",
        "ALTER SUBSCRIPTION s SET (slot_name = NONE);\nDROP SUBSCRIPTION s;",
        "CHECKPOINT;",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        char text[256];
        snprintf(text, sizeof text, "-- +goose Up\n%s\n", statements[i]);
        if (forbidden(text) != 0) print_error("wrongly seen: %s\n", statements[i]);
        assert_int_equal(forbidden(text), 0);
    }
}

/* -- order, and one finding per root cause ----------------------------------------------------- */

static const struct rule cause = {.id = "a-cause", .hides = {"b-effect", "c-cause"}};
static const struct rule effect = {.id = "b-effect"};
static const struct rule rival = {.id = "c-cause", .hides = {"a-cause"}};
static const struct rule all_here = {.id = "d-all", .hides = {"*"}};
static const struct rule all_in_file = {.id = "e-file", .hides_in_file = {"*"}};

struct findings {
    struct arena arena;
    const struct source *source;
    struct diagnostic_list list;
};

static void findings_init(struct findings *findings)
{
    *findings = (struct findings){.list = {0}};
    arena_init(&findings->arena);
    findings->source =
        source_new(&findings->arena, STR("a.sql"), STR("0123456789\n0123456789\n0123456789\n"));
}

static struct diagnostic *find(struct findings *findings, const struct rule *rule,
                               uint32_t statement, uint32_t start)
{
    struct diagnostic *finding = ARENA_NEW(&findings->arena, struct diagnostic);
    finding->arena = &findings->arena;
    finding->rule = rule;
    finding->severity = SEVERITY_WARNING;
    finding->path = STR("a.sql");
    finding->place = PLACE_UP;
    finding->statement = statement;
    finding->sql = 1;
    finding->labels = ARENA_NEW(&findings->arena, struct label);
    finding->labels[0].span = (struct span){findings->source, start, start + 1};
    finding->label_count = 1;
    VEC_PUSH(&findings->arena, &findings->list, finding);
    return finding;
}

/* The rules that are left, in order, as "a-cause b-effect". */
static void assert_left(struct findings *findings, const char *expected)
{
    diagnostics_hide(&findings->list, NULL);
    struct str left = STR("");
    for (size_t i = 0; i < findings->list.len; i++) {
        left = str_format(&findings->arena, STR_FMT "%s%s", STR_ARG(left), i == 0 ? "" : " ",
                          findings->list.at[i]->rule->id);
    }
    assert_text(left, expected);
    arena_release(&findings->arena);
}

static void test_hide__same_statement(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &effect, 1, 5);
    find(&f, &cause, 1, 0);
    find(&f, &effect, 2, 12);
    assert_left(&f, "a-cause b-effect");
}

/* A string of several statements: each has its own causes. */
static void test_hide__same_sql(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &cause, 1, 0);
    find(&f, &effect, 1, 5)->sql = 2;
    assert_left(&f, "a-cause b-effect");
    findings_init(&f);
    find(&f, &cause, 1, 0)->sql = 0;
    find(&f, &effect, 1, 5)->sql = 2;
    assert_left(&f, "a-cause");
    findings_init(&f);
    find(&f, &cause, 1, 0)->sql = 2;
    find(&f, &effect, 1, 5)->sql = 0;
    assert_left(&f, "a-cause");
}

static void test_hide__not_in_the_other_section(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &cause, 1, 0);
    find(&f, &effect, 1, 5)->place = PLACE_DOWN;
    assert_left(&f, "a-cause b-effect");
}

static void test_hide__each_other(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &cause, 1, 0);
    find(&f, &rival, 1, 5)->severity = SEVERITY_ERROR;
    assert_left(&f, "c-cause");
    findings_init(&f);
    find(&f, &cause, 1, 0);
    find(&f, &rival, 1, 5);
    assert_left(&f, "a-cause");
}

static void test_hide__everything(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &cause, 1, 0);
    find(&f, &all_here, 1, 5);
    find(&f, &all_here, 1, 6);
    find(&f, &cause, 2, 12);
    assert_left(&f, "d-all d-all a-cause");
    findings_init(&f);
    find(&f, &cause, 1, 0);
    find(&f, &all_in_file, 0, 5)->place = PLACE_FILE;
    find(&f, &cause, 2, 12);
    find(&f, &effect, 2, 12)->path = STR("b.sql");
    assert_left(&f, "e-file b-effect");
}

static void test_hide__explained(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &cause, 1, 3)->explains = (struct span){f.source, 0, 20};
    find(&f, &effect, 2, 12);
    find(&f, &effect, 3, 20);
    find(&f, &cause, 2, 15);
    assert_left(&f, "a-cause b-effect a-cause");
}

/* Two that explain each other: the wider stays. */
static void test_hide__explained_both_ways(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &effect, 0, 12)->explains = (struct span){f.source, 2, 14};
    find(&f, &cause, 0, 3)->explains = (struct span){f.source, 0, 20};
    assert_left(&f, "a-cause");
}

static void test_sort__path_place_rule_title(void **state)
{
    (void)state;
    struct findings f;
    findings_init(&f);
    find(&f, &effect, 1, 5)->title = STR("z");
    find(&f, &effect, 1, 5)->title = STR("a");
    find(&f, &cause, 1, 5);
    find(&f, &rival, 1, 2);
    find(&f, &all_here, 1, 0)->path = STR("Z.sql");
    find(&f, &all_in_file, 0, 0)->labels[0].span = (struct span){0};
    diagnostics_sort(&f.list);
    static const char *const order[] = {"d-all", "e-file", "c-cause", "a-cause", "b-effect"};
    for (size_t i = 0; i < 5; i++) assert_string_equal(f.list.at[i]->rule->id, order[i]);
    assert_text(f.list.at[4]->title, "a");
    assert_text(f.list.at[5]->title, "z");
    arena_release(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine__new_in_this_transaction),
        cmocka_unit_test(test_engine__earlier_files_are_replayed),
        cmocka_unit_test(test_engine__late_in_a_long_block),
        cmocka_unit_test(test_engine__down_is_taken_back),
        cmocka_unit_test(test_engine__only_reported_files),
        cmocka_unit_test(test_engine__other_driver),
        cmocka_unit_test(test_engine__modes),
        cmocka_unit_test(test_engine__forbidden_statements),
        cmocka_unit_test(test_engine__allowed_statements),
        cmocka_unit_test(test_hide__same_statement),
        cmocka_unit_test(test_hide__same_sql),
        cmocka_unit_test(test_hide__not_in_the_other_section),
        cmocka_unit_test(test_hide__each_other),
        cmocka_unit_test(test_hide__everything),
        cmocka_unit_test(test_hide__explained),
        cmocka_unit_test(test_hide__explained_both_ways),
        cmocka_unit_test(test_sort__path_place_rule_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
