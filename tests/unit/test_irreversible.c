#include "lint_builder.h"

static bool says_so(const char *text)
{
    struct builder builder;
    builder_init(&builder);
    const struct migration_file *file = builder_add(&builder, text);
    bool said = file->irreversible.source != NULL;
    arena_release(&builder.arena);
    return said;
}

/* A comment alone in the Down section. */
static bool down_says_so(const char *comment)
{
    char text[1024];
    snprintf(text, sizeof text,
             "-- +goose Up\nDROP TABLE t;\n\n-- +goose Down\n%s\nSELECT 'down SQL query';\n",
             comment);
    return says_so(text);
}

static bool header_says_so(const char *comment)
{
    char text[1024];
    snprintf(text, sizeof text, "%s\n-- +goose Up\nDROP TABLE t;\n", comment);
    return says_so(text);
}

static void test_find_irreversible__mark(void **state)
{
    (void)state;
    assert_true(down_says_so("-- gander:irreversible the rows are gone"));
    assert_true(header_says_so("-- gander:irreversible the rows are gone"));
    assert_true(says_so("-- +goose Up\nDROP TABLE t; -- gander:irreversible gone\n"));
    assert_false(says_so("-- +goose Up\n/* gander:irreversible gone */ DROP TABLE t;\n"));
    assert_false(says_so("-- +goose Up\nSELECT 'gander:irreversible';\n"));
    assert_false(down_says_so("-- write gander:irreversible if you must"));
}

static void test_find_irreversible__plain_words(void **state)
{
    (void)state;
    assert_true(down_says_so("-- Irreversible: the history is gone."));
    assert_true(down_says_so("-- This migration cannot be rolled back."));
    assert_true(down_says_so("-- this can't be undone"));
    assert_true(down_says_so("-- this can\xE2\x80\x99t be undone"));
    assert_true(down_says_so("-- We cannot safely revert this"));
    assert_true(down_says_so("-- No rollback"));
    assert_true(down_says_so("-- not reversible"));
    assert_true(down_says_so("-- point of no return"));
    assert_true(down_says_so("/* There is no way back. */"));
    assert_true(down_says_so("-- This cannot be\n-- rolled back."));
    assert_true(down_says_so("-- Cannot restore deleted data"));
    assert_true(down_says_so("-- Intentionally left empty."));
    assert_true(header_says_so("-- This migration is irreversible."));
}

static void test_find_irreversible__other_prose(void **state)
{
    (void)state;
    assert_false(
        down_says_so("-- SQL section 'Down' is executed when this migration is rolled back"));
    assert_false(
        down_says_so("-- SQL in this section is executed when the migration is rolled back."));
    assert_false(down_says_so("-- rollback"));
    assert_false(down_says_so("-- reversible"));
    assert_false(down_says_so("-- This is not irreversible."));
    assert_false(down_says_so("-- Nothing here that isn't irreversible yet"));
    assert_false(down_says_so("-- If this fails it cannot be undone"));
    assert_false(down_says_so("-- can be rolled back"));
    assert_false(header_says_so("-- We avoid irreversible changes here."));
    assert_false(header_says_so("-- Enum values cannot be removed in PostgreSQL"));
    assert_false(says_so("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 'no way back';\n"));
}

/* A Down that does something is believed only when the comment speaks of the migration. */
static void test_find_irreversible__beside_a_real_down(void **state)
{
    (void)state;
    assert_false(says_so("-- +goose Up\nDROP TABLE t;\n-- +goose Down\n"
                         "-- the dropped rows cannot be restored, no way back for them\n"
                         "CREATE TABLE t (id int);\n"));
    assert_true(says_so("-- +goose Up\nDROP TABLE t;\n-- +goose Down\n"
                        "-- This migration cannot be rolled back.\n"
                        "CREATE TABLE t (id int);\n"));
}

static void test_find_irreversible__no_down(void **state)
{
    (void)state;
    assert_true(says_so("-- +goose Up\nDROP TABLE t;\n-- No Down: this cannot be undone.\n"));
    assert_false(says_so("-- +goose Up\nDROP TABLE t;\n"));
}

static void test_find_irreversible__down_raises(void **state)
{
    (void)state;
    assert_true(says_so("-- +goose Up\nDROP TABLE t;\n-- +goose Down\n-- +goose StatementBegin\n"
                        "DO $$ BEGIN RAISE EXCEPTION 'one way only'; END $$;\n"
                        "-- +goose StatementEnd\n"));
    assert_true(says_so("-- +goose Up\nDROP TABLE t;\n-- +goose Down\n"
                        "DO $$ BEGIN RAISE 'one way only'; END $$;\n"));
    assert_false(says_so("-- +goose Up\nDROP TABLE t;\n-- +goose Down\n"
                         "DO $$ BEGIN RAISE NOTICE 'going back'; END $$;\n"));
    assert_false(says_so("-- +goose Up\nDROP TABLE t;\n-- +goose Down\n"
                         "DO $$ BEGIN RAISE EXCEPTION 'x'; END $$;\n"
                         "CREATE TABLE t (id int);\n"));
}

static void test_find_irreversible__span(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    const struct migration_file *file = builder_add(
        &builder, "-- +goose Up\nDROP TABLE t;\n-- +goose Down\n-- a\n  -- Irreversible: gone.\n");
    assert_text(span_text(file->irreversible), "-- Irreversible: gone.");
    arena_release(&builder.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_irreversible__mark),
        cmocka_unit_test(test_find_irreversible__plain_words),
        cmocka_unit_test(test_find_irreversible__other_prose),
        cmocka_unit_test(test_find_irreversible__beside_a_real_down),
        cmocka_unit_test(test_find_irreversible__no_down),
        cmocka_unit_test(test_find_irreversible__down_raises),
        cmocka_unit_test(test_find_irreversible__span),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
