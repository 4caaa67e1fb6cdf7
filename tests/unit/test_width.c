#include "base/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_point(struct str text, uint32_t value, uint32_t len, bool valid)
{
    struct code_point point = code_point_at(text, 0);
    assert_int_equal(point.value, value);
    assert_int_equal(point.len, len);
    assert_int_equal(point.valid, valid);
}

static void test_code_point_at__reads_valid_text(void **state)
{
    (void)state;
    assert_point(STR("a"), 'a', 1, true);
    assert_point(STR("\0"), 0, 1, true);
    assert_point(STR("é"), 0xE9, 2, true);
    assert_point(STR("€"), 0x20AC, 3, true);
    assert_point(STR("😀x"), 0x1F600, 4, true);
    assert_point(STR("\uFFFD"), 0xFFFD, 3, true);
}

static void test_code_point_at__takes_a_bad_byte_alone(void **state)
{
    (void)state;
    assert_point(STR("\xFF"), 0xFFFD, 1, false);
    assert_point(STR("\x80"), 0xFFFD, 1, false);
    assert_point(STR("\xC3"), 0xFFFD, 1, false);
    assert_point(STR("\xE2\x82"), 0xFFFD, 1, false);
    assert_point(STR("\xED\xA0\x80"), 0xFFFD, 1, false);
    assert_point(STR("\xF5\x80\x80\x80"), 0xFFFD, 1, false);
}

static void test_str_cells__counts_what_a_terminal_draws(void **state)
{
    (void)state;
    assert_int_equal(str_cells(STR("")), 0);
    assert_int_equal(str_cells(STR("abc")), 3);
    assert_int_equal(str_cells(STR("é")), 1);
    assert_int_equal(str_cells(STR("e\u0301")), 1);
    assert_int_equal(str_cells(STR("😀")), 2);
    assert_int_equal(str_cells(STR("日本")), 4);
    assert_int_equal(str_cells(STR("\xFF\xFE")), 2);
}

static void test_str_cut__breaks_no_code_point(void **state)
{
    (void)state;
    assert_int_equal(str_cut(STR("abc"), 3).len, 3);
    assert_int_equal(str_cut(STR("abc"), 2).len, 2);
    assert_int_equal(str_cut(STR("a\xc3\xa4z"), 2).len, 1);
    assert_int_equal(str_cut(STR("a\xc3\xa4z"), 3).len, 3);
    assert_int_equal(str_cut(STR("\xf0\x9f\x98\x80z"), 3).len, 0);
    assert_int_equal(str_cut(STR("\x80\x80\x80\x80\x80\x80\x80"), 6).len, 2); /* no text */
}

static void test_code_point_is_control__covers_c0_c1_and_bidi(void **state)
{
    (void)state;
    const uint32_t controls[] = {0, 0x1B, 0x7F, 0x80, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069};
    const uint32_t others[] = {' ', '~', 0xA0, 0x2029, 0x202F, 0x2065, 0x206A};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        assert_true(code_point_is_control(controls[i]));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(code_point_is_control(others[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code_point_at__reads_valid_text),
        cmocka_unit_test(test_code_point_at__takes_a_bad_byte_alone),
        cmocka_unit_test(test_str_cells__counts_what_a_terminal_draws),
        cmocka_unit_test(test_str_cut__breaks_no_code_point),
        cmocka_unit_test(test_code_point_is_control__covers_c0_c1_and_bidi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
