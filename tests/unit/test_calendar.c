#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_days_in_month__knows_leap_years(void **state)
{
    (void)state;
    assert_int_equal(days_in_month(2026, 2), 28);
    assert_int_equal(days_in_month(2024, 2), 29);
    assert_int_equal(days_in_month(1900, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(2026, 12), 31);
    assert_int_equal(days_in_month(2026, 13), 0);
    assert_int_equal(days_in_month(2026, 0), 0);
}

static bool is_iso(const char *text)
{
    struct date date;
    return date_from_iso(str_from(text), &date);
}

static void test_date_from_iso__takes_a_time_of_day_along(void **state)
{
    (void)state;
    struct date date;
    assert_true(date_from_iso(STR("2026-02-30"), &date));
    assert_int_equal(date.year, 2026);
    assert_int_equal(date.month, 2);
    assert_int_equal(date.day, 30);
    assert_false(date_exists(date));
    assert_true(is_iso("2026-01-31 09:30"));
    assert_true(is_iso("2026-01-31T09:30:00Z"));
    assert_true(is_iso("2026-01-31T09:30:00.123+02:00"));
    assert_true(is_iso("2026-01-31 09:30:00 +0200"));
    assert_true(is_iso("2026-01-31 09:30 UTC"));
}

static void test_date_from_iso__refuses_other_spellings(void **state)
{
    (void)state;
    assert_false(is_iso(""));
    assert_false(is_iso("2026-1-31"));
    assert_false(is_iso("31.01.2026"));
    assert_false(is_iso("2026/01/31"));
    assert_false(is_iso("20260131"));
    assert_false(is_iso("2026-01-31T25:00"));
    assert_false(is_iso("2026-01-31 soon"));
    assert_false(is_iso("2026-01-311"));
    assert_false(is_iso("2026-01-31T09:3"));
}

static void assert_day(const char *text, unsigned month, unsigned day)
{
    struct date date;
    struct str rest;
    assert_true(date_from_other(str_from(text), &date, &rest));
    assert_int_equal(date.year, 2026);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
}

static void test_date_from_other__reads_what_can_be_read_in_one_way(void **state)
{
    (void)state;
    assert_day("2026/01/31", 1, 31);
    assert_day("2026.1.31", 1, 31);
    assert_day("20260131", 1, 31);
    assert_day("31.01.2026", 1, 31);
    assert_day("03.02.2026", 2, 3);
    assert_day("31/01/2026", 1, 31);
    assert_day("01/31/2026", 1, 31);
    assert_day("05-05-2026", 5, 5);
    assert_day("31 January 2026", 1, 31);
    assert_day("Jan 31, 2026", 1, 31);
    assert_day("30-Sept-2026", 9, 30);
}

static bool is_read(const char *text)
{
    struct date date;
    struct str rest;
    return date_from_other(str_from(text), &date, &rest);
}

static void test_date_from_other__guesses_nothing(void **state)
{
    (void)state;
    assert_false(is_read("01/02/2026"));
    assert_false(is_read("31-Sept-2026"));
    assert_false(is_read("2026/02/30"));
    assert_false(is_read("31.01.26"));
    assert_false(is_read("2026-01/31"));
    assert_false(is_read("2026 01 31"));
    assert_false(is_read("Ja 31, 2026"));
    assert_false(is_read("Janus 31, 2026"));
    assert_false(is_read("Q1 2026"));
    assert_false(is_read(""));
}

static void test_is_timestamp__is_goose_s_own_test(void **state)
{
    (void)state;
    assert_true(is_timestamp(20240229235959));
    assert_false(is_timestamp(20230229000000));
    assert_false(is_timestamp(20241301000000));
    assert_false(is_timestamp(20240101240000));
    assert_false(is_timestamp(20240101006000));
    assert_false(is_timestamp(19700101000000));
    assert_true(is_timestamp(19700101000001));
    assert_false(is_timestamp(202401010000));
    assert_false(is_timestamp(202401010000000));
    assert_false(is_timestamp(INT64_MAX));
    assert_true(is_timestamp_shaped(20241301000000));
    assert_false(is_timestamp_shaped(9999999999999));
}

static int64_t days(unsigned year, unsigned month, unsigned day)
{
    return date_days((struct date){year, month, day});
}

static void test_date_days__counts_every_day(void **state)
{
    (void)state;
    int64_t expected = days(1999, 12, 31);
    for (unsigned year = 2000; year < 2101; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            for (unsigned day = 1; day <= days_in_month(year, month); day++) {
                assert_int_equal(days(year, month, day), ++expected);
            }
        }
    }
    assert_int_equal(days(1970, 1, 1) - days(1900, 1, 1), 25567);
    assert_true(days(1, 1, 1) < days(1, 1, 2));
}

static void test_timestamp_date__is_the_day(void **state)
{
    (void)state;
    struct date date = timestamp_date(20240229235959);
    assert_int_equal(date.year, 2024);
    assert_int_equal(date.month, 2);
    assert_int_equal(date.day, 29);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_in_month__knows_leap_years),
        cmocka_unit_test(test_date_from_iso__takes_a_time_of_day_along),
        cmocka_unit_test(test_date_from_iso__refuses_other_spellings),
        cmocka_unit_test(test_date_from_other__reads_what_can_be_read_in_one_way),
        cmocka_unit_test(test_date_from_other__guesses_nothing),
        cmocka_unit_test(test_is_timestamp__is_goose_s_own_test),
        cmocka_unit_test(test_date_days__counts_every_day),
        cmocka_unit_test(test_timestamp_date__is_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
