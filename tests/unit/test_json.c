#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What the writer makes of one string, without the line end. */
static void assert_string(struct str text, const char *expected)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    struct json json;
    json_init(&json, out);
    json_put_string(&json, text);
    fclose(out);
    assert_string_equal(buffer, expected);
    free(buffer);
}

static void test_json_put_string__escapes_only_what_it_must(void **state)
{
    (void)state;
    assert_string(STR(""), "\"\"");
    assert_string((struct str){NULL, 0}, "\"\"");
    assert_string(STR("a/b 'c' é 😀 \x7F"), "\"a/b 'c' é 😀 \x7F\"");
    assert_string(STR("say \"x\" \\ y"), "\"say \\\"x\\\" \\\\ y\"");
    assert_string(STR("\n\r\t\b\f"), "\"\\n\\r\\t\\b\\f\"");
    assert_string(STR("\0\x01\x1F"), "\"\\u0000\\u0001\\u001f\"");
    assert_string(STR("a\xE2\x80\xA8"
                      "b\xE2\x80\xA9"),
                  "\"a\\u2028b\\u2029\"");
}

static void test_json_put_string__replaces_each_invalid_byte(void **state)
{
    (void)state;
    assert_string(STR("a\xFF\xFE"
                      "b"),
                  "\"a\uFFFD\uFFFDb\"");
    assert_string(STR("\xC3"), "\"\uFFFD\"");
    assert_string(STR("\xF0\x9F\x98"), "\"\uFFFD\uFFFD\uFFFD\"");
    assert_string(STR("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\""); /* a surrogate */
    assert_string(STR("\xC0\xAF"), "\"\uFFFD\uFFFD\"");           /* overlong */
}

static void write_document(struct json *json)
{
    json_begin_object(json);
    json_member_string(json, "name", STR("x"));
    json_member_number(json, "low", INT64_MIN);
    json_member_count(json, "high", SIZE_MAX);
    json_member_bool(json, "yes", true);
    json_member_null(json, "none");
    json_key(json, "empty");
    json_begin_array(json);
    json_end(json);
    json_key(json, "list");
    json_begin_array(json);
    json_begin_object_inline(json);
    json_member_number(json, "line", 2);
    json_key(json, "in");
    json_begin_array(json);
    json_put_number(json, 1);
    json_put_number(json, 2);
    json_end(json);
    json_end(json);
    json_begin_object(json);
    json_member_bool(json, "after", false);
    json_end(json);
    json_end(json);
    json_end(json);
    json_finish(json);
}

static void test_json__nests_with_one_blank_a_level(void **state)
{
    (void)state;
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    struct json json;
    json_init(&json, out);
    write_document(&json);
    fclose(out);
    assert_string_equal(buffer, "{\n"
                                " \"name\": \"x\",\n"
                                " \"low\": -9223372036854775808,\n"
                                " \"high\": 18446744073709551615,\n"
                                " \"yes\": true,\n"
                                " \"none\": null,\n"
                                " \"empty\": [],\n"
                                " \"list\": [\n"
                                "  {\"line\": 2, \"in\": [1, 2]},\n"
                                "  {\n"
                                "   \"after\": false\n"
                                "  }\n"
                                " ]\n"
                                "}\n");
    free(buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_put_string__escapes_only_what_it_must),
        cmocka_unit_test(test_json_put_string__replaces_each_invalid_byte),
        cmocka_unit_test(test_json__nests_with_one_blank_a_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
