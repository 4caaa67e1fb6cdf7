/* The columns that CREATE TABLE AS and CREATE VIEW give: what is expected is what PostgreSQL 15
 * makes of the same statements. More of them, compared with a server: fixtures/replay/queries. */
#include "catalog_shape.h"

#include "schema/sql_text.h"

static const char tables[] =
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN email AS varchar(80);"
    "CREATE TYPE pair AS (x int, y numeric(6, 2));"
    "CREATE TABLE t (i int NOT NULL, i2 smallint, i8 bigint, f real, d double precision,"
    " n2 numeric(10, 2), m money, b boolean, s text, v varchar(20), c char(5), nm name, dt date,"
    " ts timestamp, tz timestamptz, iv interval, jb jsonb, ints int[], short varchar(10)[],"
    " mo mood, em email, p pair, r int4range, x text COLLATE \"C\");"
    "CREATE TABLE o (id bigint, note varchar(40), total numeric(12, 2));"
    "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';"
    "CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS 'SELECT $1';"
    "CREATE FUNCTION rows(int) RETURNS TABLE (k int, w text) LANGUAGE sql AS 'SELECT 1, ''a''';";

/* "id bigint, note varchar(40)"; "?" for a type that is not known, "..." for more columns. */
static struct str shape(void **state, const char *name)
{
    const struct relation *relation = known(state, name);
    struct replay *replay = *state;
    struct sql_text sql = {.arena = &replay->arena};
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *column = relation->columns.at[i];
        put_format(&sql, "%s" STR_FMT " ", i == 0 ? "" : ", ", STR_ARG(column->name));
        if (column->type.name.name.len > 0)
            put_type(&sql, &column->type);
        else
            put(&sql, "?");
        if (column->collation.name.len > 0) {
            put_format(&sql, " COLLATE " STR_FMT, STR_ARG(column->collation.name));
        }
        if (column->not_null) put(&sql, " NOT NULL");
    }
    if (!relation_is_complete(relation)) put(&sql, " ...");
    return sql_text_str(&sql);
}

static void gives(void **state, const char *query, const char *expected)
{
    struct replay *replay = *state;
    size_t mark = catalog_mark(replay->catalog);
    struct str sql = str_format(&replay->arena, "CREATE TABLE made AS %s", query);
    run(state, sql.at);
    struct str found = shape(state, "made");
    if (!str_equal(found, str_from(expected))) {
        fail_msg("%.80s gives " STR_FMT ", not %s", query, STR_ARG(found), expected);
    }
    catalog_undo(replay->catalog, mark);
}

static void test_query_columns__expressions(void **state)
{
    static const char *const types[][2] = {
        {"1", "integer"},
        {"2147483648", "bigint"},
        {"99999999999999999999", "numeric"},
        {"1.5", "numeric"},
        {"'x'", "text"},
        {"NULL", "text"},
        {"true", "boolean"},
        {"n2", "numeric(10,2)"},
        {"v", "varchar(20)"},
        {"c", "char(5)"},
        {"em", "email"},
        {"mo", "mood"},
        {"x", "text COLLATE C"},
        {"n2::numeric", "numeric"},
        {"v::varchar", "varchar"},
        {"v::text", "text"},
        {"i::varchar(5)", "varchar(5)"},
        {"s::char(3)", "char(3)"},
        {"s::bpchar", "bpchar"},
        {"x::varchar(10)", "varchar(10) COLLATE C"},
        {"nm::text", "text COLLATE C"},
        {"s COLLATE \"C\"", "text COLLATE C"},
        {"interval '3' day", "interval day"},
        {"current_timestamp(3)", "timestamptz(3)"},
        {"localtime", "time"},
        {"current_user", "name"},
        {"i2 + 1", "integer"},
        {"i + i8", "bigint"},
        {"i / 2.0", "numeric"},
        {"i * d", "double precision"},
        {"n2 * 2", "numeric"},
        {"f + d", "double precision"},
        {"f * 2", "double precision"},
        {"m * 2", "money"},
        {"m / m", "double precision"},
        {"'1' + i8", "bigint"},
        {"round(n2, 1)", "numeric"},
        {"round(i)", "double precision"},
        {"dt + 1", "date"},
        {"dt - dt", "integer"},
        {"dt + iv", "timestamp"},
        {"tz - ts", "interval"},
        {"tz - now()", "interval"},
        {"now() - interval '1 day'", "timestamptz"},
        {"extract(epoch from tz)", "numeric"},
        {"date_trunc('day', ts)", "timestamp"},
        {"date_trunc('day', dt)", "timestamptz"},
        {"tz AT TIME ZONE 'UTC'", "timestamp"},
        {"age(tz)", "interval"},
        {"v || 'a'", "text"},
        {"s || i", "text"},
        {"mo || 'x'", "text"},
        {"x || s", "text COLLATE C"},
        {"lower(v)", "text"},
        {"lower(x)", "text COLLATE C"},
        {"length(x)", "integer"},
        {"upper(r)", "integer"},
        {"substring(s from 1 for 2)", "text"},
        {"string_to_array(s, ',')", "text[]"},
        {"coalesce(i, 1.5)", "numeric"},
        {"coalesce(v, 'x')", "varchar"},
        {"coalesce(v, v)", "varchar(20)"},
        {"coalesce(c, 'x')", "bpchar"},
        {"coalesce(mo, 'ok')", "mood"},
        {"coalesce(em, 'x')", "varchar"},
        {"coalesce(em, em)", "email"},
        {"coalesce(dt, tz)", "timestamptz"},
        {"nullif(v, '')", "text"},
        {"nullif(c, '')", "char(5)"},
        {"nullif(i, 1.5)", "numeric"},
        {"greatest(n2, 5)", "numeric"},
        {"CASE WHEN b THEN v END", "varchar"},
        {"CASE WHEN b THEN v ELSE v END", "varchar(20)"},
        {"CASE WHEN b THEN NULL ELSE NULL END", "text"},
        {"CASE WHEN b THEN 1 ELSE 2.5 END", "numeric"},
        {"ARRAY[1, 2.5]", "numeric[]"},
        {"ARRAY[v, v]", "varchar(20)[]"},
        {"ARRAY[ints, ints]", "integer[]"},
        {"ARRAY(SELECT note FROM o)", "varchar(40)[]"},
        {"ints[1]", "integer"},
        {"ints[1:2]", "integer[]"},
        {"short[1]", "varchar(10)"},
        {"(p).y", "numeric(6,2)"},
        {"ints || 1", "integer[]"},
        {"unnest(short)", "varchar"},
        {"jb -> 'a'", "jsonb"},
        {"jb ->> 'a'", "text"},
        {"jb - 'a'", "jsonb"},
        {"jb['a']", "jsonb"},
        {"jsonb_array_elements(jb)", "jsonb"},
        {"i IN (1, 2)", "boolean"},
        {"EXISTS (SELECT 1)", "boolean"},
        {"ints && ints", "boolean"},
        {"count(*)", "bigint"},
        {"sum(i)", "bigint"},
        {"sum(i8)", "numeric"},
        {"sum(n2)", "numeric"},
        {"avg(f)", "double precision"},
        {"min(i2)", "smallint"},
        {"max(v)", "text"},
        {"max(c)", "bpchar"},
        {"max(em)", "text"},
        {"array_agg(mo)", "mood[]"},
        {"string_agg(v, ',')", "text"},
        {"percentile_cont(0.5) WITHIN GROUP (ORDER BY i)", "double precision"},
        {"row_number() OVER ()", "bigint"},
        {"lag(v) OVER (ORDER BY i)", "varchar"},
        {"lead(i, 1, 2.5) OVER (ORDER BY i)", "numeric"},
        {"(SELECT total FROM o LIMIT 1)", "numeric(12,2)"},
        {"(SELECT 'x')", "text"},
        {"f(i)", "integer"},
        {"f('x')", "text"},
        {"f(v)", "text"},
        {"(rows(1)).w", "text"},
        {"t", "t"},
    };
    run(state, tables);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct replay *replay = *state;
        struct str query = str_format(&replay->arena, "SELECT %s AS a FROM t", types[i][0]);
        struct str expected = str_format(&replay->arena, "a %s", types[i][1]);
        gives(state, query.at, expected.at);
    }
}

static void test_query_columns__names(void **state)
{
    run(state, tables);
    gives(state, "SELECT 1, i, s::int8, now(), 'x'::text, coalesce(b, b), f(1) FROM t",
          "?column? integer, i integer, s bigint, now timestamptz, text text, coalesce boolean, "
          "f integer");
    gives(state, "SELECT CASE WHEN b THEN 1 ELSE i END, ARRAY[1], (p).x, ints[1] FROM t",
          "i integer, array integer[], x integer, ints integer");
    gives(state, "SELECT CASE WHEN b THEN 1 END, (SELECT id FROM o), EXISTS (SELECT 1) FROM t",
          "case integer, id bigint, exists boolean");
    gives(state, "SELECT (SELECT note AS n FROM o LIMIT 1)::text, (VALUES (1))",
          "n text, column1 integer");
}

static void test_query_columns__from(void **state)
{
    run(state, tables);
    gives(state, "TABLE o", "id bigint, note varchar(40), total numeric(12,2)");
    gives(state, "SELECT * FROM (SELECT 1 y, 2 x) a JOIN (SELECT 'z' z, 2.5 x) b USING (x)",
          "x numeric, y integer, z text");
    gives(state, "SELECT j.* FROM (o JOIN (SELECT 1 k) b ON true) AS j (a)",
          "a bigint, note varchar(40), total numeric(12,2), k integer");
    gives(state, "SELECT note FROM o UNION SELECT v FROM t", "note varchar");
    gives(state, "SELECT NULL AS a UNION SELECT 'x' UNION SELECT v FROM t", "a text");
    gives(state, "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM r",
          "n integer");
    gives(state, "SELECT g, k.w FROM generate_series(1, 2) g, rows(g) k", "g integer, w text");
    gives(state, "SELECT e, k.value FROM t, jsonb_array_elements(jb) e, jsonb_each_text(e) k",
          "e jsonb, value text");
    gives(state, "SELECT * FROM unnest(ARRAY[1]) WITH ORDINALITY AS u (a, n)",
          "a integer, n bigint");
}

static void test_query_columns__what_nobody_can_tell(void **state)
{
    run(state, tables);
    gives(state, "SELECT a, lower(b), count(*), a = b AS same FROM elsewhere GROUP BY 1",
          "a ?, lower ?, count bigint, same boolean");
    gives(state, "SELECT * FROM elsewhere", " ...");
    gives(state, "SELECT e.*, o.*, 1 AS one FROM elsewhere e, o",
          "id bigint, note varchar(40), total numeric(12,2), one integer ...");
    gives(state, "SELECT e.a, id, missing FROM elsewhere e, o", "a ?, id bigint, missing ?");
    gives(state, "SELECT my_own(1), id @@@@ 2 AS b, sum(unknown(id)) FROM o",
          "my_own ?, b ?, sum ?");
    gives(state, "SELECT coalesce(e.a, 1) AS a, e.a || 'x' AS b FROM elsewhere e", "a ?, b ?");
    run(state, "CREATE VIEW v (a, b) AS SELECT * FROM elsewhere");
    assert_true(str_equal(shape(state, "v"), STR("a ?, b ? ...")));
    gives(state, "EXECUTE prepared", " ...");
}

static void test_query_columns__operators_of_ones_own(void **state)
{
    run(state, tables);
    gives(state, "SELECT i + 1 AS a FROM t", "a integer");
    run(state, "CREATE OPERATOR + (LEFTARG = int, RIGHTARG = int, FUNCTION = f)");
    gives(state, "SELECT i + 1 AS a, i - 1 AS b FROM t", "a ?, b integer");
    run(state, "CREATE CAST (mood AS text) WITH INOUT AS IMPLICIT");
    gives(state, "SELECT length(mo) AS a, length(s) AS b, round(mo) AS c FROM t",
          "a ?, b integer, c ?");
}

static void test_query_columns__views(void **state)
{
    run(state, tables);
    run(state, "CREATE VIEW v AS SELECT * FROM o; ALTER TABLE o ADD COLUMN late int");
    assert_true(str_equal(known(state, "v")->view.text, STR("SELECT id, note, total FROM o")));
    gives(state, "SELECT v.*, o.late FROM v, o",
          "id bigint, note varchar(40), total numeric(12,2), late integer");
    run(state, "CREATE OR REPLACE VIEW v AS SELECT id, note, total, 1 AS more FROM o");
    gives(state, "TABLE v", "id bigint, note varchar(40), total numeric(12,2), more integer");
    run(state, "CREATE OR REPLACE VIEW v AS SELECT note FROM o"); /* 42P16 */
    gives(state, "SELECT more FROM v", "more integer");
    run(state, "CREATE VIEW twice AS SELECT 1 AS a, 2 AS a"); /* 42701 */
    run(state, "ALTER VIEW v RENAME COLUMN more TO less; ALTER TABLE o RENAME COLUMN note TO n");
    gives(state, "TABLE v", "id bigint, note varchar(40), total numeric(12,2), less integer");
    struct replay *replay = *state;
    const struct relation *none = NULL;
    assert_int_equal(catalog_find(replay->catalog, OBJ_VIEW, name_of("twice"), &none), UNKNOWN);
}

/* What a view reads through `*`, it depends on. */
static void test_query_columns__a_star_is_a_dependency(void **state)
{
    struct replay *replay = *state;
    run(state, tables);
    run(state, "CREATE VIEW v AS SELECT * FROM o JOIN t ON t.i = o.id; CREATE TABLE c AS TABLE o");
    struct dependent_list all =
        catalog_dependents(replay->catalog, &replay->arena, known(state, "o"), STR("note"));
    assert_int_equal(all.len, 1);
    assert_true(str_equal(all.at[0].name.name, STR("v")));
    run(state, "ALTER TABLE o DROP COLUMN note"); /* 2BP01 */
    gives(state, "TABLE o", "id bigint, note varchar(40), total numeric(12,2)");
    run(state, "ALTER TABLE o DROP COLUMN note CASCADE");
    gives(state, "TABLE o", "id bigint, total numeric(12,2)");
    gives(state, "TABLE c", "id bigint, note varchar(40), total numeric(12,2)");
}

static void test_query_columns__a_temporary_table_of_the_same_name(void **state)
{
    run(state, "CREATE TABLE t (a int NOT NULL, b text); CREATE TEMP TABLE t AS SELECT b FROM t");
    gives(state, "TABLE t", "b text");
    assert_true(str_equal(shape(state, "public.t"), STR("a integer NOT NULL, b text")));
}

/* [count] times [part], between [before] and [after]. */
static const char *repeated(void **state, const char *before, const char *part, size_t count,
                            const char *after)
{
    struct replay *replay = *state;
    struct sql_text sql = {.arena = &replay->arena};
    put(&sql, before);
    for (size_t i = 0; i < count; i++) put(&sql, part);
    put(&sql, after);
    put_str(&sql, (struct str){"", 1});
    return sql.at;
}

/* `SELECT (SELECT (SELECT ... 1))`; WITH queries that double their columns; rows without end. */
static void test_query_columns__too_much_of_it(void **state)
{
    struct replay *replay = *state;
    gives(state, repeated(state, "SELECT 1", " + 1", 100, " AS a"), "a integer");
    gives(state, repeated(state, "SELECT 1", " + 1", 100000, " AS a"), "a ?");
    const char *closing = repeated(state, "", ")", 300, "");
    gives(state, repeated(state, "SELECT ", "(SELECT ", 300, repeated(state, "1", closing, 1, "")),
          " ...");
    closing = repeated(state, "", ")::int", 60, "");
    gives(state, repeated(state, "SELECT ", "(SELECT ", 60, repeated(state, "1", closing, 1, "")),
          "?column? integer");
    gives(state, repeated(state, "VALUES (1)", ", (2)", 50000, ""), "column1 ?");
    struct sql_text sql = {.arena = &replay->arena};
    put(&sql, "WITH q0 AS (SELECT 1 AS a)");
    for (int i = 1; i < 40; i++) {
        put_format(&sql, ", q%d AS (SELECT x.*, y.* FROM q%d x, q%d y)", i, i - 1, i - 1);
    }
    put(&sql, " SELECT count(*) FROM q39");
    put_str(&sql, (struct str){"", 1});
    gives(state, sql.at, " ...");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_query_columns__expressions),
        TEST(test_query_columns__names),
        TEST(test_query_columns__from),
        TEST(test_query_columns__what_nobody_can_tell),
        TEST(test_query_columns__operators_of_ones_own),
        TEST(test_query_columns__views),
        TEST(test_query_columns__a_star_is_a_dependency),
        TEST(test_query_columns__a_temporary_table_of_the_same_name),
        TEST(test_query_columns__too_much_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
