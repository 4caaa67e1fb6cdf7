/* The catalog, fed with statements as the replay feeds it. */
#include "catalog_shape.h"

static bool is_relation(enum object_kind kind)
{
    return kind == OBJ_UNKNOWN || kind == OBJ_TABLE || kind == OBJ_VIEW || kind == OBJ_INDEX ||
           kind == OBJ_SEQUENCE || kind == OBJ_MATERIALIZED_VIEW;
}

static enum knowledge find_kind(void **state, enum object_kind kind, const char *text)
{
    struct replay *replay = *state;
    if (is_relation(kind)) return find_relation(state, kind, text);
    const struct catalog_object *object = NULL;
    return catalog_find_object(replay->catalog, kind, name_of(text), &object);
}

/* The number of the string that made it. */
static uint32_t made_in(void **state, const char *text)
{
    return known(state, text)->made.transaction;
}

static void test_catalog__three_values(void **state)
{
    assert_int_equal(find(state, "users"), UNKNOWN);
    run(state, "CREATE TABLE users (a int)");
    assert_int_equal(find(state, "users"), KNOWN);
    assert_int_equal(find(state, "public.users"), KNOWN);
    assert_int_equal(find(state, "app.users"), UNKNOWN);
    run(state, "DROP TABLE public.users");
    assert_int_equal(find(state, "users"), KNOWN_ABSENT);
    run(state, "DROP TABLE IF EXISTS never_seen");
    assert_int_equal(find(state, "never_seen"), KNOWN_ABSENT);
}

static void test_catalog__kinds(void **state)
{
    run(state, "CREATE VIEW v AS SELECT 1; CREATE SEQUENCE s; CREATE TYPE t AS ENUM ('a');"
               "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SCHEMA app;"
               "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE INDEX i ON m (a)");
    assert_int_equal(find(state, "v"), KNOWN);
    assert_int_equal(find_kind(state, OBJ_VIEW, "v"), KNOWN);
    assert_int_equal(find_kind(state, OBJ_TABLE, "v"), KNOWN_ABSENT);
    assert_int_equal(find_kind(state, OBJ_SEQUENCE, "s"), KNOWN);
    assert_int_equal(find_kind(state, OBJ_MATERIALIZED_VIEW, "m"), KNOWN);
    assert_int_equal(find_kind(state, OBJ_INDEX, "i"), KNOWN);
    assert_int_equal(find_kind(state, OBJ_TYPE, "t"), KNOWN);
    assert_int_equal(find(state, "t"), UNKNOWN);
    assert_int_equal(find_kind(state, OBJ_FUNCTION, "f"), KNOWN);
    assert_int_equal(find_kind(state, OBJ_SCHEMA, "app"), KNOWN);
}

static void test_catalog__if_not_exists_on_a_live_one_makes_nothing(void **state)
{
    run(state, "CREATE TABLE t (a int)");
    run(state, "CREATE TABLE IF NOT EXISTS t (a int)");
    assert_int_equal(made_in(state, "t"), 1);
    run(state, "DROP TABLE t; CREATE TABLE IF NOT EXISTS t (a int)");
    assert_int_equal(made_in(state, "t"), 3);
    run(state, "CREATE VIEW v AS SELECT 1");
    run(state, "CREATE OR REPLACE VIEW v AS SELECT 2");
    assert_int_equal(made_in(state, "v"), 4);
}

static void test_catalog__rename_keeps_the_origin(void **state)
{
    run(state, "CREATE TABLE a (x int); CREATE INDEX i ON a (x)");
    run(state, "ALTER TABLE a RENAME TO b; ALTER INDEX i RENAME TO j");
    assert_int_equal(find(state, "a"), KNOWN_ABSENT);
    assert_int_equal(made_in(state, "b"), 1);
    assert_int_equal(made_in(state, "j"), 1);
    run(state, "ALTER TABLE old RENAME TO fresh");
    assert_int_equal(find(state, "old"), KNOWN_ABSENT);
    assert_int_equal(find(state, "fresh"), UNKNOWN);
    run(state, "CREATE TABLE a (x int)");
    assert_int_equal(made_in(state, "a"), 4);
}

static void test_catalog__what_was_made_elsewhere_replaces_what_was_dropped(void **state)
{
    run(state, "CREATE TABLE t (a int); DROP TABLE t; ALTER TABLE foreign_one RENAME TO t");
    assert_int_equal(find(state, "t"), UNKNOWN);
}

static void test_catalog__indexes_die_with_their_table(void **state)
{
    run(state, "CREATE TABLE t (a int); CREATE INDEX i ON t (a); CREATE INDEX o ON other (a)");
    run(state, "ALTER TABLE t RENAME TO u");
    run(state, "DROP TABLE u");
    assert_int_equal(find(state, "i"), KNOWN_ABSENT);
    assert_int_equal(find(state, "o"), KNOWN);
    run(state, "CREATE TABLE t (a int)");
    assert_int_equal(find(state, "i"), KNOWN_ABSENT);
}

static void test_catalog__an_index_knows_its_table(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE TABLE app.t (a int); CREATE INDEX i ON app.t (a)");
    const struct relation *relation = NULL;
    assert_int_equal(catalog_find(replay->catalog, OBJ_INDEX, name_of("app.i"), &relation), KNOWN);
    assert_true(name_equal(relation_owner(relation), name_of("app.t")));
    assert_int_equal(find(state, "i"), UNKNOWN);
}

static void test_catalog__set_schema_takes_the_indexes_along(void **state)
{
    run(state, "CREATE TABLE t (a int); CREATE INDEX i ON t (a); ALTER TABLE t SET SCHEMA app");
    assert_int_equal(find(state, "t"), KNOWN_ABSENT);
    assert_int_equal(find(state, "i"), KNOWN_ABSENT);
    assert_int_equal(find(state, "app.t"), KNOWN);
    assert_int_equal(find(state, "app.i"), KNOWN);
}

static void test_catalog__schemas(void **state)
{
    run(state, "CREATE SCHEMA a; CREATE TABLE a.t (x int)");
    run(state, "ALTER SCHEMA a RENAME TO b");
    assert_int_equal(find(state, "a.t"), KNOWN_ABSENT);
    assert_int_equal(made_in(state, "b.t"), 1);
    run(state, "DROP SCHEMA b CASCADE");
    assert_int_equal(find(state, "b.t"), KNOWN_ABSENT);
    run(state, "CREATE SCHEMA b; CREATE TABLE b.u (x int)");
    assert_int_equal(find(state, "b.t"), KNOWN_ABSENT);
    assert_int_equal(find(state, "b.u"), KNOWN);
    run(state, "CREATE SCHEMA c CREATE TABLE inside (x int)");
    assert_int_equal(find(state, "c.inside"), KNOWN);
}

static void test_catalog__partitions(void **state)
{
    run(state, "CREATE TABLE p (a int) PARTITION BY RANGE (a);"
               "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);"
               "CREATE TABLE p2 (a int);"
               "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (2) TO (3);"
               "CREATE TABLE p3 PARTITION OF p DEFAULT; ALTER TABLE p DETACH PARTITION p3");
    run(state, "DROP TABLE p");
    assert_int_equal(find(state, "p1"), KNOWN_ABSENT);
    assert_int_equal(find(state, "p2"), KNOWN_ABSENT);
    assert_int_equal(find(state, "p3"), KNOWN);
}

static void test_catalog__a_partition_of_itself_does_not_hang(void **state)
{
    run(state, "CREATE TABLE a (x int); CREATE TABLE b (x int);"
               "ALTER TABLE a ATTACH PARTITION b DEFAULT; ALTER TABLE b ATTACH PARTITION a DEFAULT;"
               "ALTER TABLE a ATTACH PARTITION a DEFAULT");
    assert_int_equal(find(state, "a"), KNOWN);
}

static void test_catalog__temporary_tables_hide_others(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE TABLE t (a int)");
    run(state, "CREATE TEMP TABLE t (a int)");
    const struct relation *relation = NULL;
    assert_int_equal(catalog_find(replay->catalog, OBJ_TABLE, name_of("t"), &relation), KNOWN);
    assert_true(relation->temporary);
    run(state, "DROP TABLE t");
    assert_int_equal(made_in(state, "t"), 1);
}

static void test_catalog__names_are_as_postgresql_folds_them(void **state)
{
    run(state, "CREATE TABLE Users (a int); CREATE TABLE \"Users\" (a int); DROP TABLE USERS");
    assert_int_equal(find(state, "users"), KNOWN_ABSENT);
    assert_int_equal(find(state, "Users"), KNOWN);
}

static void test_catalog__many(void **state)
{
    struct replay *replay = *state;
    for (unsigned i = 0; i < 3000; i++) {
        struct str sql = str_format(&replay->arena, "CREATE TABLE t%u (a int)", i);
        run(state, sql.at);
    }
    assert_int_equal(made_in(state, "t0"), 1);
    assert_int_equal(made_in(state, "t2999"), 3000);
    assert_int_equal(find(state, "t3000"), UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog__three_values),
        TEST(test_catalog__kinds),
        TEST(test_catalog__if_not_exists_on_a_live_one_makes_nothing),
        TEST(test_catalog__rename_keeps_the_origin),
        TEST(test_catalog__what_was_made_elsewhere_replaces_what_was_dropped),
        TEST(test_catalog__indexes_die_with_their_table),
        TEST(test_catalog__an_index_knows_its_table),
        TEST(test_catalog__set_schema_takes_the_indexes_along),
        TEST(test_catalog__schemas),
        TEST(test_catalog__partitions),
        TEST(test_catalog__a_partition_of_itself_does_not_hang),
        TEST(test_catalog__temporary_tables_hide_others),
        TEST(test_catalog__names_are_as_postgresql_folds_them),
        TEST(test_catalog__many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
