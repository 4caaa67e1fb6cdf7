/* Fixes of one file put together, and the check that goose's other cuts stay. */
#include "lint/apply.h"
#include "lint/fix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct source *source_of(const char *text)
{
    return source_new(&arena, STR("00001_a.sql"), str_from(text));
}

static struct diagnostic *finding(void)
{
    struct diagnostic *made = ARENA_NEW(&arena, struct diagnostic);
    made->arena = &arena;
    return made;
}

static struct span bytes(const struct source *source, const char *word)
{
    uint32_t at = (uint32_t)str_find(source->text, str_from(word), 0);
    return (struct span){source, at, at + (uint32_t)str_from(word).len};
}

/* One fix that puts [text] in the place of [word]. */
static bool replace(struct patch *patch, const char *word, const char *text)
{
    struct fix_draft fix = safe_fix(finding(), "replace a word");
    edit_replace(&fix, bytes(patch->source, word), "%s", text);
    offer_fix(&fix);
    return patch_add(&arena, patch, fix.finding, &fix.finding->fixes[0]);
}

static void assert_text(const struct patch *patch, const char *expected)
{
    struct str text = str_copy(&arena, patch_text(&arena, patch));
    assert_string_equal(text.at, expected);
}

static void test_patch__edits_come_in_any_order(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of("one two three")};
    assert_true(replace(&patch, "three", "3"));
    assert_true(replace(&patch, "one", "first"));
    assert_true(replace(&patch, "two", ""));
    assert_text(&patch, "first  3");
}

static void test_patch__first_of_overlapping_fixes_wins(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of("one two three")};
    assert_true(replace(&patch, "one two", "12"));
    assert_false(replace(&patch, "two three", "23"));
    assert_text(&patch, "12 three");
    assert_int_equal(patch.fixed_count, 1);
}

static void test_patch__two_insertions_at_one_place_wait(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of("SELECT 1;")};
    for (int i = 0; i < 2; i++) {
        struct fix_draft fix = safe_fix(finding(), "insert");
        edit_insert(&fix, patch.source, 0, "x");
        offer_fix(&fix);
        assert_int_equal(patch_add(&arena, &patch, fix.finding, &fix.finding->fixes[0]), i == 0);
    }
    assert_text(&patch, "xSELECT 1;");
}

static const char *const file = "-- +goose Up\nSELECT 1;\nSELECT 2;\n-- +goose Down\nSELECT 3;\n";

static bool keeps(struct patch *patch)
{
    return patch_keeps_cuts(&arena, patch, patch_text(&arena, patch));
}

static void test_cuts__touched_statement_may_change(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of(file)};
    assert_true(replace(&patch, "1", "1, 1"));
    assert_true(keeps(&patch));
}

static void test_cuts__other_statement_must_stay(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of(file)};
    assert_true(replace(&patch, "1;", "1"));
    assert_false(keeps(&patch)); /* SELECT 2 is sent with SELECT 1 */
}

static void test_cuts__other_statement_may_move(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of(file)};
    struct fix_draft fix = safe_fix(finding(), "insert a line");
    edit_insert_lines(&fix, patch.source, 1, STR("-- +goose NO TRANSACTION"));
    offer_fix(&fix);
    assert_true(patch_add(&arena, &patch, fix.finding, &fix.finding->fixes[0]));
    assert_true(keeps(&patch));
}

static void test_lines__have_the_line_ends_of_the_file(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of("a\r\nb\r\nc")};
    struct fix_draft fix = safe_fix(finding(), "lines");
    edit_insert_lines(&fix, patch.source, 2, STR("1\n2"));
    edit_insert_lines(&fix, patch.source, 4, STR("end"));
    offer_fix(&fix);
    assert_true(patch_add(&arena, &patch, fix.finding, &fix.finding->fixes[0]));
    assert_text(&patch, "a\r\n1\r\n2\r\nb\r\nc\r\nend");
}

static void test_lines__deleting_the_last_leaves_no_line_end(void **state)
{
    (void)state;
    struct patch patch = {.source = source_of("a\nb\nc")};
    struct fix_draft fix = safe_fix(finding(), "lines");
    edit_delete_line(&fix, patch.source, 1);
    edit_delete_line(&fix, patch.source, 3);
    offer_fix(&fix);
    assert_true(patch_add(&arena, &patch, fix.finding, &fix.finding->fixes[0]));
    assert_text(&patch, "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_patch__edits_come_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_patch__first_of_overlapping_fixes_wins, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_patch__two_insertions_at_one_place_wait, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_cuts__touched_statement_may_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cuts__other_statement_must_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cuts__other_statement_may_move, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines__have_the_line_ends_of_the_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_lines__deleting_the_last_leaves_no_line_end, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
