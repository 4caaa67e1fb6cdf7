#include "lint_builder.h"

#include "lint/cuts.h"

/* The cuts of one Up section, as `kind at:"..." whole:"first..last line"`. */
static const struct cut *cuts_of(struct builder *builder, const char *up, size_t *count)
{
    struct str text =
        str_format(&builder->arena, "-- +goose Up\n%s\n-- +goose Down\nSELECT 1;\n", up);
    const struct migration_file *file = builder_add(builder, text.at);
    *count = file->cut_count;
    return file->cuts;
}

static uint32_t line_of(struct span span)
{
    return source_line_of(span.source, span.start);
}

static void assert_no_cut(const char *up)
{
    struct builder builder;
    builder_init(&builder);
    size_t count;
    const struct cut *cuts = cuts_of(&builder, up, &count);
    if (count != 0) {
        print_error("cut of kind %d in line %u of\n%s\n", (int)cuts[0].kind, line_of(cuts[0].at),
                    up);
    }
    assert_int_equal(count, 0);
    arena_release(&builder.arena);
}

/* All cuts are of one kind; the first is in line [line]. */
static void assert_cut(const char *up, enum cut_kind kind, size_t wanted, uint32_t line)
{
    struct builder builder;
    builder_init(&builder);
    size_t count;
    const struct cut *cuts = cuts_of(&builder, up, &count);
    if (count != wanted) print_error("%zu cuts in\n%s\n", count, up);
    assert_int_equal(count, wanted);
    for (size_t i = 0; i < count; i++) assert_int_equal(cuts[i].kind, kind);
    assert_int_equal(line_of(cuts[0].at), line);
    assert_int_equal(cuts[0].direction, DIRECTION_UP);
    arena_release(&builder.arena);
}

static void test_find_cuts__agree(void **state)
{
    (void)state;
    assert_no_cut("SELECT 1;");
    assert_no_cut("SELECT 1; -- note;\nSELECT 2;");
    assert_no_cut("SELECT 1;;\nSELECT 2;");
    assert_no_cut("SELECT 1;--note;\nSELECT 2;");
    assert_no_cut("SELECT\n  1, -- one;\n  2;");
    assert_no_cut("SELECT 'a;b', $$c;d$$, \"e;f\" /* g;h */ FROM t;");
    assert_no_cut("-- first;\n-- second;\nSELECT 1;");
    assert_no_cut("");
}

static void test_find_cuts__dollar_body(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    size_t count;
    const struct cut *cuts = cuts_of(&builder,
                                     "CREATE FUNCTION f() RETURNS int AS $b$\n"
                                     "BEGIN\n"
                                     "  RETURN 1;\n"
                                     "END;\n"
                                     "$b$ LANGUAGE plpgsql;\n"
                                     "SELECT 1;",
                                     &count);
    assert_int_equal(count, 2);
    assert_int_equal(cuts[0].kind, CUT_IN_DOLLAR_STRING);
    assert_text(span_text(cuts[0].at), ";");
    assert_int_equal(line_of(cuts[0].at), 4);
    assert_text(span_text(cuts[0].opening), "$b$");
    assert_int_equal(line_of(cuts[0].opening), 2);
    assert_text(span_text(cuts[0].closing), "$b$");
    assert_int_equal(line_of(cuts[0].closing), 6);
    assert_int_equal(cuts[0].statement, 1);
    assert_int_equal(cuts[1].statement, 2);
    assert_int_equal(cuts[0].whole.start, 13);
    assert_true(str_ends_with(span_text(cuts[0].whole), STR("LANGUAGE plpgsql;")));
    arena_release(&builder.arena);
}

static void test_find_cuts__do_block(void **state)
{
    (void)state;
    assert_cut("DO $$\nBEGIN\n  PERFORM 1;\nEND $$;", CUT_IN_DOLLAR_STRING, 1, 4);
    assert_no_cut("DO $$ BEGIN PERFORM 1; END $$;");
    assert_no_cut("CREATE FUNCTION f() RETURNS int AS $$\nSELECT 1\n$$ LANGUAGE sql;");
}

static void test_find_cuts__literals(void **state)
{
    (void)state;
    assert_cut("INSERT INTO t VALUES ('a;\nb');", CUT_IN_STRING, 1, 2);
    assert_cut("INSERT INTO t VALUES (E'a\\';\nb');", CUT_IN_STRING, 1, 2);
    assert_cut("CREATE TABLE \"a;\nb\" (id int);", CUT_IN_QUOTED_NAME, 1, 2);
    assert_cut("/* a;\n b */\nSELECT 1;", CUT_IN_BLOCK_COMMENT, 1, 2);
    assert_cut("SELECT /* a;\n b */ 1;", CUT_IN_BLOCK_COMMENT, 1, 2);
}

/* One quote too many turns everything behind it inside out: that is PostgreSQL's to say. */
static void test_find_cuts__stray_quote(void **state)
{
    (void)state;
    assert_no_cut("INSERT INTO t VALUES ('it's);\nSELECT 1;\nSELECT 2;");
    assert_no_cut("INSERT INTO t VALUES ('a);\nINSERT INTO t VALUES ('b');\nSELECT 'c';");
    assert_no_cut("SELECT $$;\nSELECT 1;");
    assert_cut("SELECT 'it's;\nSELECT 'x';\nINSERT INTO t VALUES ('a;\nb');", CUT_IN_STRING, 1, 4);
}

static void test_find_cuts__bodies(void **state)
{
    (void)state;
    assert_cut("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n"
               "  SELECT CASE WHEN true THEN 1 END;\n"
               "  SELECT 2;\n"
               "END;",
               CUT_IN_ATOMIC_BODY, 2, 3);
    assert_cut("CREATE RULE r AS ON INSERT TO t DO ALSO (\n"
               "  INSERT INTO a VALUES (1);\n"
               "  INSERT INTO b VALUES (1)\n"
               ");",
               CUT_IN_RULE, 1, 3);
    assert_no_cut("CREATE TABLE atomic (\"begin\" int);\nSELECT 1;");
}

static void test_find_cuts__body_ends(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    size_t count;
    const struct cut *cuts = cuts_of(
        &builder, "CREATE PROCEDURE p() BEGIN ATOMIC\n  SELECT 1;\nEND;\nSELECT 2;", &count);
    assert_int_equal(count, 1);
    assert_text(span_text(cuts[0].opening), "BEGIN ATOMIC");
    assert_text(span_text(cuts[0].closing), "END");
    assert_true(str_ends_with(span_text(cuts[0].whole), STR("END;")));
    arena_release(&builder.arena);
}

static void test_find_cuts__glued_comment(void **state)
{
    (void)state;
    assert_cut("DELETE FROM t--old;\nWHERE id = 1;", CUT_IN_LINE_COMMENT, 1, 2);
    assert_no_cut("DELETE FROM t --old;\nWHERE id = 1;");
    assert_no_cut("DELETE FROM t--old\nWHERE id = 1;");
}

static void test_find_cuts__missed(void **state)
{
    (void)state;
    assert_cut("SELECT 1; SELECT 2;", CUT_MISSED, 1, 2);
    assert_cut("SELECT 1; SELECT 2; SELECT 3;", CUT_MISSED, 2, 2);
    assert_cut("SELECT 1;--note\nSELECT 2;", CUT_MISSED, 1, 2);
    assert_cut("SELECT 1; /* note */\nSELECT 2;", CUT_MISSED, 1, 2);
    assert_cut("UPDATE t SET a = 'x --y';\nSELECT 2;", CUT_MISSED, 1, 2);
    /* At the end of a section goose itself refuses it. */
    assert_no_cut("SELECT 1;--note");
}

static void test_find_cuts__swallowed(void **state)
{
    (void)state;
    assert_cut("CREATE TABLE a (id int)\nCREATE TABLE b (id int);", CUT_SWALLOWED, 1, 2);
    assert_cut("CREATE TABLE a (id int)\n\n-- next\nCREATE INDEX i ON a (id);", CUT_SWALLOWED, 1,
               2);
    assert_cut("CREATE TABLE a (id int)\n"
               "-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd",
               CUT_SWALLOWED, 1, 2);
    assert_no_cut("CREATE VIEW v AS\nSELECT 1;");
    assert_no_cut("ALTER TABLE t\nDROP COLUMN a;");
    assert_no_cut("WITH x AS (SELECT 1)\nINSERT INTO t\nSELECT * FROM x;");
    assert_no_cut("CREATE TABLE a (id\nCREATE TABLE;");
}

static void test_find_cuts__blocks_are_left_alone(void **state)
{
    (void)state;
    assert_no_cut("-- +goose StatementBegin\n"
                  "DO $$ BEGIN\nPERFORM 1;\nEND $$;\nSELECT 'a;\nb'; SELECT 1;\n"
                  "-- +goose StatementEnd\n"
                  "SELECT 1;");
    /* The head of a function in front of the block that holds its body. */
    assert_no_cut("CREATE FUNCTION f() RETURNS int AS\n"
                  "-- +goose StatementBegin\n"
                  "$$ SELECT 1; $$ LANGUAGE sql;\n"
                  "-- +goose StatementEnd");
}

static void test_find_cuts__down(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    const struct migration_file *file =
        builder_add(&builder, "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 'a;\nb';\n");
    assert_int_equal(file->cut_count, 1);
    assert_int_equal(file->cuts[0].direction, DIRECTION_DOWN);
    arena_release(&builder.arena);
}

/* A million literals that are none take no time to speak of. */
static void test_find_cuts__linear(void **state)
{
    (void)state;
    struct builder builder;
    builder_init(&builder);
    enum { LINES = 200000 };
    const char line[] = "$a;\n'b;\n";
    char *text = arena_alloc(&builder.arena, sizeof line * LINES + 64);
    size_t len = (size_t)snprintf(text, 64, "-- +goose Up\n");
    for (size_t i = 0; i < LINES; i++) {
        memcpy(text + len, line, sizeof line);
        len += sizeof line - 1;
    }
    const struct source *source =
        source_new(&builder.arena, STR("00001_x.sql"), (struct str){text, len});
    const struct goose_file *goose = goose_read(&builder.arena, source, NULL);
    size_t count;
    find_cuts(&builder.arena, source, goose, &count);
    arena_release(&builder.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_cuts__agree),
        cmocka_unit_test(test_find_cuts__dollar_body),
        cmocka_unit_test(test_find_cuts__do_block),
        cmocka_unit_test(test_find_cuts__literals),
        cmocka_unit_test(test_find_cuts__stray_quote),
        cmocka_unit_test(test_find_cuts__bodies),
        cmocka_unit_test(test_find_cuts__body_ends),
        cmocka_unit_test(test_find_cuts__glued_comment),
        cmocka_unit_test(test_find_cuts__missed),
        cmocka_unit_test(test_find_cuts__swallowed),
        cmocka_unit_test(test_find_cuts__blocks_are_left_alone),
        cmocka_unit_test(test_find_cuts__down),
        cmocka_unit_test(test_find_cuts__linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
