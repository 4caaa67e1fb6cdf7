/* Which lines goose takes for directives, what it reads in them, and where they may stand. */
#include "goose_reading.h"

/* -- lines (goose.md 1.1) ---------------------------------------------------------------------- */

static void test_lines__ends(void **state)
{
    assert_counts(state, "-- +goose Up\r\nSELECT 1;\r\n-- +goose Down\r\nSELECT 2;\r\n", 1, 1);
    assert_counts(state, "-- +goose Up\r\r\nSELECT 1;\r\r\n", 1, 0);
    assert_counts(state, "-- +goose Up\nSELECT 1;\r", 1, 0);
    const struct goose_file *file = read_text(state, "-- +goose Up\r\nSELECT\r\n1;\r\n");
    assert_sql(&file->up, 0, "SELECT\n1;");
    file = read_text(state, "-- +goose Up\r\r\nSELECT\r\r\n1;\r\r\n");
    assert_sql(&file->up, 0, "SELECT\r\n1;");
}

static void test_lines__carriage_returns_alone(void **state)
{
    const struct goose_file *file =
        assert_counts(state, "-- +goose Up\rSELECT 1;\r-- +goose Down\r", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_UNREADABLE_TEXT, 1);
    file = assert_counts(state, "SELECT 1;\rSELECT 2;\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_UNREADABLE_TEXT, 1);
    assert_counts(state, "--\r+goose Up", 0, 0);
    assert_counts(state, "\r-- +goose Up\r", 0, 0);
}

static char *line_of(void **state, const char *before, size_t len, const char *after,
                     struct str *text)
{
    size_t before_len = strlen(before);
    char *bytes = arena_alloc(*state, before_len + len + strlen(after) + 1);
    memcpy(bytes, before, before_len);
    memset(bytes + before_len, 'x', len);
    memcpy(bytes + before_len + len, after, strlen(after));
    *text = (struct str){bytes, before_len + len + strlen(after)};
    return bytes + before_len;
}

static void assert_long_line(void **state, size_t len, const char *after, bool accepted)
{
    struct str text;
    char *line = line_of(state, "-- +goose Up\n", len, after, &text);
    line[len - 1] = ';';
    const struct goose_file *file = read_in(state, text, NULL);
    assert_int_equal(file->accepted, accepted);
    if (!accepted) assert_only_error(file, GOOSE_UNREADABLE_TEXT, 2);
    assert_int_equal(file->up.statement_count, 1);
    assert_int_equal(file->up.statements[0].sql.len, len);
}

static void test_lines__longest(void **state)
{
    assert_long_line(state, 4194303, "\n", true);
    assert_long_line(state, 4194303, "", true);
    assert_long_line(state, 4194304, "\n", false);
    assert_long_line(state, 4194304, "", false);
    assert_long_line(state, 4194302, "\r\n", true);
    assert_long_line(state, 4194303, "\r\n", false);
}

static void test_lines__byte_order_mark(void **state)
{
    const struct goose_file *file =
        assert_counts(state, "\xEF\xBB\xBF-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
                      REFUSED, REFUSED);
    assert_only_error(file, GOOSE_UNREADABLE_TEXT, 1);
    assert_int_equal(file->up.statement_count, 1); /* read on as if the mark were not there */
    assert_int_equal(file->down.statement_count, 1);
    assert_true(file->up.present);

    file = assert_counts(state, "\xEF\xBB\xBF\n-- +goose Up\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_UNREADABLE_TEXT, 1);

    file = assert_counts(state, "-- +goose Up\nSELECT 1;\n\xEF\xBB\xBF-- +goose Down\nSELECT 2;\n",
                         2, 0);
    assert_sql(&file->up, 1, "\xEF\xBB\xBF-- +goose Down\nSELECT 2;");
}

static void test_lines__utf16(void **state)
{
    const char little[] = "\xFF\xFE-\0-\0 \0+\0g\0o\0o\0s\0e\0 \0U\0p\0\n";
    const char unmarked[] = "\0-\0-\0 \0+\0g\0o\0o\0s\0e\0 \0U\0p\0\n";
    struct str texts[] = {{little, sizeof little}, {unmarked, sizeof unmarked - 1}};
    for (size_t i = 0; i < 2; i++) {
        const struct goose_file *file = read_in(state, texts[i], NULL);
        assert_only_error(file, GOOSE_UNREADABLE_TEXT, 1);
        assert_int_equal(file->up.statement_count, 0);
    }
}

static void test_lines__any_bytes(void **state)
{
    const struct goose_file *file = read_in(state, STR("-- +goose Up\nSELECT '\0\xFF';\n"), NULL);
    assert_true(file->accepted);
    assert_int_equal(file->up.statements[0].sql.len, 12);
    assert_memory_equal(file->up.statements[0].sql.at, "SELECT '\0\xFF';", 12);
}

/* -- decoding (1.2, 1.3) ----------------------------------------------------------------------- */

static void assert_line_is(void **state, const char *line, enum directive_kind kind)
{
    struct str text = str_format(*state, "-- +goose Up\n%s\n", line);
    const struct goose_file *file = read_in(state, text, NULL);
    if (file->directive_count != 2 || file->directives[1].kind != kind) {
        fail_msg("%s: %zu directives, the second of kind %d", line, file->directive_count,
                 file->directive_count < 2 ? -1 : (int)file->directives[1].kind);
    }
    assert_int_equal(file->directives[1].line, 2);
}

static void assert_line_refused(void **state, const char *line, enum goose_error_kind error)
{
    assert_line_is(state, line, DIRECTIVE_INVALID);
    struct str text = str_format(*state, "-- +goose Up\n%s\n", line);
    const struct goose_file *file = read_in(state, text, NULL);
    assert_error(file, 0, error, 2);
    assert_true(file->errors[0].in_up && file->errors[0].in_down);
}

static void assert_no_directive(void **state, const char *line)
{
    struct str text = str_format(*state, "-- +goose Up\n%s\n", line);
    assert_int_equal(read_in(state, text, NULL)->directive_count, 1);
}

static void test_directive__names(void **state)
{
    assert_line_is(state, "-- +goose Up", DIRECTIVE_UP);
    assert_line_is(state, "-- +goose Down", DIRECTIVE_DOWN);
    assert_line_is(state, "-- +goose StatementBegin", DIRECTIVE_STATEMENT_BEGIN);
    assert_line_is(state, "-- +goose StatementEnd", DIRECTIVE_STATEMENT_END);
    assert_line_is(state, "-- +goose NO TRANSACTION", DIRECTIVE_NO_TRANSACTION);
    assert_line_is(state, "-- +goose ENVSUB ON", DIRECTIVE_ENVSUB_ON);
    assert_line_is(state, "-- +goose ENVSUB OFF", DIRECTIVE_ENVSUB_OFF);
    assert_string_equal(directive_name(DIRECTIVE_STATEMENT_END), "StatementEnd");
    assert_string_equal(directive_name(DIRECTIVE_INVALID), "");
}

static void test_directive__blanks(void **state)
{
    assert_line_is(state, "--+goose Down", DIRECTIVE_DOWN);
    assert_line_is(state, "-- +gooseDown", DIRECTIVE_DOWN);
    assert_line_is(state, "--\t+goose\tDown\t", DIRECTIVE_DOWN);
    assert_line_is(state, "-- +goose   Down  ", DIRECTIVE_DOWN);
    assert_line_is(state, "--\xC2\xA0+goose Down", DIRECTIVE_DOWN);
    assert_line_is(state, "\xC2\xA0-- +goose Down", DIRECTIVE_DOWN);
    assert_line_is(state, "\v-- +goose Down", DIRECTIVE_DOWN);
    assert_line_is(state,
                   "\xE3\x80\x80-- +goose\xE2\x80\xA8"
                   "Down\xE1\x9A\x80",
                   DIRECTIVE_DOWN);
    assert_no_directive(state, "\xE2\x80\x8B-- +goose Down"); /* zero width is no blank */
}

static void test_directive__case(void **state)
{
    assert_line_is(state, "-- +goose down", DIRECTIVE_DOWN);
    assert_line_is(state, "-- +goose DOWN", DIRECTIVE_DOWN);
    assert_line_is(state, "-- +goose statementbegin", DIRECTIVE_STATEMENT_BEGIN);
    assert_line_is(state, "-- +goose no transaction", DIRECTIVE_NO_TRANSACTION);
    assert_line_is(state, "-- +goose envsub on", DIRECTIVE_ENVSUB_ON);
    assert_line_is(state, "-- +goose \xC5\xBFtatementBegin", DIRECTIVE_STATEMENT_BEGIN);
    assert_line_is(state,
                   "-- +goose NO TRAN\xC5\xBF"
                   "ACTION",
                   DIRECTIVE_NO_TRANSACTION);
}

static void test_directive__dashes(void **state)
{
    assert_line_is(state, "---- +goose Down ----", DIRECTIVE_DOWN);
    assert_line_is(state, "-- -- +goose Down", DIRECTIVE_DOWN);
    assert_line_is(state, "-- Down +goose", DIRECTIVE_DOWN);
    assert_line_is(state, "-- +goose Do--wn", DIRECTIVE_DOWN);
    assert_line_refused(state, "--- +goose Down", GOOSE_DIRECTIVE_UNKNOWN);
    assert_line_refused(state, "-- +goose Down -- undo", GOOSE_DIRECTIVE_UNKNOWN);
}

static void test_directive__unknown(void **state)
{
    const char *const lines[] = {
        "-- +goose Down;",           "-- +goose StatementEnd SELECT 7;",
        "-- later: -- +goose Down",  "-- +goose NO  TRANSACTION",
        "-- +goose NO\tTRANSACTION", "-- +goose NO_TRANSACTION",
        "-- +goose NO TX",           "-- +goose NO TRANSACTIONS",
        "-- +goose ENVSUB",          "-- +goose StatmentEnd",
        "-- +goose Rollback",        "-- ++goose Down",
        "-- what +goose does here",  "--x +goose Down",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_line_refused(state, lines[i], GOOSE_DIRECTIVE_UNKNOWN);
    }
}

static void test_directive__other_refusals(void **state)
{
    assert_line_refused(state, "-- +goose", GOOSE_DIRECTIVE_EMPTY);
    assert_line_refused(state, "-- +goose --", GOOSE_DIRECTIVE_EMPTY);
    assert_line_refused(state, "-- +goose +goose Down", GOOSE_DIRECTIVE_REPEATED);
    assert_line_refused(state, "-- +go--ose +goose Down", GOOSE_DIRECTIVE_REPEATED);
    assert_line_refused(state, " -- +goose Down", GOOSE_DIRECTIVE_INDENTED);
    assert_line_refused(state, "\t-- +goose Down", GOOSE_DIRECTIVE_INDENTED);
    assert_line_refused(state, "    -- prose about +goose", GOOSE_DIRECTIVE_INDENTED);
}

static void test_directive__ordinary_comments(void **state)
{
    const char *const lines[] = {
        "-- +Goose Down",        "-- +GOOSE Down",
        "-- goose Down",         "--goose Down",
        "-- + goose Down",       "-- @goose Down",
        "-- +migrate Down",      "-- migrate:down",
        "-- +g\xD0\xBEose Down", "-- \xEF\xBC\x8Bgoose Down",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_no_directive(state, lines[i]);
        struct str text = str_format(*state, "-- +goose Up\nSELECT 1;\n%s\nSELECT 2;\n", lines[i]);
        const struct goose_file *file = read_in(state, text, NULL);
        assert_int_equal(section_result(&file->up), 2);
        assert_sql(&file->up, 1, "SELECT 2;");
    }
}

static void test_directive__text_of_the_statement(void **state)
{
    const char *const lines[] = {
        "/* +goose Down */",
        "# +goose Down",
        "- +goose Down",
        "\xE2\x80\x93\xE2\x80\x93 +goose Down",
        "SELECT 1; -- +goose Down",
        "\xE2\x80\x8B-- +goose Down",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct str text = str_format(*state, "-- +goose Up\n%s\nSELECT 2;\n", lines[i]);
        const struct goose_file *file = read_in(state, text, NULL);
        assert_int_equal(file->directive_count, 1);
        assert_true(file->up.accepted);
        assert_memory_equal(file->up.statements[0].sql.at, lines[i], strlen(lines[i]));
    }
}

static void test_directive__canonical(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- +goose Up\r\n-- +goose NO TRANSACTION\n--  +goose NO TRANSACTION\n"
                         "-- +goose no transaction\n-- +goose NO TRANSACTION \n");
    const bool expected[] = {true, true, false, false, false};
    assert_int_equal(file->directive_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(file->directives[i].canonical, expected[i]);
        assert_false(file->directives[i].misplaced);
    }
    assert_text(span_text(file->directives[4].span), "-- +goose NO TRANSACTION");
}

/* -- order (1.4, 1.5) -------------------------------------------------------------------------- */

static void test_order__up(void **state)
{
    const struct goose_file *file =
        assert_counts(state, "-- +goose Up\n-- +goose Up\nSELECT 1;\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DUPLICATE_UP, 2);
    assert_true(file->directives[1].misplaced);
    assert_int_equal(file->up.statement_count, 1);

    file = assert_counts(state,
                         "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n-- +goose Up\n"
                         "SELECT 3;\n-- +goose Down\nSELECT 4;\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DUPLICATE_UP, 5);
    assert_int_equal(file->up.statement_count, 2);
    assert_int_equal(file->down.statement_count, 2);

    file = assert_counts(state,
                         "-- +goose Up\n-- +goose StatementBegin\n-- +goose Up\nSELECT 1;\n"
                         "-- +goose StatementEnd\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DUPLICATE_UP, 3);
}

static void test_order__down(void **state)
{
    const struct goose_file *file =
        assert_counts(state, "-- +goose Down\nDROP TABLE t;\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DOWN_OUT_OF_ORDER, 1);
    assert_int_equal(file->down.statement_count, 1);
    assert_false(file->up.present);

    file = assert_counts(state, "-- +goose Down\nSELECT 1;\n-- +goose Up\nSELECT 2;\n", REFUSED,
                         REFUSED);
    assert_only_error(file, GOOSE_DOWN_OUT_OF_ORDER, 1);
    assert_sql(&file->up, 0, "SELECT 2;");
    assert_sql(&file->down, 0, "SELECT 1;");

    file = assert_counts(state, "-- +goose Up\n-- +goose Down\n-- +goose Down\nSELECT 1;\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DOWN_OUT_OF_ORDER, 3);

    file = assert_counts(state,
                         "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n-- +goose Down\n"
                         "SELECT 2;\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DOWN_OUT_OF_ORDER, 4);
    assert_sql(&file->up, 0, "SELECT 1");
    assert_true(file->up.statements[0].in_block);
    assert_sql(&file->down, 0, "SELECT 2;");

    file = assert_counts(state,
                         "-- +goose Up\n-- +goose Down\n-- +goose StatementBegin\nSELECT 1\n"
                         "-- +goose Down\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_DOWN_OUT_OF_ORDER, 5);
}

static void test_order__blocks(void **state)
{
    const struct goose_file *file = assert_counts(
        state, "-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_STATEMENT_BEGIN_MISPLACED, 1);
    assert_sql(&file->up, 0, "SELECT 1");

    file = assert_counts(state,
                         "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n"
                         "-- +goose StatementBegin\nSELECT 2\n-- +goose StatementEnd\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_STATEMENT_BEGIN_MISPLACED, 4);
    assert_int_equal(file->up.statement_count, 2);

    file = assert_counts(state,
                         "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n"
                         "-- +goose StatementBegin\nSELECT 2\n",
                         REFUSED, REFUSED);
    assert_int_equal(file->error_count, 2); /* both passes agree on which block is open */
    assert_error(file, 1, GOOSE_STATEMENT_END_MISSING, 4);

    file = assert_counts(state, "-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\nSELECT 2;\n",
                         REFUSED, REFUSED);
    assert_only_error(file, GOOSE_STATEMENT_END_MISPLACED, 3);
    assert_int_equal(file->up.statement_count, 2);

    file = assert_counts(state, "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n", REFUSED,
                         REFUSED);
    assert_only_error(file, GOOSE_STATEMENT_END_MISSING, 2);
    assert_sql(&file->up, 0, "SELECT 1;");

    file =
        assert_counts(state, "-- +goose Up\n-- +goose Down\n-- +goose StatementBegin\nSELECT 1;\n",
                      REFUSED, REFUSED);
    assert_only_error(file, GOOSE_STATEMENT_END_MISSING, 3);
}

static void test_order__no_transaction_anywhere(void **state)
{
    const char *const texts[] = {
        "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n",
        "-- +goose Up\nSELECT 1;\n-- +goose NO TRANSACTION",
        "-- +goose Up\nSELECT\n-- +goose NO TRANSACTION\n1;\n",
        "-- +goose Up\n/*\n-- +goose NO TRANSACTION\n*/ SELECT 1;\n",
        "-- +goose Up\nSELECT '\n-- +goose NO TRANSACTION\n';\n",
        "-- +goose Up\nSELECT 1\n;\n\n\n-- +goose NO TRANSACTION\n\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct goose_file *file = assert_counts(state, texts[i], 1, 0);
        assert_true(file->no_transaction);
        assert_text(span_text(file->no_transaction_directive), "-- +goose NO TRANSACTION");
    }
    assert_counts(state,
                  "-- +goose Up\n-- +goose StatementBegin\nSELECT\n-- +goose NO TRANSACTION\n"
                  "-- +goose StatementEnd\n",
                  1, 0);
    const struct goose_file *file = read_text(state, texts[4]);
    assert_sql(&file->up, 0, "SELECT '\n';"); /* the directive is cut out of the literal */
    file = read_text(state, "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose no transaction\n");
    assert_true(file->no_transaction);
    assert_false(read_text(state, "-- +goose Up\n")->no_transaction);
    assert_null(read_text(state, "-- +goose Up\n")->no_transaction_directive.source);
}

static void test_order__missing_up(void **state)
{
    const char *const texts[] = {"", "\n\n", "  \n\t\n", "-- only words\n",
                                 "\n-- +goose NO TRANSACTION\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_only_error(assert_counts(state, texts[i], REFUSED, REFUSED), GOOSE_MISSING_UP, 1);
    }
    const struct goose_file *file = assert_counts(
        state, "-- why\n\nSELECT 1;\nSELECT 2;\n-- +goose Down\nSELECT 3;\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_MISSING_UP, 3);
    assert_int_equal(file->up.statement_count, 2);
    assert_int_equal(file->down.statement_count, 1);
    file = assert_counts(state, "/* why */\n-- +goose Up\nSELECT 1;\n", REFUSED, REFUSED);
    assert_only_error(file, GOOSE_MISSING_UP, 1);
    assert_true(file->up.present);
}

static void test_order__accepted(void **state)
{
    assert_counts(state, "-- +goose Up", 0, 0);
    assert_counts(state, "-- +goose Up\nSELECT 1;\n", 1, 0);
    assert_counts(state, "-- +goose Up\n-- +goose Down\n", 0, 0);
    assert_counts(state, "-- +goose Up\n-- +goose Down\nSELECT 1;\n", 0, 1);
    assert_counts(state, "-- first\n-- +goose Up\nSELECT 1;\n-- +goose Down\n-- no way back\n", 1,
                  0);
}

/* -- going on after an error --------------------------------------------------------------------
 */

static void test_recovery__acts_on_what_was_meant(void **state)
{
    const struct goose_file *file = read_text(
        state, "-- +goose Up\n-- +goose StatmentBegin\nSELECT 1;\nSELECT 2;\n"
               "-- +goose StatementEnd\n  -- +goose Down\nSELECT 3;\n-- +goose NO_TRANSACTION\n");
    assert_int_equal(file->error_count, 3);
    assert_error(file, 0, GOOSE_DIRECTIVE_UNKNOWN, 2);
    assert_error(file, 1, GOOSE_DIRECTIVE_INDENTED, 6);
    assert_error(file, 2, GOOSE_DIRECTIVE_UNKNOWN, 8);
    assert_sql(&file->up, 0, "SELECT 1;\nSELECT 2;");
    assert_sql(&file->down, 0, "SELECT 3;");
    assert_true(file->down.present);
    assert_true(file->no_transaction);
    assert_non_null(strstr(file->errors[0].message.at, "StatementBegin"));
}

static void test_recovery__prose_is_a_comment(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- see +goose docs\n-- +goose Up\n-- +goose Down is below\nSELECT 1;\n"
                         "-- +goose Down\nSELECT 2;\n");
    assert_int_equal(file->error_count, 2);
    assert_error(file, 0, GOOSE_DIRECTIVE_UNKNOWN, 1);
    assert_error(file, 1, GOOSE_DIRECTIVE_UNKNOWN, 3);
    assert_sql(&file->up, 0, "SELECT 1;");
    assert_sql(&file->down, 0, "SELECT 2;");
}

static void test_recovery__sections(void **state)
{
    const char *text = "-- top\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n";
    const struct goose_file *file = read_text(state, text);
    assert_text(span_text(file->up.directive), "-- +goose Up");
    assert_text(span_text(file->up.body), "SELECT 1;\n");
    assert_text(span_text(file->down.body), "SELECT 2;\n");
    file = read_text(state, "-- +goose Up\nSELECT 1;");
    assert_text(span_text(file->up.body), "SELECT 1;");
    assert_false(file->down.present);
    assert_text(span_text(file->down.body), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GOOSE_TEST(test_lines__ends),
        GOOSE_TEST(test_lines__carriage_returns_alone),
        GOOSE_TEST(test_lines__longest),
        GOOSE_TEST(test_lines__byte_order_mark),
        GOOSE_TEST(test_lines__utf16),
        GOOSE_TEST(test_lines__any_bytes),
        GOOSE_TEST(test_directive__names),
        GOOSE_TEST(test_directive__blanks),
        GOOSE_TEST(test_directive__case),
        GOOSE_TEST(test_directive__dashes),
        GOOSE_TEST(test_directive__unknown),
        GOOSE_TEST(test_directive__other_refusals),
        GOOSE_TEST(test_directive__ordinary_comments),
        GOOSE_TEST(test_directive__text_of_the_statement),
        GOOSE_TEST(test_directive__canonical),
        GOOSE_TEST(test_order__up),
        GOOSE_TEST(test_order__down),
        GOOSE_TEST(test_order__blocks),
        GOOSE_TEST(test_order__no_transaction_anywhere),
        GOOSE_TEST(test_order__missing_up),
        GOOSE_TEST(test_order__accepted),
        GOOSE_TEST(test_recovery__acts_on_what_was_meant),
        GOOSE_TEST(test_recovery__prose_is_a_comment),
        GOOSE_TEST(test_recovery__sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
