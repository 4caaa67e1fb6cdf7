/* Lines and columns: one text, three units. */
#include "base/arena.h"
#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int make_arena(void **state)
{
    *state = calloc(1, sizeof(struct arena));
    return *state == NULL;
}

static int drop_arena(void **state)
{
    arena_release(*state);
    free(*state);
    return 0;
}

static const struct source *source_of(void **state, const char *text, size_t len)
{
    return source_new(*state, STR("t.sql"), (struct str){text, len});
}

#define SOURCE(literal) source_of(state, (literal), sizeof(literal) - 1)

static void assert_position(const struct source *source, uint32_t offset, enum column_unit unit,
                            uint32_t line, uint32_t column)
{
    struct position position = source_position(source, offset, unit);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
}

static void test_position__counts_each_unit(void **state)
{
    const struct source *source = SOURCE(
        "/* \xC3\xA9\xF0\x9F\x98\x80 */ CREATE INDEX idx_orders_user ON orders (user_id);\n");
    uint32_t start = 13;
    uint32_t end = start + 12;
    assert_memory_equal(source->text.at + start, "CREATE INDEX", 12);
    assert_position(source, start, COLUMN_CODE_POINTS, 1, 10);
    assert_position(source, end, COLUMN_CODE_POINTS, 1, 22);
    assert_position(source, start, COLUMN_UTF16, 1, 11);
    assert_position(source, end, COLUMN_UTF16, 1, 23);
    assert_position(source, start, COLUMN_BYTES, 1, 14);
    assert_position(source, end, COLUMN_BYTES, 1, 26);
}

static void test_position__inside_a_code_point_is_at_it(void **state)
{
    const struct source *source = SOURCE("a\xF0\x9F\x98\x80"
                                         "b");
    for (uint32_t offset = 1; offset < 5; offset++) {
        assert_position(source, offset, COLUMN_CODE_POINTS, 1, 2);
        assert_position(source, offset, COLUMN_UTF16, 1, 2);
    }
    assert_position(source, 5, COLUMN_CODE_POINTS, 1, 3);
    assert_position(source, 5, COLUMN_UTF16, 1, 4);
}

static void test_position__bom_is_not_counted(void **state)
{
    const struct source *source = SOURCE("\xEF\xBB\xBF"
                                         "ab\ncd");
    assert_position(source, 0, COLUMN_CODE_POINTS, 1, 1);
    assert_position(source, 3, COLUMN_CODE_POINTS, 1, 1);
    assert_position(source, 4, COLUMN_UTF16, 1, 2);
    assert_position(source, 4, COLUMN_BYTES, 1, 2);
    assert_position(source, 7, COLUMN_BYTES, 2, 2);
    assert_true(str_equal(source_line(source, 1), STR("ab")));
}

static void test_position__invalid_bytes_count_one_each(void **state)
{
    const struct source *source = SOURCE("\xFF\xC3(\xE2\x82x");
    assert_position(source, 1, COLUMN_CODE_POINTS, 1, 2);
    assert_position(source, 2, COLUMN_CODE_POINTS, 1, 3);
    assert_position(source, 3, COLUMN_CODE_POINTS, 1, 4);
    assert_position(source, 5, COLUMN_CODE_POINTS, 1, 6);
    assert_position(source, 5, COLUMN_UTF16, 1, 6);
}

static void test_position__line_ends(void **state)
{
    const struct source *source = SOURCE("ab\r\ncd\r\r\nef\rgh\n");
    assert_int_equal(source->line_count, 3);
    assert_true(str_equal(source_line(source, 1), STR("ab")));
    assert_true(str_equal(source_line(source, 2), STR("cd\r")));
    assert_true(str_equal(source_line(source, 3), STR("ef\rgh")));
    /* The CR and the LF of a line end are the same place. */
    assert_position(source, 2, COLUMN_CODE_POINTS, 1, 3);
    assert_position(source, 3, COLUMN_CODE_POINTS, 1, 3);
    assert_position(source, 4, COLUMN_CODE_POINTS, 2, 1);
}

static void test_position__end_of_file_is_on_the_last_line(void **state)
{
    const struct source *ended = SOURCE("a\nbc\n");
    assert_int_equal(ended->line_count, 2);
    assert_position(ended, 5, COLUMN_CODE_POINTS, 2, 3);
    assert_position(ended, UINT32_MAX, COLUMN_BYTES, 2, 3);
    const struct source *open = SOURCE("a\nbc");
    assert_int_equal(open->line_count, 2);
    assert_position(open, 4, COLUMN_CODE_POINTS, 2, 3);
    const struct source *empty = SOURCE("");
    assert_int_equal(empty->line_count, 1);
    assert_position(empty, 0, COLUMN_UTF16, 1, 1);
    assert_position(empty, 7, COLUMN_UTF16, 1, 1);
    assert_int_equal(source_line(empty, 1).len, 0);
    const struct source *blank = SOURCE("\n\n");
    assert_int_equal(blank->line_count, 2);
    assert_position(blank, 1, COLUMN_CODE_POINTS, 2, 1);
}

static void test_line_span__clamps(void **state)
{
    const struct source *source = SOURCE("one\ntwo");
    assert_true(str_equal(span_text(source_line_span(source, 0)), STR("one")));
    assert_true(str_equal(span_text(source_line_span(source, 9)), STR("two")));
    assert_int_equal(span_text((struct span){NULL, 3, 9}).len, 0);
}

static void test_line_of__agrees_with_counting(void **state)
{
    const struct source *source = SOURCE("a\n\nbb\r\n\nc");
    uint32_t line = 1;
    for (uint32_t offset = 0; offset < source->text.len; offset++) {
        assert_int_equal(source_line_of(source, offset), line);
        if (source->text.at[offset] == '\n') line++;
    }
}

/* Long lines are counted from marks on the way; short texts from the line's start. Both agree. */
static void test_position__long_lines(void **state)
{
    enum { COUNT = 30000 };
    static const char *const pieces[] = {"a", "\xC3\xA9", "\xF0\x9F\x98\x80", "\xFF",
                                         "\xE2\x82\xAC"};
    struct arena *arena = *state;
    char *text = arena_alloc(arena, COUNT * 4 + 4);
    size_t len = 0;
    memcpy(text, "x\n", 2);
    len = 2;
    uint32_t *starts = arena_array(arena, COUNT + 1, sizeof *starts);
    uint32_t *utf16 = arena_array(arena, COUNT + 1, sizeof *utf16);
    for (uint32_t i = 0; i < COUNT; i++) {
        const char *piece = pieces[(i * i + i / 7) % 5];
        starts[i] = (uint32_t)len;
        utf16[i + 1] = utf16[i] + (strlen(piece) == 4 ? 2 : 1);
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    const struct source *source = source_of(state, text, len);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_position(source, starts[i], COLUMN_CODE_POINTS, 2, i + 1);
        assert_position(source, starts[i], COLUMN_UTF16, 2, utf16[i] + 1);
        assert_position(source, starts[i], COLUMN_BYTES, 2, starts[i] - 2 + 1);
    }
}

/* -- reading ------------------------------------------------------------------------------------*/

static void write_file(const char *path, const char *text, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void test_read__gives_every_byte(void **state)
{
    char path[] = "/tmp/gander-test-XXXXXX";
    close(mkstemp(path));
    static const char bytes[] = "\xEF\xBB\xBFSELECT\0 1;\r\n\xFF";
    write_file(path, bytes, sizeof bytes - 1);
    struct str text;
    struct error error;
    assert_true(source_read_file(*state, path, &text, &error));
    assert_int_equal(text.len, sizeof bytes - 1);
    assert_memory_equal(text.at, bytes, sizeof bytes); /* the NUL behind the end too */
    unlink(path);
}

static void assert_refused(void **state, const char *path, const char *why)
{
    struct str text;
    struct error error;
    assert_false(source_read_file(*state, path, &text, &error));
    assert_non_null(strstr(error.text, path));
    assert_non_null(strstr(error.text, why));
}

static void test_read__refuses_what_is_no_file(void **state)
{
    assert_refused(state, "/", "Is a directory");
    assert_refused(state, "/dev/null", "Is a device");
    assert_refused(state, "/no/such/file.sql", "No such file or directory");
    char folder[] = "/tmp/gander-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(state, path, "Is a named pipe"); /* and does not wait for a writer */
    unlink(path);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_refused(state, path, "Broken symbolic link");
    unlink(path);
    rmdir(folder);
}

static void test_read__refuses_four_gigabytes(void **state)
{
    char path[] = "/tmp/gander-test-XXXXXX";
    int descriptor = mkstemp(path);
    int made = ftruncate(descriptor, (off_t)UINT32_MAX); /* sparse: takes no room */
    close(descriptor);
    if (made == 0) assert_refused(state, path, "larger than 4 GiB");
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_position__counts_each_unit, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_position__inside_a_code_point_is_at_it, make_arena,
                                        drop_arena),
        cmocka_unit_test_setup_teardown(test_position__bom_is_not_counted, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_position__invalid_bytes_count_one_each, make_arena,
                                        drop_arena),
        cmocka_unit_test_setup_teardown(test_position__line_ends, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_position__end_of_file_is_on_the_last_line, make_arena,
                                        drop_arena),
        cmocka_unit_test_setup_teardown(test_line_span__clamps, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_line_of__agrees_with_counting, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_position__long_lines, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_read__gives_every_byte, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_read__refuses_what_is_no_file, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_read__refuses_four_gigabytes, make_arena, drop_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
