/* What rules are told of locks: of the statement at hand, and of the transaction so far. */
#include "lint/rule.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct rule asking = {.id = "asking", .needs_locks = true};

struct bench {
    struct arena arena;
    struct catalog *catalog;
    struct lock_facts *facts;
    struct rule_ctx ctx;
    struct sql_statement statement;
};

static int set_up(void **state)
{
    static struct bench bench;
    bench = (struct bench){.catalog = NULL};
    arena_init(&bench.arena);
    bench.catalog = catalog_new(&bench.arena);
    bench.facts = lock_facts_new(&bench.arena, bench.catalog, 15);
    bench.ctx = (struct rule_ctx){.rule = &asking,
                                  .catalog = bench.catalog,
                                  .arena = &bench.arena,
                                  .lock_facts = bench.facts,
                                  .transaction = 1};
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    lock_facts_free(bench->facts);
    arena_release(&bench->arena);
    return 0;
}

/* A rule looks at the statement now. */
static void begin(struct bench *bench, const char *sql)
{
    struct sql_parse parsed = sql_parse(&bench->arena, str_from(sql));
    if (!parsed.parsed) fail_msg("%s: " STR_FMT, sql, STR_ARG(parsed.error.message));
    bench->statement = parsed.statements[0];
    bench->ctx.sql = &bench->statement;
    lock_facts_begin(bench->facts, &bench->ctx, bench->statement.changes,
                     bench->statement.change_count);
}

static void end(struct bench *bench)
{
    struct origin origin = {.transaction = bench->ctx.transaction};
    for (size_t i = 0; i < bench->statement.change_count; i++) {
        catalog_replay(bench->catalog, &bench->statement.changes[i], origin);
    }
    lock_facts_end(bench->facts, &bench->ctx);
}

static void run(struct bench *bench, const char *sql)
{
    begin(bench, sql);
    end(bench);
}

static struct name table(const char *name)
{
    return (struct name){STR("public"), str_from(name)};
}

static void test_lock_facts__of_the_statement_and_its_changes(void **state)
{
    struct bench *bench = *state;
    begin(bench, "ALTER TABLE users ALTER a SET STATISTICS 5, ADD COLUMN b int DEFAULT random()");
    const struct lock *lock = lock_on(statement_locks(&bench->ctx), table("users"));
    assert_int_equal(lock->mode, LOCK_ACCESS_EXCLUSIVE);
    assert_true(lock->rewrite);
    lock = lock_on(change_locks(&bench->ctx, &bench->statement.changes[0]), table("users"));
    assert_int_equal(lock->mode, LOCK_SHARE_UPDATE_EXCLUSIVE);
    assert_false(lock->rewrite);
    assert_null(lock_on(statement_locks(&bench->ctx), table("orders")));
    assert_true(target_lock(&bench->ctx, &bench->statement.changes[1])->rewrite);
    begin(bench, "SELECT 1");
    assert_null(target_lock(&bench->ctx, &bench->statement.changes[0]));
}

/* The second change is asked about on the schema before the first. */
static void test_lock_facts__stay_while_the_statement_is_replayed(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE t (a int)");
    begin(bench, "ALTER TABLE t ADD CHECK (a IS NOT NULL), ALTER a SET NOT NULL");
    catalog_replay(bench->catalog, &bench->statement.changes[0], (struct origin){.transaction = 1});
    const struct lock_list *second = change_locks(&bench->ctx, &bench->statement.changes[1]);
    assert_true(lock_on(second, table("t"))->scan);
}

static void test_lock_facts__are_held_until_the_transaction_ends(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE INDEX i ON users (a)");
    run(bench, "ALTER TABLE orders ADD COLUMN b int");
    begin(bench, "UPDATE users SET a = 1");
    const struct held_lock *users = held_lock_on(&bench->ctx, (struct name){{"", 0}, STR("users")});
    assert_int_equal(users->lock.mode, LOCK_SHARE);
    assert_int_equal(users->by->kind, CHANGE_CREATE_INDEX);
    assert_true(held_locks(&bench->ctx)->len >= 2);
    assert_int_equal(held_lock_on(&bench->ctx, table("orders"))->lock.mode, LOCK_ACCESS_EXCLUSIVE);
    end(bench);
    bench->ctx.transaction = 2;
    begin(bench, "SELECT 1");
    assert_null(held_lock_on(&bench->ctx, table("users")));
    assert_int_equal(held_locks(&bench->ctx)->len, 0);
}

static void test_lock_facts__the_strongest_is_held_and_new_stays_new(void **state)
{
    struct bench *bench = *state;
    run(bench, "SELECT * FROM users");
    run(bench, "CREATE TABLE fresh (a int)");
    run(bench, "ALTER TABLE users ADD COLUMN b int");
    run(bench, "UPDATE users SET b = 1");
    run(bench, "CREATE INDEX i ON fresh (a)");
    begin(bench, "SELECT 1");
    const struct held_lock *users = held_lock_on(&bench->ctx, table("users"));
    assert_int_equal(users->lock.mode, LOCK_ACCESS_EXCLUSIVE);
    assert_int_equal(users->by->kind, CHANGE_ADD_COLUMN);
    assert_true(held_lock_on(&bench->ctx, table("fresh"))->lock.created);
}

static void test_lock_facts__many_tables(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 500; i++) {
        struct str sql = str_format(&bench->arena, "ALTER TABLE t%d ADD COLUMN b int", i);
        run(bench, sql.at);
    }
    begin(bench, "SELECT 1");
    assert_int_equal(held_locks(&bench->ctx)->len, 500);
    assert_non_null(held_lock_on(&bench->ctx, table("t0")));
    assert_non_null(held_lock_on(&bench->ctx, table("t499")));
    assert_null(held_lock_on(&bench->ctx, table("t500")));
}

/* Manual 13.3.1: a lock taken behind a savepoint goes when that is rolled back to. */
static void test_lock_facts__are_given_back_to_a_savepoint(void **state)
{
    struct bench *bench = *state;
    run(bench, "LOCK TABLE users IN SHARE MODE");
    run(bench, "SAVEPOINT a");
    run(bench, "LOCK TABLE users");
    run(bench, "LOCK TABLE teams");
    run(bench, "SAVEPOINT b");
    run(bench, "LOCK TABLE orders");
    run(bench, "RELEASE b");
    assert_int_equal(held_lock_on(&bench->ctx, table("users"))->lock.mode, LOCK_ACCESS_EXCLUSIVE);
    run(bench, "ROLLBACK TO a");
    assert_int_equal(held_lock_on(&bench->ctx, table("users"))->lock.mode, LOCK_SHARE);
    assert_null(held_lock_on(&bench->ctx, table("teams")));
    assert_null(held_lock_on(&bench->ctx, table("orders")));
    run(bench, "CREATE TABLE teams (a int)");
    assert_true(held_lock_on(&bench->ctx, table("teams"))->lock.created);
    run(bench, "ROLLBACK TO a");
    assert_null(held_lock_on(&bench->ctx, table("teams")));
}

static void test_lock_facts__stay_with_a_renamed_table(void **state)
{
    struct bench *bench = *state;
    run(bench, "ALTER TABLE users RENAME TO people");
    run(bench, "ALTER TABLE people SET SCHEMA app");
    const struct name people = {STR("app"), STR("people")};
    const struct held_lock *held = held_lock_on(&bench->ctx, people);
    assert_int_equal(held->lock.mode, LOCK_ACCESS_EXCLUSIVE);
    assert_int_equal(held->by->kind, CHANGE_RENAME_TABLE);
    assert_true(str_equal(held->known_as.name, STR("users")));
}

static void test_lock_facts__follow_the_time_zone(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE t (a timestamp)");
    begin(bench, "ALTER TABLE t ALTER a TYPE timestamptz");
    assert_true(lock_on(statement_locks(&bench->ctx), table("t"))->rewrite);
    assert_true(lock_on(statement_locks(&bench->ctx), table("t"))->uncertain);
    run(bench, "SET LOCAL timezone TO 'UTC'");
    begin(bench, "ALTER TABLE t ALTER a TYPE timestamptz");
    assert_false(lock_on(statement_locks(&bench->ctx), table("t"))->rewrite);
}

static const struct lock *lock_on_parent(struct bench *bench)
{
    begin(bench, "UPDATE t SET a = 2 WHERE b = 3");
    return lock_on(statement_locks(&bench->ctx), table("p"));
}

static void drop_key(struct bench *bench)
{
    struct sql_parse parsed = sql_parse(&bench->arena, STR("ALTER TABLE t DROP CONSTRAINT k"));
    catalog_replay(bench->catalog, parsed.statements[0].changes, (struct origin){0});
}

/* Row after row is written as the one before, as long as nothing lies between. */
static void test_lock_facts__of_the_same_write_again(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE p (id int PRIMARY KEY)");
    run(bench, "CREATE TABLE t (a int CONSTRAINT k REFERENCES p, b int)");
    run(bench, "UPDATE t SET a = 1 WHERE b = 2");
    assert_int_equal(lock_on_parent(bench)->mode, LOCK_ROW_SHARE);
    end(bench);
    bench->ctx.transaction = 2;
    assert_int_equal(lock_on_parent(bench)->mode, LOCK_ROW_SHARE);
    end(bench);
    assert_int_equal(held_lock_on(&bench->ctx, table("p"))->lock.mode, LOCK_ROW_SHARE);
    begin(bench, "UPDATE t SET b = 3 WHERE b = 3");
    assert_null(lock_on(statement_locks(&bench->ctx), table("p")));
    end(bench);
    run(bench, "UPDATE t SET a = 1 WHERE b = 2");
    run(bench, "ALTER TABLE t DROP CONSTRAINT k");
    assert_null(lock_on_parent(bench));
}

/* Between sections the schema is another one without any statement. */
static void test_lock_facts__of_the_same_write_in_another_section(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE p (id int PRIMARY KEY)");
    run(bench, "CREATE TABLE t (a int CONSTRAINT k REFERENCES p, b int)");
    run(bench, "UPDATE t SET a = 1 WHERE b = 2");
    drop_key(bench);
    bench->ctx.transaction = bench->ctx.section_transaction = 2;
    assert_null(lock_on_parent(bench));
}

/* Minutes and gigabytes when each update is told every lock anew. */
static void test_lock_facts__many_writes_of_one_table(void **state)
{
    enum { KEYS = 4000, WRITES = 4000 };
    struct bench *bench = *state;
    run(bench, "CREATE TABLE t (id int PRIMARY KEY)");
    for (int i = 0; i < KEYS; i++) {
        run(bench, str_format(&bench->arena, "CREATE TABLE c%d (id int REFERENCES t)", i).at);
    }
    for (int i = 0; i < WRITES; i++) {
        run(bench, str_format(&bench->arena, "DELETE FROM t WHERE id = %d", i).at);
    }
    assert_int_equal(statement_locks(&bench->ctx)->len, KEYS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lock_facts__of_the_statement_and_its_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__stay_while_the_statement_is_replayed,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__are_held_until_the_transaction_ends,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__the_strongest_is_held_and_new_stays_new,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__many_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__are_given_back_to_a_savepoint, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__stay_with_a_renamed_table, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__follow_the_time_zone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__of_the_same_write_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__of_the_same_write_in_another_section,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock_facts__many_writes_of_one_table, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
