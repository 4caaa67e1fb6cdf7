#include "lint/near_directive.h"

#include "goose_reading.h"

/* The near directives of a text with one valid Up before it. */
static const struct near_directive *near_in(void **state, const char *line, size_t *count)
{
    struct str text = str_format(*state, "-- +goose Up\nSELECT 1;\n%s\nSELECT 2;\n", line);
    const struct source *source = source_of(state, text);
    return near_directives(*state, source, goose_read(*state, source, NULL), count);
}

static void assert_near(void **state, const char *line, enum directive_kind kind, bool is_sql)
{
    size_t count = 0;
    const struct near_directive *near = near_in(state, line, &count);
    if (count != 1) print_error("%zu near directives in: %s\n", count, line);
    assert_int_equal(count, 1);
    assert_int_equal(near[0].kind, kind);
    assert_int_equal(near[0].is_sql, is_sql);
    assert_true(near[0].fault.len > 0);
    assert_int_equal(source_line_of(near[0].span.source, near[0].span.start), 3);
}

static void assert_none(void **state, const char *line)
{
    size_t count = 0;
    (void)near_in(state, line, &count);
    if (count != 0) print_error("%zu near directives in: %s\n", count, line);
    assert_int_equal(count, 0);
}

static void test_near_directives__names(void **state)
{
    assert_near(state, "-- goose Up", DIRECTIVE_UP, false);
    assert_near(state, "-- goose Down", DIRECTIVE_DOWN, false);
    assert_near(state, "-- goose StatementBegin", DIRECTIVE_STATEMENT_BEGIN, false);
    assert_near(state, "-- goose statement end", DIRECTIVE_STATEMENT_END, false);
    assert_near(state, "-- goose NO TRANSACTION", DIRECTIVE_NO_TRANSACTION, false);
    assert_near(state, "-- goose no_transaction", DIRECTIVE_NO_TRANSACTION, false);
    assert_near(state, "-- goose ENVSUB ON", DIRECTIVE_ENVSUB_ON, false);
    assert_near(state, "-- goose envsub off", DIRECTIVE_ENVSUB_OFF, false);
}

static void test_near_directives__slips(void **state)
{
    static const char *const lines[] = {"-- +Goose Down",
                                        "-- +GOOSE DOWN",
                                        "--goose Down",
                                        "-- + goose Down",
                                        "--+\tGoose\tDown",
                                        "-- +GooseDown",
                                        "-- @goose Down",
                                        "-- !goose Down",
                                        "-- goose: Down",
                                        "-- +Goose Down;",
                                        "---- goose Down ----",
                                        "   -- +Goose Down   ",
                                        "-- +migrate Down",
                                        "-- migrate:down",
                                        "-- +g\xD0\xBEose Down",
                                        "-- \xEF\xBC\x8Bgoose Down",
                                        "-- +\xE2\x80\x8Bgoose Down",
                                        "/* +goose Down */",
                                        "SELECT 3; -- +goose Down",
                                        "SELECT 3; /* +goose Down */"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_near(state, lines[i], DIRECTIVE_DOWN, false);
}

static void test_near_directives__no_comment(void **state)
{
    static const char *const lines[] = {
        "# +goose Down",
        "- +goose Down",
        "// +goose Down",
        "+goose Down",
        "\xE2\x80\x93\xE2\x80\x93 +goose Down", /* en dashes */
        "\xE2\x80\x94 +goose Down",             /* an em dash */
        "\xE2\x80\x8B-- +goose Down",           /* a zero-width space */
        "\xEF\xBB\xBF-- +goose Down",           /* a byte order mark */
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_near(state, lines[i], DIRECTIVE_DOWN, true);
}

static void test_near_directives__prose(void **state)
{
    static const char *const lines[] = {
        "-- goose NO TRANSACTION directive is needed because the index is large",
        "-- goose down drops the table",
        "-- goose up and down",
        "-- run goose up",
        "-- the goose Down",
        "-- Migrate up to the new layout",
        "-- migrate down",
        "-- migration up",
        "-- Down",
        "-- + Down",
        "-- goose",
        "-- +",
        "--",
        "-- mongoose Up",
        "-- goose Upwards",
        "SELECT 3; -- goose up",
        "/* goose up */ SELECT 3;",
        "SELECT a - goose, down FROM t;",
        "INSERT INTO t VALUES ('\n-- goose Down\n');",
        "SELECT $$\n-- +Goose Down\n$$;",
        "/* notes:\n-- goose Down\n*/",
        "-- +goose Down", /* the real one */
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) assert_none(state, lines[i]);
}

static void test_near_directives__place(void **state)
{
    size_t count = 0;
    const struct near_directive *near = near_in(state, "SELECT 3; -- +goose Down", &count);
    assert_int_equal(count, 1);
    assert_false(near[0].own_line);
    assert_string_equal(span_text(near[0].span).at, "-- +goose Down\nSELECT 2;\n");
    near = near_in(state, "  -- goose Down", &count);
    assert_int_equal(count, 1);
    assert_true(near[0].own_line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GOOSE_TEST(test_near_directives__names),      GOOSE_TEST(test_near_directives__slips),
        GOOSE_TEST(test_near_directives__no_comment), GOOSE_TEST(test_near_directives__prose),
        GOOSE_TEST(test_near_directives__place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
