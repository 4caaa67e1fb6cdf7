/* The machine formats, colour, the summary line and what stands around the findings. */
#include "report/formats.h"
#include "report/page.h"
#include "report/summary.h"
#include "report_builder.h"
#include "scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

static void test_concise__is_gcc_s_form(void **state)
{
    (void)state;
    struct builder *b = scenario();
    char *text = rendered(b, "concise", &plain_style);
    assert_string_equal(text,
                        "db/migrations/00042_orders_user_idx.sql:2:10: error: building index "
                        "`idx_orders_user` blocks writes to `orders` [index-not-concurrent]\n");
    free(text);
    builder_free(b);
}

static void test_concise__calls_info_note_and_names_the_first_line(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "m/00001_a\n.sql", STR("SELECT 1;\n"));
    struct diagnostic *finding =
        add_finding(b, &scenario_rule, file, (struct span){0}, "a \x1B[31m title");
    finding->about_name = true;
    finding->severity = SEVERITY_INFO;
    char *text = rendered(b, "concise", &plain_style);
    assert_string_equal(text, "m/00001_a\\x0A.sql:1:1: note: a \\x1B[31m title "
                              "[index-not-concurrent]\n");
    free(text);
    builder_free(b);
}

static json_t *json_of(struct builder *builder)
{
    char *text = rendered(builder, "json", &plain_style);
    json_error_t error;
    json_t *object = json_loads(text, 0, &error);
    if (object == NULL) fail_msg("line %d: %s", error.line, error.text);
    free(text);
    return object;
}

static void assert_packed(json_t *actual, json_t *expected)
{
    if (!json_equal(actual, expected)) {
        fail_msg("%s\n!=\n%s", json_dumps(actual, JSON_INDENT(1)),
                 json_dumps(expected, JSON_INDENT(1)));
    }
    json_decref(expected);
}

static json_t *location(const char *path, const int *numbers)
{
    return json_pack("{s:s, s:i, s:i, s:i, s:i, s:i, s:i}", "path", path, "line", numbers[0],
                     "column", numbers[1], "end_line", numbers[2], "end_column", numbers[3],
                     "byte_offset", numbers[4], "byte_length", numbers[5]);
}

static void test_json__has_every_member_of_a_diagnostic(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *object = json_of(b);
    json_t *finding = json_array_get(json_object_get(object, "diagnostics"), 0);
    const char *members[] = {"rule",    "severity",    "message",    "location", "section",
                             "version", "statement",   "labels",     "notes",    "help",
                             "fixes",   "fingerprint", "suppressed", "baseline"};
    size_t count = sizeof members / sizeof *members;
    assert_int_equal(json_object_size(finding), count);
    for (size_t i = 0; i < count; i++) assert_non_null(json_object_get(finding, members[i]));
    assert_true(json_is_null(json_object_get(finding, "suppressed")));
    assert_true(json_is_null(json_object_get(finding, "baseline")));
    assert_packed(json_object_get(finding, "rule"),
                  json_pack("{s:s, s:s, s:s}", "id", "index-not-concurrent", "category", "locking",
                            "url", GANDER_URL "#index-not-concurrent"));
    assert_packed(json_object_get(finding, "version"), json_string("42"));
    assert_packed(json_object_get(finding, "statement"), json_integer(1));
    assert_packed(json_object_get(finding, "fingerprint"),
                  json_string("f64bdbdf0bd841356b2e1fe3f4cf8d92"));
    json_decref(object);
    builder_free(b);
}

static void test_json__positions_count_code_points_and_bytes(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *object = json_of(b);
    json_t *finding = json_array_get(json_object_get(object, "diagnostics"), 0);
    json_t *labels = json_object_get(finding, "labels");
    json_t *edits = json_object_get(json_array_get(json_object_get(finding, "fixes"), 0), "edits");
    const char *path = "db/migrations/00042_orders_user_idx.sql";
    assert_packed(json_object_get(finding, "location"),
                  location(path, (const int[]){2, 10, 2, 22, 26, 12}));
    json_t *second = json_array_get(labels, 1);
    assert_packed(json_object_get(second, "location"),
                  location(path, (const int[]){2, 42, 2, 48, 58, 6}));
    assert_packed(json_object_get(json_object_get(second, "origin"), "location"),
                  location("db/migrations/00001_init.sql", (const int[]){3, 1, 3, 20, 14, 19}));
    assert_packed(json_object_get(json_array_get(edits, 1), "location"),
                  location(path, (const int[]){2, 23, 2, 23, 39, 0}));
    assert_packed(json_object_get(json_array_get(edits, 2), "location"),
                  location(path, (const int[]){5, 12, 5, 12, 103, 0}));
    json_decref(object);
    builder_free(b);
}

static void test_json__a_whole_file_finding_has_no_statement(void **state)
{
    (void)state;
    struct builder *b = whole_file_run();
    json_t *object = json_of(b);
    json_t *findings = json_object_get(object, "diagnostics");
    json_t *named = json_array_get(findings, 0);
    assert_packed(json_object_get(named, "section"), json_string("file"));
    assert_packed(json_object_get(named, "statement"), json_null());
    assert_packed(json_object_get(named, "version"), json_null());
    assert_packed(json_object_get(named, "location"),
                  location("db/migrations/00041_add.sql", (const int[]){1, 1, 1, 13, 0, 12}));
    assert_packed(json_object_get(json_array_get(findings, 2), "location"),
                  location("db/migrations/43.SQL", (const int[]){1, 1, 1, 1, 0, 0}));
    json_decref(object);
    builder_free(b);
}

static void test_json__summary_and_notifications(void **state)
{
    (void)state;
    struct builder *b = troubled_run();
    json_t *object = json_of(b);
    assert_packed(json_object_get(object, "tool"),
                  json_pack("{s:s, s:s}", "name", "gander", "version", GANDER_VERSION));
    assert_packed(
        json_object_get(object, "summary"),
        json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:s, s:i}",
                  "migrations", 3, "with_findings", 1, "errors", 1, "warnings", 0, "infos", 0,
                  "suppressed", 1, "baselined", 0, "stale_baseline_entries", 0,
                  "before_start_after", 0, "not_analysed", 1, "points_of_no_return", 0, "fixable",
                  0, "fixable_unsafe", 1, "fail_on", "error", "exit_code", 2));
    assert_packed(json_object_get(object, "notifications"),
                  json_pack("[{s:s, s:s, s:s, s:s}]", "id", "go-migration", "level", "info", "path",
                            "db/migrations/00030_backfill.go", "message",
                            "`00030_backfill.go` is a Go migration and is not analysed"));
    json_decref(object);
    builder_free(b);
}

static void assert_summary(struct summary summary, const char *expected)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    write_summary_line(out, &summary);
    fclose(out);
    assert_string_equal(buffer, expected);
    free(buffer);
}

static void test_summary__counts_everything(void **state)
{
    (void)state;
    assert_summary(
        (struct summary){.migrations = 46,
                         .with_findings = 6,
                         .errors = 5,
                         .warnings = 1,
                         .suppressed = 2,
                         .before_start_after = 31,
                         .fixable = 1,
                         .fixable_unsafe = 3},
        "5 errors, 1 warning in 6 of 46 migrations (2 suppressed, 31 before start-after). "
        "1 fixable with --fix, 3 more with --unsafe-fixes.\n");
    assert_summary((struct summary){.migrations = 46, .suppressed = 2},
                   "46 migrations checked, no findings (2 suppressed).\n");
    assert_summary((struct summary){.migrations = 1}, "1 migration checked, no findings.\n");
    assert_summary((struct summary){0}, "0 migrations checked, no findings.\n");
    assert_summary((struct summary){.migrations = 2,
                                    .with_findings = 1,
                                    .infos = 2,
                                    .not_analysed = 1,
                                    .points_of_no_return = 1,
                                    .fixable_unsafe = 1},
                   "2 infos in 1 of 2 migrations (1 not analysed, 1 point of no return). "
                   "1 fixable with --unsafe-fixes.\n");
    assert_summary((struct summary){.migrations = 2, .points_of_no_return = 2},
                   "2 migrations checked, no findings (2 points of no return).\n");
}

static void test_text__says_the_rule_once_and_ends_with_notices_and_counts(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "m/00001_a.sql", STR("SELECT 1;\nSELECT 2;\n"));
    add_finding(b, &whole_file_rule, file, find_span(file, "1", 1), "one");
    add_finding(b, &whole_file_rule, file, find_span(file, "2", 1), "two");
    struct notification notice = {.id = "go-migration",
                                  .text = STR("`00002_b.go` is a Go migration"),
                                  .level = SEVERITY_INFO};
    VEC_PUSH(&b->arena, &b->notifications, notice);
    b->report.summary =
        (struct summary){.migrations = 1, .with_findings = 1, .warnings = 2, .not_analysed = 1};
    char *text = rendered(b, "text", &plain_style);
    assert_string_equal(text, "warning[out-of-order-version]: one\n"
                              "  --> m/00001_a.sql:1:8\n"
                              "   |\n"
                              " 1 | SELECT 1;\n"
                              "   |        ^\n"
                              "   |\n"
                              "   = rule: gander explain out-of-order-version\n"
                              "\n"
                              "warning[out-of-order-version]: two\n"
                              "  --> m/00001_a.sql:2:8\n"
                              "   |\n"
                              " 2 | SELECT 2;\n"
                              "   |        ^\n"
                              "\n"
                              "note: `00002_b.go` is a Go migration\n"
                              "\n"
                              "2 warnings in 1 of 1 migration (1 not analysed).\n");
    free(text);
    builder_free(b);
}

/* Without escape sequences, coloured text is the plain text. */
static void strip_escapes(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        if (*from != '\x1B') {
            *to++ = *from++;
        } else if (from[1] == '[') {
            from += strcspn(from, "m") + 1;
        } else {
            from = strstr(from + 1, "\x1B\\") + 2;
        }
    }
    *to = '\0';
}

static void test_text__colour_changes_no_words(void **state)
{
    (void)state;
    struct builder *b = scenario();
    const struct report_style painted_style = {.columns = 100, .color = true, .links = true};
    char *plain = rendered(b, "text", &plain_style);
    char *painted = rendered(b, "text", &painted_style);
    assert_null(strchr(plain, '\x1B'));
    assert_non_null(strstr(painted, "\x1B[1;31m"));
    assert_non_null(
        strstr(painted, "\x1B]8;;" GANDER_URL "#index-not-concurrent\x1B\\index-not-concurrent"));
    strip_escapes(painted);
    assert_string_equal(painted, plain);
    free(plain);
    free(painted);
    builder_free(b);
}

static void test_page__tells_what_the_rule_is_about(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_string_equal(
        rule_page_text(&arena, &scenario_rule).at,
        "index-not-concurrent (locking, error)\n"
        "An index is built without CONCURRENTLY on a table in use.\n"
        "\n"
        "Why\n"
        "  A plain CREATE INDEX takes a SHARE lock, so INSERT, UPDATE and DELETE wait\n"
        "  until goose commits.\n"
        "\n"
        "Instead\n"
        "  Use CREATE INDEX CONCURRENTLY in a file marked `-- +goose NO TRANSACTION`.\n"
        "\n"
        "Bad\n"
        "    CREATE INDEX idx ON users (email);\n"
        "\n"
        "Good\n"
        "    -- +goose NO TRANSACTION\n"
        "    -- +goose Up\n"
        "    CREATE INDEX CONCURRENTLY idx ON users (email);\n"
        "\n"
        "Also found under\n"
        "  require-concurrent-index-creation\n");
    assert_string_equal(
        rule_page_markdown(&arena, &scenario_rule).at,
        "A plain CREATE INDEX takes a SHARE lock, so INSERT, UPDATE and DELETE wait until goose "
        "commits.\n\n"
        "**Instead:** Use CREATE INDEX CONCURRENTLY in a file marked `-- +goose NO "
        "TRANSACTION`.\n\n"
        "Bad:\n\n```sql\nCREATE INDEX idx ON users (email);\n```\n\n"
        "Good:\n\n```sql\n-- +goose NO TRANSACTION\n-- +goose Up\n"
        "CREATE INDEX CONCURRENTLY idx ON users (email);\n```\n\n"
        "Category `locking`, error. Also found under `require-concurrent-index-creation`.\n");
    arena_release(&arena);
}

/* GitHub cuts descriptions at 1024 characters and shows no rule without them. */
static void test_rules__fit_into_sarif(void **state)
{
    (void)state;
    for (size_t i = 0; i < rule_count; i++) {
        const struct rule *rule = rules[i];
        if (rule->summary == NULL || rule->why == NULL) fail_msg("%s lacks words", rule->id);
        if (strlen(rule->summary) > 1000 || strlen(rule->why) > 1000) {
            fail_msg("%s says too much", rule->id);
        }
    }
}

static void test_reporter_find__knows_every_format(void **state)
{
    (void)state;
    assert_ptr_equal(reporter_find(STR("text")), &reporter_text);
    assert_ptr_equal(reporter_find(STR("concise")), &reporter_concise);
    assert_ptr_equal(reporter_find(STR("json")), &reporter_json);
    assert_ptr_equal(reporter_find(STR("sarif")), &reporter_sarif);
    assert_null(reporter_find(STR("Text")));
    assert_null(reporter_find(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_concise__is_gcc_s_form),
        cmocka_unit_test(test_concise__calls_info_note_and_names_the_first_line),
        cmocka_unit_test(test_json__has_every_member_of_a_diagnostic),
        cmocka_unit_test(test_json__positions_count_code_points_and_bytes),
        cmocka_unit_test(test_json__a_whole_file_finding_has_no_statement),
        cmocka_unit_test(test_json__summary_and_notifications),
        cmocka_unit_test(test_summary__counts_everything),
        cmocka_unit_test(test_text__says_the_rule_once_and_ends_with_notices_and_counts),
        cmocka_unit_test(test_text__colour_changes_no_words),
        cmocka_unit_test(test_page__tells_what_the_rule_is_about),
        cmocka_unit_test(test_rules__fit_into_sarif),
        cmocka_unit_test(test_reporter_find__knows_every_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
