/* What CI runners and forges read: GitHub, GitLab, Azure, reviewdog. Escaping, caps, suggestions.
 */
#include "report/suggestion.h"
#include "report_builder.h"
#include "scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

/* One finding with [title] in a file with [path]. */
static struct builder *run_of(const char *path, const char *title)
{
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, path, STR("-- +goose Up\nSELECT\n 1;\nSELECT 2;\n"));
    add_finding(b, &scenario_rule, file, find_span(file, "SELECT", 2), title);
    return b;
}

static void assert_rendered(struct builder *b, const char *format, const char *expected)
{
    char *text = rendered(b, format, &plain_style);
    assert_string_equal(text, expected);
    free(text);
    builder_free(b);
}

/* -- gitlab ------------------------------------------------------------------------------------ */

static json_t *json_in(struct builder *builder, const char *format)
{
    char *text = rendered(builder, format, &plain_style);
    json_error_t error;
    json_t *value = json_loads(text, 0, &error);
    if (value == NULL) fail_msg("line %d: %s", error.line, error.text);
    free(text);
    return value;
}

static void assert_json(json_t *actual, json_t *expected)
{
    if (!json_equal(actual, expected)) {
        fail_msg("%s\n!=\n%s", json_dumps(actual, JSON_INDENT(1)),
                 json_dumps(expected, JSON_INDENT(1)));
    }
    json_decref(expected);
}

static void test_gitlab__is_an_array_of_issues(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *array = json_in(b, "gitlab");
    assert_json(array,
                json_pack("[{s:s, s:s, s:s, s:s, s:{s:s, s:{s:{s:i, s:i}, s:{s:i, s:i}}}}]",
                          "description",
                          "index-not-concurrent: building index `idx_orders_user` blocks writes to "
                          "`orders`",
                          "check_name", "index-not-concurrent", "fingerprint",
                          "f64bdbdf0bd841356b2e1fe3f4cf8d92", "severity", "critical", "location",
                          "path", "db/migrations/00042_orders_user_idx.sql", "positions", "begin",
                          "line", 2, "column", 10, "end", "line", 2, "column", 22));
    json_decref(array);
    builder_free(b);
}

static void test_gitlab__is_an_empty_array_when_clean(void **state)
{
    (void)state;
    assert_rendered(empty_run(), "gitlab", "[]\n");
}

static void test_gitlab__tells_equal_findings_apart(void **state)
{
    (void)state;
    struct builder *b = endless_run(2, 0);
    ((struct diagnostic *)(uintptr_t)b->findings.at[1])->severity = SEVERITY_INFO;
    json_t *array = json_in(b, "gitlab");
    json_t *first = json_array_get(array, 0);
    json_t *second = json_array_get(array, 1);
    assert_string_equal(json_string_value(json_object_get(first, "severity")), "major");
    assert_string_equal(json_string_value(json_object_get(second, "severity")), "minor");
    assert_false(
        json_equal(json_object_get(first, "fingerprint"), json_object_get(second, "fingerprint")));
    json_decref(array);
    builder_free(b);
}

/* -- reviewdog --------------------------------------------------------------------------------- */

static void test_rdjson__counts_columns_in_bytes(void **state)
{
    (void)state;
    struct builder *b = scenario();
    json_t *result = json_in(b, "rdjson");
    assert_json(json_object_get(result, "source"),
                json_pack("{s:s, s:s}", "name", "gander", "url", GANDER_URL));
    json_t *finding = json_array_get(json_object_get(result, "diagnostics"), 0);
    assert_json(json_object_get(json_object_get(finding, "location"), "range"),
                json_pack("{s:{s:i, s:i}, s:{s:i, s:i}}", "start", "line", 2, "column", 14, "end",
                          "line", 2, "column", 26));
    assert_json(json_object_get(finding, "related_locations"),
                json_pack("[{s:s, s:{s:s, s:{s:{s:i, s:i}, s:{s:i, s:i}}}}]", "message",
                          "created here", "location", "path", "db/migrations/00001_init.sql",
                          "range", "start", "line", 3, "column", 1, "end", "line", 3, "column",
                          20));
    assert_json(json_object_get(finding, "suggestions"), json_array());
    json_decref(result);
    builder_free(b);
}

static void test_rdjsonl__has_the_source_in_every_line(void **state)
{
    (void)state;
    struct builder *b = run_of("m/1_x.sql", "x");
    json_t *finding = json_in(b, "rdjsonl");
    assert_json(json_object_get(finding, "source"),
                json_pack("{s:s, s:s}", "name", "gander", "url", GANDER_URL));
    json_decref(finding);
    builder_free(b);
    assert_rendered(empty_run(), "rdjsonl", "");
}

static const struct suggestion *suggested(struct builder *b, struct edit *edits, size_t count,
                                          bool safe)
{
    struct suggestion *suggestion = ARENA_NEW(&b->arena, struct suggestion);
    struct diagnostic *finding = (struct diagnostic *)(uintptr_t)b->findings.at[0];
    add_fix(b, finding, "title", edits, count)->safe = safe;
    *suggestion = suggestion_of(&b->arena, finding);
    return suggestion;
}

static void assert_suggestion(const struct suggestion *suggestion, uint32_t start, uint32_t end,
                              const char *text)
{
    assert_non_null(suggestion->span.source);
    assert_int_equal(suggestion->span.start, start);
    assert_int_equal(suggestion->span.end, end);
    assert_int_equal(suggestion->text.len, strlen(text));
    assert_memory_equal(suggestion->text.at, text, strlen(text));
}

static void test_suggestion__joins_edits_in_the_order_of_their_places(void **state)
{
    (void)state;
    struct builder *b = run_of("m/1_x.sql", "x");
    const struct migration_file *file = b->findings.at[0]->file;
    struct edit edits[] = {
        insert_before(file, "2;", 1, "(1 + "),
        {find_span(file, "1;", 1), STR("one;")},
    };
    /* "-- +goose Up\nSELECT\n " is 21 bytes. */
    assert_suggestion(suggested(b, edits, 2, true), 21, 31, "one;\nSELECT (1 + ");
    assert_null(suggested(b, edits, 2, false)->span.source);
    builder_free(b);
}

static void test_suggestion__stays_on_lines_that_are_there(void **state)
{
    (void)state;
    struct builder *b = run_of("m/1_x.sql", "x");
    const struct migration_file *file = b->findings.at[0]->file;
    uint32_t last = (uint32_t)file->source->text.len - 1;
    struct edit at_end[] = {append(file, "-- +goose StatementEnd\n")};
    assert_suggestion(suggested(b, at_end, 1, true), last, last, "\n-- +goose StatementEnd");
    struct edit both[] = {insert_before(file, "SELECT", 2, "a\n"), append(file, "b\n")};
    assert_suggestion(suggested(b, both, 2, true), 24, last, "a\nSELECT 2;\nb");
    struct edit open_end[] = {append(file, "b")};
    assert_null(suggested(b, open_end, 1, true)->span.source);
    builder_free(b);
}

static void test_suggestion__is_none_for_several_files_or_far_apart(void **state)
{
    (void)state;
    struct builder *b = run_of("m/1_x.sql", "x");
    const struct migration_file *file = b->findings.at[0]->file;
    struct migration_file *other = add_file(b, "m/2_x.sql", STR("SELECT 1;\n"));
    struct edit elsewhere[] = {insert_before(file, "2;", 1, "a"), append(other, "b\n")};
    assert_null(suggested(b, elsewhere, 2, true)->span.source);
    struct edit crossing[] = {{find_span(file, "SELECT 2", 1), STR("a")},
                              {find_span(file, "2;", 1), STR("b")}};
    assert_null(suggested(b, crossing, 2, true)->span.source);
    builder_free(b);

    b = builder_new();
    file = add_file(b, "m/1_x.sql", STR("a\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nb\nc\n"));
    add_finding(b, &scenario_rule, file, find_span(file, "a", 1), "x");
    struct edit near[] = {insert_before(file, "a", 1, "1"), insert_before(file, "b", 1, "2")};
    assert_non_null(suggested(b, near, 2, true)->span.source);
    struct edit far[] = {insert_before(file, "a", 1, "1"), insert_before(file, "c", 1, "2")};
    assert_null(suggested(b, far, 2, true)->span.source);
    builder_free(b);
}

/* -- lines of JSON ----------------------------------------------------------------------------- */

static void test_jsonl__ends_in_the_summary(void **state)
{
    (void)state;
    const char *types[] = {"diagnostic", "notification", "summary"};
    struct builder *b = troubled_run();
    char *text = rendered(b, "jsonl", &plain_style);
    struct str rest = str_from(text);
    for (size_t i = 0; i < 3; i++) {
        size_t end = str_find(rest, STR("\n"), 0);
        assert_true(end != SIZE_MAX);
        json_t *object = json_loadb(rest.at, end, 0, NULL);
        assert_non_null(object);
        assert_string_equal(json_string_value(json_object_get(object, "type")), types[i]);
        json_decref(object);
        rest = str_slice(rest, end + 1, rest.len);
    }
    assert_int_equal(rest.len, 0);
    free(text);
    builder_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gitlab__is_an_array_of_issues),
        cmocka_unit_test(test_gitlab__is_an_empty_array_when_clean),
        cmocka_unit_test(test_gitlab__tells_equal_findings_apart),
        cmocka_unit_test(test_rdjson__counts_columns_in_bytes),
        cmocka_unit_test(test_rdjsonl__has_the_source_in_every_line),
        cmocka_unit_test(test_suggestion__joins_edits_in_the_order_of_their_places),
        cmocka_unit_test(test_suggestion__stays_on_lines_that_are_there),
        cmocka_unit_test(test_suggestion__is_none_for_several_files_or_far_apart),
        cmocka_unit_test(test_jsonl__ends_in_the_summary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
