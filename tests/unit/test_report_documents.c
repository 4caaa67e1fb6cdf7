/* XML and Markdown: what must be escaped where, what counts as failed, what is left out. */
#include "report/markdown_text.h"
#include "report/xml.h"
#include "report_builder.h"
#include "scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef void text_writer(FILE *out, struct str text);

static void assert_written(text_writer *write, struct str text, const char *expected)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    write(out, text);
    fclose(out);
    assert_string_equal(buffer, expected);
    free(buffer);
}

static void write_x_attribute(FILE *out, struct str text)
{
    xml_write_attribute(out, "x", text);
}

static size_t count_of(const char *text, const char *words)
{
    size_t count = 0;
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words)) count++;
    return count;
}

static void assert_has(const char *text, const char *words)
{
    if (strstr(text, words) == NULL) fail_msg("`%s` is not in\n%s", words, text);
}

/* -- XML --------------------------------------------------------------------------------------- */

static void test_xml__escapes_markup(void **state)
{
    (void)state;
    assert_written(xml_write_text, STR("a < b && \"c\" ]]> 'd'"),
                   "a &lt; b &amp;&amp; \"c\" ]]&gt; 'd'");
    assert_written(write_x_attribute, STR("a < \"b\""), " x=\"a &lt; &quot;b&quot;\"");
}

static void test_xml__keeps_line_ends_from_the_reader_s_normalisation(void **state)
{
    (void)state;
    assert_written(xml_write_text, STR("a\r\n\tb"), "a&#13;\n\tb");
    assert_written(write_x_attribute, STR("a\r\n\tb"), " x=\"a&#13;&#10;&#9;b\"");
}

static void test_xml__replaces_what_no_document_may_hold(void **state)
{
    (void)state;
    assert_written(xml_write_text, STR("a\0b\x1B[31m\x7F"), "a�b�[31m\x7F");
    assert_written(xml_write_text, STR("\xFF\xC0\xAF\xED\xA0\x80\xEF\xBF\xBE\xEF\xBF\xBF"),
                   "��������");
    assert_written(xml_write_text, STR("é😀\xEF\xBF\xBD"), "é😀�");
}

/* -- JUnit ------------------------------------------------------------------------------------- */

static void test_junit__fails_from_fail_on_up(void **state)
{
    (void)state;
    struct builder *b = endless_run(3, 1);
    char *text = rendered(b, "junit", &plain_style);
    assert_has(text, "<testsuites name=\"gander\" tests=\"3\" failures=\"1\" errors=\"0\">");
    assert_int_equal(count_of(text, "<skipped message=\"warning: it is late\"/>"), 2);
    free(text);
    b->report.summary.fail_on = SEVERITY_WARNING;
    text = rendered(b, "junit", &plain_style);
    assert_has(text, "<testsuites name=\"gander\" tests=\"3\" failures=\"3\" errors=\"0\">");
    assert_int_equal(count_of(text, "<failure type=\"warning\" message=\"it is late\">"), 2);
    free(text);
    b->report.summary.fail_on = SEVERITY_OFF;
    text = rendered(b, "junit", &plain_style);
    assert_has(text, "<testsuites name=\"gander\" tests=\"3\" failures=\"0\" errors=\"0\">");
    free(text);
    builder_free(b);
}

static void test_junit__has_a_suite_for_each_file_by_path(void **state)
{
    (void)state;
    struct builder *b = troubled_run();
    struct notification unread = {.id = "unreadable-file",
                                  .path = STR("db/migrations/00002_x.sql"),
                                  .text = STR("cannot read it"),
                                  .level = SEVERITY_ERROR};
    VEC_PUSH(&b->arena, &b->notifications, unread);
    struct notification driver = {
        .id = "other-driver", .text = STR("a driver"), .level = SEVERITY_INFO};
    VEC_PUSH(&b->arena, &b->notifications, driver);
    char *text = rendered(b, "junit", &plain_style);
    const char *in_order[] = {
        "<testsuites name=\"gander\" tests=\"6\" failures=\"1\" errors=\"1\">\n"
        "  <testsuite name=\"gander\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
        "    <testcase name=\"other-driver\" classname=\"gander\">\n"
        "      <skipped message=\"info: a driver\"/>\n",
        "<testsuite name=\"db/migrations/00001_init.sql\"",
        "<testsuite name=\"db/migrations/00002_x.sql\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
        "    <testcase name=\"unreadable-file\" classname=\"db/migrations/00002_x.sql\">\n"
        "      <error type=\"environment\" message=\"cannot read it\"/>\n",
        "<testsuite name=\"db/migrations/00030_backfill.go\"",
        "<testsuite name=\"db/migrations/00042_orders_user_idx.sql\"",
        "<testsuite name=\"db/migrations/00043_drop_note.sql\"",
    };
    const char *at = text;
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++) {
        assert_has(at, in_order[i]);
        at = strstr(at, in_order[i]);
    }
    free(text);
    builder_free(b);
}

static void test_junit__counts_an_empty_run(void **state)
{
    (void)state;
    struct builder *b = empty_run();
    char *text = rendered(b, "junit", &plain_style);
    assert_string_equal(text,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<testsuites name=\"gander\" tests=\"0\" failures=\"0\" errors=\"0\">\n"
                        "</testsuites>\n");
    free(text);
    builder_free(b);
}

/* -- Checkstyle -------------------------------------------------------------------------------- */

static void test_checkstyle__groups_by_file(void **state)
{
    (void)state;
    struct builder *b = endless_run(2, 0);
    add_plain_finding(b, "m/<\xFF\x01>.sql");
    char *text = rendered(b, "checkstyle", &plain_style);
    assert_int_equal(count_of(text, "<file "), 2);
    assert_int_equal(count_of(text, "</file>"), 2);
    assert_int_equal(count_of(text, "source=\"gander.sequence.out-of-order-version\"/>"), 2);
    assert_has(text, "<file name=\"m/&lt;��&gt;.sql\">");
    free(text);
    builder_free(b);
}

/* -- Markdown ---------------------------------------------------------------------------------- */

static void test_markdown__fragments_fit_a_cell(void **state)
{
    (void)state;
    assert_written(markdown_write_fragment, STR("a | b\nc <d> &amp;"),
                   "a \\| b c &lt;d> &amp;amp;");
    assert_written(markdown_write_fragment, STR("`a|<b>` <c>"), "`a\\|<b>` &lt;c>");
    assert_written(markdown_write_fragment, STR("`a``b` ```c"), "`a``b` \\`\\`\\`c");
    assert_written(markdown_write_fragment, STR("\x1B[31m"), "\\x1B[31m");
}

static void test_markdown__code_holds_any_backticks(void **state)
{
    (void)state;
    assert_written(markdown_write_code, STR("a/b.sql:2"), "`a/b.sql:2`");
    assert_written(markdown_write_code, STR("a`b``|.sql"), "``` a`b``\\|.sql ```");
    assert_written(markdown_write_code, STR("a\nb"), "`a b`");
}

static void test_markdown__html_knows_names(void **state)
{
    (void)state;
    assert_written(markdown_write_html, STR("drops `a<b` & `c"),
                   "drops <code>a&lt;b</code> &amp; `c");
}

static void test_markdown__fences_are_longer_than_what_they_hold(void **state)
{
    (void)state;
    assert_written(markdown_write_block, STR("a ` b\n"), "```text\na ` b\n```\n");
    assert_written(markdown_write_block, STR("````\n"), "`````text\n````\n`````\n");
}

static void test_markdown__lists_the_worst_first(void **state)
{
    (void)state;
    struct builder *b = endless_run(3, 1);
    b->report.summary = (struct summary){.migrations = 1, .with_findings = 1, .errors = 1};
    b->report.summary.warnings = 2;
    char *text = rendered(b, "markdown", &plain_style);
    assert_has(text, "<!-- gander -->\n"
                     "### gander: 1 error, 2 warnings in 1 of 1 migration\n"
                     "\n"
                     "| | where | what | rule |\n"
                     "|---|---|---|---|\n"
                     "| error | `db/migrations/00041_add.sql:2` | it is late | "
                     "[out-of-order-version](" GANDER_URL "#out-of-order-version) |\n"
                     "| warning | ");
    assert_true(strstr(text, "| error |") < strstr(text, "| warning |"));
    assert_int_equal(count_of(text, "<details>"), 3);
    assert_int_equal(count_of(text, "</details>"), 3);
    free(text);
    builder_free(b);
}

static void test_markdown__counts_what_the_heading_does_not(void **state)
{
    (void)state;
    struct builder *b = troubled_run();
    char *text = rendered(b, "markdown", &plain_style);
    assert_has(text, "### gander: 1 error in 1 of 3 migrations\n");
    assert_has(text, "\n- note: `00030_backfill.go` is a Go migration and is not analysed\n");
    assert_has(text, "\n1 error in 1 of 3 migrations (1 suppressed, 1 not analysed). 1 fixable "
                     "with --unsafe-fixes.\n");
    free(text);
    builder_free(b);
    b = empty_run();
    b->report.summary.migrations = 2;
    text = rendered(b, "markdown", &plain_style);
    assert_string_equal(text, "<!-- gander -->\n### gander: 2 migrations checked, no findings\n");
    free(text);
    builder_free(b);
}

static void assert_limited(size_t findings, const char *words)
{
    struct builder *b = endless_run(findings, 1);
    char *text = rendered(b, "markdown", &plain_style);
    assert_true(strlen(text) <= 900 * 1024);
    assert_true(strlen(text) > 890 * 1024);
    assert_has(text, words);
    assert_has(text, "| error | ");
    assert_int_equal(count_of(text, "<details>"), count_of(text, "</details>"));
    free(text);
    builder_free(b);
}

static void test_markdown__stops_at_900_kib(void **state)
{
    (void)state;
    assert_limited(4000, " more without the lines they are about.\n");
    assert_limited(20000, " more are not listed here.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xml__escapes_markup),
        cmocka_unit_test(test_xml__keeps_line_ends_from_the_reader_s_normalisation),
        cmocka_unit_test(test_xml__replaces_what_no_document_may_hold),
        cmocka_unit_test(test_junit__fails_from_fail_on_up),
        cmocka_unit_test(test_junit__has_a_suite_for_each_file_by_path),
        cmocka_unit_test(test_junit__counts_an_empty_run),
        cmocka_unit_test(test_checkstyle__groups_by_file),
        cmocka_unit_test(test_markdown__fragments_fit_a_cell),
        cmocka_unit_test(test_markdown__code_holds_any_backticks),
        cmocka_unit_test(test_markdown__html_knows_names),
        cmocka_unit_test(test_markdown__fences_are_longer_than_what_they_hold),
        cmocka_unit_test(test_markdown__lists_the_worst_first),
        cmocka_unit_test(test_markdown__counts_what_the_heading_does_not),
        cmocka_unit_test(test_markdown__stops_at_900_kib),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
