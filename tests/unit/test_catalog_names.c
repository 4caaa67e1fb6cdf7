/* Names that PostgreSQL makes, as PostgreSQL 15 made them. */
#include "catalog_shape.h"

static void test_catalog_names__of_constraints(void **state)
{
    run(state, "CREATE TABLE p (id int PRIMARY KEY)");
    run(state, "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE CHECK (a > 0) CHECK (a < 9),"
               " b int REFERENCES p, CHECK (a < b), CHECK (1 = 1), UNIQUE (a, b),"
               " FOREIGN KEY (a, b) REFERENCES x (a, b), EXCLUDE (a WITH =))");
    is(constraints(state, "t"),
       "check t_a_check, check t_a_check1, check t_check, check t_check1, primary t_pkey(id), "
       "unique t_a_key(a), unique t_a_b_key(a,b), exclude t_a_excl(a), foreign t_b_fkey(b), "
       "foreign t_a_b_fkey(a,b)");
}

static void test_catalog_names__of_indexes(void **state)
{
    run(state, "CREATE TABLE t (a text, b int, data jsonb)");
    run(state, "CREATE INDEX ON t (a); CREATE INDEX ON t (a); CREATE INDEX ON t (a, b);"
               "CREATE INDEX ON t (lower(a), b); CREATE INDEX ON t ((b + 1), (b + 2));"
               "CREATE INDEX ON t (coalesce(a, '')) INCLUDE (b);"
               "CREATE INDEX ON t ((data ->> 'x')); CREATE INDEX ON t (((data ->> 'x')::int));"
               "CREATE INDEX ON t (a, a)");
    is(relations(state), "t t_a_idx t_a_idx1 t_a_b_idx t_lower_b_idx t_expr_expr1_idx "
                         "t_coalesce_b_idx t_expr_idx t_int4_idx t_a_a1_idx");
}

static void test_catalog_names__of_sequences(void **state)
{
    run(state, "CREATE TABLE s (id serial, i int GENERATED ALWAYS AS IDENTITY)");
    is(relations(state), "s s_id_seq s_i_seq");
    run(state, "CREATE SEQUENCE t_id_seq; CREATE TABLE t (id bigserial)");
    is(relations(state), "s s_id_seq s_i_seq t_id_seq t t_id_seq1");
    run(state, "CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME mine))");
    assert_int_equal(find(state, "mine"), KNOWN);
}

/* The longer of both names is cut first, to 63 bytes, between characters. */
static void test_catalog_names__are_cut(void **state)
{
    run(state, "CREATE TABLE very_long_table_name_that_is_nearly_sixty_three_bytes_long_x ("
               "another_very_long_column_name_that_goes_on_and_on int PRIMARY KEY, b int UNIQUE)");
    is(constraints(state, "very_long_table_name_that_is_nearly_sixty_three_bytes_long_x"),
       "primary very_long_table_name_that_is_nearly_sixty_three_bytes_long_pkey("
       "another_very_long_column_name_that_goes_on_and_on), "
       "unique very_long_table_name_that_is_nearly_sixty_three_bytes_lon_b_key(b)");
    run(state, "CREATE INDEX ON very_long_table_name_that_is_nearly_sixty_three_bytes_long_x "
               "(another_very_long_column_name_that_goes_on_and_on)");
    assert_int_equal(find(state, "very_long_table_name_that_is__another_very_long_column_name_idx"),
                     KNOWN);
}

/* A constraint's name is taken in its whole schema, an index's by any relation. */
static void test_catalog_names__avoid_those_of_others(void **state)
{
    run(state, "CREATE TABLE other (x int CONSTRAINT t_a_check CHECK (x > 0));"
               "CREATE TABLE t (a int CHECK (a > 0), b int)");
    is(constraints(state, "t"), "check t_a_check1");
    run(state, "CREATE VIEW t_b_key AS SELECT 1; ALTER TABLE t ADD UNIQUE (b)");
    is(constraints(state, "t"), "check t_a_check1, unique t_b_key1(b)");
    run(state, "DROP TABLE other; ALTER TABLE t ADD CHECK (a < 9)");
    is(constraints(state, "t"), "check t_a_check1, unique t_b_key1(b), check t_a_check");
}

static void test_catalog_names__stay_when_the_table_gets_another(void **state)
{
    run(state, "CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE); CREATE INDEX ON t (a);"
               "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME a TO b");
    is(relations(state), "u t_id_seq t_pkey t_a_key t_a_idx");
    run(state, "CREATE TABLE t (id serial PRIMARY KEY)");
    is(constraints(state, "t"), "primary t_pkey1(id)");
    is(relations(state), "u t_id_seq t_pkey t_a_key t_a_idx t t_id_seq1 t_pkey1");
}

/* The index and its constraint bear one name, whichever is renamed. */
static void test_catalog_names__of_a_constraint_and_its_index(void **state)
{
    run(state, "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a);"
               "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i");
    is(relations(state), "t c");
    is(constraints(state, "t"), "unique c(a)");
    run(state, "ALTER INDEX c RENAME TO d");
    is(constraints(state, "t"), "unique d(a)");
    run(state, "ALTER TABLE t RENAME CONSTRAINT d TO e");
    is(relations(state), "t e");
    run(state, "DROP INDEX e");
    is(relations(state), "t e");
    run(state, "ALTER TABLE t DROP CONSTRAINT e");
    is(relations(state), "t");
}

/* What would make the same index twice in one statement makes it once. */
static void test_catalog_names__one_index_for_two_keys(void **state)
{
    run(state, "CREATE TABLE t (id int PRIMARY KEY UNIQUE, b int UNIQUE,"
               " CONSTRAINT mine UNIQUE (b), UNIQUE (b) DEFERRABLE)");
    is(constraints(state, "t"), "primary t_pkey(id), unique mine(b), unique t_b_key(b)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog_names__of_constraints),
        TEST(test_catalog_names__of_indexes),
        TEST(test_catalog_names__of_sequences),
        TEST(test_catalog_names__are_cut),
        TEST(test_catalog_names__avoid_those_of_others),
        TEST(test_catalog_names__stay_when_the_table_gets_another),
        TEST(test_catalog_names__of_a_constraint_and_its_index),
        TEST(test_catalog_names__one_index_for_two_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
