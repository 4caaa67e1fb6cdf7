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
    assert_list(state, lower(state, "CURRENT_TIMESTAMP(3)").functions, "");
    assert_true(lower(state, "CURRENT_TIMESTAMP(3)").has_value_function);
    assert_false(lower(state, "now()").has_value_function);
    assert_list(state, lower(state, "now() AT TIME ZONE 'UTC'").functions, "timezone now");
    assert_list(state, lower(state, "extract(year FROM localtime)").functions, "extract");
}

static void test_lower_expression__columns_everywhere(void **state)
{
    struct expression expression =
        lower(state, "CASE WHEN t.a > ALL (SELECT b.c FROM d WHERE e) THEN (f).g[h] ELSE f END");
    assert_list(state, expression.columns, "a f h c e");
}

static const char *const not_null_cases[][2] = {
    {"a IS NOT NULL", "a"},
    {"NOT (a IS NULL)", "a"},
    {"b > 0 AND (c < 1 AND (a IS NOT NULL AND d))", "a"},
    {"ROW(a, b) IS NOT NULL", "a b"},
    {"(a, b) IS NOT NULL", "a b"},
    {"t.a IS NOT NULL", "a"},
    {"a IS DISTINCT FROM NULL", "a"},
    {"NULL IS DISTINCT FROM a", "a"},
    {"NOT (a IS NOT DISTINCT FROM NULL)", "a"},
    {"true = (a IS NOT NULL)", "a"},
    {"(a IS NULL) = false", "a"},
    {"(a IS NOT NULL) <> false", "a"},
    {"NOT (NOT (a IS NOT NULL))", "a"},
    {"NOT (b > 0 OR a IS NULL OR c IS NULL)", "a c"},
    {"NOT (false OR a IS NULL)", "a"},
    {"(a IS NOT NULL) = true", "a"},
    {"a IS NOT NULL OR false", "a"},
    {"(a IS NOT NULL AND b > 0) OR (a IS NOT NULL AND c IS NOT NULL)", "a"},
    {"a > 0", ""},
    {"a BETWEEN 1 AND 2", ""},
    {"a IN (1, 2)", ""},
    {"a = a", ""},
    {"coalesce(a, 0) > 0", ""},
    {"num_nulls(a, b) = 0", ""},
    {"(a IS NOT NULL) IS TRUE", ""},
    {"CASE WHEN b THEN a IS NOT NULL ELSE a IS NOT NULL END", ""},
    {"a::bigint IS NOT NULL", ""},
    {"a IS NOT NULL OR b IS NOT NULL", ""},
    {"a IS NULL", ""},
    {"a <> NULL", ""},
    {"(a IS NOT NULL) = false", ""},
    {"(a IS NULL) <> false", ""},
    {"(a IS NULL) IS FALSE", ""},
    {"a IS NOT NULL OR NULL", ""},
    {"NOT (a IS NULL AND b IS NULL)", ""},
    {"NOT (ROW(a, b) IS NULL)", ""},
    {"ROW(ROW(a, b), c) IS NOT NULL", "c"},
    {"a IS NOT DISTINCT FROM NULL", ""},
    {"NOT (a IS NOT NULL)", ""},
};

/* Reference hazards.md 3.4, both columns of the table. */
static void test_lower_expression__proofs_of_not_null(void **state)
{
    for (size_t i = 0; i < sizeof not_null_cases / sizeof *not_null_cases; i++) {
        struct str sql = str_format(*state, "ALTER TABLE t ADD CHECK (%s)", not_null_cases[i][0]);
        struct sql_parse parsed = sql_parse(*state, sql);
        assert_true(parsed.parsed);
        struct expression check = parsed.statements[0].changes[0].constraint.check;
        assert_list(state, check.not_null, not_null_cases[i][1]);
    }
}

static void test_lower_expression__only_a_column(void **state)
{
    assert_string_equal(lower(state, "a").column.at, "a");
    struct expression cast = lower(state, "(a)::bigint");
    assert_string_equal(cast.column.at, "a");
    assert_string_equal(cast.cast_to->name.name.at, "int8");
    assert_int_equal(lower(state, "a::text::bigint").column.len, 0);
    assert_int_equal(lower(state, "a + 0").column.len, 0);
    assert_int_equal(lower(state, "trim(a)").column.len, 0);
}

static void test_lower_expression__labels_and_sequences(void **state)
{
    struct expression label = lower(state, "'sad'::app.mood");
    assert_int_equal(label.mentions->casts.len, 1);
    assert_true(label.mentions->casts.at[0].of_literal);
    assert_string_equal(label.mentions->casts.at[0].literal.at, "sad");
    assert_string_equal(label.mentions->casts.at[0].type.name.schema.at, "app");
    struct expression next = lower(state, "nextval('S.\"My\"\"Seq\"'::regclass)");
    assert_int_equal(next.mentions->sequences.len, 1);
    assert_string_equal(next.mentions->sequences.at[0].schema.at, "s");
    assert_string_equal(next.mentions->sequences.at[0].name.at, "My\"Seq");
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
        TEST(test_lower_expression__proofs_of_not_null),
        TEST(test_lower_expression__only_a_column),
        TEST(test_lower_expression__labels_and_sequences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
