/* The door to PostgreSQL's parser: statements, places, and what must not hurt it. */
#include "base/arena.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static struct sql_parse parse(void **state, const char *sql)
{
    return sql_parse(*state, str_from(sql));
}

static void assert_text(const char *sql, struct range range, const char *expected)
{
    struct str text = str_slice(str_from(sql), range.start, range.end);
    if (!str_equal(text, str_from(expected))) {
        fail_msg("`" STR_FMT "` is not `%s`", STR_ARG(text), expected);
    }
}

static void assert_error(void **state, const char *sql, const char *message, const char *at)
{
    struct sql_parse parsed = parse(state, sql);
    assert_false(parsed.parsed);
    assert_int_equal(parsed.statement_count, 0);
    if (!str_equal(parsed.error.message, str_from(message))) {
        fail_msg(STR_FMT, STR_ARG(parsed.error.message));
    }
    assert_text(sql, parsed.error.at, at);
}

/* -- statements -------------------------------------------------------------------------------- */

static void test_parse__nothing(void **state)
{
    static const char *const empty[] = {"", "  \n", "-- c", "/* c */", ";", " ; ; -- c\n"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct sql_parse parsed = parse(state, empty[i]);
        assert_true(parsed.parsed);
        assert_int_equal(parsed.statement_count, 0);
    }
}

static void test_parse__statements_are_trimmed(void **state)
{
    const char *sql = "-- a\n SELECT 1 -- b\n ; /* c */ SELECT '--' ;\n\nSELECT 3 /* d */ -- e";
    struct sql_parse parsed = parse(state, sql);
    assert_int_equal(parsed.statement_count, 3);
    assert_text(sql, parsed.statements[0].at, "SELECT 1");
    assert_text(sql, parsed.statements[1].at, "SELECT '--'");
    assert_text(sql, parsed.statements[2].at, "SELECT 3");
    assert_string_equal(parsed.statements[0].tag, "SELECT");
}

static void test_parse__changes_belong_to_their_statement(void **state)
{
    const char *sql = "ALTER TABLE t ADD a int, DROP b; DROP TABLE u";
    struct sql_parse parsed = parse(state, sql);
    assert_int_equal(parsed.statement_count, 2);
    assert_int_equal(parsed.statements[0].change_count, 2);
    assert_int_equal(parsed.statements[0].changes[0].kind, CHANGE_ADD_COLUMN);
    assert_int_equal(parsed.statements[0].changes[1].kind, CHANGE_DROP_COLUMN);
    assert_text(sql, parsed.statements[0].changes[1].statement_at,
                "ALTER TABLE t ADD a int, DROP b");
    assert_string_equal(parsed.statements[0].changes[1].tag, "ALTER TABLE");
    assert_int_equal(parsed.statements[1].changes[0].kind, CHANGE_DROP_TABLE);
}

static void test_parse__unknown_statement_keeps_its_tag(void **state)
{
    struct sql_parse parsed = parse(state, "CREATE TRANSFORM FOR a LANGUAGE b (FROM SQL WITH "
                                           "FUNCTION f(int), TO SQL WITH FUNCTION g(int))");
    assert_int_equal(parsed.statement_count, 1);
    assert_int_equal(parsed.statements[0].changes[0].kind, CHANGE_OTHER);
    assert_string_equal(parsed.statements[0].tag, "CREATE TRANSFORM");
}

/* -- errors ------------------------------------------------------------------------------------ */

static void test_parse__error_at_its_token(void **state)
{
    assert_error(state, "CREATE TABEL t (a int)", "syntax error at or near \"TABEL\"", "TABEL");
    assert_error(state, "SELECT 1; SELECT FROM WHERE; SELECT 2",
                 "syntax error at or near \"WHERE\"", "WHERE");
}

static void test_parse__error_behind_multi_byte_characters(void **state)
{
    assert_error(state, "SELECT '\xc3\xa4\xe2\x82\xac\xf0\x9f\xa6\x86' FRO x y",
                 "syntax error at or near \"x\"", "x");
}

static void test_parse__error_at_the_end(void **state)
{
    assert_error(state, "SELECT (1 + -- behind\n", "syntax error at end of input", "+");
}

static void test_parse__error_in_unterminated_literal(void **state)
{
    assert_error(state, "SELECT 'a\nb", "unterminated quoted string at or near \"'a...\"", "'a");
    assert_error(state, "SELECT $x$ a", "unterminated dollar-quoted string at or near \"$x$ a\"",
                 "$x$ a");
    assert_error(state, "/* a", "unterminated /* comment at or near \"/* a\"", "");
}

static void test_parse__nul_is_an_error(void **state)
{
    struct sql_parse parsed = sql_parse(*state, (struct str){"SELECT 1;\0DROP TABLE t", 22});
    assert_false(parsed.parsed);
    assert_int_equal(parsed.error.at.start, 9);
    assert_int_equal(parsed.error.at.end, 10);
}

/* PostgreSQL 15 refuses the whole string, and names the bytes that the first one announces. */
static void test_parse__invalid_utf8_is_refused_where_it_is(void **state)
{
    struct sql_parse parsed = parse(state, "SELECT 1 -- \xff\n;");
    assert_false(parsed.parsed);
    assert_string_equal(parsed.error.message.at,
                        "invalid byte sequence for encoding \"UTF8\": 0xff");
    assert_int_equal(parsed.error.at.start, 12);
    parsed = parse(state, "SELECT '\xc0 '");
    assert_string_equal(parsed.error.message.at,
                        "invalid byte sequence for encoding \"UTF8\": 0xc0 0x20");
    parsed = parse(state, "SELECT '\xe2\x82");
    assert_string_equal(parsed.error.message.at,
                        "invalid byte sequence for encoding \"UTF8\": 0xe2 0x82");
    assert_true(parse(state, "SELECT '\xc3\xbc\xf0\x9f\x98\x80'").parsed);
}

static void test_parse__comments_nested_by_the_thousand_end_soon(void **state)
{
    char *sql = malloc(200001);
    assert_non_null(sql);
    for (size_t i = 0; i < 100000; i++) memcpy(sql + 2 * i, "/*", 2);
    sql[200000] = '\0';
    assert_false(parse(state, sql).parsed);
    memset(sql + 1, '*', 100000);
    memcpy(sql + 100000, "*/ SELECT 1", 12);
    assert_true(parse(state, sql).parsed);
    free(sql);
}

/* libpg_query alone refuses this; PostgreSQL does not (manual, 4.1.2.1). */
static void test_parse__comment_between_parts_of_a_string(void **state)
{
    struct sql_parse parsed = parse(state, "SELECT 'it''s' -- so\n 'b', E'\\'' --x\n\n'c'");
    assert_true(parsed.parsed);
    assert_error(state, "SELECT 'a' --\xc3\xa4\n 'b' x y", "syntax error at or near \"y\"", "y");
}

/* -- what must not hurt ------------------------------------------------------------------------ */

static const char *repeated(void **state, const char *before, const char *again, size_t times,
                            const char *middle, const char *after_again, const char *after)
{
    size_t length = strlen(before) + times * (strlen(again) + strlen(after_again)) +
                    strlen(middle) + strlen(after);
    char *sql = arena_alloc(*state, length + 1);
    char *at = sql;
    const char *parts[] = {before, again, middle, after_again, after};
    for (size_t part = 0; part < 5; part++) {
        size_t count = part == 1 || part == 3 ? times : 1;
        size_t size = strlen(parts[part]);
        for (size_t i = 0; i < count; i++, at += size) memcpy(at, parts[part], size);
    }
    return sql;
}

static void test_parse__million_terms(void **state)
{
    struct sql_parse parsed = parse(state, repeated(state, "ALTER TABLE t ALTER a SET DEFAULT 1",
                                                    "+f(b)", 1000000, "", "", ""));
    assert_true(parsed.parsed);
    const struct expression *value = &parsed.statements[0].changes[0].default_value;
    assert_int_equal(value->functions.len, 1);
    assert_int_equal(value->columns.len, 1);
}

static void test_parse__deep_nesting(void **state)
{
    assert_true(parse(state, repeated(state, "SELECT ", "(", 5000, "1", ")", "")).parsed);
    static const size_t depths[] = {10000, 100000};
    for (size_t i = 0; i < 2; i++) {
        size_t n = depths[i];
        parse(state, repeated(state, "SELECT ", "(", n, "1", ")", ""));
        parse(state, repeated(state, "", "(SELECT (", n, "SELECT 1", "))", ""));
        parse(state, repeated(state, "SELECT ", "CASE WHEN a THEN ", n, "1", " END", ""));
        parse(state, repeated(state, "SELECT ", "- ", n, "1", "", ""));
        parse(state, repeated(state, "SELECT ARRAY", "[", n, "1", "]", ""));
        parse(state, repeated(state, "", "WITH a AS (", n, "SELECT 1", ") SELECT 1", ""));
        parse(state, repeated(state, "SELECT 1 FROM a", " JOIN b USING (c)", n, "", "", ""));
        parse(state, repeated(state, "SELECT 1", " UNION SELECT 1", n, "", "", ""));
        parse(state, repeated(state, "DELETE FROM t WHERE a", "::int", n, "", "", ""));
    }
}

static void test_parse__signs_in_a_row(void **state)
{
    struct sql_parse parsed = parse(state, repeated(state, "SELECT ", "+", 200000, "1", "", ""));
    assert_false(parsed.parsed);
    assert_true(parse(state, repeated(state, "SELECT 1 --", "+-", 9000, "", "", "")).parsed);
    assert_true(parse(state, repeated(state, "SELECT '", "+-", 9000, "", "", "'")).parsed);
}

static void test_parse__hundred_thousand_rows(void **state)
{
    struct sql_parse parsed =
        parse(state, repeated(state, "INSERT INTO t VALUES (0)", ",(1, now())", 99999, "", "", ""));
    assert_true(parsed.parsed);
    assert_int_equal(parsed.statements[0].changes[0].data.row_count, 100000);
    assert_int_equal(parsed.statements[0].changes[0].data.functions.len, 1);
}

static void test_parse__many_statements(void **state)
{
    struct sql_parse parsed =
        parse(state, repeated(state, "", "DROP TABLE a, b;\n", 20000, "", "", ""));
    assert_int_equal(parsed.statement_count, 20000);
    assert_int_equal(parsed.statements[19999].change_count, 2);
}

static void test_parse__many_columns(void **state)
{
    const char *sql =
        repeated(state, "CREATE TABLE t (a int", ", b varchar(5) DEFAULT 'x'", 50000, "", "", ")");
    struct sql_parse parsed = parse(state, sql);
    assert_int_equal(parsed.statements[0].changes[0].create_table.column_count, 50001);
}

/* -- bodies ------------------------------------------------------------------------------------ */

static void assert_body(void **state, const char *sql, const char *message, const char *at)
{
    struct sql_parse parsed = parse(state, sql);
    assert_true(parsed.parsed);
    if (message == NULL) {
        if (parsed.statements[0].body_error_count == 0) return;
        fail_msg(STR_FMT, STR_ARG(parsed.statements[0].body_errors[0].message));
    }
    assert_int_equal(parsed.statements[0].body_error_count, 1);
    const struct body_error *error = &parsed.statements[0].body_errors[0];
    if (!str_equal(error->message, str_from(message))) fail_msg(STR_FMT, STR_ARG(error->message));
    assert_text(sql, error->at, at);
}

static void test_parse__body_error_at_its_token(void **state)
{
    assert_body(state, "DO $$\nBEGIN\n  PERFORM a FROM b WHER a = 1;\nEND $$",
                "syntax error at or near \"a\"", "a");
    assert_body(state, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ''x'' y z'",
                "syntax error at or near \"z\"", "z");
    assert_body(state, "DO E'BEGIN\\n  x := \\'\\';\\nEND'", "\"x\" is not a known variable", "x");
}

/* The same word stands before and behind the place of the error. */
static void test_parse__body_error_among_equal_tokens(void **state)
{
    const char *sql = "DO $$ BEGIN PERFORM 1; PERFORM 2 2; PERFORM 2; END $$";
    struct sql_parse parsed = parse(state, sql);
    struct range at = parsed.statements[0].body_errors[0].at;
    assert_int_equal(at.start, strstr(sql, "2;") - sql);
}

static void test_parse__bodies_libpg_query_refuses_wrongly(void **state)
{
    assert_body(state,
                "DO $$ DECLARE c CURSOR FOR SELECT 1; BEGIN FOR r IN c LOOP NULL; "
                "END LOOP; OPEN c; CLOSE c; END $$",
                NULL, NULL);
    assert_body(state,
                "CREATE FUNCTION f(OUT a int) RETURNS SETOF int LANGUAGE plpgsql AS $$ "
                "BEGIN a := 1; RETURN NEXT; END $$",
                NULL, NULL);
    assert_body(state, "DO $$ DECLARE r t%ROWTYPE; BEGIN r.a := 1; END $$", NULL, NULL);
}

static void test_parse__body_error_behind_what_is_rewritten(void **state)
{
    assert_body(state,
                "DO $$ DECLARE r a.b.t%ROWTYPE; c CURSOR FOR SELECT 1; BEGIN\n"
                "FOR x IN c LOOP r.a := 1; END LOOP;\nnope := 1; END $$",
                "\"nope\" is not a known variable", "nope");
}

static void test_parse__bodies_of_other_languages(void **state)
{
    assert_body(state, "DO LANGUAGE plperl 'my $x = 1;'", NULL, NULL);
    assert_body(state, "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return'", NULL,
                NULL);
    assert_body(state, "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql", NULL, NULL);
}

static void test_parse__deep_body(void **state)
{
    parse(state, repeated(state, "DO $$ ", "BEGIN ", 20000, "NULL; ", "END; ", "$$"));
    parse(state,
          repeated(state, "DO $$ BEGIN ", "IF a THEN ", 20000, "NULL; ", "END IF; ", "END $$"));
    parse(state, repeated(state, "DO $$ BEGIN PERFORM 1", "+1", 500000, "; ", "", "END $$"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_parse__nothing),
        TEST(test_parse__statements_are_trimmed),
        TEST(test_parse__changes_belong_to_their_statement),
        TEST(test_parse__unknown_statement_keeps_its_tag),
        TEST(test_parse__error_at_its_token),
        TEST(test_parse__error_behind_multi_byte_characters),
        TEST(test_parse__error_at_the_end),
        TEST(test_parse__error_in_unterminated_literal),
        TEST(test_parse__nul_is_an_error),
        TEST(test_parse__invalid_utf8_is_refused_where_it_is),
        TEST(test_parse__comments_nested_by_the_thousand_end_soon),
        TEST(test_parse__comment_between_parts_of_a_string),
        TEST(test_parse__million_terms),
        TEST(test_parse__deep_nesting),
        TEST(test_parse__signs_in_a_row),
        TEST(test_parse__hundred_thousand_rows),
        TEST(test_parse__many_statements),
        TEST(test_parse__many_columns),
        TEST(test_parse__body_error_at_its_token),
        TEST(test_parse__body_error_among_equal_tokens),
        TEST(test_parse__bodies_libpg_query_refuses_wrongly),
        TEST(test_parse__body_error_behind_what_is_rewritten),
        TEST(test_parse__bodies_of_other_languages),
        TEST(test_parse__deep_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
