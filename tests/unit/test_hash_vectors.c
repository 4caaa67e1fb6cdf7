/* Published values that must never change: baselines, GitHub's and GitLab's alerts hang on them. */
#include "base/hash.h"
#include "lint/fingerprint.h"
#include "report/line_hash.h"
#include "report_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void assert_digest(const struct str *fields, size_t count, const char *expected)
{
    char hex[DIGEST_128_HEX + 1];
    digest_128_hex_of_parts(fields, count, hex);
    assert_string_equal(hex, expected);
}

static void test_digest_128__fingerprint_vectors(void **state)
{
    (void)state;
    const struct str index[] = {
        STR_INIT("index-not-concurrent"),
        STR_INIT("db/migrations/00042_orders_user_idx.sql"),
        STR_INIT("up"),
        STR_INIT("idx_orders_user"),
        STR_INIT("CREATE INDEX idx_orders_user ON orders (user_id)"),
        STR_INIT("1"),
    };
    const struct str column[] = {
        STR_INIT("drop-column"), STR_INIT("db/migrations/00043_drop_note.sql"),   STR_INIT("up"),
        STR_INIT("note"),        STR_INIT("ALTER TABLE orders DROP COLUMN note"), STR_INIT("1"),
    };
    assert_digest(index, 6, "f64bdbdf0bd841356b2e1fe3f4cf8d92");
    assert_digest(column, 6, "30560f152dcdf5666a9a56fda7e60704");
    assert_digest(NULL, 0, "99aa06d3014798d86001c324468d497f");

    char hex[DIGEST_128_HEX + 1];
    digest_128_hex(STR(""), hex);
    assert_string_equal(hex, "99aa06d3014798d86001c324468d497f");
}

static void test_digest_64__names_a_message_template(void **state)
{
    (void)state;
    char hex[DIGEST_64_HEX + 1];
    digest_64_hex(STR("Dropping '{0}' breaks running code that still reads it."), hex);
    assert_string_equal(hex, "147bda7fef88dce7");
    digest_64_hex(STR("Building index '{0}' blocks writes to '{1}'. Existing table: [created "
                      "here](1)."),
                  hex);
    assert_string_equal(hex, "c841550df0079165");
}

static void assert_text(const char *sql, const char *expected)
{
    struct arena arena;
    arena_init(&arena);
    struct str text = fingerprint_text(&arena, str_from(sql));
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
    arena_release(&arena);
}

static void test_fingerprint_text__keeps_code_and_literals(void **state)
{
    (void)state;
    assert_text("", "");
    assert_text(" -- only a comment\n", "");
    assert_text("/* é😀 */ CREATE INDEX idx_orders_user ON orders (user_id);",
                "CREATE INDEX idx_orders_user ON orders (user_id)");
    assert_text("ALTER TABLE t -- why\n   ADD b int\t;\n", "ALTER TABLE t ADD b int");
    assert_text("SELECT 'a  --  b', $$ c  ; $$ ;", "SELECT 'a  --  b', $$ c  ; $$");
    assert_text("DROP/**/TABLE t", "DROP TABLE t");
    assert_text("SELECT 'never closed", "SELECT 'never closed");
}

static const struct rule drop_rule = {.id = "drop-column", .summary = "s", .why = "w"};

static struct diagnostic *at_words(struct builder *b, const struct migration_file *file,
                                   const char *words, unsigned number)
{
    struct diagnostic *finding =
        add_finding(b, &drop_rule, file, find_span(file, words, number), "t");
    in_section(finding, PLACE_UP, 1);
    finding->object = STR("note");
    return finding;
}

static void assert_fingerprint(struct fingerprint actual, const char *statement, const char *number)
{
    const struct str fields[] = {STR("drop-column"), STR("m/00001_a.sql"), STR("up"),
                                 STR("note"),        str_from(statement),  str_from(number)};
    assert_digest(fields, 6, actual.hex);
}

/* In a block of several statements each finding is named by its own; equal ones are counted. */
static void test_fingerprints__by_statement_and_occurrence(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "m/00001_a.sql",
                                           STR("-- +goose Up\n"
                                               "-- +goose StatementBegin\n"
                                               "ALTER TABLE a DROP COLUMN note;\n"
                                               "ALTER TABLE  b /* ! */ DROP COLUMN note;\n"
                                               "ALTER TABLE a DROP COLUMN note;\n"
                                               "-- +goose StatementEnd\n"));
    at_words(b, file, "DROP", 1);
    at_words(b, file, "DROP", 2);
    at_words(b, file, "DROP", 3);
    const struct fingerprint *prints = fingerprints(&b->arena, b->findings.at, b->findings.len);
    assert_fingerprint(prints[0], "ALTER TABLE a DROP COLUMN note", "1");
    assert_fingerprint(prints[1], "ALTER TABLE b DROP COLUMN note", "1");
    assert_fingerprint(prints[2], "ALTER TABLE a DROP COLUMN note", "2");
    builder_free(b);
}

/* What cannot be parsed is taken whole; a finding about the file has neither object nor text. */
static void test_fingerprints__without_a_statement(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file =
        add_file(b, "m/00001_a.sql", STR("-- +goose Up\nALTER TABLE a DORP  note;\n"));
    at_words(b, file, "DORP", 1);
    at_words(b, file, "-- +goose Up", 1)->place = PLACE_FILE;
    const struct fingerprint *prints = fingerprints(&b->arena, b->findings.at, b->findings.len);
    assert_fingerprint(prints[0], "ALTER TABLE a DORP note", "1");
    const struct str fields[] = {
        STR("drop-column"), STR("m/00001_a.sql"), STR("file"), STR(""), STR(""), STR("1")};
    assert_digest(fields, 6, prints[1].hex);
    builder_free(b);
}

static void assert_lines(const char *text, const char *expected)
{
    struct arena arena;
    arena_init(&arena);
    size_t count = 0;
    const struct line_hash *lines = line_hashes(&arena, str_from(text), &count);
    struct str joined = STR("");
    for (size_t i = 0; i < count; i++) {
        struct str line = line_hash_text(&arena, lines[i]);
        joined = str_format(&arena, STR_FMT "%s" STR_FMT, STR_ARG(joined), i == 0 ? "" : " ",
                            STR_ARG(line));
    }
    assert_string_equal(str_copy(&arena, joined).at, expected);
    arena_release(&arena);
}

static void test_line_hashes__codeql_vectors(void **state)
{
    (void)state;
    assert_lines("", "c129715d7a2bc9a3:1");
    assert_lines(" a\nb\n  \t\tc\n d",
                 "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1");
    assert_lines("x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
                 "e54938cc54b302f1:1 bb609acbe9138d60:1 1131fd5871777f34:1 5c482a0f8b35ea28:1 "
                 "54517377da7028d2:1 2c644846cb18d53e:1 f1b89f20de0d133:1 c129715d7a2bc9a3:1");
}

static void test_line_hashes__any_line_end_is_the_same(void **state)
{
    (void)state;
    const char *expected = "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 "
                           "e20e36e16fcb0cc8:1 b3edc88f2938467e:1 c8e28b0b4002a3a0:1 "
                           "c129715d7a2bc9a3:1";
    assert_lines(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", expected);
    assert_lines(" hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End\r", expected);
    assert_lines(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", expected);
    assert_lines(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", expected);
}

static void test_line_hashes__counts_repeated_lines(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str text = STR("");
    for (int i = 0; i < 10; i++) {
        text = str_format(&arena, STR_FMT "Lorem ipsum dolor sit amet.\n", STR_ARG(text));
    }
    assert_lines(str_copy(&arena, text).at,
                 "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 "
                 "a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 "
                 "55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1");
    arena_release(&arena);
}

static void assert_line(const char *text, size_t line, const char *expected)
{
    struct arena arena;
    arena_init(&arena);
    size_t count = 0;
    const struct line_hash *lines = line_hashes(&arena, str_from(text), &count);
    assert_true(line <= count);
    assert_string_equal(line_hash_text(&arena, lines[line - 1]).at, expected);
    arena_release(&arena);
}

static void test_line_hashes__scenario(void **state)
{
    (void)state;
    assert_line("-- +goose Up\n"
                "/* é😀 */ CREATE INDEX idx_orders_user ON orders (user_id);\n"
                "\n"
                "-- +goose Down\n"
                "DROP INDEX idx_orders_user;\n",
                2, "4f9b8028b90893fa:1");
    assert_line("-- +goose Up\n"
                "-- gander:ignore drop-column -- nothing has read it since v1.8\n"
                "ALTER TABLE orders DROP COLUMN note;\n"
                "\n"
                "-- +goose Down\n"
                "ALTER TABLE orders ADD COLUMN note text;\n",
                3, "e10b4319f18afa24:1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest_128__fingerprint_vectors),
        cmocka_unit_test(test_digest_64__names_a_message_template),
        cmocka_unit_test(test_fingerprint_text__keeps_code_and_literals),
        cmocka_unit_test(test_fingerprints__by_statement_and_occurrence),
        cmocka_unit_test(test_fingerprints__without_a_statement),
        cmocka_unit_test(test_line_hashes__codeql_vectors),
        cmocka_unit_test(test_line_hashes__any_line_end_is_the_same),
        cmocka_unit_test(test_line_hashes__counts_repeated_lines),
        cmocka_unit_test(test_line_hashes__scenario),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
