/* What the goose tests share: reading a text, and comparing what came of it. */
#ifndef GANDER_TESTS_GOOSE_READING_H
#define GANDER_TESTS_GOOSE_READING_H

#include "goose/goose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { REFUSED = -1 };

static inline int open_arena(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static inline int close_arena(void **state)
{
    arena_release(*state);
    return 0;
}

#define GOOSE_TEST(function) cmocka_unit_test_setup_teardown(function, open_arena, close_arena)

static inline const struct source *source_of(void **state, struct str text)
{
    return source_new(*state, STR("00001_test.sql"), text);
}

/* Every byte sent is the source byte its piece names; pieces leave no gap. */
static inline void assert_mapped(const struct source *source,
                                 const struct goose_statement *statement)
{
    uint32_t sent = 0;
    for (size_t i = 0; i < statement->piece_count; i++) {
        const struct piece *piece = &statement->pieces[i];
        assert_int_equal(piece->sent, sent);
        assert_true(piece->source + piece->source_len <= source->text.len);
        if (!piece->expanded) {
            assert_int_equal(piece->len, piece->source_len);
            assert_memory_equal(statement->sql.at + sent, source->text.at + piece->source,
                                piece->len);
        }
        sent += piece->len;
    }
    assert_int_equal(sent, statement->sql.len);
    assert_int_equal(statement->sql.at[statement->sql.len], 0);
    if (sent == 0) return;
    assert_true(statement->span.end > statement->span.start);
    assert_int_equal(statement->start_line, source_line_of(source, statement->span.start));
    assert_int_equal(statement->end_line, source_line_of(source, statement->span.end - 1));
}

static inline void assert_section_mapped(const struct source *source,
                                         const struct goose_section *section)
{
    for (size_t i = 0; i < section->statement_count; i++) {
        assert_mapped(source, &section->statements[i]);
    }
}

static inline const struct goose_file *read_in(void **state, struct str text,
                                               const struct goose_environment *environment)
{
    const struct source *source = source_of(state, text);
    const struct goose_file *file = goose_read(*state, source, environment);
    assert_section_mapped(source, &file->up);
    assert_section_mapped(source, &file->down);
    assert_true(file->accepted == (file->error_count == 0));
    assert_true(file->accepted == (file->up.accepted && file->down.accepted));
    for (size_t i = 0; i < file->error_count; i++) {
        const struct goose_error *error = &file->errors[i];
        assert_true(error->in_up || error->in_down);
        assert_true(error->message.len > 0);
        assert_int_equal(error->line, source_line_of(source, error->span.start));
        assert_true(i == 0 || file->errors[i - 1].span.start <= error->span.start);
    }
    return file;
}

static inline const struct goose_file *read_text(void **state, const char *text)
{
    return read_in(state, str_from(text), NULL);
}

static inline int section_result(const struct goose_section *section)
{
    return section->accepted ? (int)section->statement_count : REFUSED;
}

/* Statements of Up and Down, or REFUSED. */
static inline const struct goose_file *assert_counts(void **state, const char *text, int up,
                                                     int down)
{
    const struct goose_file *file = read_text(state, text);
    if (section_result(&file->up) != up || section_result(&file->down) != down) {
        fail_msg("%s\n-> up %d, down %d; expected %d, %d", text, section_result(&file->up),
                 section_result(&file->down), up, down);
    }
    return file;
}

static inline void assert_sql(const struct goose_section *section, size_t number,
                              const char *expected)
{
    assert_true(number < section->statement_count);
    assert_string_equal(section->statements[number].sql.at, expected);
}

static inline void assert_error(const struct goose_file *file, size_t number,
                                enum goose_error_kind kind, uint32_t line)
{
    assert_true(number < file->error_count);
    assert_int_equal(file->errors[number].kind, kind);
    assert_int_equal(file->errors[number].line, line);
}

/* One error and no other. */
static inline void assert_only_error(const struct goose_file *file, enum goose_error_kind kind,
                                     uint32_t line)
{
    assert_int_equal(file->error_count, 1);
    assert_error(file, 0, kind, line);
}

static inline void assert_text(struct str text, const char *expected)
{
    if (!str_equal(text, str_from(expected))) {
        fail_msg("\"" STR_FMT "\" instead of \"%s\"", STR_ARG(text), expected);
    }
}

#endif
