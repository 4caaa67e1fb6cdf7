/* CHECKs against partition bounds: what PostgreSQL 15 takes for a proof is measured. */
#include "schema/partition_bound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static bool implied(const char *bound, const char *check)
{
    struct bound read = bound_read(&arena, str_from(bound), STR("k"));
    return bound_is_implied(&arena, &read, str_from(check));
}

static bool refuted(const char *bound, const char *check)
{
    struct bound read = bound_read(&arena, str_from(bound), STR("k"));
    return bound_is_refuted(&arena, &read, str_from(check));
}

static const char range[] = "FOR VALUES FROM (200) TO (300)";
static const char dates[] = "FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')";
static const char list[] = "FOR VALUES IN ('x', 'y')";

static void test_partition_bound__implied(void **state)
{
    (void)state;
    assert_true(implied(range, "k >= 200 AND k < 300"));
    assert_true(implied(range, "(k >= 200) AND (k < 300) AND v > 0"));
    assert_true(implied(range, "k IS NOT NULL AND k >= 200 AND k < 300"));
    assert_true(implied(range, "k BETWEEN 200 AND 299"));
    assert_true(implied(range, "k >= 250 AND k <= 260"));
    assert_true(implied(range, "k IN (200, 299)"));
    assert_true(implied(range, "k = 200 OR k = 250"));
    assert_true(implied(range, "\"k\" >= 200 AND K < 300"));
    assert_true(implied("FOR VALUES FROM (MINVALUE) TO (10)", "k < 10"));
    assert_true(implied("FOR VALUES FROM (-5) TO (MAXVALUE)", "k >= -5"));
    assert_true(implied(dates, "k >= '2024-01-01' AND k < '2024-02-01'"));
    assert_true(implied(dates, "k >= date '2024-01-05' AND k < '2024-02-01'::date"));
    assert_true(implied(list, "k = 'x'"));
    assert_true(implied(list, "k IN ('x', 'y')"));
    assert_true(implied(list, "k = ANY (ARRAY['x', 'y'])"));
}

static void test_partition_bound__not_implied(void **state)
{
    (void)state;
    assert_false(implied(range, "k > 199 AND k < 300")); /* no arithmetic on integers */
    assert_false(implied(range, "k >= 200"));
    assert_false(implied(range, "k < 300"));
    assert_false(implied(range, "k BETWEEN 200 AND 300"));
    assert_false(implied(range, "k >= 100 AND k < 300"));
    assert_false(implied(range, "k >= 200 OR k < 300"));
    assert_false(implied(range, "k >= 200 AND k < 300 OR v > 0"));
    assert_false(implied(range, "NOT (k >= 200 AND k < 300)"));
    assert_false(implied(range, "k + 1 >= 201 AND k < 300"));
    assert_false(implied(range, "k >= 200 + 1 AND k < 300"));
    assert_false(implied(range, "abs(k) >= 200 AND k < 300"));
    assert_false(implied(range, "k IN (200, 300)"));
    assert_false(implied(range, "k >= 200 AND k < 300)"));
    assert_false(implied(range, ""));
    assert_false(implied(list, "k = 'z'"));
    assert_false(implied(list, "k >= 'x' AND k <= 'y'"));
    assert_false(implied(list, "k IN ('x', 'z')"));
    assert_false(implied("FOR VALUES WITH (MODULUS 4, REMAINDER 0)", "k = 4"));
    assert_false(implied("FOR VALUES FROM (1, 1) TO (2, 1)", "k >= 1 AND k < 2"));
    assert_false(implied("FOR VALUES FROM ('a') TO ('b')", "k >= 'aa' AND k < 'ab'"));
}

static void test_partition_bound__refuted(void **state)
{
    (void)state;
    assert_true(refuted(range, "NOT (k >= 200 AND k < 300)"));
    assert_true(refuted(range, "not(k>=200 and k<300)"));
    assert_true(refuted(range, "k < 200 OR k >= 300"));
    assert_true(refuted(range, "k < 100"));
    assert_true(refuted(range, "k >= 300 AND v > 0"));
    assert_true(refuted(range, "k = 5"));
    assert_true(refuted(list, "k = 'z'"));
    assert_true(refuted(list, "NOT (k IN ('x', 'y', 'z'))"));
}

static void test_partition_bound__not_refuted(void **state)
{
    (void)state;
    assert_false(refuted(range, "NOT (k >= 200 AND k < 250)"));
    assert_false(refuted(range, "k < 201"));
    assert_false(refuted(range, "k <= 200"));
    assert_false(refuted(range, "k < 200 OR v > 0"));
    assert_false(refuted(range, "k >= 200 AND k < 300"));
    assert_false(refuted(list, "k IN ('x', 'z')"));
    assert_false(refuted(list, "NOT (k = 'x')"));
    assert_false(refuted(range, "v < 5"));
}

/* Deep nesting and long chains prove nothing, and stop nothing. */
static void test_partition_bound__hostile_texts(void **state)
{
    enum { MANY = 100000 };
    (void)state;
    struct str open = {arena_alloc(&arena, MANY + 1), MANY};
    memset((char *)(uintptr_t)open.at, '(', MANY);
    struct bound bound = bound_read(&arena, str_from(range), STR("k"));
    assert_false(bound_is_implied(&arena, &bound, open));
    struct str chain = STR("k >= 200");
    for (int i = 0; i < 12; i++) {
        chain = str_format(&arena, STR_FMT " AND " STR_FMT, STR_ARG(chain), STR_ARG(chain));
    }
    assert_false(bound_is_implied(&arena, &bound, chain));
    assert_false(bound_is_refuted(&arena, &bound, chain));
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_partition_bound__implied),
        cmocka_unit_test(test_partition_bound__not_implied),
        cmocka_unit_test(test_partition_bound__refuted),
        cmocka_unit_test(test_partition_bound__not_refuted),
        cmocka_unit_test(test_partition_bound__hostile_texts),
    };
    arena_init(&arena);
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
