#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void test_str_compare__word(void **state)
{
    (void)state;
    static const char *const words[] = {"", "a", "ab", "b", "ba", "\xc3\xa9"};
    const size_t count = sizeof words / sizeof *words;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            struct str left = str_from(words[i]);
            assert_int_equal(sign(str_compare_word(left, words[j])),
                             sign(str_compare(left, str_from(words[j]))));
            assert_int_equal(sign(str_compare_word(left, words[j])), (i > j) - (i < j));
        }
    }
}

static void test_str_compare__word_against_a_slice(void **state)
{
    (void)state;
    struct str inner = str_slice(STR("integer"), 0, 3);
    assert_int_equal(str_compare_word(inner, "int"), 0);
    assert_true(str_compare_word(inner, "integer") < 0);
    assert_true(str_compare_word(STR("int\0"), "int") > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_str_compare__word),
        cmocka_unit_test(test_str_compare__word_against_a_slice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
