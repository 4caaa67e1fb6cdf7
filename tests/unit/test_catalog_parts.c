/* Columns, constraints, indexes, parents and partitions. */
#include "catalog_shape.h"

static void test_catalog_parts__columns(void **state)
{
    run(state, "CREATE TABLE t (id serial PRIMARY KEY, n text DEFAULT 'x', v varchar(3) DEFAULT "
               "NULL, w text DEFAULT NULL, i int GENERATED ALWAYS AS IDENTITY)");
    is(columns(state, "t"), "id int4 not null default, n text default, v varchar default, w text, "
                            "i int4 not null identity");
    run(state, "ALTER TABLE t ALTER n DROP DEFAULT, ALTER n SET NOT NULL, ALTER v TYPE text,"
               " DROP COLUMN w, ADD COLUMN x int DEFAULT 1, ALTER i DROP IDENTITY");
    is(columns(state, "t"), "id int4 not null default, n text not null, v text default, "
                            "i int4 not null, x int4 default");
    run(state, "ALTER TABLE t ALTER id DROP NOT NULL"); /* 42P16 */
    run(state, "ALTER TABLE t DROP CONSTRAINT t_pkey");
    assert_true(str_starts_with(columns(state, "t"), STR("id int4 not null")));
    run(state, "ALTER TABLE t ALTER id DROP NOT NULL");
    assert_true(str_starts_with(columns(state, "t"), STR("id int4 default")));
}

static void test_catalog_parts__a_column_takes_what_names_it(void **state)
{
    run(state, "CREATE TABLE t (a int, b int, CHECK (a < b), UNIQUE (a, b), CHECK (b > 0));"
               "CREATE INDEX i ON t (b) WHERE a > 0; CREATE INDEX j ON t (b);"
               "CREATE STATISTICS s ON a, b FROM t; ALTER TABLE t DROP COLUMN a");
    is(constraints(state, "t"), "check t_b_check");
    is(relations(state), "t j");
}

static void test_catalog_parts__a_renamed_column(void **state)
{
    run(state, "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (b int REFERENCES p (a),"
               " CHECK (b > 0)); CREATE INDEX i ON p (a) WHERE a > 1;"
               "ALTER TABLE p RENAME a TO aa; ALTER TABLE t RENAME b TO bb");
    is(constraints(state, "p"), "primary p_pkey(aa)");
    const struct catalog_constraint *check = known(state, "t")->constraints.at[0];
    is(check->spec.check.text, "bb > 0");
    is(check->spec.check.columns.at[0], "bb");
    const struct catalog_constraint *key = known(state, "t")->constraints.at[1];
    is(key->spec.columns.at[0], "bb");
    is(key->spec.referenced_columns.at[0], "aa");
    is(known(state, "i")->index.where.text, "aa > 1");
}

/* What the statement says stays as it is written: rules may still ask for it. */
static void test_catalog_parts__a_rename_leaves_the_statement_alone(void **state)
{
    struct replay *replay = *state;
    struct sql_parse parsed =
        sql_parse(&replay->arena, STR("CREATE TABLE t (a text, b text, UNIQUE (a, b))"
                                      " PARTITION BY RANGE (a, lower(b));"
                                      "CREATE INDEX i ON t (a, lower(b)) INCLUDE (b)"));
    assert_true(parsed.parsed);
    const struct change *table = &parsed.statements[0].changes[0];
    const struct change *index = &parsed.statements[1].changes[0];
    catalog_begin_statement(replay->catalog);
    catalog_replay(replay->catalog, table, (struct origin){.transaction = 1});
    catalog_begin_statement(replay->catalog);
    catalog_replay(replay->catalog, index, (struct origin){.transaction = 1});
    run(state, "ALTER TABLE t RENAME a TO aa; ALTER TABLE t RENAME b TO bb");
    is(known(state, "t")->partition_columns.at[0], "aa");
    is(known(state, "t")->partition_key->keys[0].column, "aa");
    is(known(state, "t")->partition_key->keys[1].expression->text, "lower(bb)");
    is(known(state, "i")->index.keys[1].expression->text, "lower(bb)");
    is(known(state, "i")->index.include.at[0], "bb");
    is(constraints(state, "t"), "unique t_a_b_key(aa,bb)");
    is(table->create_table.partition_columns.at[0], "a");
    is(table->create_table.partition_key->keys[0].column, "a");
    is(table->create_table.partition_key->keys[1].expression->text, "lower(b)");
    is(table->create_table.partition_key->keys[1].expression->columns.at[0], "b");
    is(table->create_table.constraints[0].columns.at[1], "b");
    is(index->create_index.keys[1].expression->text, "lower(b)");
    is(index->create_index.include.at[0], "b");
}

static void test_catalog_parts__validity(void **state)
{
    run(state, "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT VALID);"
               "ALTER TABLE t ADD CONSTRAINT d CHECK (a IS NOT NULL) NOT VALID");
    is(constraints(state, "t"), "check c, check d?");
    const struct catalog_constraint *proof = NULL;
    assert_false(column_proven_not_null(known(state, "t"), STR("a"), &proof));
    run(state, "ALTER TABLE t VALIDATE CONSTRAINT d");
    is(constraints(state, "t"), "check c, check d");
    assert_true(column_proven_not_null(known(state, "t"), STR("a"), &proof));
    is(proof->name, "d");
    assert_int_equal(proof->made.transaction, 1);
    assert_int_equal(proof->validated_at.transaction, 2);
}

static void test_catalog_parts__primary_keys(void **state)
{
    run(state, "CREATE TABLE t (a int, b int); ALTER TABLE t ADD PRIMARY KEY (a)");
    is(columns(state, "t"), "a int4 not null, b int4");
    run(state, "ALTER TABLE t ADD PRIMARY KEY (b)"); /* 42P16 */
    is(constraints(state, "t"), "primary t_pkey(a)");
    run(state, "ALTER TABLE t ADD COLUMN c int PRIMARY KEY"); /* and no column either */
    is(columns(state, "t"), "a int4 not null, b int4");
    is(relation_primary_key(known(state, "t"))->index->name.name, "t_pkey");
}

static void test_catalog_parts__inheritance(void **state)
{
    run(state, "CREATE TABLE base (id int PRIMARY KEY, n text DEFAULT 'n', CHECK (id > 0));"
               "CREATE TABLE child (x int) INHERITS (base)");
    is(columns(state, "child"), "id int4 not null, n text default, x int4");
    is(constraints(state, "child"), "check base_id_check");
}

static void test_catalog_parts__changes_of_a_parent(void **state)
{
    run(state, "CREATE TABLE base (id int, n text); CREATE TABLE child (x int) INHERITS (base)");
    run(state, "ALTER TABLE base ADD COLUMN y int, DROP COLUMN n; ALTER TABLE base RENAME y TO z;"
               "ALTER TABLE base ALTER z SET NOT NULL; ALTER TABLE base ADD CHECK (z > 0)");
    is(columns(state, "child"), "id int4, x int4, z int4 not null");
    is(constraints(state, "child"), "check base_z_check");
    run(state, "ALTER TABLE child DROP COLUMN z"); /* inherited: 42P16 */
    is(columns(state, "child"), "id int4, x int4, z int4 not null");
    run(state, "DROP TABLE base");
    assert_int_equal(find(state, "base"), KNOWN);
    run(state, "ALTER TABLE child NO INHERIT base; ALTER TABLE child DROP COLUMN z;"
               "DROP TABLE base");
    is(relations(state), "child");
}

static void test_catalog_parts__partitions(void **state)
{
    run(state, "CREATE TABLE p (k int, v int, PRIMARY KEY (k)) PARTITION BY LIST (k);"
               "CREATE INDEX ON p (v); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
               "CREATE TABLE p2 (k int NOT NULL, v int); CREATE INDEX own ON p2 (v);"
               "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2)");
    is(relations(state), "p p_pkey p_v_idx p1 p1_pkey p1_v_idx p2 own p2_pkey");
    assert_ptr_equal(known(state, "p2")->partition_of, known(state, "p"));
    run(state, "ALTER TABLE p1 ADD COLUMN w int"); /* 42809 */
    run(state, "ALTER TABLE p ADD COLUMN x int; CREATE INDEX CONCURRENTLY no ON p (x)");
    is(columns(state, "p2"), "k int4 not null, v int4, x int4");
    run(state, "ALTER TABLE p DETACH PARTITION p2; DROP TABLE p");
    is(relations(state), "p2 own p2_pkey");
}

static void test_catalog_parts__a_partitioned_index_is_valid_once_all_are_attached(void **state)
{
    run(state, "CREATE TABLE p (k int, v int) PARTITION BY LIST (k);"
               "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
               "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE INDEX i ON ONLY p (v);"
               "CREATE INDEX i1 ON p1 (v); CREATE INDEX i2 ON p2 (v);"
               "ALTER INDEX i ATTACH PARTITION i1");
    assert_false(known(state, "i")->index.valid);
    run(state, "DROP INDEX i1"); /* its parent needs it */
    run(state, "ALTER INDEX i ATTACH PARTITION i2");
    assert_true(known(state, "i")->index.valid);
    run(state, "DROP INDEX i");
    is(relations(state), "p p1 p2");
}

static void test_catalog_parts__like(void **state)
{
    run(state, "CREATE TABLE s (id serial PRIMARY KEY, a int DEFAULT 3 CHECK (a > 1),"
               " i int GENERATED BY DEFAULT AS IDENTITY); CREATE INDEX ON s (a);"
               "CREATE TABLE plain (LIKE s); CREATE TABLE t (x int, LIKE s INCLUDING ALL, y int)");
    is(columns(state, "plain"), "id int4 not null, a int4, i int4 not null");
    is(constraints(state, "plain"), "");
    is(columns(state, "t"), "x int4, id int4 not null default, a int4 default, "
                            "i int4 not null identity, y int4");
    is(constraints(state, "t"), "check s_a_check, primary t_pkey(id)");
    assert_int_equal(find(state, "t_a_idx"), KNOWN);
    assert_int_equal(find(state, "t_i_seq"), KNOWN);
    assert_int_equal(find(state, "t_id_seq"), UNKNOWN); /* the default is s's sequence */
}

static void test_catalog_parts__a_new_table_with_an_error_is_none(void **state)
{
    run(state, "CREATE TABLE t (a int, a int); CREATE TABLE u (a int PRIMARY KEY, b int PRIMARY "
               "KEY); CREATE TABLE v (a serial, UNIQUE (nope))");
    is(relations(state), "");
}

static void test_catalog_parts__rows(void **state)
{
    run(state, "CREATE TABLE t (a int); CREATE TABLE u AS SELECT 1 AS a;"
               "CREATE TABLE n AS SELECT 1 AS a WITH NO DATA; CREATE TABLE m (a int)");
    assert_true(relation_is_empty(known(state, "t")));
    assert_true(known(state, "u")->has_rows);
    assert_false(known(state, "n")->has_rows);
    run(state, "INSERT INTO t VALUES (1); MERGE INTO m USING t ON false WHEN NOT MATCHED THEN "
               "INSERT VALUES (1)");
    assert_false(relation_is_empty(known(state, "t")));
    assert_false(relation_is_empty(known(state, "m")));
    run(state, "TRUNCATE t");
    assert_true(relation_is_empty(known(state, "t")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog_parts__columns),
        TEST(test_catalog_parts__a_column_takes_what_names_it),
        TEST(test_catalog_parts__a_renamed_column),
        TEST(test_catalog_parts__a_rename_leaves_the_statement_alone),
        TEST(test_catalog_parts__validity),
        TEST(test_catalog_parts__primary_keys),
        TEST(test_catalog_parts__inheritance),
        TEST(test_catalog_parts__changes_of_a_parent),
        TEST(test_catalog_parts__partitions),
        TEST(test_catalog_parts__a_partitioned_index_is_valid_once_all_are_attached),
        TEST(test_catalog_parts__like),
        TEST(test_catalog_parts__a_new_table_with_an_error_is_none),
        TEST(test_catalog_parts__rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
