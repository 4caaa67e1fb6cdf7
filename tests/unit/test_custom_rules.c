#include "config/keys.h"
#include "config/placeholder.h"
#include "lint/custom_change.h"
#include "lint/custom_subject.h"
#include "lint/house_rules.h"
#include "lint_builder.h"

#include <stdlib.h>
#include <unistd.h>

/* -- reading ----------------------------------------------------------------------------------- */

static bool known(struct str selector, struct str *nearest)
{
    (void)nearest;
    return str_equal(selector, STR("drop-column")) || str_equal(selector, STR("all"));
}

static struct config_file load(struct arena *arena, const char *text)
{
    static const struct config_rules ours = {known, change_kind_number};
    char path[] = "/tmp/gander-custom-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    size_t len = strlen(text);
    assert_int_equal(write(file, text, len), len);
    close(file);
    struct config_file result = config_load(arena, path, &ours);
    unlink(path);
    return result;
}

static void test_custom_rules__every_key_is_read(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct config_file file = load(&arena, "custom-rules:\n"
                                           "  append-only:\n"
                                           "    level: error\n"
                                           "    message: >\n"
                                           "      changes `{table}`,\n"
                                           "      `{who}`\n"
                                           "    note: a note\n"
                                           "    help: some help\n"
                                           "    section: down\n"
                                           "    pattern: '(?<who>x)'\n"
                                           "    in: comment\n"
                                           "    required: no\n"
                                           "    changes: [drop-table, delete]\n"
                                           "    table: 'audit.*'\n"
                                           "    column: 'a*'\n"
                                           "    column-type: json\n");
    assert_int_equal(file.error_count, 0);
    assert_int_equal(file.config.custom_rule_count, 1);
    const struct custom_rule *rule = &file.config.custom_rules[0];
    assert_text(rule->id, "append-only");
    assert_int_equal(rule->level, SEVERITY_ERROR);
    assert_text(rule->message, "changes `{table}`, `{who}`");
    assert_text(rule->note, "a note");
    assert_text(rule->help, "some help");
    assert_int_equal(rule->section, OVERRIDE_DOWN);
    assert_text(rule->pattern, "(?<who>x)");
    assert_int_equal(rule->scope, CUSTOM_COMMENT);
    assert_false(rule->required);
    assert_int_equal(rule->kind_count, 2);
    assert_int_equal(rule->kinds[0], CHANGE_DROP_TABLE);
    assert_int_equal(rule->kinds[1], CHANGE_DELETE);
    assert_text(rule->table, "audit.*");
    assert_text(rule->column, "a*");
    assert_text(rule->column_type, "json");
    arena_release(&arena);
}

static void test_custom_rules__defaults(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct config_file file = load(&arena, "custom-rules: {a-b: {message: m, pattern: p}}\n");
    assert_int_equal(file.error_count, 0);
    const struct custom_rule *rule = &file.config.custom_rules[0];
    assert_int_equal(rule->level, SEVERITY_WARNING);
    assert_int_equal(rule->section, OVERRIDE_BOTH);
    assert_int_equal(rule->scope, CUSTOM_CODE);
    assert_false(rule->required);
    assert_int_equal(rule->kind_count, 0);
    arena_release(&arena);
}

/* `rules` may stand above `custom-rules`, and knows their ids all the same. */
static void test_custom_rules__other_keys_may_name_them(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct config_file file = load(&arena, "rules: {my-own: off}\n"
                                           "overrides: [{section: up, rules: {my-own: info}}]\n"
                                           "custom-rules: {my-own: {message: m, pattern: p}}\n");
    assert_int_equal(file.error_count, 0);
    assert_int_equal(file.config.rule_level_count, 1);
    file = load(&arena, "rules: {your-own: off}\n"
                        "custom-rules: {my-own: {message: m, pattern: p}}\n");
    assert_int_equal(file.error_count, 1);
    assert_text(file.errors[0].message, "no rule or category `your-own`");
    arena_release(&arena);
}

static void assert_refused(const char *rule, const char *message)
{
    struct arena arena = {0};
    struct str text = str_format(&arena, "custom-rules:\n  %s\n", rule);
    struct config_file file = load(&arena, text.at);
    assert_int_equal(file.error_count, 1);
    assert_text(file.errors[0].message, message);
    assert_int_equal(file.errors[0].line, 2);
    assert_int_equal(file.config.custom_rule_count, 0);
    arena_release(&arena);
}

static void test_custom_rules__mistakes(void **state)
{
    (void)state;
    assert_refused("a--b: {message: m, pattern: p}", "no id for a rule: `a--b`");
    assert_refused("a-: {message: m, pattern: p}", "no id for a rule: `a-`");
    assert_refused("1a: {message: m, pattern: p}", "no id for a rule: `1a`");
    assert_refused("drop-column: {message: m, pattern: p}", "gander has `drop-column` itself");
    assert_refused("x: {pattern: p}", "a rule needs a `message`");
    assert_refused("x: {message: '', pattern: p}", "a rule needs a `message`");
    assert_refused("x: {message: m}", "a rule needs `pattern` or `changes`");
    assert_refused("x: {message: m, pattern: ''}", "an empty pattern matches everything");
    assert_refused("x: {message: m, changes: []}", "an empty list of changes");
    assert_refused("x: {message: m, changes: drop_table}", "no kind of change: `drop_table`");
    assert_refused("x: {message: '{no}', pattern: '(?<yes>a)'}", "nothing fills in `{no}`");
    assert_refused("x: {message: m, help: '{match}', changes: delete}",
                   "`{match}` is known only with `pattern`");
}

static void test_custom_rules__placeholders(void **state)
{
    (void)state;
    struct placeholder found;
    struct str text = STR("a {} { b } {{one} {two_2}} {open");
    assert_true(placeholder_find(text, 0, &found));
    assert_text(found.name, "one");
    assert_int_equal(found.start, 12);
    assert_int_equal(found.end, 17);
    assert_true(placeholder_find(text, found.end, &found));
    assert_text(found.name, "two_2");
    assert_false(placeholder_find(text, found.end, &found));
}

static void test_custom_rules__kinds_of_change(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct str nearest = STR("");
    assert_int_equal(change_kind_number(&arena, STR("drop-table"), &nearest), CHANGE_DROP_TABLE);
    assert_int_equal(change_kind_number(&arena, STR("other"), &nearest), CHANGE_OTHER);
    assert_int_equal(change_kind_number(&arena, STR("none"), &nearest), -1);
    assert_int_equal(change_kind_number(&arena, STR("drop-tabel"), &nearest), -1);
    assert_text(nearest, "drop-table");
    arena_release(&arena);
}

/* -- what a pattern sees ----------------------------------------------------------------------- */

struct seen {
    struct arena arena;
    struct str text[8];
    enum finding_place place[8];
    uint32_t offset[8];
    size_t count;
};

static bool see(const struct subject *subject, void *into)
{
    struct seen *seen = into;
    assert_true(seen->count < 8);
    seen->text[seen->count] = str_copy(&seen->arena, subject->text);
    seen->offset[seen->count] = subject->offset;
    seen->place[seen->count++] = subject->place;
    return true;
}

static const char migration[] = "-- top\n"
                                "-- +goose Up\n"
                                "SELECT 'a''b', E'c', $q$d$q$, \"e\" /* f\n"
                                "g */;\n"
                                "-- +goose Down\n"
                                "SELECT 2; -- h\n";

static struct seen look_at(struct builder *builder, const char *text, enum custom_scope scope)
{
    builder_init(builder);
    struct migration_file *file = builder_add(builder, text);
    struct seen seen = {.count = 0};
    visit_file(&builder->arena, file, scope, see, &seen);
    return seen;
}

static void forget(struct builder *builder, struct seen *seen)
{
    arena_release(&seen->arena);
    arena_release(&builder->arena);
}

static void test_custom_rules__code_is_without_comments_and_literals(void **state)
{
    (void)state;
    struct builder builder;
    struct seen seen = look_at(&builder, migration, CUSTOM_CODE);
    assert_int_equal(seen.count, 2);
    assert_text(seen.text[0], "SELECT '    ', E' ', $q$ $q$, \"e\"          ;");
    assert_int_equal(seen.place[0], PLACE_UP);
    assert_int_equal(seen.place[1], PLACE_DOWN);
    forget(&builder, &seen);
}

static void test_custom_rules__unterminated_literals(void **state)
{
    (void)state;
    static const char *const texts[] = {"SELECT '", "SELECT $$", "SELECT E'a\\", "SELECT $a$b",
                                        "SELECT /* "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct builder builder;
        char text[64];
        snprintf(text, sizeof text, "-- +goose Up\n%s", texts[i]);
        struct seen seen = look_at(&builder, text, CUSTOM_CODE);
        for (size_t s = 0; s < seen.count; s++) {
            assert_true(str_starts_with(seen.text[s], STR("SELECT ")));
        }
        forget(&builder, &seen);
    }
}

static void test_custom_rules__comments(void **state)
{
    (void)state;
    struct builder builder;
    struct seen seen = look_at(&builder, migration, CUSTOM_COMMENT);
    assert_int_equal(seen.count, 3);
    assert_text(seen.text[0], "-- top");
    assert_int_equal(seen.place[0], PLACE_FILE);
    assert_text(seen.text[1], "/* f\ng */");
    assert_int_equal(seen.place[1], PLACE_UP);
    assert_text(seen.text[2], "-- h");
    assert_int_equal(seen.place[2], PLACE_DOWN);
    forget(&builder, &seen);
}

static void test_custom_rules__lines(void **state)
{
    (void)state;
    struct builder builder;
    struct seen seen = look_at(&builder, "\xEF\xBB\xBF-- +goose Up\r\n\r\nSELECT 1;", CUSTOM_LINE);
    assert_int_equal(seen.count, 3);
    assert_text(seen.text[0], "-- +goose Up");
    assert_int_equal(seen.offset[0], 3);
    assert_text(seen.text[1], "");
    assert_text(seen.text[2], "SELECT 1;");
    assert_int_equal(seen.offset[2], 19);
    forget(&builder, &seen);
}

static void test_custom_rules__header_and_name(void **state)
{
    (void)state;
    struct builder builder;
    struct seen seen = look_at(&builder, migration, CUSTOM_HEADER);
    assert_int_equal(seen.count, 1);
    assert_text(seen.text[0], "-- top\n-- +goose Up\n");
    forget(&builder, &seen);
    seen = look_at(&builder, migration, CUSTOM_FILE_NAME);
    assert_int_equal(seen.count, 1);
    assert_text(seen.text[0], "00001_x.sql");
    forget(&builder, &seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_custom_rules__every_key_is_read),
        cmocka_unit_test(test_custom_rules__defaults),
        cmocka_unit_test(test_custom_rules__other_keys_may_name_them),
        cmocka_unit_test(test_custom_rules__mistakes),
        cmocka_unit_test(test_custom_rules__placeholders),
        cmocka_unit_test(test_custom_rules__kinds_of_change),
        cmocka_unit_test(test_custom_rules__code_is_without_comments_and_literals),
        cmocka_unit_test(test_custom_rules__unterminated_literals),
        cmocka_unit_test(test_custom_rules__comments),
        cmocka_unit_test(test_custom_rules__lines),
        cmocka_unit_test(test_custom_rules__header_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
