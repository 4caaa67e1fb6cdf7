/* The line that tells how far a run is: when it is drawn, what stands in it, how it goes away. */
#include "cli/progress_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *at(struct progress_line *line, int64_t now, const struct progress *progress)
{
    static char text[PROGRESS_TEXT];
    progress_line_at(line, now, progress, text);
    return text;
}

static void test_line__nothing_in_the_first_second(void **state)
{
    (void)state;
    struct progress progress = {0};
    struct progress_line line = {.started = 5000};
    assert_string_equal(at(&line, 5000, &progress), "");
    assert_string_equal(at(&line, 5999, &progress), "");
    assert_string_equal(progress_line_end(&line), "");
    assert_string_equal(at(&line, 6000, &progress), "\r\033[Kgander: looking for migrations");
}

static void test_line__drawn_again_only_when_it_changes(void **state)
{
    (void)state;
    struct progress progress = {0};
    struct progress_line line = {.started = 0};
    progress_enter(&progress, STAGE_CHECKING, 20);
    assert_string_equal(at(&line, 1000, &progress), "\r\033[Kgander: checking migrations, 0 of 20");
    assert_string_equal(at(&line, 1100, &progress), "");
    progress_step(&progress);
    progress_step(&progress);
    assert_string_equal(at(&line, 1200, &progress), "\r\033[Kgander: checking migrations, 2 of 20");
    progress_enter(&progress, STAGE_GIT, 0);
    assert_string_equal(at(&line, 1400, &progress), "\r\033[Kgander: asking git");
}

static void test_line__taken_away_once(void **state)
{
    (void)state;
    struct progress progress = {0};
    struct progress_line line = {.started = 0};
    at(&line, 2000, &progress);
    assert_string_equal(progress_line_end(&line), "\r\033[K");
    assert_string_equal(progress_line_end(&line), "");
    /* Begun again: at once, for the first second is over. */
    assert_string_equal(at(&line, 2001, &progress), "\r\033[Kgander: looking for migrations");
}

static void test_line__fits_the_terminal(void **state)
{
    (void)state;
    struct progress progress = {0};
    struct progress_line line = {.started = 0, .columns = 12};
    assert_string_equal(at(&line, 1000, &progress), "\r\033[Kgander: loo");
    line.columns = 1;
    assert_string_equal(at(&line, 1100, &progress), "\r\033[K");
    assert_string_equal(progress_line_end(&line), "");
}

static void test_line__large_numbers(void **state)
{
    (void)state;
    struct progress progress = {0};
    struct progress_line line = {.started = 0};
    progress_enter(&progress, STAGE_CHECKING, SIZE_MAX);
    atomic_store(&progress.done, SIZE_MAX);
    assert_in_range(strlen(at(&line, 1000, &progress)), 60, PROGRESS_TEXT - 1);
    /* What is done twice is not more than there is. */
    progress_enter(&progress, STAGE_CHECKING, 1);
    progress_step(&progress);
    progress_step(&progress);
    assert_non_null(strstr(at(&line, 1100, &progress), "1 of 1"));
}

static void test_counts__nobody_looks(void **state)
{
    (void)state;
    progress_enter(NULL, STAGE_GIT, 1);
    progress_step(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line__nothing_in_the_first_second),
        cmocka_unit_test(test_line__drawn_again_only_when_it_changes),
        cmocka_unit_test(test_line__taken_away_once),
        cmocka_unit_test(test_line__fits_the_terminal),
        cmocka_unit_test(test_line__large_numbers),
        cmocka_unit_test(test_counts__nobody_looks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
