#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_edit_distance__known(void **state)
{
    (void)state;
    assert_int_equal(edit_distance(STR(""), STR("")), 0);
    assert_int_equal(edit_distance(STR("kitten"), STR("sitting")), 3);
    assert_int_equal(edit_distance(STR("Down"), STR("down")), 0);
    assert_int_equal(edit_distance(STR("donw"), STR("down")), 1);
    assert_int_equal(edit_distance(STR(""), STR("abc")), 3);
}

static void test_edit_distance__long_texts_are_not_compared(void **state)
{
    (void)state;
    static const char long_text[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    assert_int_equal(edit_distance(STR(long_text), STR("a")), SIZE_MAX);
}

static void test_nearest_word__slip_and_stranger(void **state)
{
    (void)state;
    const struct str words[] = {STR("drop-column"), STR("drop-table"), STR("rename-column")};
    assert_int_equal(nearest_word(STR("drop-colum"), words, 3), 0);
    assert_int_equal(nearest_word(STR("rename_column"), words, 3), 2);
    assert_int_equal(nearest_word(STR("nonsense"), words, 3), -1);
    assert_int_equal(nearest_word(STR(""), words, 3), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edit_distance__known),
        cmocka_unit_test(test_edit_distance__long_texts_are_not_compared),
        cmocka_unit_test(test_nearest_word__slip_and_stranger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
