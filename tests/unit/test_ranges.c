/* Finding words of a statement with the lexer. */
#include "sql/ranges.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct range all(const char *sql)
{
    return (struct range){0, (uint32_t)strlen(sql)};
}

static void assert_range(const char *sql, struct range range, const char *expected)
{
    struct str text = range_text(str_from(sql), range);
    if (!str_equal(text, str_from(expected))) {
        fail_msg("`" STR_FMT "` is not `%s`", STR_ARG(text), expected);
    }
}

static void test_ranges__head(void **state)
{
    (void)state;
    const char *words = "UNIQUE INDEX CONCURRENTLY";
    const char *sql = "create /* a */ unique\nindex on t (a)";
    assert_range(sql, range_head(str_from(sql), all(sql), words), "create /* a */ unique\nindex");
    assert_range("x", range_head(STR("x"), all("x"), words), "x");
    assert_range("", range_head(STR(""), all(""), words), "");
    sql = "CREATE \"INDEX\" INDEX";
    assert_range(sql, range_head(str_from(sql), all(sql), words), "CREATE");
}

static void test_ranges__name(void **state)
{
    (void)state;
    const char *sql = "a . \"b.c\" /* x */ .d e";
    assert_range(sql, range_name(str_from(sql), 0, (uint32_t)strlen(sql)),
                 "a . \"b.c\" /* x */ .d");
    assert_range(sql, range_name(str_from(sql), 0, 3), "a");
}

static void test_ranges__item_ends_at_a_top_level_comma(void **state)
{
    (void)state;
    const char *sql = " a (1, 2) [3, 4] ',' -- ,\n , b";
    assert_range(sql, range_item(str_from(sql), all(sql)), "a (1, 2) [3, 4] ','");
    sql = "last /* c */ ) more";
    assert_range(sql, range_item(str_from(sql), all(sql)), "last");
    assert_range("", range_item(STR(""), all("")), "");
}

static void test_ranges__clause(void **state)
{
    (void)state;
    const char *sql = "UPDATE t SET a = (SELECT b WHERE c) WHERE d /* e */ RETURNING f";
    assert_range(sql, range_clause(str_from(sql), all(sql), "where", "returning"), "d");
    assert_range(sql, range_clause(str_from(sql), all(sql), "having", NULL), "");
    sql = "a WHERE b) WHERE c";
    assert_range(sql, range_clause(str_from(sql), all(sql), "where", NULL), "b");
}

static void test_ranges__words(void **state)
{
    (void)state;
    const char *sql = "DROP COLUMN \"cascade\" CASCADE";
    assert_range(sql, range_before_word(str_from(sql), all(sql), "cascade"),
                 "DROP COLUMN \"cascade\"");
    assert_range(sql, range_from_word(str_from(sql), all(sql), "column"),
                 "COLUMN \"cascade\" CASCADE");
    assert_range(sql, range_before_word(str_from(sql), all(sql), "nothing"), sql);
}

static void test_ranges__parentheses(void **state)
{
    (void)state;
    const char *sql = "CHECK ( (a) > ')' /* ( */ ) NOT VALID";
    assert_range(sql, range_in_parentheses(str_from(sql), all(sql)), "(a) > ')'");
    assert_range("a", range_in_parentheses(STR("a"), all("a")), "");
    assert_range("(a", range_in_parentheses(STR("(a"), all("(a")), "a");
}

static void test_ranges__trim(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "  x - y  ",       "x - y",          "-- a\nx - y -- b",  "/* a */ x - y /* b */",
        "x - y --\n -- b", "x - y /* -- */", "\n x - y -- /* \n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_range(texts[i], range_trim(str_from(texts[i]), all(texts[i])), "x - y");
    }
    assert_range("'--'", range_trim(STR("'--'"), all("'--'")), "'--'");
    assert_range(" -- a", range_trim(STR(" -- a"), all(" -- a")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges__head),
        cmocka_unit_test(test_ranges__name),
        cmocka_unit_test(test_ranges__item_ends_at_a_top_level_comma),
        cmocka_unit_test(test_ranges__clause),
        cmocka_unit_test(test_ranges__words),
        cmocka_unit_test(test_ranges__parentheses),
        cmocka_unit_test(test_ranges__trim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
