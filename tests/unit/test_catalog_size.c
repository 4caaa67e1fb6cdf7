/* Schemas far larger than anybody has must not take time out of proportion: each of these takes
 * minutes as soon as something is quadratic, and a fraction of a second as it is. */
#include "catalog_shape.h"

enum { MANY = 10000, COLUMNS = 1600 };

struct script {
    char *at;
    size_t len, cap;
};

/* [text] with each `#` replaced by [n] and each `@` by [n] - 1. */
static void add(void **state, struct script *script, const char *text, int n)
{
    struct replay *replay = *state;
    for (; *text != '\0'; text++) {
        struct str piece = {text, 1};
        if (*text == '#') piece = str_format(&replay->arena, "%d", n);
        if (*text == '@') piece = str_format(&replay->arena, "%d", n - 1);
        for (size_t i = 0; i < piece.len; i++) VEC_PUSH(&replay->arena, script, piece.at[i]);
    }
}

static void run_script(void **state, struct script *script)
{
    struct replay *replay = *state;
    VEC_PUSH(&replay->arena, script, '\0');
    run(state, script->at);
    script->len = 0;
}

static size_t count_live(void **state)
{
    struct replay *replay = *state;
    const struct relation_list *all = catalog_relations(replay->catalog);
    size_t live = 0;
    for (size_t i = 0; i < all->len; i++) live += all->at[i]->state == KNOWN ? 1 : 0;
    return live;
}

static void test_catalog_size__tables(void **state)
{
    struct script script = {0};
    for (int i = 0; i < MANY; i++) {
        add(state, &script, "CREATE TABLE t# (id serial PRIMARY KEY, a int CHECK (a > #));", i);
    }
    run_script(state, &script);
    assert_int_equal(count_live(state), 3 * MANY);
    for (int i = 0; i < MANY; i++) add(state, &script, "DROP TABLE t#;", i);
    run_script(state, &script);
    assert_int_equal(count_live(state), 0);
}

static void test_catalog_size__columns(void **state)
{
    struct script script = {0};
    add(state, &script, "CREATE TABLE t (c# int", 0);
    for (int i = 1; i < COLUMNS; i++) add(state, &script, ", c# int", i);
    add(state, &script, ", z# int);", 0);
    for (int i = 0; i < MANY; i++) {
        add(state, &script, "ALTER TABLE t ALTER c# TYPE bigint;", i % COLUMNS);
    }
    run_script(state, &script);
    assert_int_equal(known(state, "t")->columns.len, COLUMNS + 1);
    is(known(state, "t")->columns.at[COLUMNS - 1]->type.name.name, "int8");
}

static void test_catalog_size__partitions(void **state)
{
    struct script script = {0};
    run(state, "CREATE TABLE p (k int, v int) PARTITION BY LIST (k); CREATE INDEX ON p (v)");
    for (int i = 0; i < MANY; i++) {
        add(state, &script, "CREATE TABLE p# PARTITION OF p FOR VALUES IN (#);", i);
    }
    run_script(state, &script);
    run(state, "ALTER TABLE p ADD COLUMN w int; CREATE INDEX ON p (w)");
    assert_int_equal(count_live(state), 3 * MANY + 3);
    for (int i = 0; i < MANY; i++) add(state, &script, "DROP TABLE p#;", i);
    run_script(state, &script);
    assert_int_equal(count_live(state), 3);
}

static void test_catalog_size__a_chain_of_views(void **state)
{
    struct script script = {0};
    run(state, "CREATE TABLE t (a int); CREATE VIEW v0 AS SELECT a FROM t");
    for (int i = 0; i < MANY; i++) {
        add(state, &script, "CREATE VIEW v# AS SELECT * FROM v@;", i + 1);
    }
    run_script(state, &script);
    run(state, "DROP TABLE t");
    assert_int_equal(count_live(state), MANY + 2);
    run(state, "DROP TABLE t CASCADE");
    assert_int_equal(count_live(state), 0);
}

static void test_catalog_size__names_that_collide(void **state)
{
    struct script script = {0};
    run(state, "CREATE TABLE t (a int)");
    for (int i = 0; i < MANY; i++) {
        add(state, &script, "CREATE INDEX ON t (a); ALTER TABLE t ADD CHECK (a > #);", i);
    }
    run_script(state, &script);
    assert_int_equal(find(state, "t_a_idx9999"), KNOWN);
    is(known(state, "t")->constraints.at[MANY - 1]->name, "t_a_check9999");
}

static void test_catalog_size__a_long_list_of_drops(void **state)
{
    struct script script = {0};
    for (int i = 0; i < MANY; i++) add(state, &script, "CREATE TABLE t# (a int);", i);
    add(state, &script, "DROP TABLE t#", 0);
    for (int i = 1; i < MANY; i++) add(state, &script, ", t#", i);
    run_script(state, &script);
    assert_int_equal(count_live(state), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog_size__tables),
        TEST(test_catalog_size__columns),
        TEST(test_catalog_size__partitions),
        TEST(test_catalog_size__a_chain_of_views),
        TEST(test_catalog_size__names_that_collide),
        TEST(test_catalog_size__a_long_list_of_drops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
