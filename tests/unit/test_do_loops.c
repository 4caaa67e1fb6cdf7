/* Loops of DO blocks that are written out: loops in DO in loops must not come to any number. */
#include "base/arena.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ELEMENTS = 200 };

/* 'x0', 'x1', ... with quotes for one more string around where it stands in one. */
static struct str elements(struct arena *arena, const char *quote)
{
    struct str parts[ELEMENTS];
    for (size_t i = 0; i < ELEMENTS; i++) parts[i] = str_format(arena, "%sx%zu%s", quote, i, quote);
    return str_join(arena, parts, ELEMENTS, STR(", "));
}

static size_t count_of(const struct sql_parse *parse, enum change_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < parse->statements[0].change_count; i++) {
        count += parse->statements[0].changes[i].kind == kind;
    }
    return count;
}

static void test_do_loops__in_loops_have_an_end(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str outer = elements(&arena, "'");
    struct str inner = elements(&arena, "''");
    struct str sql =
        str_format(&arena,
                   "DO $a$ DECLARE x text; BEGIN FOREACH x IN ARRAY ARRAY[" STR_FMT "] LOOP "
                   "EXECUTE 'DO $b$ DECLARE y text; BEGIN FOREACH y IN ARRAY ARRAY[" STR_FMT "] "
                   "LOOP EXECUTE ''DROP TABLE '' || y; END LOOP; END $b$'; END LOOP; END $a$",
                   STR_ARG(outer), STR_ARG(inner));
    struct sql_parse parse = sql_parse(&arena, sql);
    assert_true(parse.parsed);
    assert_int_equal(parse.statement_count, 1);
    /* 200 turns of the first loop; of its DO blocks 99 write out 200 each, and 20,000 are reached
     */
    assert_int_equal(count_of(&parse, CHANGE_DROP_TABLE), 99 * ELEMENTS);
    assert_int_equal(count_of(&parse, CHANGE_OPAQUE_SQL), ELEMENTS - 99);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_do_loops__in_loops_have_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
