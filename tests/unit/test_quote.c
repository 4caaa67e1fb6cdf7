#include "schema/quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int make_arena(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int drop_arena(void **state)
{
    arena_release(*state);
    return 0;
}

static void assert_str(struct str actual, struct str expected)
{
    assert_int_equal(actual.len, expected.len);
    assert_memory_equal(actual.at, expected.at, expected.len);
}

static void test_quoted__leaves_plain_names_alone(void **state)
{
    assert_str(quoted(*state, STR("email")), STR("email"));
    assert_str(quoted(*state, STR("_x1$")), STR("_x1$"));
    assert_str(quoted(*state, STR("name")), STR("name")); /* a keyword, but not reserved */
}

static void test_quoted__quotes_what_postgresql_would_read_otherwise(void **state)
{
    assert_str(quoted(*state, STR("Order")), STR("\"Order\""));
    assert_str(quoted(*state, STR("order")), STR("\"order\""));
    assert_str(quoted(*state, STR("user")), STR("\"user\""));
    assert_str(quoted(*state, STR("1st")), STR("\"1st\""));
    assert_str(quoted(*state, STR("a b")), STR("\"a b\""));
    assert_str(quoted(*state, STR("a\"b")), STR("\"a\"\"b\""));
    assert_str(quoted(*state, STR("été")), STR("\"été\""));
    assert_str(quoted(*state, STR("")), STR("\"\""));
}

static void test_quoted_name__quotes_each_part(void **state)
{
    struct name name = {STR("App"), STR("select")};
    assert_str(quoted_name(*state, name), STR("\"App\".\"select\""));
    name.schema = STR("");
    assert_str(quoted_name(*state, name), STR("\"select\""));
}

static void test_quoted_literal__doubles_quotes(void **state)
{
    assert_str(quoted_literal(*state, STR("it's")), STR("'it''s'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quoted__leaves_plain_names_alone),
        cmocka_unit_test(test_quoted__quotes_what_postgresql_would_read_otherwise),
        cmocka_unit_test(test_quoted_name__quotes_each_part),
        cmocka_unit_test(test_quoted_literal__doubles_quotes),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
