#include "schema/sql_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect(const struct sql_text *sql, const char *wanted)
{
    char text[256];
    assert_true(sql->len < sizeof text);
    if (sql->len > 0) memcpy(text, sql->at, sql->len);
    text[sql->len] = '\0';
    assert_string_equal(text, wanted);
}

static void expect_type(struct type_name type, const char *wanted)
{
    struct arena arena;
    arena_init(&arena);
    struct sql_text sql = {.arena = &arena};
    put_type(&sql, &type);
    expect(&sql, wanted);
    arena_release(&arena);
}

static struct type_name named(const char *name, const char *text)
{
    return (struct type_name){.name = {.name = str_from(name)}, .text = str_from(text)};
}

static void test_sql_text__types(void **state)
{
    (void)state;
    expect_type(named("int4", "int"), "integer");
    expect_type(named("text", "TEXT"), "text");
    expect_type(named("char", "\"char\""), "\"char\"");
    expect_type(named("bpchar", "bpchar"), "bpchar");
    expect_type(named("geometry", "geometry(Point, 4326)"), "geometry(Point, 4326)");
    expect_type(named("interval", "interval day to second(2)"), "interval day to second(2)");

    struct type_name type = named("numeric", "decimal(10, 2)");
    type.typmods[0] = 10;
    type.typmods[1] = 2;
    type.typmod_count = 2;
    expect_type(type, "numeric(10,2)");
    type = named("bpchar", "char");
    type.typmods[0] = 1;
    type.typmod_count = 1;
    type.array_dimensions = 2;
    expect_type(type, "char(1)[][]");

    type = named("mood", "app.mood");
    type.name.schema = STR("app");
    expect_type(type, "app.mood");
    type.name.schema = STR("public");
    type.name.name = STR("Mood");
    expect_type(type, "\"Mood\"");
}

static void expect_body(const char *body, const char *wanted)
{
    struct arena arena;
    arena_init(&arena);
    struct sql_text sql = {.arena = &arena};
    put_body(&sql, str_from(body));
    expect(&sql, wanted);
    arena_release(&arena);
}

static void test_sql_text__bodies(void **state)
{
    (void)state;
    expect_body("SELECT 1", "$$SELECT 1$$");
    expect_body("", "$$$$");
    expect_body("a$", "$body$a$$body$");
    expect_body("$$", "$body$$$$body$");
    expect_body("$$ $body$", "$body2$$$ $body$$body2$");
}

static void expect_parenthesized(const char *text, const char *wanted)
{
    struct arena arena;
    arena_init(&arena);
    struct sql_text sql = {.arena = &arena};
    struct expression expression = {.text = str_from(text)};
    put_parenthesized(&sql, &expression);
    expect(&sql, wanted);
    arena_release(&arena);
}

static void test_sql_text__parentheses(void **state)
{
    (void)state;
    expect_parenthesized("a > 0", "(a > 0)");
    expect_parenthesized("(a > 0)", "(a > 0)");
    expect_parenthesized("(a) AND (b)", "((a) AND (b))");
    expect_parenthesized("(a > ')' AND (b))", "(a > ')' AND (b))");
    expect_parenthesized("a -- why", "(a -- why\n)");
    expect_parenthesized("(a) -- )", "((a) -- )\n)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sql_text__types),
        cmocka_unit_test(test_sql_text__bodies),
        cmocka_unit_test(test_sql_text__parentheses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
