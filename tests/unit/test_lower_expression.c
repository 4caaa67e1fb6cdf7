/* What is asked of expressions: constants, calls, columns. */
#include "base/arena.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

/* The expression as a column's new default. */
static struct expression lower(void **state, const char *text)
{
    struct str sql = str_format(*state, "ALTER TABLE t ALTER a SET DEFAULT %s", text);
    struct sql_parse parsed = sql_parse(*state, sql);
    if (!parsed.parsed) fail_msg("%s: " STR_FMT, text, STR_ARG(parsed.error.message));
    struct expression expression = parsed.statements[0].changes[0].default_value;
    assert_true(str_equal(expression.text, str_from(text)));
    assert_true(str_equal(str_slice(sql, expression.at.start, expression.at.end), str_from(text)));
    return expression;
}

static void assert_list(void **state, struct str_list list, const char *expected)
{
    struct str joined = str_join(*state, list.at, list.len, STR(" "));
    if (!str_equal(joined, str_from(expected))) {
        fail_msg(STR_FMT " is not %s", STR_ARG(joined), expected);
    }
}

static void test_lower_expression__constants(void **state)
{
    static const char *const constants[] = {
        "1",
        "-1.5",
        "'a'",
        "'{}'::jsonb",
        "true",
        "CAST('1' AS numeric(5, 2))",
        "NULL",
        "b'1'",
        "x'f'",
        "interval '1 day'",
        "E'a'",
        "'a' COLLATE \"C\"",
        "ARRAY[]::text[]",
        "date '2020-01-01'",
        "('a')",
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (!lower(state, constants[i]).is_constant) fail_msg("%s", constants[i]);
    }
}

static void test_lower_expression__no_constants(void **state)
{
    static const char *const others[] = {
        "now()",
        "1 + 1",
        "current_date",
        "nextval('s')",
        "ARRAY[now()]",
        "now()::text",
        "CASE WHEN true THEN 1 END",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (lower(state, others[i]).is_constant) fail_msg("%s", others[i]);
    }
}

static void test_lower_expression__null(void **state)
{
    assert_true(lower(state, "NULL").is_null);
    assert_true(lower(state, "NULL::int").is_null);
    assert_false(lower(state, "'NULL'").is_null);
    assert_false(lower(state, "coalesce(NULL, 1)").is_null);
}

static void test_lower_expression__calls_in_order(void **state)
{
    struct expression expression =
        lower(state, "app.f(lower(b), pg_catalog.now()) + length(\"G\"('x')) || lower('y')");
    assert_list(state, expression.functions, "app.f lower now length G");
    assert_list(state, expression.columns, "b");
    assert_list(state, expression.literals, "x y");
}

static void test_lower_expression__calls_the_grammar_makes(void **state)
{
    assert_list(state, lower(state, "CURRENT_TIMESTAMP(3)").functions, "current_timestamp");
    assert_list(state, lower(state, "now() AT TIME ZONE 'UTC'").functions, "timezone now");
    assert_list(state, lower(state, "extract(year FROM localtime)").functions, "extract localtime");
}

static void test_lower_expression__columns_everywhere(void **state)
{
    struct expression expression =
        lower(state, "CASE WHEN t.a > ALL (SELECT b.c FROM d WHERE e) THEN (f).g[h] ELSE f END");
    assert_list(state, expression.columns, "a c e f h");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lower_expression__constants),
        TEST(test_lower_expression__no_constants),
        TEST(test_lower_expression__null),
        TEST(test_lower_expression__calls_in_order),
        TEST(test_lower_expression__calls_the_grammar_makes),
        TEST(test_lower_expression__columns_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
