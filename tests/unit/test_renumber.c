/* Which numbers `gander renumber` gives: names of a base and of a branch in, new names out. */
#include "base/calendar.h"
#include "lint/renumber.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t now = 20260401120000;

/* Words of a text, in order. */
static size_t words(struct str text, struct str *words)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find(text, STR(" "), at);
        if (end == SIZE_MAX) end = text.len;
        words[count++] = str_slice(text, at, end);
        at = end + 1;
    }
    return count;
}

static struct base_sequence *base_of(struct arena *arena, struct str names)
{
    struct str names_of[64];
    size_t count = words(names, names_of);
    struct base_sequence *base = base_new(arena, STR("main"), true);
    for (size_t i = 0; i < count; i++) {
        struct str name = names_of[i];
        bool gone = name.at[0] == '!';
        if (gone) name = str_slice(name, 1, name.len);
        struct base_migration *added = base_add(arena, base, STR("db"), name);
        assert_non_null(added);
        added->at_ref = added->shared = true;
        if (gone) added->fate = BASE_GONE;
    }
    base_read(arena, base, NULL);
    return base;
}

static struct sequence sequence_of(struct arena *arena, struct str names)
{
    struct str names_of[64];
    struct sequence sequence = {.dir = STR("db")};
    sequence.migration_count = words(names, names_of);
    sequence.migrations = arena_array(arena, sequence.migration_count, sizeof *sequence.migrations);
    for (size_t i = 0; i < sequence.migration_count; i++) {
        struct migration *one = &sequence.migrations[i];
        bool passed_over = names_of[i].at[0] == '~';
        one->name = passed_over ? str_slice(names_of[i], 1, names_of[i].len) : names_of[i];
        one->path = one->name;
        one->reported = !passed_over;
        assert_true(migration_name(one->name, &one->version, &one->digits, &one->kind));
    }
    qsort(sequence.migrations, sequence.migration_count, sizeof *sequence.migrations,
          migration_order);
    return sequence;
}

/* `!name` in the base: gone from the branch; `~name` in the branch: not asked for. */
static void check(struct config config, int64_t from, const char *base, const char *branch,
                  const char *expected)
{
    struct arena arena = {0};
    struct error error;
    const struct sequence sequence = sequence_of(&arena, str_from(branch));
    const struct renumber_request request = {
        .sequence = &sequence,
        .base = base_of(&arena, str_from(base)),
        .config = &config,
        .from = from,
        .now = now,
    };
    struct renumber_plan plan;
    struct str said = STR("");
    if (!renumber_plan(&arena, &request, &plan, &error)) {
        said = str_from(error.text);
    } else {
        struct str *moves = arena_array(&arena, plan.len, sizeof *moves);
        for (size_t i = 0; i < plan.len; i++) {
            moves[i] = str_format(&arena, STR_FMT ">" STR_FMT, STR_ARG(plan.at[i].migration->name),
                                  STR_ARG(plan.at[i].name));
        }
        said = str_join(&arena, moves, plan.len, STR(" "));
    }
    assert_string_equal(str_copy(&arena, said).at, expected);
    arena_release(&arena);
}

static void check_plain(const char *base, const char *branch, const char *expected)
{
    check(config_default(), 0, base, branch, expected);
}

static void test_numbers__next_behind_the_highest(void **state)
{
    (void)state;
    check_plain("1_a.sql 2_b.sql", "1_a.sql 2_b.sql 3_c.sql", "");
    check_plain("1_a.sql 2_b.sql", "1_a.sql 2_b.sql 2_c.sql", "2_c.sql>3_c.sql");
    check_plain("1_a.sql 9_b.sql", "1_a.sql 2_c.sql 003_d.go",
                "2_c.sql>10_c.sql 003_d.go>011_d.go");
    check_plain("1_a.sql 7_a.go", "7_c.sql", "7_c.sql>8_c.sql");
}

static void test_numbers__order_stays(void **state)
{
    (void)state;
    check_plain("5_a.sql", "3_b.sql 4_c.sql 6_d.sql 7_e.sql 9_f.sql",
                "3_b.sql>6_b.sql 4_c.sql>7_c.sql 6_d.sql>8_d.sql 7_e.sql>9_e.sql 9_f.sql>10_f.sql");
    check_plain("5_a.sql", "3_b.sql 7_c.sql", "3_b.sql>6_b.sql");
    check_plain("", "3_b.sql 03_c.sql 4_d.sql", "3_b.sql>4_b.sql 4_d.sql>5_d.sql");
}

static void test_numbers__blocks(void **state)
{
    (void)state;
    check_plain("00005_a.sql", "00003_b.sql 00101_c.sql 00102_d.sql", "00003_b.sql>00006_b.sql");
    check_plain("00205_a.sql", "00101_c.sql", "00101_c.sql>00206_c.sql");
    check(config_default(), 300, "00205_a.sql", "00101_c.sql 00206_d.sql 00301_e.sql",
          "00101_c.sql>00300_c.sql 00206_d.sql>00301_d.sql 00301_e.sql>00302_e.sql");
    check(config_default(), 205, "00205_a.sql", "00101_c.sql",
          "205 is not above `00205_a.sql`, the newest migration of `main`");
}

static void test_numbers__in_use(void **state)
{
    (void)state;
    check_plain("5_a.sql", "5_b.sql ~6_c.sql ~7_d.sql", "5_b.sql>8_b.sql");
    check_plain("5_a.sql", "~7_c.sql 7_d.sql", "7_d.sql>8_d.sql");
    check_plain("5_a.sql !6_b.sql", "5_a.sql 5_c.sql", "5_c.sql>7_c.sql");
    check_plain("9223372036854775807_a.sql", "1_b.sql", "no number is left for `1_b.sql`");
}

static void test_numbers__renamed_one_is_not_new(void **state)
{
    (void)state;
    check_plain("!1_a.sql 2_b.sql", "1_z.sql 2_b.sql", "");
    check_plain("1_a.sql !2_b.sql !3_c.sql", "1_a.sql 2_x.sql", "");
}

static void test_numbers__width(void **state)
{
    (void)state;
    struct config config = config_default();
    config.width = 5;
    check(config, 0, "00009_a.sql", "9_b.sql", "9_b.sql>00010_b.sql");
    check_plain("99_a.sql", "07_b.sql +8_c.sql", "07_b.sql>100_b.sql +8_c.sql>101_c.sql");
}

static void test_numbers__without_holes(void **state)
{
    (void)state;
    struct config config = config_default();
    config.contiguous = true;
    check(config, 0, "5_a.sql", "6_b.sql 9_c.sql", "9_c.sql>7_c.sql");
}

static void test_timestamps(void **state)
{
    (void)state;
    check_plain("20260301120000_a.sql", "20260301110000_b.sql 20260301110500_c.sql",
                "20260301110000_b.sql>20260401120000_b.sql "
                "20260301110500_c.sql>20260401120001_c.sql");
    check_plain("20260301120000_a.sql", "20260301120001_b.sql", "");
    check_plain("20260301120000_a.sql", "00012_b.sql", "00012_b.sql>20260401120000_b.sql");
    /* A time to come on the base: the seconds behind it. */
    check_plain("20991231235959_a.sql", "20260301110000_b.sql",
                "20260301110000_b.sql>21000101000000_b.sql");
    check(config_default(), 20260302000000, "20260301120000_a.sql", "20260301110000_b.sql",
          "20260301110000_b.sql>20260302000000_b.sql");
}

static void test_timestamps__as_configured(void **state)
{
    (void)state;
    struct config config = config_default();
    config.numbering = NUMBERING_SEQUENTIAL;
    check(config, 0, "00005_a.sql", "6_b.sql 20260301110000_c.sql",
          "20260301110000_c.sql>00007_c.sql");
    check(config, 0, "", "20260301110000_c.sql", "20260301110000_c.sql>00001_c.sql");
    check_plain("00005_a.sql", "20260301110000_c.sql", "");
    config.numbering = NUMBERING_TIMESTAMP;
    check(config, 0, "00005_a.sql", "00006_b.sql", "00006_b.sql>20260401120000_b.sql");
    check(config, 7, "00005_a.sql", "00006_b.sql",
          "7 is no timestamp, which `file-names.numbering` asks for");
}

static void test_timestamp_after(void **state)
{
    (void)state;
    static const int64_t pairs[][2] = {
        {0, 19700101000001},
        {20260301120000, 20260301120001},
        {20260301120059, 20260301120100},
        {20260301235959, 20260302000000},
        {20240228235959, 20240229000000},
        {20260228235959, 20260301000000},
        {20261231235959, 20270101000000},
        {20261399999999, 20270101000000},
        {20260000000000, 20260101000000},
        {20260230120000, 20260301000000},
        {99991231235958, 99991231235959},
        {99991231235959, 0},
        {INT64_MAX, 0},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(timestamp_after(pairs[i][0]), pairs[i][1]);
        if (pairs[i][1] != 0) assert_true(is_timestamp(pairs[i][1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers__next_behind_the_highest),
        cmocka_unit_test(test_numbers__order_stays),
        cmocka_unit_test(test_numbers__blocks),
        cmocka_unit_test(test_numbers__in_use),
        cmocka_unit_test(test_numbers__renamed_one_is_not_new),
        cmocka_unit_test(test_numbers__width),
        cmocka_unit_test(test_numbers__without_holes),
        cmocka_unit_test(test_timestamps),
        cmocka_unit_test(test_timestamps__as_configured),
        cmocka_unit_test(test_timestamp_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
