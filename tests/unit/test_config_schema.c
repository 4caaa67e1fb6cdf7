#include "cli/config.h"
#include "config/keys.h"
#include "lint/rule.h"
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

/* What `gander config schema` prints, read back. */
static json_t *printed_schema(void)
{
    struct arena arena = {0};
    const struct settings_options options = {0};
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stdout);
    int standard = dup(STDOUT_FILENO);
    assert_true(standard >= 0);
    assert_true(dup2(fileno(file), STDOUT_FILENO) >= 0);
    int code = config_schema(&arena, &options, NULL, 0);
    fflush(stdout);
    assert_true(dup2(standard, STDOUT_FILENO) >= 0);
    close(standard);
    assert_int_equal(code, 0);
    rewind(file);
    json_error_t error;
    json_t *schema = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    if (schema == NULL) fail_msg("line %d: %s", error.line, error.text);
    fclose(file);
    arena_release(&arena);
    return schema;
}

static const json_t *resolve(const json_t *schema, const json_t *node)
{
    const char *reference = json_string_value(json_object_get(node, "$ref"));
    if (reference == NULL) return node;
    assert_int_equal(strncmp(reference, "#/definitions/", 14), 0);
    node = json_object_get(json_object_get(schema, "definitions"), reference + 14);
    assert_non_null(node);
    return node;
}

/* One form of a value: what stands below [name] in it, `*` for any name or entry. */
static const json_t *below_form(const json_t *form, const char *name)
{
    const json_t *properties = json_object_get(form, "properties");
    if (strcmp(name, "*") != 0) return json_object_get(properties, name);
    const json_t *items = json_object_get(form, "items");
    if (items != NULL) return items;
    const json_t *others = json_object_get(form, "additionalProperties");
    return json_is_object(others) ? others : json_object_get(properties, "all");
}

static const json_t *below(const json_t *schema, const json_t *node, const char *name)
{
    node = resolve(schema, node);
    const json_t *found = below_form(node, name);
    const json_t *forms = json_object_get(node, "anyOf");
    for (size_t i = 0; found == NULL && i < json_array_size(forms); i++) {
        found = below_form(json_array_get(forms, i), name);
    }
    return found;
}

static void test_config_schema__has_every_key(void **state)
{
    (void)state;
    json_t *schema = printed_schema();
    for (size_t i = 0; i < config_key_count; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s", config_keys[i].path);
        const json_t *node = schema;
        for (char *name = path; name != NULL;) {
            char *dot = strchr(name, '.');
            if (dot != NULL) *dot = '\0';
            node = below(schema, node, name);
            if (node == NULL) fail_msg("the schema lacks `%s`", config_keys[i].path);
            name = dot == NULL ? NULL : dot + 1;
        }
    }
    json_decref(schema);
}

static void test_config_schema__has_every_rule(void **state)
{
    (void)state;
    json_t *schema = printed_schema();
    const json_t *all = below(schema, schema, "rules");
    for (size_t i = 0; i < rule_count; i++) {
        assert_non_null(below(schema, all, rules[i]->id));
    }
    assert_non_null(below(schema, all, "locking"));
    json_decref(schema);
}

static void test_config_schema__format_knows_every_format(void **state)
{
    (void)state;
    json_t *schema = printed_schema();
    const json_t *format = below(schema, schema, "format");
    const json_t *words =
        json_object_get(json_array_get(json_object_get(format, "anyOf"), 0), "enum");
    assert_int_equal(json_array_size(words), reporter_count);
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));
        if (reporter_find(str_from(word)) == NULL) fail_msg("no format is called %s", word);
    }
    json_decref(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_config_schema__has_every_key),
        cmocka_unit_test(test_config_schema__has_every_rule),
        cmocka_unit_test(test_config_schema__format_knows_every_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
