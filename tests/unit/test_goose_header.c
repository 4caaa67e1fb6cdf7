/* The header fields of a migration, in every place and spelling that counts. */
#include "goose_reading.h"

static void assert_field(const struct goose_file *file, size_t number, const char *name,
                         const char *value)
{
    assert_true(number < file->header_count);
    assert_text(file->header[number].name, name);
    assert_text(file->header[number].value, value);
}

static void test_header__spellings(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- Author: Ada Byron\n--Date:2026-01-31\n--  Reviewed by :  Bob  \n"
                         "  --\tTICKET\t:\tSKY-12\n--- Risk-Level: low\r\n-- Empty:\n"
                         "-- Verm\xC3\xB6gen: viel\n-- +goose Up\n");
    assert_int_equal(file->header_count, 7);
    assert_field(file, 0, "Author", "Ada Byron");
    assert_field(file, 1, "Date", "2026-01-31");
    assert_field(file, 2, "Reviewed by", "Bob");
    assert_field(file, 3, "TICKET", "SKY-12");
    assert_field(file, 4, "Risk-Level", "low");
    assert_field(file, 5, "Empty", "");
    assert_field(file, 6, "Verm\xC3\xB6gen", "viel");
}

static void test_header__spans(void **state)
{
    const struct goose_file *file =
        read_text(state, "  --  Author : Ada  \n-- Date:\n-- +goose Up\n");
    assert_text(span_text(file->header[0].span), "--  Author : Ada");
    assert_text(span_text(file->header[0].value_span), "Ada");
    assert_text(span_text(file->header[1].span), "-- Date:");
    assert_text(span_text(file->header[1].value_span), "");
    assert_int_equal(file->header[1].value_span.start, file->header[1].span.end);
}

static void test_header__places(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- A: 1\n\n-- +goose Up\n-- B: 2\n-- +goose StatementBegin\n-- C: 3\n"
                         "SELECT 1;\n-- D: 4\n-- +goose StatementEnd\n-- E: 5\n");
    assert_int_equal(file->header_count, 3);
    assert_field(file, 0, "A", "1");
    assert_field(file, 1, "B", "2");
    assert_field(file, 2, "C", "3");
    assert_true(str_ends_with(span_text(file->header_span), STR("-- C: 3\n")));

    file = read_text(state, "-- A: 1\n-- +goose Up\n-- +goose Down\n-- B: 2\nSELECT 1;\n");
    assert_int_equal(file->header_count, 1);
    assert_true(str_ends_with(span_text(file->header_span), STR("-- +goose Up\n")));

    file = read_text(state, "-- A: 1\n-- +goose Down\n-- B: 2\nSELECT 1;\n-- C: 3\n");
    assert_int_equal(file->header_count, 2); /* no Up: up to the first SQL */

    file = read_text(state, "\xEF\xBB\xBF-- A: 1\n-- +goose Up\n");
    assert_int_equal(file->header_count, 1);
    assert_int_equal(read_text(state, "")->header_count, 0);
}

static void test_header__continuations(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- Description: moves the birds\n--   to another table,\n--\n"
                         "--   not this\n--  Why :\n--     because of: reasons\n--     and more\n"
                         "-- prose\n--    not this either\n-- Author: Ada\n--   Date: 2026-01-31\n"
                         "-- +goose Up\n");
    assert_int_equal(file->header_count, 4);
    assert_field(file, 0, "Description", "moves the birds to another table,");
    assert_field(file, 1, "Why", "because of: reasons and more");
    assert_field(file, 2, "Author", "Ada");
    assert_field(file, 3, "Date", "2026-01-31");
    assert_text(span_text(file->header[1].value_span), "because of: reasons\n--     and more");
    assert_text(span_text(file->header[0].span), "-- Description: moves the birds");
}

static void test_header__block_comments(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- +goose Up\n/* Author: Ada */\n/**\n * Date: 2026-01-31\n *   /* x */\n"
                         " * Ticket: 7 */ SELECT 1;\n-- Later: no\n");
    assert_int_equal(file->header_count, 3);
    assert_field(file, 0, "Author", "Ada");
    assert_field(file, 1, "Date", "2026-01-31 /* x */");
    assert_field(file, 2, "Ticket", "7");
}

static void test_header__no_fields(void **state)
{
    const char *const lines[] = {
        "-- see https://example.org",
        "-- https://example.org",
        "-- the following tables are gone now: a, b",
        "-- SELECT a::text",
        "-- x := 1",
        "-- 12:30 is tea time",
        "-- (note: nothing)",
        "-- no colon",
        "-- :",
        "--",
        "Author: Ada",
        "-- a name that is far too long to be the name of a field: x",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct str text = str_format(*state, "%s\n-- +goose Up\nSELECT 1;\n", lines[i]);
        const struct goose_file *file = read_in(state, text, NULL);
        if (file->header_count != 0) fail_msg("taken for a field: %s", lines[i]);
    }
}

static void test_header__directives_are_skipped(void **state)
{
    const struct goose_file *file =
        read_text(state, "-- Author: Ada\n-- +goose Up\n--   Lovelace\n-- +goose Note: x\n"
                         "-- Date: 2026-01-31\nSELECT 1;\n");
    assert_int_equal(file->header_count, 2);
    assert_field(file, 0, "Author", "Ada");
    assert_field(file, 1, "Date", "2026-01-31");
}

static void test_header__endless(void **state)
{
    enum { LINES = 100000 };
    char *bytes = arena_alloc(*state, LINES * 8);
    for (size_t i = 0; i < LINES; i++) memcpy(bytes + i * 8, "-- A: b\n", 8);
    const struct goose_file *file = read_in(state, (struct str){bytes, LINES * 8}, NULL);
    assert_true(file->header_count >= 100 && file->header_count <= 1000);
    for (size_t i = 0; i < LINES; i++) memcpy(bytes + i * 8, "--    c\n", 8);
    memcpy(bytes, "-- A: b\n", 8);
    file = read_in(state, (struct str){bytes, LINES * 8}, NULL);
    assert_int_equal(file->header_count, 1);
    assert_int_equal(file->header[0].value.len, 2 * LINES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GOOSE_TEST(test_header__spellings),
        GOOSE_TEST(test_header__spans),
        GOOSE_TEST(test_header__places),
        GOOSE_TEST(test_header__continuations),
        GOOSE_TEST(test_header__block_comments),
        GOOSE_TEST(test_header__no_fields),
        GOOSE_TEST(test_header__directives_are_skipped),
        GOOSE_TEST(test_header__endless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
