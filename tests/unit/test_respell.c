#include "schema/respell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct str column(struct arena *arena, const char *text)
{
    return respell_column(arena, str_from(text), STR("old"), STR("New"));
}

static void expect(struct str got, const char *wanted)
{
    char text[256];
    assert_true(got.len < sizeof text);
    memcpy(text, got.at, got.len);
    text[got.len] = '\0';
    assert_string_equal(text, wanted);
}

static void test_respell__columns(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    expect(column(&arena, "old > 0 AND t.OLD < \"old\""), "\"New\" > 0 AND t.\"New\" < \"New\"");
    expect(column(&arena, "older > 0"), "older > 0");
    expect(column(&arena, "\"Old\" > 0"), "\"Old\" > 0");
    arena_release(&arena);
}

static void test_respell__what_is_no_column(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const char *const same[] = {"old(a)",        "a::old",      "CAST(a AS old)", "'old'",
                                "a -- old\n> 0", "/* old */ a", "$$old$$",        "a COLLATE old",
                                "old 'x'",       "old.a"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        expect(column(&arena, same[i]), same[i]);
    }
    arena_release(&arena);
}

static struct name users(void)
{
    return (struct name){STR("public"), STR("users")};
}

static struct str query(struct arena *arena, const char *text, bool bare)
{
    return respell_query_column(arena, str_from(text), users(), bare, STR("old"), STR("new"));
}

static void test_respell__columns_of_a_query(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const char *join = "SELECT u.old, o.old, old FROM users AS u JOIN orders o ON u.old = o.id";
    expect(query(&arena, join, false),
           "SELECT u.new AS old, o.old, old FROM users AS u JOIN orders o ON u.new = o.id");
    expect(query(&arena, "SELECT f(old, 1), old x, old + 1 FROM users WHERE old > 0", true),
           "SELECT f(new, 1), new x, new + 1 FROM users WHERE new > 0");
    expect(query(&arena, "SELECT a FROM x WHERE b IN (SELECT old FROM public.users)", true),
           "SELECT a FROM x WHERE b IN (SELECT new AS old FROM public.users)");
    expect(query(&arena, "SELECT users.old FROM users LEFT JOIN x ON x.old = 1", false),
           "SELECT users.new AS old FROM users LEFT JOIN x ON x.old = 1");
    arena_release(&arena);
}

static void test_respell__stars(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str names[] = {STR("id"), STR("Name")};
    struct str_list columns = {names, 2, 2};
    expect(
        respell_stars(&arena, STR("SELECT *, count(*), 2 * 3 FROM users"), users(), true, &columns),
        "SELECT id, \"Name\", count(*), 2 * 3 FROM users");
    expect(respell_stars(&arena, STR("SELECT u.*, o.*, * FROM users u, orders o"), users(), false,
                         &columns),
           "SELECT u.id, u.\"Name\", o.*, * FROM users u, orders o");
    arena_release(&arena);
}

static struct str relation(struct arena *arena, const char *text)
{
    return respell_relation(arena, str_from(text), (struct name){STR("public"), STR("old")},
                            (struct name){STR("app"), STR("new")});
}

static void test_respell__relations(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    expect(relation(&arena, "SELECT old.a, old FROM old, x JOIN public.old o ON old.a = o.a"),
           "SELECT new.a, old FROM app.new, x JOIN app.new o ON new.a = o.a");
    expect(relation(&arena, "SELECT a FROM x WHERE a IN (SELECT old FROM other.old)"),
           "SELECT a FROM x WHERE a IN (SELECT old FROM other.old)");
    expect(relation(&arena, "SELECT a FROM (old JOIN y ON true), lateral (SELECT 1) old"),
           "SELECT a FROM (app.new JOIN y ON true), lateral (SELECT 1) old");
    arena_release(&arena);
}

static void test_respell__types(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct name old_name = {STR("app"), STR("mood")};
    struct name new_name = {STR("public"), STR("Feeling")};
    expect(respell_type(&arena, STR("'a'::app.mood = CAST(mood AS mood) OR x::mood[] = y"),
                        old_name, new_name),
           "'a'::\"Feeling\" = CAST(mood AS \"Feeling\") OR x::\"Feeling\"[] = y");
    expect(respell_type(&arena, STR("x::other.mood"), old_name, new_name), "x::other.mood");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_respell__columns),
        cmocka_unit_test(test_respell__what_is_no_column),
        cmocka_unit_test(test_respell__columns_of_a_query),
        cmocka_unit_test(test_respell__relations),
        cmocka_unit_test(test_respell__stars),
        cmocka_unit_test(test_respell__types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
