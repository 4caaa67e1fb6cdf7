#include "config/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
    struct arena arena;
    char dir[64];
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    snprintf(scene->dir, sizeof scene->dir, "/tmp/gander-config-XXXXXX");
    assert_non_null(mkdtemp(scene->dir));
    arena_init(&scene->arena);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    static const char *const names[] = {"gander.yml", ".gander.yml", "base.yml"};
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", scene->dir, names[i]);
        unlink(path);
    }
    rmdir(scene->dir);
    arena_release(&scene->arena);
    free(scene);
    return 0;
}

static const char *write_file(struct scene *scene, const char *name, const char *text)
{
    struct str path = str_format(&scene->arena, "%s/%s", scene->dir, name);
    FILE *file = fopen(path.at, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path.at;
}

static bool known(struct str selector, struct str *nearest)
{
    if (str_equal(selector, STR("locking")) || str_equal(selector, STR("drop-column"))) return true;
    if (str_equal(selector, STR("drop-colum"))) *nearest = STR("drop-column");
    return false;
}

static struct config_file load(struct scene *scene, const char *text)
{
    static const struct config_rules rules = {known, NULL};
    return config_load(&scene->arena, write_file(scene, "gander.yml", text), &rules);
}

static void assert_error(const struct config_file *file, size_t i, unsigned line, unsigned column,
                         const char *message, const char *help)
{
    assert_true(i < file->error_count);
    assert_int_equal(file->errors[i].line, line);
    assert_int_equal(file->errors[i].column, column);
    assert_string_equal(file->errors[i].message.at, message);
    assert_int_equal(file->errors[i].help.len, strlen(help));
    assert_memory_equal(file->errors[i].help.at, help, strlen(help));
}

static void test_config__empty_file_is_the_defaults(void **state)
{
    struct config_file file = load(*state, "");
    assert_int_equal(file.error_count, 0);
    assert_int_equal(file.config.postgres_version, 15);
    assert_int_equal(file.config.fail_on, SEVERITY_ERROR);
    assert_int_equal(file.config.header_mode, HEADER_AUTO);
}

static void test_config__values_are_typed_by_their_key(void **state)
{
    struct config_file file = load(*state, "start-after: 00040\n"
                                           "postgres-version: '14.2'\n"
                                           "fail-on: warning\n"
                                           "file-names: {numbering: sequential, width: 5, "
                                           "contiguous: no, pattern: '\\d+_[a-z_]+\\.sql'}\n"
                                           "goose: {engine: provider, variables: {A: x}}\n");
    assert_int_equal(file.error_count, 0);
    assert_true(file.config.has_start_after);
    assert_int_equal(file.config.start_after, 40);
    assert_int_equal(file.config.postgres_version, 14);
    assert_int_equal(file.config.fail_on, SEVERITY_WARNING);
    assert_int_equal(file.config.numbering, NUMBERING_SEQUENTIAL);
    assert_int_equal(file.config.width, 5);
    assert_false(file.config.contiguous);
    assert_int_equal(file.config.engine, ENGINE_PROVIDER);
    assert_int_equal(file.config.variable_count, 1);
}

static void test_config__header_fields(void **state)
{
    struct config_file file = load(*state, "header:\n"
                                           "  fields:\n"
                                           "    Author: {pattern: '^\\w+$'}\n"
                                           "    Date:\n"
                                           "    Reviewed-by: {optional: true}\n");
    assert_int_equal(file.error_count, 0);
    assert_int_equal(file.config.header_mode, HEADER_REQUIRED);
    assert_int_equal(file.config.header_field_count, 3);
    assert_true(file.config.header_fields[1].is_date);
    assert_true(file.config.header_fields[2].optional);
    file = load(*state, "header: off\n");
    assert_int_equal(file.config.header_mode, HEADER_OFF);
}

static void test_config__every_mistake_at_once(void **state)
{
    struct config_file file = load(*state, "exlude: [a]\n"
                                           "fail-on: warnin\n"
                                           "file-names: {width: five}\n"
                                           "rules: {drop-colum: off, locking: loud}\n"
                                           "header: {fields: {A: {pattern: '('}}}\n");
    assert_int_equal(file.error_count, 6);
    assert_error(&file, 0, 1, 1, "unknown key `exlude`", "did you mean `exclude`?");
    assert_error(&file, 1, 2, 10, "expected one of info, warning, error, never",
                 "did you mean `warning`?");
    assert_error(&file, 2, 3, 21, "expected a number", "");
    assert_error(&file, 3, 4, 9, "no rule or category `drop-colum`", "did you mean `drop-column`?");
    assert_error(&file, 4, 4, 35, "no level: `loud`",
                 "off, info, warning, error, or on for the rule's own");
    assert_int_equal(file.errors[5].line, 5);
}

static void test_config__levels_and_overrides(void **state)
{
    struct config_file file = load(*state, "rules:\n"
                                           "  locking: error\n"
                                           "  drop-column: {level: info, start-after: 00120}\n"
                                           "overrides:\n"
                                           "  - paths: ['seed/**']\n"
                                           "    rules: {locking: off}\n"
                                           "  - section: down\n"
                                           "    rules: {drop-column: on}\n");
    assert_int_equal(file.error_count, 0);
    assert_int_equal(file.config.rule_level_count, 2);
    assert_int_equal(file.config.rule_levels[1].start_after, 120);
    assert_int_equal(file.config.rule_levels[1].level, SEVERITY_INFO);
    assert_int_equal(file.config.override_count, 2);
    assert_int_equal(file.config.overrides[1].section, OVERRIDE_DOWN);
    assert_true(file.config.overrides[1].rule_levels[0].on);
}

static void test_config__extends_is_read_first(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "base.yml", "start-after: 7\nfile-names: {width: 5}\n");
    struct config_file file = load(scene, "extends: base.yml\nstart-after: 9\n");
    assert_int_equal(file.error_count, 0);
    assert_int_equal(file.config.start_after, 9);
    assert_int_equal(file.config.width, 5);
}

static void test_config__extending_itself_ends(void **state)
{
    struct config_file file = load(*state, "extends: gander.yml\n");
    assert_int_equal(file.error_count, 1);
}

static void test_config__find_says_when_there_are_two(void **state)
{
    struct scene *scene = *state;
    bool both = false;
    write_file(scene, ".gander.yml", "");
    struct str found = config_find(&scene->arena, str_from(scene->dir), &both);
    assert_true(str_ends_with(found, STR("/.gander.yml")));
    assert_false(both);
    write_file(scene, "gander.yml", "");
    config_find(&scene->arena, str_from(scene->dir), &both);
    assert_true(both);
}

static void test_config__frame(void **state)
{
    struct scene *scene = *state;
    struct config_file file = load(scene, "start-after: 1\n\nexlude: [a]\n");
    struct str frame = config_error_frame(&scene->arena, &file.errors[0]);
    struct str expected = str_format(&scene->arena,
                                     "%s/gander.yml:3:1: unknown key `exlude`\n"
                                     "   |\n"
                                     " 3 | exlude: [a]\n"
                                     "   | ^^^^^^ did you mean `exclude`?",
                                     scene->dir);
    assert_string_equal(frame.at, expected.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_config__empty_file_is_the_defaults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_config__values_are_typed_by_their_key, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_config__header_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_config__every_mistake_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_config__levels_and_overrides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_config__extends_is_read_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_config__extending_itself_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_config__find_says_when_there_are_two, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_config__frame, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
