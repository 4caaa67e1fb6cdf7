#include "lint/code.h"

#include "goose_reading.h"

static const struct enclosed_directive *enclosed_in(void **state, const char *text, size_t *count)
{
    const struct source *source = source_of(state, str_from(text));
    return enclosed_directives(*state, source, goose_read(*state, source, NULL), count);
}

static void assert_enclosed(void **state, const char *text, enum token_kind kind)
{
    size_t count = 0;
    const struct enclosed_directive *found = enclosed_in(state, text, &count);
    if (count != 1) print_error("%zu enclosed directives in:\n%s\n", count, text);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].token.kind, kind);
}

static void assert_open(void **state, const char *text)
{
    size_t count = 0;
    (void)enclosed_in(state, text, &count);
    if (count != 0) print_error("%zu enclosed directives in:\n%s\n", count, text);
    assert_int_equal(count, 0);
}

static void test_enclosed_directives__in_literals(void **state)
{
    assert_enclosed(state, "-- +goose Up\n/* x\n-- +goose Down\n*/\n", TOKEN_BLOCK_COMMENT);
    assert_enclosed(state, "-- +goose Up\nSELECT 'x\n-- +goose Down\ny';\n", TOKEN_STRING);
    assert_enclosed(state, "-- +goose Up\nSELECT \"x\n-- +goose Down\ny\";\n", TOKEN_QUOTED_NAME);
    assert_enclosed(state, "-- +goose Up\nDO $$\n-- +goose StatementEnd\n$$;\n",
                    TOKEN_DOLLAR_STRING);
    assert_enclosed(state, "-- +goose Up\nCREATE FUNCTION f() AS $$\n-- +goose Down\n$$ STRICT;\n",
                    TOKEN_DOLLAR_STRING);
}

static void test_enclosed_directives__only_unbalanced_quotes(void **state)
{
    assert_open(state, "-- +goose Up\nSELECT 'it's';\n-- +goose Down\nSELECT 'x';\n");
    assert_open(state, "-- +goose Up\nSELECT $$;\n-- +goose Down\nDO $$ BEGIN END; $$;\n");
    assert_open(state, "-- +goose Up\nSELECT 'x;\n-- +goose Down\n");
    assert_open(state, "-- +goose Up\nSELECT 1;\n-- +goose Down\n");
}

static void test_code_text__blanks_directives(void **state)
{
    const struct source *source = source_of(state, STR("-- +goose Up\nSELECT 1;\r\n-- note\n"));
    struct str code = code_text(*state, source, goose_read(*state, source, NULL));
    assert_int_equal(code.len, source->text.len);
    assert_string_equal(code.at, "            \nSELECT 1;\r\n-- note\n");
}

static void test_cut_at_end_only(void **state)
{
    (void)state;
    assert_true(cut_at_end_only(STR("SELECT 1;")));
    assert_true(cut_at_end_only(STR("SELECT\n  1; -- one\n\n")));
    assert_false(cut_at_end_only(STR("SELECT 1")));
    assert_false(cut_at_end_only(STR("DO $$\nBEGIN NULL;\nEND $$;")));
    assert_false(cut_at_end_only(STR("SELECT 1;--one")));
    assert_false(cut_at_end_only(STR("")));
}

static void test_code_short(void **state)
{
    struct arena *arena = *state;
    struct str text = code_short(arena, STR("  SELECT\n\t 1  "), 20);
    assert_true(str_equal(text, STR("SELECT 1")));
    text = code_short(arena, STR("abcdef"), 3);
    assert_true(str_equal(text, STR("abc...")));
    text = code_short(arena, STR("\xC3\xA4\xC3\xB6\xC3\xBC"), 2);
    assert_true(str_equal(text, STR("\xC3\xA4\xC3\xB6...")));
    text = code_short(arena, STR(""), 3);
    assert_int_equal(text.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GOOSE_TEST(test_enclosed_directives__in_literals),
        GOOSE_TEST(test_enclosed_directives__only_unbalanced_quotes),
        GOOSE_TEST(test_code_text__blanks_directives),
        GOOSE_TEST(test_cut_at_end_only),
        GOOSE_TEST(test_code_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
