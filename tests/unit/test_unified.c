/* Unified diffs: hunks, ranges, names. That `git apply` and `patch` take them is their format. */
#include "cli/unified.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_diff(const char *path, const char *before, const char *after,
                        const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    unified_write(out, str_from(path), str_from(before), str_from(after));
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void test_unified__same_text_is_nothing(void **state)
{
    (void)state;
    assert_diff("a.sql", "a\nb\n", "a\nb\n", "");
}

static void test_unified__changed_line(void **state)
{
    (void)state;
    assert_diff("a.sql", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
                "--- a/a.sql\n+++ b/a.sql\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

static void test_unified__changes_far_apart_are_two_hunks(void **state)
{
    (void)state;
    assert_diff("a.sql", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n",
                "--- a/a.sql\n+++ b/a.sql\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n"
                "@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n");
}

static void test_unified__missing_final_newline(void **state)
{
    (void)state;
    assert_diff("a.sql", "1\n2", "0\n1\n2",
                "--- a/a.sql\n+++ b/a.sql\n@@ -1,2 +1,3 @@\n+0\n 1\n 2\n"
                "\\ No newline at end of file\n");
    assert_diff("a.sql", "1", "2",
                "--- a/a.sql\n+++ b/a.sql\n@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+2\n"
                "\\ No newline at end of file\n");
}

static void test_unified__from_and_to_nothing(void **state)
{
    (void)state;
    assert_diff("a.sql", "", "1\n", "--- a/a.sql\n+++ b/a.sql\n@@ -0,0 +1 @@\n+1\n");
    assert_diff("a.sql", "1\n", "", "--- a/a.sql\n+++ b/a.sql\n@@ -1 +0,0 @@\n-1\n");
}

static void test_unified__odd_names(void **state)
{
    (void)state;
    assert_diff("a b.sql", "", "1\n", "--- a/a b.sql\t\n+++ b/a b.sql\t\n@@ -0,0 +1 @@\n+1\n");
    assert_diff("a\n\"b.sql", "", "1\n",
                "--- \"a/a\\012\\\"b.sql\"\n+++ \"b/a\\012\\\"b.sql\"\n@@ -0,0 +1 @@\n+1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unified__same_text_is_nothing),
        cmocka_unit_test(test_unified__changed_line),
        cmocka_unit_test(test_unified__changes_far_apart_are_two_hunks),
        cmocka_unit_test(test_unified__missing_final_newline),
        cmocka_unit_test(test_unified__from_and_to_nothing),
        cmocka_unit_test(test_unified__odd_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
