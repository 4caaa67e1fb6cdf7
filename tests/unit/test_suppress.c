/* Which findings `-- gander:` comments silence, and what is said of the comments. */
#include "lint/suppress.h"

#include "lint_builder.h"

static const char *const level_names[] = {"missing-header-field", "missing-down", "empty-down"};

struct suppressed_run {
    struct builder builder;
    struct config config;
    struct rule_level levels[8];
    struct diagnostic_list hidden;
};

static void run_init(struct suppressed_run *run, const char *text)
{
    builder_init(&run->builder);
    builder_add(&run->builder, "-- +goose Up\nCREATE TABLE t (id int, a int, b int);\n");
    builder_add(&run->builder, text);
    run->hidden = (struct diagnostic_list){0};
    run->builder.sequence_files.hidden = &run->hidden;
    run->config = config_default();
    for (size_t i = 0; i < 3; i++) {
        run->levels[i] = (struct rule_level){.selector = str_from(level_names[i])};
        run->levels[i].has_level = true;
    }
    run->config.rule_levels = run->levels;
    run->config.rule_level_count = 3;
}

static void run_lint(struct suppressed_run *run)
{
    struct builder *builder = &run->builder;
    lint_sequence(&builder->arena, &run->config, &builder->sequence_files, &builder->found);
    suppress_findings(&builder->arena, &run->config, &builder->sequence_files, &builder->found, 0);
    diagnostics_sort(&builder->found);
}

static size_t count(const struct suppressed_run *run, const char *rule, bool silenced)
{
    size_t found = 0;
    for (size_t i = 0; i < run->builder.found.len; i++) {
        const struct diagnostic *finding = run->builder.found.at[i];
        bool is_silenced = finding->suppressed.kind != NOT_SUPPRESSED;
        found += strcmp(finding->rule->id, rule) == 0 && is_silenced == silenced;
    }
    return found;
}

/* How many of `index-not-concurrent` are live, silenced; how many comments are unused, invalid. */
static void assert_counts(const char *text, size_t live, size_t silenced, size_t unused,
                          size_t invalid)
{
    struct suppressed_run run;
    run_init(&run, text);
    run_lint(&run);
    bool same = count(&run, "index-not-concurrent", false) == live &&
                count(&run, "index-not-concurrent", true) == silenced &&
                count(&run, "unused-suppression", false) == unused &&
                count(&run, "invalid-suppression", false) == invalid;
    if (!same) {
        print_error("%zu live, %zu silenced, %zu unused, %zu invalid in\n%s\n",
                    count(&run, "index-not-concurrent", false),
                    count(&run, "index-not-concurrent", true),
                    count(&run, "unused-suppression", false),
                    count(&run, "invalid-suppression", false), text);
    }
    assert_true(same);
    arena_release(&run.builder.arena);
}

#define INDEX "CREATE INDEX ON t (a);\n"
#define NAME  "index-not-concurrent"

static void test_ignore__covers_one_statement(void **state)
{
    (void)state;
    assert_counts("-- +goose Up\n-- gander:ignore " NAME " -- x\n" INDEX INDEX, 1, 1, 0, 0);
    assert_counts("-- +goose Up\n-- gander:ignore locking -- x\n\n-- other\n" INDEX, 0, 1, 0, 0);
    assert_counts("-- +goose Up\n" INDEX "-- gander:ignore locking -- x\n" INDEX, 1, 1, 0, 0);
    assert_counts("-- +goose Up\n-- gander:ignore locking -- x\nSELECT 1;\n" INDEX, 1, 0, 1, 0);
}

static void test_ignore__in_a_block_covers_one_of_several(void **state)
{
    (void)state;
    assert_counts("-- +goose Up\n-- +goose StatementBegin\n" INDEX "-- gander:ignore " NAME
                  " -- x\n" INDEX INDEX "-- +goose StatementEnd\n",
                  2, 1, 0, 0);
    assert_counts("-- +goose Up\n-- gander:ignore " NAME
                  " -- x\n-- +goose StatementBegin\n" INDEX INDEX "-- +goose StatementEnd\n" INDEX,
                  1, 2, 0, 0);
}

static void test_ignore__at_the_end_covers_its_line(void **state)
{
    (void)state;
    assert_counts("-- +goose Up\nCREATE INDEX ON t (a); -- gander:ignore " NAME " -- x\n" INDEX, 1,
                  1, 0, 0);
    assert_counts("-- +goose Up\nCREATE INDEX\n ON t (a); -- gander:ignore " NAME " -- x\n", 1, 0,
                  1, 0);
}

static void test_ignore__inside_a_body_covers_the_next_line(void **state)
{
    (void)state;
    assert_counts("-- +goose Up\n-- +goose StatementBegin\nDO $$\nBEGIN\n"
                  "  -- gander:ignore " NAME
                  " -- x\n\n  SELEC 1;\nEND $$;\n-- +goose StatementEnd\n",
                  0, 0, 1, 0);
    assert_counts("-- +goose Up\nINSERT INTO t VALUES ($$\n-- gander:ignroe x\n$$);\n", 0, 0, 0, 0);
}

static void test_range__ends_with_enable_or_section(void **state)
{
    (void)state;
    assert_counts("-- +goose Up\n" INDEX "-- gander:disable " NAME " -- x\n" INDEX INDEX
                  "-- gander:enable " NAME "\n" INDEX,
                  2, 2, 0, 0);
    assert_counts("-- +goose Up\n-- gander:disable " NAME " -- x\n" INDEX
                  "-- +goose Down\nDROP INDEX t_a_idx;\n",
                  0, 1, 0, 1);
    /* Of two open ranges `enable` ends the latest. */
    assert_counts("-- +goose Up\n-- gander:disable " NAME " -- x\n" INDEX "-- gander:disable " NAME
                  " -- y\n" INDEX "-- gander:enable " NAME "\n" INDEX "-- gander:enable " NAME
                  "\n" INDEX,
                  1, 3, 0, 0);
}

static void test_file__covers_everything_below(void **state)
{
    (void)state;
    assert_counts("-- gander:ignore-file locking -- x\n-- +goose Up\n" INDEX INDEX, 0, 2, 0, 0);
    assert_counts("-- +goose Up\n-- gander:ignore-file locking -- x\n" INDEX INDEX, 0, 2, 0, 0);
    assert_counts("-- +goose Up\n" INDEX "-- gander:ignore-file locking -- x\n" INDEX, 2, 0, 0, 1);
}

static void test_names__a_typo_silences_nothing(void **state)
{
    (void)state;
    assert_counts("-- +goose Up\n-- gander:ignore index-not-concurent -- x\n" INDEX, 1, 0, 0, 1);
    assert_counts("-- +goose Up\n-- gander:ignore all -- x\n" INDEX, 1, 0, 0, 1);
    assert_counts("-- +goose Up\n-- gander:ignore locking because\n" INDEX, 1, 0, 0, 1);
    assert_counts("-- +goose Up\n-- gander:ignore nope, locking -- x\n" INDEX, 0, 1, 0, 1);
    assert_counts("-- +goose Up\n/* gander:ignore locking -- x */\n" INDEX, 1, 0, 0, 1);
}

static void test_text__that_is_odd(void **state)
{
    (void)state;
    assert_counts("-- gander:", 0, 0, 0, 0);
    assert_counts("-- gander:ignore", 0, 0, 0, 1);
    assert_counts("-- +goose Up\n-- gander:ignore locking --", 0, 0, 0, 1);
    assert_counts("-- +goose Up\r\n-- gander:ignore locking -- x\r\nCREATE INDEX ON t (a);\r\n", 0,
                  1, 0, 0);
    assert_counts("-- +goose Up\nSELECT 'open;\n-- gander:ignore locking -- x\n" INDEX, 0, 1, 0, 0);
}

static void test_unused__is_judged_only_where_the_rule_speaks(void **state)
{
    (void)state;
    struct suppressed_run run;
    run_init(&run, "-- +goose Up\n-- gander:ignore " NAME " -- x\nSELECT 1;\n");
    run.levels[3] = (struct rule_level){.selector = STR(NAME), .has_level = true};
    run.config.rule_level_count = 4;
    run_lint(&run);
    assert_int_equal(count(&run, "unused-suppression", false), 0);
    arena_release(&run.builder.arena);

    run_init(&run, "-- +goose Up\n-- gander:ignore " NAME " -- x\nSELECT 1;\n");
    run.config.has_start_after = true;
    run.config.start_after = 2;
    run_lint(&run);
    assert_int_equal(count(&run, "unused-suppression", false), 0);
    arena_release(&run.builder.arena);
}

static void test_comment__cannot_silence_what_is_said_of_comments(void **state)
{
    (void)state;
    struct suppressed_run run;
    run_init(&run, "-- gander:ignore-file header -- x\n-- +goose Up\n"
                   "-- gander:ignore nope -- x\n-- gander:ignore " NAME "\n" INDEX);
    run_lint(&run);
    assert_int_equal(count(&run, "invalid-suppression", false), 1);
    assert_int_equal(count(&run, "suppression-without-reason", false), 1);
    arena_release(&run.builder.arena);
}

static void test_many__take_linear_time(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct suppressed_run run;
    struct arena arena;
    arena_init(&arena);
    struct str *lines = arena_array(&arena, MANY, sizeof *lines);
    for (size_t i = 0; i < MANY; i++) {
        lines[i] = i % 2 == 0 ? STR("-- gander:disable locking -- x\nSELECT 1;")
                              : STR("-- gander:enable locking\n-- gander:ignore goose -- x");
    }
    struct str text = str_join(&arena, lines, MANY, STR("\n"));
    run_init(&run, str_format(&arena, "-- +goose Up\n" STR_FMT "\n", STR_ARG(text)).at);
    run_lint(&run);
    assert_int_equal(count(&run, "unused-suppression", false), MANY - 1);
    arena_release(&run.builder.arena);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ignore__covers_one_statement),
        cmocka_unit_test(test_ignore__in_a_block_covers_one_of_several),
        cmocka_unit_test(test_ignore__at_the_end_covers_its_line),
        cmocka_unit_test(test_ignore__inside_a_body_covers_the_next_line),
        cmocka_unit_test(test_range__ends_with_enable_or_section),
        cmocka_unit_test(test_file__covers_everything_below),
        cmocka_unit_test(test_names__a_typo_silences_nothing),
        cmocka_unit_test(test_text__that_is_odd),
        cmocka_unit_test(test_unused__is_judged_only_where_the_rule_speaks),
        cmocka_unit_test(test_comment__cannot_silence_what_is_said_of_comments),
        cmocka_unit_test(test_many__take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
