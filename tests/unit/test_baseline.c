/* The file of accepted findings: what is written is read back, and edits around findings do not
 * matter. */
#include "lint/baseline.h"

#include "lint/fingerprint.h"
#include "lint_builder.h"

#include <stdlib.h>
#include <unistd.h>

static struct str write_file(struct arena *arena, struct str text)
{
    struct str path = str_copy(arena, STR("/tmp/gander-baseline-XXXXXX"));
    char *name = arena_alloc(arena, path.len + 1);
    memcpy(name, path.at, path.len);
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_true(write(descriptor, text.at, text.len) == (ssize_t)text.len);
    close(descriptor);
    return str_from(name);
}

static void test_text__is_read_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct baseline_entry entries[] = {
        {STR("ffffffffffffffffffffffffffffffff"), STR("b"), STR("2.sql"),
         STR("quote \" and \xC3\xA9"), false},
        {STR("00000000000000000000000000000000"), STR("a"), STR("3.sql"), STR("last"), false},
        {STR("11111111111111111111111111111111"), STR("a"), STR("2.sql"), STR("first"), false},
    };
    struct str text = baseline_text(&arena, entries, 3);
    assert_true(str_find(text, STR("first"), 0) < str_find(text, STR("quote"), 0));
    assert_true(str_find(text, STR("quote"), 0) < str_find(text, STR("last"), 0));
    struct str path = write_file(&arena, text);
    struct baseline read;
    struct error error;
    assert_true(baseline_read(&arena, path, &read, &error));
    assert_int_equal(read.count, 3);
    struct baseline_entry *found = baseline_find(&read, STR("ffffffffffffffffffffffffffffffff"));
    assert_non_null(found);
    assert_text(found->message, "quote \" and \xC3\xA9");
    assert_null(baseline_find(&read, STR("fffffffffffffffffffffffffffffffe")));
    unlink(path.at);
    arena_release(&arena);
}

static void refuse(const char *text)
{
    struct arena arena;
    arena_init(&arena);
    struct str path = write_file(&arena, str_from(text));
    struct baseline read;
    struct error error;
    assert_false(baseline_read(&arena, path, &read, &error));
    assert_true(strlen(error.text) > 0);
    unlink(path.at);
    arena_release(&arena);
}

static void test_read__refuses_what_is_no_baseline(void **state)
{
    (void)state;
    refuse("");
    refuse("[]");
    refuse("{\"schema_version\": 1}");
    refuse("{\"schema_version\": 2, \"findings\": []}");
    refuse("{\"schema_version\": 1, \"findings\": [1]}");
    refuse("{\"schema_version\": 1, \"findings\": [{\"fingerprint\": \"abc\"}]}");
    refuse("{\"schema_version\": 1, \"findings\": [], \"findings\": []}");
}

/* Findings of one migration behind one that makes the table. */
static void lint(struct builder *builder, const struct config *config, const char *text)
{
    builder_init(builder);
    builder_add(builder, "-- +goose Up\nCREATE TABLE t (id int, a int);\n");
    builder_add(builder, text);
    lint_sequence(&builder->arena, config, &builder->sequence_files, &builder->found);
    fingerprint_findings(&builder->arena, &builder->found, 0);
}

static struct baseline accept_all(struct arena *arena, const struct builder *builder)
{
    struct baseline baseline = {.count = builder->found.len};
    baseline.entries = arena_array(arena, baseline.count, sizeof *baseline.entries);
    for (size_t i = 0; i < baseline.count; i++) {
        const struct diagnostic *finding = builder->found.at[i];
        baseline.entries[i].fingerprint = str_copy(arena, str_from(finding->fingerprint));
        baseline.entries[i].rule = str_from(finding->rule->id);
        baseline.entries[i].path = str_copy(arena, finding->path);
    }
    struct str path = write_file(arena, baseline_text(arena, baseline.entries, baseline.count));
    struct error error;
    assert_true(baseline_read(arena, path, &baseline, &error));
    unlink(path.at);
    return baseline;
}

static size_t live(const struct builder *builder)
{
    size_t count = 0;
    for (size_t i = 0; i < builder->found.len; i++) {
        count += builder->found.at[i]->suppressed.kind == NOT_SUPPRESSED;
    }
    return count;
}

static void test_match__survives_edits_around(void **state)
{
    (void)state;
    const char *const before = "-- +goose Up\nCREATE INDEX ON t (a);\nCREATE INDEX ON t (a);\n"
                               "ALTER TABLE t RENAME COLUMN a TO b;\n";
    const char *const after =
        "-- a header\n\n-- +goose Up\n-- why\nCREATE INDEX  ON t (a); -- why\n"
        "SELECT 1;\nCREATE INDEX\n  ON t (a);\n"
        "ALTER TABLE t RENAME COLUMN a TO b;\nDROP INDEX i;\n";
    struct arena arena;
    arena_init(&arena);
    struct config config = config_default();
    struct builder builder;
    lint(&builder, &config, before);
    struct baseline baseline = accept_all(&arena, &builder);
    baseline_apply(&builder.arena, &baseline, &builder.found, 0);
    assert_int_equal(live(&builder), 0);
    arena_release(&builder.arena);

    lint(&builder, &config, after);
    baseline_apply(&builder.arena, &baseline, &builder.found, 0);
    assert_int_equal(live(&builder), 1);
    for (size_t i = 0; i < builder.found.len; i++) {
        const struct diagnostic *finding = builder.found.at[i];
        bool is_new = strcmp(finding->rule->id, "drop-index-not-concurrent") == 0;
        assert_int_equal(finding->baseline, is_new ? BASELINE_NEW : BASELINE_UNCHANGED);
    }
    arena_release(&builder.arena);
    arena_release(&arena);
}

static void test_stale__is_what_a_rule_that_speaks_does_not_find(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct config config = config_default();
    struct builder builder;
    lint(&builder, &config,
         "-- +goose Up\nDROP INDEX i;\n-- +goose Down\n-- gander:irreversible\n");
    struct baseline baseline = accept_all(&arena, &builder);
    arena_release(&builder.arena);

    lint(&builder, &config, "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- gander:irreversible\n");
    baseline_apply(&builder.arena, &baseline, &builder.found, 0);
    assert_int_equal(baseline_stale(&arena, &baseline, &config, &builder.sequence_files), 1);
    struct rule_level off = {.selector = STR("locking"), .has_level = true};
    config.rule_levels = &off;
    config.rule_level_count = 1;
    assert_int_equal(baseline_stale(&arena, &baseline, &config, &builder.sequence_files), 0);
    arena_release(&builder.arena);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__is_read_back),
        cmocka_unit_test(test_read__refuses_what_is_no_baseline),
        cmocka_unit_test(test_match__survives_edits_around),
        cmocka_unit_test(test_stale__is_what_a_rule_that_speaks_does_not_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
