/* Where goose cuts statements, what it drops, and which source bytes each string came from. */
#include "goose_reading.h"

/* The statements of an Up section, each as goose sends it; NULL ends them. */
static void assert_up(void **state, const char *body, const char *const *expected)
{
    struct str text = str_format(*state, "-- +goose Up\n%s", body);
    const struct goose_file *file = read_in(state, text, NULL);
    if (!file->up.accepted) fail_msg("refused: %s", body);
    size_t count = 0;
    while (expected[count] != NULL) count++;
    if (file->up.statement_count != count) {
        fail_msg("%s\n-> %zu statements, expected %zu", body, file->up.statement_count, count);
    }
    for (size_t i = 0; i < count; i++) assert_sql(&file->up, i, expected[i]);
    /* Down is cut by the same rules. */
    text = str_format(*state, "-- +goose Up\n-- +goose Down\n%s", body);
    file = read_in(state, text, NULL);
    assert_int_equal(section_result(&file->down), (int)count);
    for (size_t i = 0; i < count; i++) assert_sql(&file->down, i, expected[i]);
}

#define ASSERT_UP(state, body, ...) assert_up(state, body, (const char *const[]){__VA_ARGS__, NULL})

static void assert_unfinished(void **state, const char *body, uint32_t line, const char *underlined)
{
    struct str text = str_format(*state, "-- +goose Up\n%s", body);
    const struct goose_file *file = read_in(state, text, NULL);
    assert_false(file->up.accepted);
    assert_true(file->down.accepted); /* seen in the direction parsed, and only there */
    assert_only_error(file, GOOSE_UNFINISHED_STATEMENT, line);
    assert_text(span_text(file->errors[0].span), underlined);
    assert_text(file->up.statements[file->up.statement_count - 1].sql, underlined);
}

/* -- outside blocks (goose.md 2.1) ------------------------------------------------------------- */

static void test_split__ends_at_a_final_semicolon(void **state)
{
    ASSERT_UP(state, "TABLE a;\nTABLE b ; -- why\n", "TABLE a;", "TABLE b ; -- why");
    ASSERT_UP(state, "TABLE a\n;\nTABLE b;;\n", "TABLE a\n;", "TABLE b;;");
    ASSERT_UP(state, "  TABLE a\n\t;\t\n", "TABLE a\n\t;");
    ASSERT_UP(state, "TABLE a\n\xC2\xA0;\xC2\xA0\n", "TABLE a\n\xC2\xA0;");
    ASSERT_UP(state, "TABLE a;\xE2\x80\xA8\nTABLE b;", "TABLE a;", "TABLE b;");
}

static void test_split__one_string_of_several_statements(void **state)
{
    ASSERT_UP(state, "TABLE a; TABLE b; -- both\n", "TABLE a; TABLE b; -- both");
    ASSERT_UP(state, "TABLE a; TABLE\nb;\n", "TABLE a; TABLE\nb;");
    ASSERT_UP(state, "TABLE a;-- why\nTABLE b;\n", "TABLE a;-- why\nTABLE b;");
    ASSERT_UP(state, "TABLE a; /* why */\nTABLE b;\n", "TABLE a; /* why */\nTABLE b;");
    ASSERT_UP(state, "UPDATE t SET a = 'b -- c';\nTABLE t;\n",
              "UPDATE t SET a = 'b -- c';\nTABLE t;");
    ASSERT_UP(state, "TABLE a;\xE2\x80\x8B\nTABLE b;\n", "TABLE a;\xE2\x80\x8B\nTABLE b;");
    ASSERT_UP(state, "TABLE a\xEF\xBC\x9B\nTABLE b;\n", "TABLE a\xEF\xBC\x9B\nTABLE b;");
    ASSERT_UP(state, "TABLE a\nTABLE b;\n", "TABLE a\nTABLE b;");
    ASSERT_UP(state, "SELECT '-----BEGIN KEY;\n';\n", "SELECT '-----BEGIN KEY;", "';");
}

static void test_split__cuts_inside_literals_comments_and_bodies(void **state)
{
    ASSERT_UP(state, "INSERT INTO t VALUES ('x;\ny');\n", "INSERT INTO t VALUES ('x;", "y');");
    ASSERT_UP(state, "/* x;\ny */ TABLE t;\n", "/* x;", "y */ TABLE t;");
    ASSERT_UP(state, "DROP TABLE \"x;\ny\";\n", "DROP TABLE \"x;", "y\";");
    ASSERT_UP(state, "DO $$\nBEGIN\n  PERFORM f();\nEND $$;\n", "DO $$\nBEGIN\n  PERFORM f();",
              "END $$;");
    ASSERT_UP(state, "DO $$ BEGIN PERFORM f(); END $$;\n", "DO $$ BEGIN PERFORM f(); END $$;");
    ASSERT_UP(state, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT 1\n$$;\n",
              "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT 1\n$$;");
    ASSERT_UP(state, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n SELECT 1;\nEND;\n",
              "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n SELECT 1;", "END;");
    ASSERT_UP(state, "CREATE RULE r AS ON DELETE TO t DO ALSO (\nDELETE FROM u;\nDELETE FROM v\n);",
              "CREATE RULE r AS ON DELETE TO t DO ALSO (\nDELETE FROM u;", "DELETE FROM v\n);");
    ASSERT_UP(state, "DELETE FROM t--gone;\nWHERE a = 1;\n", "DELETE FROM t--gone;",
              "WHERE a = 1;");
    ASSERT_UP(state, "CREATE TABLE t (\n  a int, -- the a;\n-- all;\n  b int\n);\n",
              "CREATE TABLE t (\n  a int, -- the a;\n-- all;\n  b int\n);");
}

static void test_split__semicolon_table(void **state)
{
    const struct {
        const char *line;
        bool ends;
    } lines[] = {{"DONE;", true},       {"DONE; -- so", true},   {"DONE   ; -- so", true},
                 {"DONE -- so", false}, {"DONE -- so ;", false}, {"DONE \" ; \" -- so", false}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct str text = str_format(*state, "-- +goose Up\n%s\n", lines[i].line);
        assert_int_equal(read_in(state, text, NULL)->up.accepted, lines[i].ends);
    }
}

static void test_split__comments_and_blank_lines(void **state)
{
    ASSERT_UP(state, "-- one\n\n  -- two\nTABLE a;\n\n-- three\n", "TABLE a;");
    ASSERT_UP(state, "TABLE\n\n-- in it\n   \na;\n", "TABLE\n\n-- in it\n   \na;");
    ASSERT_UP(state, "/* first */\nTABLE a;\n", "/* first */\nTABLE a;");
    ASSERT_UP(state, "   \nTABLE a;\n   \n", "TABLE a;");
}

static void test_split__unfinished(void **state)
{
    assert_unfinished(state, "TABLE a;\nTABLE b\n", 3, "TABLE b");
    assert_unfinished(state, "TABLE a;-- why\n-- +goose Down\n", 2, "TABLE a;-- why");
    assert_unfinished(state, "TABLE a; /* why */\n", 2, "TABLE a; /* why */");
    assert_unfinished(state, "TABLE a;\n/* why */\n-- +goose Down\nTABLE b;\n", 3, "/* why */");
    assert_unfinished(state, "TABLE a;\n  \n-- why\n-- +goose Down\n", 4, "-- why");
    assert_unfinished(state, "-- +goose StatementBegin\nTABLE a\n-- +goose StatementEnd\nTABLE b",
                      5, "TABLE b");
}

static void test_split__unfinished_down(void **state)
{
    const struct goose_file *file =
        assert_counts(state, "-- +goose Up\nTABLE a;\n-- +goose Down\nTABLE b\n", 1, REFUSED);
    assert_only_error(file, GOOSE_UNFINISHED_STATEMENT, 4);
    assert_false(file->errors[0].in_up);
    assert_true(file->errors[0].in_down);
    assert_false(file->accepted);
    assert_sql(&file->down, 0, "TABLE b");
}

static void test_split__all_errors_at_once(void **state)
{
    const struct goose_file *file =
        read_text(state, "SELECT 0;\n-- +goose Up\n-- +goose Foo\nTABLE a\n-- +goose Down\n"
                         "-- +goose StatementEnd\nTABLE b;\n-- +goose Down\nTABLE c\n");
    const enum goose_error_kind kinds[] = {
        GOOSE_MISSING_UP,           GOOSE_DIRECTIVE_UNKNOWN,
        GOOSE_UNFINISHED_STATEMENT, GOOSE_STATEMENT_END_MISPLACED,
        GOOSE_DOWN_OUT_OF_ORDER,    GOOSE_UNFINISHED_STATEMENT};
    const uint32_t lines[] = {1, 3, 4, 6, 8, 9};
    assert_int_equal(file->error_count, 6);
    for (size_t i = 0; i < 6; i++) assert_error(file, i, kinds[i], lines[i]);
    assert_int_equal(file->up.statement_count, 2);
    assert_int_equal(file->down.statement_count, 2);
}

/* -- blocks (2.2) -------------------------------------------------------------------------------
 */

static void test_block__is_one_string(void **state)
{
    ASSERT_UP(state,
              "-- +goose StatementBegin\n\n-- why\nTABLE a;\nTABLE b;\n-- end\n"
              "-- +goose StatementEnd\nTABLE c;\n",
              "TABLE a;\nTABLE b;\n-- end", "TABLE c;");
    ASSERT_UP(state, "-- +goose StatementBegin\nTABLE a\n-- +goose StatementEnd\n", "TABLE a");
    ASSERT_UP(state, "TABLE a\n-- +goose StatementBegin\nTABLE b\n-- +goose StatementEnd\n",
              "TABLE a\nTABLE b");
    ASSERT_UP(state, "-- +goose StatementBegin\n  \n\t\n-- +goose StatementEnd\nTABLE a;\n", "",
              "TABLE a;");
}

static void test_block__places(void **state)
{
    const struct goose_file *file = read_text(
        state, "-- +goose Up\n-- +goose StatementBegin\n-- why\nTABLE a;\nTABLE b\n"
               "-- +goose StatementEnd\n-- +goose StatementBegin\n \n-- +goose StatementEnd\n");
    const struct goose_statement *block = &file->up.statements[0];
    assert_true(block->in_block);
    assert_int_equal(block->start_line, 4);
    assert_int_equal(block->end_line, 5);
    assert_text(span_text(block->span), "TABLE a;\nTABLE b");
    assert_text(span_text(block->block), "-- +goose StatementBegin\n-- why\nTABLE a;\nTABLE b\n"
                                         "-- +goose StatementEnd");
    const struct goose_statement *empty = &file->up.statements[1];
    assert_int_equal(empty->sql.len, 0);
    assert_int_equal(empty->start_line, 9);
    assert_int_equal(empty->end_line, 9);
    assert_int_equal(empty->piece_count, 0);
}

/* -- what goose throws away (7, S01) ------------------------------------------------------------
 */

static const struct goose_file *assert_drops(void **state, const char *body, const char *line)
{
    struct str text = str_format(*state, "-- +goose Up\n%s", body);
    const struct goose_file *file = read_in(state, text, NULL);
    if (line == NULL) {
        assert_int_equal(file->dropped_count, 0);
        return file;
    }
    assert_int_equal(file->dropped_count, 1);
    assert_text(span_text(file->dropped[0].span), line);
    assert_int_equal(file->dropped[0].line,
                     source_line_of(file->dropped[0].span.source, file->dropped[0].span.start));
    assert_true(
        str_starts_with(span_text(file->dropped[0].block), STR("-- +goose StatementBegin")));
    assert_true(str_ends_with(span_text(file->dropped[0].block), STR("-- +goose StatementEnd")));
    assert_true(file->up.accepted);
    return file;
}

#define EMPTY_BLOCK "-- +goose StatementBegin\n-- nothing yet\n\n-- +goose StatementEnd\n"

static void test_dropped__first_line_behind_an_empty_block(void **state)
{
    const struct goose_file *file =
        assert_drops(state, EMPTY_BLOCK "DROP TABLE t;\n", "DROP TABLE t;");
    assert_int_equal(file->up.statement_count, 1);
    assert_sql(&file->up, 0, "");
    assert_int_equal(file->dropped[0].direction, DIRECTION_UP);

    file = assert_drops(state, EMPTY_BLOCK "INSERT INTO t (a)\nVALUES (1);\nTABLE t;\n",
                        "INSERT INTO t (a)");
    assert_int_equal(file->up.statement_count, 3);
    assert_sql(&file->up, 0, "");
    assert_sql(&file->up, 1, "VALUES (1);");
    assert_sql(&file->up, 2, "TABLE t;");

    assert_drops(state, EMPTY_BLOCK "\n-- why\n-- +goose ENVSUB OFF\n  TABLE t;\n", "TABLE t;");
}

static void test_dropped__not(void **state)
{
    assert_drops(state, EMPTY_BLOCK "-- +goose Down\nDROP TABLE t;\n", NULL);
    assert_drops(state, EMPTY_BLOCK, NULL);
    assert_drops(state, EMPTY_BLOCK "-- +goose StatementBegin\nTABLE t\n-- +goose StatementEnd\n",
                 NULL);
    assert_drops(state, "-- +goose StatementBegin\n/* none */\n-- +goose StatementEnd\nTABLE t;\n",
                 NULL);
    const struct goose_file *file = assert_drops(state, EMPTY_BLOCK "   \nTABLE t;\n", NULL);
    assert_int_equal(file->up.statement_count, 2);
    assert_sql(&file->up, 0, "");
    assert_sql(&file->up, 1, "TABLE t;");
}

static void test_dropped__in_down(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- +goose Up\nTABLE a;\n-- +goose Down\n" EMPTY_BLOCK "TABLE b;\n");
    assert_true(file->accepted);
    assert_int_equal(file->dropped_count, 1);
    assert_int_equal(file->dropped[0].direction, DIRECTION_DOWN);
    assert_int_equal(file->dropped[0].line, 8);
    assert_sql(&file->down, 0, "");
}

/* -- source bytes --------------------------------------------------------------------------------
 */

static void assert_from(const struct goose_file *file, size_t statement, const char *part,
                        const char *source_text)
{
    const struct goose_statement *sent = &file->up.statements[statement];
    size_t at = str_find(sent->sql, str_from(part), 0);
    assert_true(at != SIZE_MAX);
    struct span span =
        goose_source_span(file->up.body.source, sent, (uint32_t)at, (uint32_t)(at + strlen(part)));
    assert_text(span_text(span), source_text);
}

static void test_pieces__one_for_untouched_text(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- +goose Up\n\n  SELECT a,\n\n -- b\n  c;  \nTABLE t;");
    assert_int_equal(file->up.statements[0].piece_count, 1);
    assert_int_equal(file->up.statements[0].start_line, 3);
    assert_int_equal(file->up.statements[0].end_line, 6);
    assert_int_equal(file->up.statements[1].piece_count, 1);
    assert_int_equal(file->up.statements[1].start_line, 7);
    assert_from(file, 0, "-- b", "-- b");
}

static void test_pieces__around_removed_lines(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- +goose Up\r\nSELECT a,\r\n-- +goose NO TRANSACTION\r\n  b;\r\n");
    const struct goose_statement *sent = &file->up.statements[0];
    assert_string_equal(sent->sql.at, "SELECT a,\n  b;");
    assert_int_equal(sent->piece_count, 3); /* text; its LF; the text behind the directive */
    assert_from(file, 0, "SELECT a,", "SELECT a,");
    assert_from(file, 0, "b;", "b;");
    assert_from(file, 0, "a,\n  b", "a,\r\n-- +goose NO TRANSACTION\r\n  b");
}

static void test_pieces__empty_ranges(void **state)
{
    const struct goose_file *file = read_text(state, "-- +goose Up\nTABLE t;\n");
    const struct goose_statement *sent = &file->up.statements[0];
    const struct source *source = file->up.body.source;
    struct span span = goose_source_span(source, sent, 6, 6);
    assert_int_equal(span.start, 13 + 6);
    assert_int_equal(span.end, 13 + 6);
    span = goose_source_span(source, sent, 8, 8);
    assert_int_equal(span.start, 13 + 8);
    span = goose_source_span(source, sent, 7, 4000); /* clamped */
    assert_text(span_text(span), ";");
}

/* -- shapes of real files (6) --------------------------------------------------------------------
 */

static void test_shapes__function_and_triggers(void **state)
{
    const struct goose_file *file =
        assert_counts(state,
                      "-- +goose UP\n"
                      "CREATE TABLE bird (name text);\n"
                      "-- +goose statementBegin\n"
                      "CREATE FUNCTION sing() RETURNS trigger AS $$\n"
                      "BEGIN\n"
                      "  RAISE NOTICE 'tweet';\n"
                      "  RETURN NEW;\n"
                      "END;\n"
                      "$$ LANGUAGE plpgsql;\n"
                      "-- +goose statementEnd\n"
                      "CREATE TRIGGER bird_sings BEFORE INSERT ON bird\n"
                      "  FOR EACH ROW EXECUTE FUNCTION sing();\n"
                      "-- +goose Down\n"
                      "DROP TABLE bird;\n"
                      "DROP FUNCTION sing();\n",
                      3, 2);
    assert_false(file->up.statements[0].in_block);
    assert_true(file->up.statements[1].in_block);
    assert_int_equal(file->up.statements[1].start_line, 4);
    assert_int_equal(file->up.statements[1].end_line, 9);
}

static void test_shapes__quoted_body_and_keys(void **state)
{
    assert_counts(state,
                  "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS void AS '\n"
                  "BEGIN NULL;\nEND' LANGUAGE plpgsql;\n-- all done\n-- +goose StatementEnd\n",
                  1, 0);
    assert_counts(state,
                  "-- +goose Up\nINSERT INTO keys VALUES (1, '-----BEGIN KEY-----\nabc\n"
                  "-----END KEY-----\n');\n",
                  1, 0);
    assert_counts(state,
                  "-- +goose Up\nINSERT INTO notes VALUES ('one\n\n-- not a comment\ntwo');\n"
                  "-- after\n-- +goose StatementBegin\nTABLE notes\n-- +goose StatementEnd\n",
                  2, 0);
}

static void test_shapes__foreign_syntax_is_nobodys_business(void **state)
{
    assert_counts(state,
                  "-- +goose Up\n-- +goose StatementBegin\nDELIMITER //\n-- +goose StatementEnd\n"
                  "-- +goose StatementBegin\nCREATE PROCEDURE p() BEGIN SELECT 1; END //\n"
                  "-- +goose StatementEnd\nSELECT 2;\n-- +goose Down\n",
                  3, 0);
    assert_counts(state, "-- +goose Up\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `t` (`a` int);\n",
                  2, 0);
    assert_counts(state,
                  "-- +goose Up\n-- +goose StatementBegin\nCOPY t FROM stdin;\n1\tone\n\\.\n"
                  "-- +goose StatementEnd\n",
                  1, 0);
    assert_counts(state,
                  "-- +goose Up\n-- +goose StatementBegin\nTABLE a;\nTABLE b\n"
                  "-- +goose StatementEnd\n-- +goose Down\nTABLE c;\n",
                  1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GOOSE_TEST(test_split__ends_at_a_final_semicolon),
        GOOSE_TEST(test_split__one_string_of_several_statements),
        GOOSE_TEST(test_split__cuts_inside_literals_comments_and_bodies),
        GOOSE_TEST(test_split__semicolon_table),
        GOOSE_TEST(test_split__comments_and_blank_lines),
        GOOSE_TEST(test_split__unfinished),
        GOOSE_TEST(test_split__unfinished_down),
        GOOSE_TEST(test_split__all_errors_at_once),
        GOOSE_TEST(test_block__is_one_string),
        GOOSE_TEST(test_block__places),
        GOOSE_TEST(test_dropped__first_line_behind_an_empty_block),
        GOOSE_TEST(test_dropped__not),
        GOOSE_TEST(test_dropped__in_down),
        GOOSE_TEST(test_pieces__one_for_untouched_text),
        GOOSE_TEST(test_pieces__around_removed_lines),
        GOOSE_TEST(test_pieces__empty_ranges),
        GOOSE_TEST(test_shapes__function_and_triggers),
        GOOSE_TEST(test_shapes__quoted_body_and_keys),
        GOOSE_TEST(test_shapes__foreign_syntax_is_nobodys_business),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
