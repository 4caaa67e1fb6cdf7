/* What depends on what: refused without CASCADE, gone with it. */
#include "catalog_shape.h"

/* "view v, constraint t_a_fkey on t (auto)" */
static struct str dependents(void **state, const char *table, const char *column)
{
    struct replay *replay = *state;
    struct dependent_list list =
        catalog_dependents(replay->catalog, &replay->arena, known(state, table), str_from(column));
    struct str_list words = {0};
    for (size_t i = 0; i < list.len; i++) {
        const struct dependent *it = &list.at[i];
        bool on = it->on.name.len > 0;
        struct str text =
            str_format(&replay->arena, "%s " STR_FMT "%s" STR_FMT "%s", object_kind_words(it->kind),
                       STR_ARG(it->name.name), on ? " on " : "", STR_ARG(it->on.name),
                       it->automatic ? " (auto)" : "");
        VEC_PUSH(&replay->arena, &words, text);
    }
    return join(state, &words, ", ");
}

static void test_catalog_depend__views(void **state)
{
    run(state, "CREATE TABLE t (a int, b int, c int); CREATE VIEW v AS SELECT a, t.b FROM t;"
               "CREATE VIEW w AS SELECT * FROM v");
    is(dependents(state, "t", "a"), "view v");
    is(dependents(state, "t", "c"), "");
    is(dependents(state, "t", ""), "view v");
    is(dependents(state, "v", ""), "view w");
    run(state, "DROP TABLE t; ALTER TABLE t DROP COLUMN a; DROP VIEW v");
    is(relations(state), "t v w");
    run(state, "ALTER TABLE t DROP COLUMN c; ALTER TABLE t RENAME a TO aa;"
               "ALTER TABLE t DROP COLUMN aa CASCADE");
    is(relations(state), "t");
    is(columns(state, "t"), "b int4");
}

static void test_catalog_depend__a_replaced_view_reads_something_else(void **state)
{
    run(state, "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE VIEW v AS SELECT a FROM t;"
               "CREATE OR REPLACE VIEW v AS SELECT a FROM u; DROP TABLE t; DROP TABLE u");
    is(relations(state), "u v");
    assert_int_equal(known(state, "v")->made.transaction, 1);
}

static void test_catalog_depend__foreign_keys(void **state)
{
    run(state, "CREATE TABLE p (id int PRIMARY KEY, code text UNIQUE);"
               "CREATE TABLE c (p int REFERENCES p, code text REFERENCES p (code))");
    is(dependents(state, "p", "code"), "constraint p_code_key on p (auto), "
                                       "constraint c_code_fkey on c");
    run(state, "DROP TABLE p; ALTER TABLE p DROP CONSTRAINT p_pkey; ALTER TABLE p DROP code");
    is(constraints(state, "p"), "primary p_pkey(id), unique p_code_key(code)");
    run(state, "ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE");
    is(constraints(state, "c"), "foreign c_code_fkey(code)");
    run(state, "DROP TABLE p CASCADE");
    is(constraints(state, "c"), "");
}

static void test_catalog_depend__tables_that_go_together(void **state)
{
    run(state, "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY "
               "REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; DROP TABLE a");
    is(relations(state), "a a_pkey b b_pkey");
    run(state, "DROP TABLE a, b");
    is(relations(state), "");
    run(state, "CREATE TABLE s (id int PRIMARY KEY, up int REFERENCES s)");
    run(state, "ALTER TABLE s DROP COLUMN id; DROP TABLE s");
    is(relations(state), "");
}

static void test_catalog_depend__sequences(void **state)
{
    run(state, "CREATE TABLE t (id serial); CREATE TABLE u (id int DEFAULT nextval('t_id_seq'))");
    is(dependents(state, "t", "id"), "sequence t_id_seq (auto)");
    run(state, "DROP SEQUENCE t_id_seq; DROP TABLE t");
    is(relations(state), "t t_id_seq u");
    run(state, "DROP TABLE t CASCADE");
    is(relations(state), "u");
    is(columns(state, "u"), "id int4");
    run(state, "CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY); DROP SEQUENCE i_id_seq "
               "CASCADE");
    assert_int_equal(find(state, "i_id_seq"), KNOWN);
    run(state, "CREATE SEQUENCE own OWNED BY u.id; ALTER TABLE u DROP id");
    assert_int_equal(find(state, "own"), KNOWN_ABSENT);
}

static void test_catalog_depend__types(void **state)
{
    run(state, "CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN d AS mood; CREATE TABLE t (m mood,"
               " n mood[], o d, x int); DROP TYPE mood; DROP DOMAIN d");
    is(columns(state, "t"), "m public.mood, n public.mood[], o public.d, x int4");
    run(state, "ALTER TYPE mood RENAME TO feeling; CREATE SCHEMA app;"
               "ALTER TYPE feeling SET SCHEMA app");
    is(columns(state, "t"), "m app.feeling, n app.feeling[], o public.d, x int4");
    run(state, "DROP TYPE app.feeling CASCADE");
    is(columns(state, "t"), "x int4");
}

static void test_catalog_depend__functions(void **state)
{
    run(state, "CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';"
               "CREATE TABLE t (a int DEFAULT f(1), b int CHECK (f(b) > 0), c int);"
               "CREATE INDEX i ON t (f(c)); DROP FUNCTION f");
    assert_int_equal(find(state, "i"), KNOWN);
    run(state, "DROP FUNCTION f CASCADE");
    is(columns(state, "t"), "a int4, b int4, c int4");
    is(constraints(state, "t"), "");
    is(relations(state), "t");
}

static void test_catalog_depend__triggers_and_policies(void **state)
{
    run(state, "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
               "CREATE TABLE t (a int, b int); CREATE TRIGGER tr AFTER UPDATE OF a ON t FOR EACH "
               "ROW EXECUTE FUNCTION f(); CREATE POLICY p ON t USING (b = 1)");
    is(dependents(state, "t", "a"), "trigger tr on t");
    is(dependents(state, "t", "b"), "policy p on t");
    run(state, "ALTER TABLE t DROP a; ALTER TABLE t DROP b; DROP FUNCTION f");
    is(columns(state, "t"), "a int4, b int4");
    run(state, "ALTER TABLE t DROP a CASCADE; ALTER TABLE t DROP b CASCADE; DROP FUNCTION f");
    assert_int_equal(known(state, "t")->triggers.len, 0);
    assert_int_equal(known(state, "t")->policies.len, 0);
}

static void test_catalog_depend__generated_columns(void **state)
{
    run(state, "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);"
               "ALTER TABLE t DROP a");
    is(columns(state, "t"), "a int4, b int4");
    run(state, "ALTER TABLE t DROP a CASCADE");
    is(columns(state, "t"), "");
}

static void test_catalog_depend__schemas(void **state)
{
    run(state, "CREATE SCHEMA a; CREATE TABLE a.t (id serial); CREATE VIEW v AS SELECT * FROM a.t;"
               "DROP SCHEMA a");
    is(relations(state), "a.t a.t_id_seq v");
    run(state, "DROP SCHEMA a CASCADE");
    is(relations(state), "");
    assert_int_equal(find(state, "a.other"), KNOWN_ABSENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog_depend__views),
        TEST(test_catalog_depend__a_replaced_view_reads_something_else),
        TEST(test_catalog_depend__foreign_keys),
        TEST(test_catalog_depend__tables_that_go_together),
        TEST(test_catalog_depend__sequences),
        TEST(test_catalog_depend__types),
        TEST(test_catalog_depend__functions),
        TEST(test_catalog_depend__triggers_and_policies),
        TEST(test_catalog_depend__generated_columns),
        TEST(test_catalog_depend__schemas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
