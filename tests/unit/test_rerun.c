/* What a second run of a statement meets. */
#include "lint/rerun.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static const struct change *only_change(const char *sql)
{
    struct sql_parse parse = sql_parse(&arena, str_copy(&arena, str_from(sql)));
    assert_true(parse.parsed);
    assert_int_equal(parse.statement_count, 1);
    assert_int_equal(parse.statements[0].change_count, 1);
    return &parse.statements[0].changes[0];
}

static void test_rerun__guarded_repeats(void **state)
{
    static const char *const repeats[] = {
        "CREATE TABLE IF NOT EXISTS t (a int)",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
        "CREATE OR REPLACE VIEW v AS SELECT 1 AS a",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int",
        "ALTER TABLE t DROP COLUMN IF EXISTS a",
        "DROP INDEX IF EXISTS i",
        "ALTER TYPE e ADD VALUE IF NOT EXISTS 'x'",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO t SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM t)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++) {
        assert_int_equal(rerun_of(only_change(repeats[i])), RERUN_REPEATS);
    }
}

static void test_rerun__same_result_repeats(void **state)
{
    static const char *const repeats[] = {
        "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
        "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1",
        "ALTER TABLE t VALIDATE CONSTRAINT c",
        "COMMENT ON TABLE t IS 'x'",
        "GRANT SELECT ON t TO r",
        "UPDATE t SET a = 1",
        "REINDEX INDEX CONCURRENTLY i",
        "REFRESH MATERIALIZED VIEW v",
    };
    (void)state;
    for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++) {
        assert_int_equal(rerun_of(only_change(repeats[i])), RERUN_REPEATS);
    }
}

static void test_rerun__bare_fails(void **state)
{
    static const char *const fails[] = {
        "CREATE TABLE t (a int)",
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "CREATE TYPE e AS ENUM ('x')",
        "CREATE VIEW v AS SELECT 1 AS a",
        "ALTER TABLE t ADD COLUMN a int",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
        "ALTER TABLE t RENAME COLUMN a TO b",
        "ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1)",
        "DROP INDEX CONCURRENTLY i",
        "DROP TABLE t",
    };
    (void)state;
    for (size_t i = 0; i < sizeof fails / sizeof *fails; i++) {
        assert_int_equal(rerun_of(only_change(fails[i])), RERUN_FAILS);
    }
}

static void test_rerun__some_work_is_done_twice(void **state)
{
    (void)state;
    assert_int_equal(rerun_of(only_change("INSERT INTO t VALUES (1)")), RERUN_ADDS);
    assert_int_equal(rerun_of(only_change("CREATE INDEX ON t (a)")), RERUN_ADDS);
}

static bool clears(const char *drop, const char *change)
{
    return clears_the_way(only_change(drop), only_change(change));
}

static void test_clears_the_way__same_kind_and_name(void **state)
{
    (void)state;
    assert_true(clears("DROP INDEX IF EXISTS i", "CREATE INDEX i ON t (a)"));
    assert_true(clears("DROP TABLE IF EXISTS t", "CREATE TABLE t AS SELECT 1 AS a"));
    assert_true(clears("DROP TRIGGER IF EXISTS g ON t",
                       "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()"));
    assert_true(clears("ALTER TABLE t DROP CONSTRAINT IF EXISTS c",
                       "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)"));
    assert_true(clears("DROP PUBLICATION IF EXISTS p", "CREATE PUBLICATION p"));
}

static void test_clears_the_way__not_for_others(void **state)
{
    (void)state;
    assert_false(clears("DROP INDEX IF EXISTS j", "CREATE INDEX i ON t (a)"));
    assert_false(clears("DROP VIEW IF EXISTS t", "CREATE TABLE t (a int)"));
    assert_false(clears("DROP TRIGGER IF EXISTS g ON other",
                        "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()"));
    assert_false(clears("DROP INDEX i", "DROP INDEX i"));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
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
        cmocka_unit_test(test_rerun__guarded_repeats),
        cmocka_unit_test(test_rerun__same_result_repeats),
        cmocka_unit_test(test_rerun__bare_fails),
        cmocka_unit_test(test_rerun__some_work_is_done_twice),
        cmocka_unit_test(test_clears_the_way__same_kind_and_name),
        cmocka_unit_test(test_clears_the_way__not_for_others),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
