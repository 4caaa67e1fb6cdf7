/* What CI runners and forges read: GitHub, GitLab, Azure, reviewdog. Escaping, caps, suggestions.
 */
#include "report/severest.h"
#include "report_builder.h"
#include "scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char odd_path[] = "db/a%b:c,d;e]\r\nf\x1B/00001_x.sql";

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

static size_t count_of(const char *text, const char *words)
{
    size_t count = 0;
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words)) count++;
    return count;
}

/* -- github ------------------------------------------------------------------------------------ */

static void test_github__escapes_the_percent_sign_first(void **state)
{
    (void)state;
    assert_rendered(run_of("m/1_x.sql", "a %0A b\r\nc: d, e"), "github",
                    "::error file=m/1_x.sql,line=4,endLine=4,col=1,endColumn=7,"
                    "title=index-not-concurrent::a %250A b%0D%0Ac: d, e\n");
}

static void test_github__escapes_more_in_properties(void **state)
{
    (void)state;
    assert_rendered(run_of(odd_path, "x"), "github",
                    "::error file=db/a%25b%3Ac%2Cd;e]%0D%0Af\\x1B/00001_x.sql,line=4,endLine=4,"
                    "col=1,endColumn=7,title=index-not-concurrent::x\n");
}

static void test_github__has_no_columns_over_several_lines(void **state)
{
    (void)state;
    struct builder *b = run_of("m/1_x.sql", "x");
    struct diagnostic *finding = add_finding(b, &whole_file_rule, b->findings.at[0]->file,
                                             (struct span){b->sources.at[0], 13, 22}, "y");
    finding->severity = SEVERITY_INFO;
    add_note(finding, "z");
    assert_rendered(b, "github",
                    "::error file=m/1_x.sql,line=4,endLine=4,col=1,endColumn=7,"
                    "title=index-not-concurrent::x\n"
                    "::notice file=m/1_x.sql,line=2,endLine=3,title=out-of-order-version::y%0Az\n");
}

static void test_github__names_the_first_line_of_a_whole_file(void **state)
{
    (void)state;
    assert_rendered(whole_file_run(), "github",
                    "::warning file=db/migrations/00041_add.sql,line=1,endLine=1,col=1,"
                    "endColumn=13,title=out-of-order-version::version 41 is lower than version 42\n"
                    "::warning file=db/migrations/00042_empty.sql,line=1,endLine=1,col=1,"
                    "endColumn=1,title=out-of-order-version::version 42 is lower than version 43\n"
                    "::warning file=db/migrations/43.SQL,line=1,endLine=1,col=1,endColumn=1,"
                    "title=out-of-order-version::goose never looks at `43.SQL`\n");
}

static void test_github__cuts_messages_at_4096_units(void **state)
{
    (void)state;
    enum { PAIRS = 2048 };
    char title[PAIRS * 4 + 2] = "";
    for (size_t i = 0; i < PAIRS; i++) memcpy(title + i * 4, "\U0001F600", 4);
    struct builder *b = run_of("m/1_x.sql", title);
    char *whole = rendered(b, "github", &plain_style);
    assert_int_equal(count_of(whole, "\U0001F600"), PAIRS);
    free(whole);
    builder_free(b);
    title[(size_t)PAIRS * 4] = 'x';
    b = run_of("m/1_x.sql", title);
    char *cut = rendered(b, "github", &plain_style);
    assert_int_equal(count_of(cut, "\U0001F600"), PAIRS - 2);
    assert_non_null(strstr(cut, "\U0001F600...\n"));
    free(cut);
    builder_free(b);
}

static void test_github__shows_the_worst_first_and_counts_the_rest(void **state)
{
    (void)state;
    struct builder *b = endless_run(24, 12);
    b->report.summary = (struct summary){.migrations = 1, .with_findings = 1, .errors = 12};
    b->report.summary.warnings = 12;
    char *text = rendered(b, "github", &plain_style);
    assert_int_equal(count_of(text, "::error "), 12);
    assert_int_equal(count_of(text, "::warning "), 12);
    assert_true(strstr(text, "::warning ") > strstr(text, "\n::error "));
    assert_non_null(strstr(text, "\n12 errors, 12 warnings in 1 of 1 migration. 4 not shown as "
                                 "annotations: GitHub takes 10 of each severity from a step.\n"));
    free(text);
    const struct report_style quiet = {.columns = 100, .quiet = true};
    text = rendered(b, "github", &quiet);
    assert_null(strstr(text, "annotations"));
    free(text);
    builder_free(b);
}

static void test_github__says_nothing_of_caps_that_were_not_met(void **state)
{
    (void)state;
    struct builder *b = endless_run(20, 10);
    char *text = rendered(b, "github", &plain_style);
    assert_null(strstr(text, "annotations"));
    free(text);
    builder_free(b);
}

static void test_severest_first__keeps_the_order_within_a_severity(void **state)
{
    (void)state;
    struct builder *b = endless_run(5, 2);
    b->report.diagnostics = b->findings.at;
    b->report.diagnostic_count = b->findings.len;
    const struct diagnostic **sorted = severest_first(&b->arena, &b->report);
    const size_t expected[] = {3, 4, 0, 1, 2};
    for (size_t i = 0; i < 5; i++) assert_ptr_equal(sorted[i], b->findings.at[expected[i]]);
    builder_free(b);
}

/* -- azure ------------------------------------------------------------------------------------- */

static void test_azure__escapes_as_its_agent_unescapes(void **state)
{
    (void)state;
    assert_rendered(run_of(odd_path, "50%; a] %AZP25\r\nb"), "azure",
                    "##vso[task.logissue type=error;sourcepath=db/a%AZP25b:c,d%3Be%5D%0D%0Af\\x1B"
                    "/00001_x.sql;linenumber=4;columnnumber=1;code=index-not-concurrent]"
                    "50%AZP25; a] %AZP25AZP25%0D%0Ab\n");
}

static void test_azure__calls_info_a_warning(void **state)
{
    (void)state;
    struct builder *b = run_of("m/1_x.sql", "x");
    ((struct diagnostic *)(uintptr_t)b->findings.at[0])->severity = SEVERITY_INFO;
    assert_rendered(b, "azure",
                    "##vso[task.logissue type=warning;sourcepath=m/1_x.sql;linenumber=4;"
                    "columnnumber=1;code=index-not-concurrent]x\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_github__escapes_the_percent_sign_first),
        cmocka_unit_test(test_github__escapes_more_in_properties),
        cmocka_unit_test(test_github__has_no_columns_over_several_lines),
        cmocka_unit_test(test_github__names_the_first_line_of_a_whole_file),
        cmocka_unit_test(test_github__cuts_messages_at_4096_units),
        cmocka_unit_test(test_github__shows_the_worst_first_and_counts_the_rest),
        cmocka_unit_test(test_github__says_nothing_of_caps_that_were_not_met),
        cmocka_unit_test(test_severest_first__keeps_the_order_within_a_severity),
        cmocka_unit_test(test_azure__escapes_as_its_agent_unescapes),
        cmocka_unit_test(test_azure__calls_info_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
