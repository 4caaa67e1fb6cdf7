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

static void test_respell__columns_of_a_query(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str ours[] = {STR("u")};
    struct str_list qualifiers = {ours, 1, 1};
    struct str text = STR("SELECT u.old, o.old, old FROM users u JOIN orders o ON u.old = o.id");
    expect(respell_query_column(&arena, text, &qualifiers, false, STR("old"), STR("new")),
           "SELECT u.new, o.old, old FROM users u JOIN orders o ON u.new = o.id");
    expect(respell_query_column(&arena, text, &qualifiers, true, STR("old"), STR("new")),
           "SELECT u.new, o.old, new FROM users u JOIN orders o ON u.new = o.id");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_respell__columns),
        cmocka_unit_test(test_respell__what_is_no_column),
        cmocka_unit_test(test_respell__columns_of_a_query),
        cmocka_unit_test(test_respell__relations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
