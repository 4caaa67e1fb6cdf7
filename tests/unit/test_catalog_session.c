/* The search_path, transactions and savepoints, undoing, and what nobody can tell. */
#include "catalog_shape.h"

/* -- search_path ------------------------------------------------------------------------------- */

static void test_catalog_session__search_path(void **state)
{
    run(state, "CREATE SCHEMA app; SET search_path = app, public; CREATE TABLE t (id serial "
               "PRIMARY KEY); CREATE TABLE public.u (id int REFERENCES t)");
    is(relations(state), "app.t app.t_id_seq app.t_pkey u");
    assert_int_equal(find(state, "t"), KNOWN);
    run(state, "RESET search_path");
    assert_int_equal(find(state, "t"), UNKNOWN);
    assert_int_equal(find(state, "app.t"), KNOWN);
    run(state, "SELECT set_config('search_path', 'app', false); DROP TABLE u"); /* not in app */
    assert_int_equal(find(state, "public.u"), KNOWN);
}

static void test_catalog_session__local_search_path_ends_with_its_transaction(void **state)
{
    run(state, "CREATE SCHEMA app; BEGIN; SET LOCAL search_path TO app; CREATE TABLE a (x int)");
    run(state, "CREATE TABLE b (x int)");
    is(relations(state), "app.a b");
}

static void test_catalog_session__a_section_starts_anew(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE SCHEMA app; SET search_path TO app; CREATE TEMP TABLE t (a int)");
    assert_int_equal(find(state, "t"), KNOWN);
    catalog_end_section(replay->catalog);
    assert_int_equal(find(state, "t"), UNKNOWN);
    run(state, "CREATE TABLE u (a int)");
    is(relations(state), "u");
}

static void test_catalog_session__no_schema_to_make_it_in(void **state)
{
    run(state, "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE t (a int);"
               "CREATE TABLE public.u (a int)");
    is(relations(state), "u");
}

/* -- transactions ------------------------------------------------------------------------------ */

static void test_catalog_session__rollback(void **state)
{
    run(state, "CREATE TABLE t (a int)");
    run(state, "BEGIN; CREATE TABLE u (a serial); ALTER TABLE t ADD b int; DROP TABLE t; ROLLBACK");
    is(relations(state), "t");
    is(columns(state, "t"), "a int4");
    run(state, "BEGIN; DROP TABLE t; COMMIT");
    is(relations(state), "");
}

static void test_catalog_session__savepoints(void **state)
{
    run(state, "SAVEPOINT a; CREATE TABLE t (a int); SAVEPOINT b; CREATE TABLE u (a int);"
               "ROLLBACK TO b; CREATE TABLE v (a int); RELEASE b; ROLLBACK TO a;"
               "CREATE TABLE w (a int)");
    is(relations(state), "w");
}

static void test_catalog_session__undo(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE TABLE t (id serial PRIMARY KEY, a int CHECK (a > 0)); CREATE VIEW v AS "
               "SELECT id FROM t; CREATE TYPE e AS ENUM ('x'); CREATE INDEX i ON t (a)");
    size_t outer = catalog_mark(replay->catalog);
    run(state, "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME a TO b; ALTER TYPE e ADD VALUE "
               "'w' BEFORE 'x'; ALTER TABLE u ALTER b TYPE e USING 'x'");
    size_t inner = catalog_mark(replay->catalog);
    run(state, "DROP TABLE u CASCADE; CREATE TABLE t (z int); SET search_path = nowhere");
    is(relations(state), "t");
    catalog_undo(replay->catalog, inner);
    is(relations(state), "u t_id_seq t_pkey v i");
    is(columns(state, "u"), "id int4 not null default, b public.e");
    catalog_undo(replay->catalog, outer);
    is(relations(state), "t t_id_seq t_pkey v i");
    is(columns(state, "t"), "id int4 not null default, a int4");
    is(constraints(state, "t"), "check t_a_check, primary t_pkey(id)");
    run(state, "DROP TABLE t"); /* v is in the way, as before */
    assert_int_equal(find(state, "t"), KNOWN);
}

static void test_catalog_session__on_commit_drop(void **state)
{
    run(state, "BEGIN; CREATE TEMP TABLE t (a int) ON COMMIT DROP; INSERT INTO t VALUES (1)");
    assert_int_equal(find(state, "t"), KNOWN);
    run(state, "SELECT 1");
    assert_int_not_equal(find(state, "t"), KNOWN);
}

/* -- what nobody can tell ---------------------------------------------------------------------- */

static void test_catalog_session__code_under_a_condition(void **state)
{
    run(state, "CREATE TABLE t (a int, b int)");
    run_as(state, "CREATE TABLE n (a int); DROP TABLE t", true);
    assert_int_equal(find(state, "t"), UNKNOWN);
    assert_int_equal(find(state, "n"), UNKNOWN);
    run(state, "CREATE TABLE u (a int, b int)");
    run_as(state, "ALTER TABLE u ADD c int, DROP a, ALTER b SET NOT NULL", true);
    const struct catalog_column *column = NULL;
    assert_int_equal(relation_column(known(state, "u"), STR("a"), &column), UNKNOWN);
    assert_int_equal(relation_column(known(state, "u"), STR("c"), &column), UNKNOWN);
    assert_int_equal(relation_column(known(state, "u"), STR("b"), &column), UNKNOWN);
    assert_int_equal(column->nullability, UNKNOWN);
    assert_int_equal(relation_column(known(state, "u"), STR("d"), &column), KNOWN_ABSENT);
}

static void test_catalog_session__code_nobody_can_read(void **state)
{
    run(state, "CREATE TABLE t (a int); CREATE TABLE gone (a int); DROP TABLE gone");
    assert_int_equal(find(state, "gone"), KNOWN_ABSENT);
    struct replay *replay = *state;
    catalog_opaque(replay->catalog, (struct origin){.transaction = ++replay->transaction});
    assert_int_equal(find(state, "gone"), UNKNOWN);
    assert_int_equal(find(state, "t"), KNOWN);
    const struct catalog_column *column = NULL;
    assert_int_equal(relation_column(known(state, "t"), STR("b"), &column), UNKNOWN);
    run(state, "CREATE TABLE u (a int)");
    assert_int_equal(relation_column(known(state, "u"), STR("b"), &column), KNOWN_ABSENT);
}

static void test_catalog_session__functions_that_may_do_anything(void **state)
{
    run(state, "CREATE FUNCTION quiet() RETURNS int LANGUAGE sql AS 'SELECT 1';"
               "CREATE FUNCTION loud() RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE 1; END';"
               "DROP TABLE IF EXISTS gone; SELECT now(), quiet(), setval('s', 1)");
    assert_int_equal(find(state, "gone"), KNOWN_ABSENT);
    run(state, "SELECT loud()");
    assert_int_equal(find(state, "gone"), UNKNOWN);
    run(state, "DROP TABLE IF EXISTS gone");
    assert_int_equal(find(state, "gone"), KNOWN_ABSENT);
    run(state, "SELECT create_hypertable('t', 'time')");
    assert_int_equal(find(state, "gone"), UNKNOWN);
}

static void test_catalog_session__tables_made_elsewhere(void **state)
{
    struct replay *replay = *state;
    run(state, "ALTER TABLE users ADD COLUMN a int, ADD CHECK (a > 0)");
    const struct relation *users = NULL;
    assert_int_equal(catalog_find(replay->catalog, OBJ_TABLE, name_of("users"), &users), UNKNOWN);
    assert_non_null(users);
    assert_null(users->made.span.source);
    const struct catalog_column *column = NULL;
    assert_int_equal(relation_column(users, STR("a"), &column), KNOWN);
    assert_int_equal(column->made.transaction, 1);
    assert_int_equal(relation_column(users, STR("b"), &column), UNKNOWN);
    assert_true(users->has_rows);
    run(state, "DROP TABLE users");
    assert_int_equal(find(state, "users"), KNOWN_ABSENT);
}

static void test_catalog_session__enum_labels_know_their_transaction(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE TYPE e AS ENUM ('a')");
    run(state, "ALTER TYPE e ADD VALUE 'b'");
    const struct catalog_object *type = NULL;
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_TYPE, name_of("e"), &type), KNOWN);
    const struct catalog_label *label = NULL;
    assert_int_equal(object_label(type, STR("b"), &label), KNOWN);
    assert_int_equal(label->made.transaction, 2);
    assert_false(label->with_type);
    assert_int_equal(object_label(type, STR("c"), &label), KNOWN_ABSENT);
}

static void test_catalog_session__overloads(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE FUNCTION f(a integer, b varchar(3)) RETURNS int LANGUAGE sql AS 'SELECT 1';"
               "CREATE FUNCTION f(a text[]) RETURNS int STABLE LANGUAGE sql AS 'SELECT 1'");
    const struct catalog_object *function = NULL;
    struct str types = STR("int4, varchar");
    assert_int_equal(catalog_find_function(replay->catalog, name_of("f"), &types, &function),
                     KNOWN);
    assert_int_equal(function->volatility, 'v');
    run(state, "DROP FUNCTION f"); /* not unique: 42725 */
    run(state, "DROP FUNCTION f(int, character varying)");
    assert_int_not_equal(catalog_find_function(replay->catalog, name_of("f"), &types, &function),
                         KNOWN);
    types = STR("text[]");
    assert_int_equal(catalog_find_function(replay->catalog, name_of("f"), &types, &function),
                     KNOWN);
    assert_int_equal(function->volatility, 's');
}

static void test_catalog_session__what_postgresql_brings(void **state)
{
    struct replay *replay = *state;
    const struct catalog_object *object = NULL;
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_TYPE, name_of("jsonb"), &object),
                     KNOWN);
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_TYPE, name_of("citext"), &object),
                     UNKNOWN);
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_SCHEMA, name_of("public"), &object),
                     KNOWN);
    run(state, "DROP TYPE IF EXISTS citext");
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_TYPE, name_of("citext"), &object),
                     KNOWN_ABSENT);
    assert_null(object);
    run(state, "CREATE EXTENSION citext");
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_TYPE, name_of("citext"), &object),
                     KNOWN);
    assert_non_null(object);
    run(state, "DROP TYPE citext"); /* the extension needs it */
    assert_int_equal(catalog_find_object(replay->catalog, OBJ_TYPE, name_of("citext"), &object),
                     KNOWN);
}

static size_t refusals(void **state)
{
    const struct replay *replay = *state;
    return catalog_refusals(replay->catalog)->len;
}

static void test_catalog_session__a_do_block_that_raises(void **state)
{
    run(state, "DO $$ BEGIN CREATE TABLE a (); RAISE EXCEPTION 'no'; END $$");
    run(state, "DO $$ BEGIN CREATE TABLE a (); RAISE division_by_zero; END $$");
    run(state, "DO $$ BEGIN BEGIN CREATE TABLE a (); END; RAISE 'no'; CREATE TABLE b (); END $$");
    is(relations(state), "");
    assert_int_equal(refusals(state), 3);
    run(state, "DO $$ BEGIN CREATE TABLE a (); RAISE WARNING 'no'; END $$");
    run(state, "DO $$ BEGIN CREATE TABLE b (); IF x THEN RAISE EXCEPTION 'no'; END IF; END $$");
    run(state, "DO $$ BEGIN CREATE TABLE c (); FOR i IN 1..0 LOOP RAISE 'no'; END LOOP; END $$");
    run(state, "DO $$ BEGIN CREATE TABLE d (); RETURN; RAISE EXCEPTION 'no'; END $$");
    run(state, "DO $$ BEGIN BEGIN RAISE EXCEPTION 'no'; EXCEPTION WHEN OTHERS THEN NULL; END;"
               "CREATE TABLE e (); END $$");
    is(relations(state), "a b c d e");
    assert_int_equal(refusals(state), 3);
}

static void test_catalog_session__refusals(void **state)
{
    struct replay *replay = *state;
    run(state, "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t");
    run(state, "CREATE TABLE t (b int)");  /* 42P07 */
    run(state, "DROP TABLE t");            /* 2BP01 */
    run(state, "ALTER TABLE t ADD a int"); /* 42701 */
    assert_int_equal(refusals(state), 3);
    run(state, "CREATE TABLE IF NOT EXISTS t (b int); DROP TABLE IF EXISTS other");
    run_as(state, "ALTER TABLE t ADD a int", true);
    run(state, "DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); EXCEPTION WHEN "
               "duplicate_object THEN NULL; END $$");
    run(state, "DO $$ BEGIN BEGIN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); EXCEPTION WHEN "
               "duplicate_object THEN NULL; END; CREATE TABLE more (); END $$");
    is(relations(state), "t v more");
    assert_int_equal(refusals(state), 3);
    size_t mark = catalog_mark(replay->catalog);
    run(state, "DROP TABLE t");
    assert_int_equal(refusals(state), 4);
    catalog_undo(replay->catalog, mark);
    assert_int_equal(refusals(state), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog_session__search_path),
        TEST(test_catalog_session__local_search_path_ends_with_its_transaction),
        TEST(test_catalog_session__a_section_starts_anew),
        TEST(test_catalog_session__no_schema_to_make_it_in),
        TEST(test_catalog_session__rollback),
        TEST(test_catalog_session__savepoints),
        TEST(test_catalog_session__undo),
        TEST(test_catalog_session__on_commit_drop),
        TEST(test_catalog_session__code_under_a_condition),
        TEST(test_catalog_session__code_nobody_can_read),
        TEST(test_catalog_session__functions_that_may_do_anything),
        TEST(test_catalog_session__tables_made_elsewhere),
        TEST(test_catalog_session__enum_labels_know_their_transaction),
        TEST(test_catalog_session__overloads),
        TEST(test_catalog_session__what_postgresql_brings),
        TEST(test_catalog_session__a_do_block_that_raises),
        TEST(test_catalog_session__refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
