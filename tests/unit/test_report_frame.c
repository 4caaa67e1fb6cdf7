/* What stands in a frame when the text is not plain ASCII in short lines. */
#include "report_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct rule rule = {
    .id = "r", .category = CATEGORY_SYNTAX, .severity = SEVERITY_WARNING, .summary = "s"};

/* The report on one finding at [words] of a file, labelled "here". */
static char *framed(struct str text, const char *words, unsigned columns)
{
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "m/00001_a.sql", text);
    struct span span = words[0] == '\0'
                           ? (struct span){file->source, (uint32_t)text.len, (uint32_t)text.len}
                           : find_span(file, words, 1);
    struct diagnostic *finding = add_finding(b, &rule, file, span, "t");
    finding->labels[0].text = STR("here");
    const struct report_style style = {.quiet = true, .columns = columns};
    char *report = rendered(b, "text", &style);
    builder_free(b);
    return report;
}

/* Between the arrow's line and the line that points to the rule. */
static void assert_frame(struct str text, const char *words, unsigned columns, const char *expected)
{
    char *report = framed(text, words, columns);
    char *start = strstr(report, "   |\n");
    char *end = strstr(report, "   = rule:");
    assert_non_null(start);
    assert_non_null(end);
    *end = '\0';
    assert_string_equal(start, expected);
    free(report);
}

static void test_frame__tabs_reach_the_next_multiple_of_four(void **state)
{
    (void)state;
    assert_frame(STR("a\tb\t\tcd\n"), "cd", 100,
                 "   |\n"
                 " 1 | a   b       cd\n"
                 "   |             ^^ here\n"
                 "   |\n");
}

static void test_frame__carets_count_terminal_cells(void **state)
{
    (void)state;
    assert_frame(STR("/* é😀 */ DROP\n"), "DROP", 100,
                 "   |\n"
                 " 1 | /* é😀 */ DROP\n"
                 "   |           ^^^^ here\n"
                 "   |\n");
    assert_frame(STR("日本 e\u0301 x\n"), "x", 100,
                 "   |\n"
                 " 1 | 日本 e\u0301 x\n"
                 "   |        ^ here\n"
                 "   |\n");
    assert_frame(STR("'日本'\n"), "日本", 100,
                 "   |\n"
                 " 1 | '日本'\n"
                 "   |  ^^^^ here\n"
                 "   |\n");
}

static void test_frame__nothing_reaches_the_terminal_raw(void **state)
{
    (void)state;
    assert_frame(STR("\x1B[31m\x7F \xC2\x9B x\n"), "x", 100,
                 "   |\n"
                 " 1 | \\x1B[31m\\x7F \\x9B x\n"
                 "   |                   ^ here\n"
                 "   |\n");
    assert_frame(STR("a\u202Eb\u2066 x\n"), "x", 100,
                 "   |\n"
                 " 1 | a\\u{202E}b\\u{2066} x\n"
                 "   |                    ^ here\n"
                 "   |\n");
    assert_frame(STR("'\xFF\xFE' x\n"), "x", 100,
                 "   |\n"
                 " 1 | '\uFFFD\uFFFD' x\n"
                 "   |      ^ here\n"
                 "   |\n");
    assert_frame(STR("a\0b x\n"), "x", 100,
                 "   |\n"
                 " 1 | a\\x00b x\n"
                 "   |        ^ here\n"
                 "   |\n");
}

static void test_frame__line_ends_and_the_bom_are_not_drawn(void **state)
{
    (void)state;
    assert_frame(STR("\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\r\n"), "1", 100,
                 "   |\n"
                 " 1 | SELECT 1;\n"
                 "   |        ^ here\n"
                 "   |\n");
    assert_frame(STR("SELECT 1;\r\n"), "1;\r\n", 100,
                 "   |\n"
                 " 1 | SELECT 1;\n"
                 "   |        ^^ here\n"
                 "   |\n");
}

static void test_frame__an_empty_span_gets_one_caret(void **state)
{
    (void)state;
    assert_frame(STR("SELECT 1"), "", 100,
                 "   |\n"
                 " 1 | SELECT 1\n"
                 "   |         ^ here\n"
                 "   |\n");
    assert_frame(STR(""), "", 100,
                 "   |\n"
                 " 1 |\n"
                 "   | ^ here\n"
                 "   |\n");
}

static void test_frame__several_lines_show_the_first_and_the_last(void **state)
{
    (void)state;
    assert_frame(STR("SELECT a,\n  b,\n  c,\n  d,\n  e\nFROM t;\n"), "a,\n  b,\n  c,\n  d,\n  e",
                 100,
                 "   |\n"
                 " 1 | SELECT a,\n"
                 "   |        ^^\n"
                 "...\n"
                 " 5 |   e\n"
                 "   |   ^ here\n"
                 "   |\n");
}

static void test_frame__long_lines_are_cut_around_the_span(void **state)
{
    (void)state;
    const char *line = "SELECT 'aaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbb', x, "
                       "'cccccccccccccccccccc', 'dddddddddddddddddddd';\n";
    assert_frame(str_from(line), "SELECT", 45,
                 "   |\n"
                 " 1 | SELECT 'aaaaaaaaaaaaaaaaaaaa', 'bbbbb...\n"
                 "   | ^^^^^^ here\n"
                 "   |\n");
    assert_frame(str_from(line), "x", 45,
                 "   |\n"
                 " 1 | ...bbbbbbb', x, 'cccccccccccccccccccc...\n"
                 "   |              ^ here\n"
                 "   |\n");
    assert_frame(str_from(line), "';\n", 45,
                 "   |\n"
                 " 1 | ...dddddddddd';\n"
                 "   |              ^^ here\n"
                 "   |\n");
}

static void test_frame__a_span_wider_than_the_line_hangs_its_label(void **state)
{
    (void)state;
    const char *line = "SELECT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;\n";
    assert_frame(str_from(line), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 45,
                 "   |\n"
                 " 1 | SELECT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\n"
                 "   |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
                 "   |        |\n"
                 "   |        here\n"
                 "   |\n");
}

static void test_frame__an_endless_line_is_quick(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    size_t len = 32u << 20;
    char *text = arena_alloc(&arena, len + 1);
    memset(text, 'a', len);
    memcpy(text + len - 8, " needle;", 8);
    char *report = framed((struct str){text, len}, "needle", 45);
    assert_non_null(strstr(report, " 1 | ...aaaaaaaaa needle;\n"
                                   "   |              ^^^^^^ here\n"));
    free(report);
    arena_release(&arena);
}

/* Three labels of one line, added in any order. */
static void test_frame__labels_hang_from_right_to_left(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file =
        add_file(b, "m/00001_a.sql", STR("ALTER TABLE users ADD COLUMN email text;\n"));
    struct diagnostic *finding = add_finding(b, &rule, file, find_span(file, "ADD COLUMN", 1), "t");
    finding->labels[0].text = STR("this");
    add_label(finding, find_span(file, "text", 1), "its type");
    add_label(finding, find_span(file, "users", 1), "of this table");
    add_label(finding, find_span(file, "email", 1), "");
    const struct report_style style = {.quiet = true, .columns = 100};
    char *report = rendered(b, "text", &style);
    assert_string_equal(report, "warning[r]: t\n"
                                "  --> m/00001_a.sql:1:19\n"
                                "   |\n"
                                " 1 | ALTER TABLE users ADD COLUMN email text;\n"
                                "   |             ----- ^^^^^^^^^^ ----- ---- its type\n"
                                "   |             |     |\n"
                                "   |             |     this\n"
                                "   |             of this table\n"
                                "   |\n"
                                "   = rule: gander explain r\n"
                                "\n");
    free(report);
    builder_free(b);
}

static void test_frame__labels_too_far_apart_get_a_line_each(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(
        b, "m/00001_a.sql",
        STR("first, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, second\n"));
    struct diagnostic *finding = add_finding(b, &rule, file, find_span(file, "first", 1), "t");
    finding->labels[0].text = STR("one");
    add_label(finding, find_span(file, "second", 1), "two");
    const struct report_style style = {.quiet = true, .columns = 45};
    char *report = rendered(b, "text", &style);
    assert_non_null(strstr(report, "   |\n"
                                   " 1 | first, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\n"
                                   "   | ^^^^^ one\n"
                                   " 1 | ...aaaaaaaa, second\n"
                                   "   |              ------ two\n"));
    free(report);
    builder_free(b);
}

/* The table's name stands in the statement's first line, the column far below. */
static void test_frame__shows_where_the_statement_begins(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "m/00001_a.sql",
                                           STR("-- +goose Up\n"
                                               "-- what this is for\n"
                                               "CREATE TABLE users (\n"
                                               "    id bigint,\n"
                                               "    a text,\n"
                                               "    b text,\n"
                                               "    email varchar(50)\n"
                                               ");\n"));
    struct diagnostic *finding =
        add_finding(b, &rule, file, find_span(file, "varchar(50)", 1), "t");
    in_section(finding, PLACE_UP, 1);
    const struct report_style style = {.quiet = true, .columns = 100};
    char *report = rendered(b, "text", &style);
    assert_non_null(strstr(report, "  --> m/00001_a.sql:7:11 (up, statement 1)\n"
                                   "   |\n"
                                   " 3 | CREATE TABLE users (\n"
                                   "...\n"
                                   " 7 |     email varchar(50)\n"
                                   "   |           ^^^^^^^^^^^\n"));
    free(report);
    builder_free(b);
}

static void test_frame__wide_line_numbers_move_the_gutter(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char *text = arena_alloc(&arena, 2000);
    memset(text, '\n', 1233);
    memcpy(text + 1233, "oops\n", 5);
    char *report = framed((struct str){text, 1238}, "oops", 100);
    assert_string_equal(report, "warning[r]: t\n"
                                "    --> m/00001_a.sql:1234:1\n"
                                "     |\n"
                                "1234 | oops\n"
                                "     | ^^^^ here\n"
                                "     |\n"
                                "     = rule: gander explain r\n"
                                "\n");
    free(report);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame__tabs_reach_the_next_multiple_of_four),
        cmocka_unit_test(test_frame__carets_count_terminal_cells),
        cmocka_unit_test(test_frame__nothing_reaches_the_terminal_raw),
        cmocka_unit_test(test_frame__line_ends_and_the_bom_are_not_drawn),
        cmocka_unit_test(test_frame__an_empty_span_gets_one_caret),
        cmocka_unit_test(test_frame__several_lines_show_the_first_and_the_last),
        cmocka_unit_test(test_frame__long_lines_are_cut_around_the_span),
        cmocka_unit_test(test_frame__a_span_wider_than_the_line_hangs_its_label),
        cmocka_unit_test(test_frame__an_endless_line_is_quick),
        cmocka_unit_test(test_frame__labels_hang_from_right_to_left),
        cmocka_unit_test(test_frame__labels_too_far_apart_get_a_line_each),
        cmocka_unit_test(test_frame__shows_where_the_statement_begins),
        cmocka_unit_test(test_frame__wide_line_numbers_move_the_gutter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
