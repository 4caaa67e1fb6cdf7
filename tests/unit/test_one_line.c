/* A statement on one line, and where a very long one is cut. */
#include "lint/one_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { LONGEST = 400 };

/* How many bytes are left of a constant in quotes: as many letters, then `tail`. */
static size_t left_of(size_t letters, const char *tail)
{
    char text[2 * LONGEST];
    assert_true(letters + strlen(tail) + 2 < sizeof text);
    text[0] = '\'';
    memset(text + 1, 'x', letters);
    memcpy(text + 1 + letters, tail, strlen(tail));
    struct arena arena;
    arena_init(&arena);
    const size_t len = one_line(&arena, (struct str){text, 1 + letters + strlen(tail)}).len;
    arena_release(&arena);
    return len;
}

static void test_one_line__comments_and_line_ends_become_a_blank(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct str line = one_line(&arena, STR("SELECT 1, -- one\n\t2 /* two */ ;"));
    assert_true(str_equal(line, STR("SELECT 1, 2 ;")));
    arena_release(&arena);
}

static void test_one_line__is_cut_between_code_points(void **state)
{
    (void)state;
    assert_int_equal(left_of(LONGEST - 2, "'"), LONGEST);
    assert_int_equal(left_of(LONGEST, "'"), LONGEST);
    /* Two bytes: the last that fit, with and without more behind them; or one byte too many. */
    assert_int_equal(left_of(LONGEST - 3, "\u00e9"), LONGEST);
    assert_int_equal(left_of(LONGEST - 3, "\u00e9 and more'"), LONGEST);
    assert_int_equal(left_of(LONGEST - 2, "\u00e9 and more'"), LONGEST - 1);
    /* Four bytes. */
    assert_int_equal(left_of(LONGEST - 5, "\U0001F9A2 and more'"), LONGEST);
    assert_int_equal(left_of(LONGEST - 4, "\U0001F9A2 and more'"), LONGEST - 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_line__comments_and_line_ends_become_a_blank),
        cmocka_unit_test(test_one_line__is_cut_between_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
