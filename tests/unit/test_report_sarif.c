/* SARIF on the reference scenario. With a directory as its argument the program writes logs there
 * for tests/sarif_gate.sh instead of testing. */
#include "report_builder.h"
#include "scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

static json_t *parsed(struct builder *builder)
{
    char *text = rendered(builder, "sarif", &plain_style);
    json_error_t error;
    json_t *log = json_loads(text, 0, &error);
    if (log == NULL) fail_msg("line %d: %s", error.line, error.text);
    free(text);
    return log;
}

/* Follows members and indexes: "runs/0/results/0/level". */
static json_t *at(json_t *value, const char *path)
{
    while (value != NULL && *path != '\0') {
        size_t len = strcspn(path, "/");
        char part[64] = {0};
        if (len >= sizeof part) abort();
        memcpy(part, path, len);
        value = json_is_array(value) ? json_array_get(value, (size_t)atol(part))
                                     : json_object_get(value, part);
        path += path[len] == '/' ? len + 1 : len;
    }
    return value;
}

static void assert_text(json_t *log, const char *path, const char *expected)
{
    const char *actual = json_string_value(at(log, path));
    if (actual == NULL) fail_msg("no string at %s", path);
    assert_string_equal(actual, expected);
}

static void assert_number(json_t *log, const char *path, json_int_t expected)
{
    json_t *actual = at(log, path);
    if (!json_is_integer(actual)) fail_msg("no number at %s", path);
    assert_int_equal(json_integer_value(actual), expected);
}

static void assert_region(json_t *log, const char *path, const char *expected)
{
    json_t *region = at(log, path);
    char actual[80];
    snprintf(actual, sizeof actual, "%d:%d-%d:%d", (int)json_integer_value(at(region, "startLine")),
             (int)json_integer_value(at(region, "startColumn")),
             (int)json_integer_value(at(region, "endLine")),
             (int)json_integer_value(at(region, "endColumn")));
    assert_string_equal(actual, expected);
}

static void test_sarif__result_of_the_scenario(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *log = parsed(b);
    json_t *result = at(log, "runs/0/results/0");
    assert_text(result, "ruleId", "index-not-concurrent");
    assert_text(result, "level", "error");
    assert_text(result, "message/text",
                "Building index 'idx_orders_user' blocks writes to 'orders'. Existing table: "
                "[created here](1).");
    assert_text(result, "message/markdown",
                "Building index `idx_orders_user` blocks writes to `orders`. Existing table: "
                "[created here](1).");
    assert_text(result, "message/id", "c841550df0079165");
    assert_text(result, "message/arguments/1", "orders");
    size_t number = (size_t)json_integer_value(at(result, "ruleIndex"));
    json_t *rule = json_array_get(at(log, "runs/0/tool/driver/rules"), number);
    assert_text(rule, "messageStrings/c841550df0079165/text",
                "Building index '{0}' blocks writes to '{1}'. Existing table: [created here](1).");
    assert_region(result, "locations/0/physicalLocation/region", "2:11-2:23");
    assert_text(result, "locations/0/physicalLocation/region/snippet/text", "CREATE INDEX");
    assert_text(result, "locations/0/physicalLocation/contextRegion/snippet/text",
                "-- +goose Up\n"
                "/* é😀 */ CREATE INDEX idx_orders_user ON orders (user_id);\n"
                "\n");
    assert_region(result, "relatedLocations/0/physicalLocation/region", "3:1-3:20");
    assert_text(result, "relatedLocations/0/message/text", "Created here.");
    assert_region(result, "relatedLocations/1/physicalLocation/region", "2:43-2:49");
    json_decref(log);
    builder_free(b);
}

static void test_sarif__names_findings_for_good(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *log = parsed(b);
    json_t *result = at(log, "runs/0/results/0/partialFingerprints");
    assert_string_equal(json_string_value(json_object_get(result, "gander/v1")),
                        "f64bdbdf0bd841356b2e1fe3f4cf8d92");
    assert_text(result, "primaryLocationLineHash", "4f9b8028b90893fa:1");
    json_decref(log);
    builder_free(b);
}

static void test_sarif__fix_counts_utf16_units(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *log = parsed(b);
    json_t *fix = at(log, "runs/0/results/0/fixes/0");
    assert_text(fix, "description/text", "Build the index concurrently, outside a transaction.");
    assert_text(fix, "properties/applicability", "unsafe");
    json_t *replacements = at(fix, "artifactChanges/0/replacements");
    assert_int_equal(json_array_size(replacements), 3);
    assert_region(replacements, "0/deletedRegion", "1:1-1:1");
    assert_region(replacements, "1/deletedRegion", "2:24-2:24");
    assert_region(replacements, "2/deletedRegion", "5:12-5:12");
    json_decref(log);
    builder_free(b);
}

static void test_sarif__rules_and_run(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *log = parsed(b);
    json_t *run = at(log, "runs/0");
    size_t number = (size_t)json_integer_value(at(run, "results/0/ruleIndex"));
    json_t *rule = json_array_get(at(run, "tool/driver/rules"), number);
    assert_text(rule, "id", "index-not-concurrent");
    assert_text(rule, "name", "IndexNotConcurrent");
    assert_text(rule, "helpUri", GANDER_URL "#index-not-concurrent");
    assert_text(rule, "properties/tags/3", "locking");
    assert_text(run, "columnKind", "utf16CodeUnits");
    assert_text(run, "artifacts/1/location/uri", "db/migrations/00042_orders_user_idx.sql");
    assert_number(run, "artifacts/1/length", 120);
    assert_number(run, "invocations/0/exitCode", 1);
    assert_true(json_is_true(at(run, "invocations/0/executionSuccessful")));
    assert_text(run, "invocations/0/commandLine", "gander check -f sarif");
    json_decref(log);
    builder_free(b);
}

static void test_sarif__an_empty_run_has_results(void **state)
{
    (void)state;
    struct builder *b = empty_run();
    json_t *log = parsed(b);
    assert_true(json_is_array(at(log, "runs/0/results")));
    assert_int_equal(json_array_size(at(log, "runs/0/results")), 0);
    json_decref(log);
    builder_free(b);
}

static void test_sarif__trouble_is_said(void **state)
{
    (void)state;
    struct builder *b = troubled_run();
    json_t *log = parsed(b);
    json_t *invocation = at(log, "runs/0/invocations/0");
    assert_true(json_is_false(at(invocation, "executionSuccessful")));
    json_t *notice = at(invocation, "toolExecutionNotifications/0");
    assert_text(notice, "descriptor/id", "go-migration");
    assert_text(notice, "level", "note");
    assert_text(notice, "message/text",
                "'00030_backfill.go' is a Go migration and is not analysed.");
    assert_text(log, "runs/0/tool/driver/notifications/0/name", "GoMigration");
    json_decref(log);
    builder_free(b);
}

static void test_sarif__paths_are_encoded(void **state)
{
    (void)state;
    struct builder *b = odd_path_run();
    json_t *log = parsed(b);
    assert_text(log, "runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
                "db/my%20%C3%A9%25%3A%2Cs/00001_x.sql");
    assert_text(log, "runs/0/artifacts/1/location/uri", "db/%FF/00001_x.sql");
    json_decref(log);
    builder_free(b);
}

static void test_sarif__a_path_outside_has_no_base(void **state)
{
    (void)state;
    struct builder *b = outside_run();
    json_t *log = parsed(b);
    assert_text(log, "runs/0/artifacts/0/location/uri", "file:///srv/db/00001_x.sql");
    assert_null(at(log, "runs/0/artifacts/0/location/uriBaseId"));
    json_decref(log);
    builder_free(b);
}

static void test_sarif__keeps_the_most_severe_beyond_the_limit(void **state)
{
    (void)state;
    struct builder *b = endless_run(25010, 5);
    json_t *log = parsed(b);
    json_t *results = at(log, "runs/0/results");
    assert_int_equal(json_array_size(results), 25000);
    size_t errors = 0;
    for (size_t i = 0; i < json_array_size(results); i++) {
        const char *level = json_string_value(at(json_array_get(results, i), "level"));
        errors += strcmp(level, "error") == 0;
    }
    assert_int_equal(errors, 5);
    assert_text(log, "runs/0/invocations/0/toolExecutionNotifications/0/message/text",
                "10 findings were left out of this log.");
    json_decref(log);
    builder_free(b);
}

static void write_log(const char *dir, const char *name, struct builder *builder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.sarif", dir, name);
    char *text = rendered(builder, "sarif", &plain_style);
    FILE *out = fopen(path, "w");
    if (out == NULL || fputs(text, out) < 0 || fclose(out) != 0) abort();
    free(text);
    builder_free(builder);
}

static int write_logs(const char *dir)
{
    write_log(dir, "scenario", scenario());
    write_log(dir, "empty", empty_run());
    write_log(dir, "trouble", troubled_run());
    write_log(dir, "odd-path", odd_path_run());
    write_log(dir, "odd-text", odd_text_run());
    write_log(dir, "whole-file", whole_file_run());
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sarif__result_of_the_scenario),
        cmocka_unit_test(test_sarif__names_findings_for_good),
        cmocka_unit_test(test_sarif__fix_counts_utf16_units),
        cmocka_unit_test(test_sarif__rules_and_run),
        cmocka_unit_test(test_sarif__an_empty_run_has_results),
        cmocka_unit_test(test_sarif__trouble_is_said),
        cmocka_unit_test(test_sarif__paths_are_encoded),
        cmocka_unit_test(test_sarif__a_path_outside_has_no_base),
        cmocka_unit_test(test_sarif__keeps_the_most_severe_beyond_the_limit),
    };
    if (argc > 1) return write_logs(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
