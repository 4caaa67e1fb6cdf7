#include "base/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pthread.h>

#include <cmocka.h>

static enum regex_result find(const char *pattern, unsigned flags, struct str subject)
{
    struct regex *regex = regex_new(str_from(pattern), flags, NULL);
    assert_non_null(regex);
    enum regex_result result = regex_find(regex, subject, 0, NULL);
    regex_free(regex);
    return result;
}

static void test_regex_find__tells_where_the_match_and_its_groups_are(void **state)
{
    (void)state;
    struct regex *regex = regex_new(STR("(?<key>\\w+)=(\\d+)?(x)?"), 0, NULL);
    struct regex_match match;
    struct str subject = STR("-- é=7 b=");
    assert_int_equal(regex_find(regex, subject, 0, &match), REGEX_MATCH);
    assert_int_equal(match.count, 4);
    assert_int_equal(match.groups[0].start, 3);
    assert_int_equal(match.groups[0].end, 7);
    assert_int_equal(match.groups[1].end, 5);
    assert_int_equal(match.groups[2].start, 6);
    assert_true(match.groups[3].start == SIZE_MAX);
    assert_int_equal(regex_find(regex, subject, 7, &match), REGEX_MATCH);
    assert_int_equal(match.groups[0].start, 8);
    assert_true(match.groups[2].start == SIZE_MAX);
    assert_int_equal(regex_find(regex, subject, 10, &match), REGEX_NO_MATCH);
    assert_int_equal(match.count, 0);
    assert_int_equal(regex_find(regex, subject, 1000, &match), REGEX_NO_MATCH);
    assert_int_equal(regex_group(regex, "key"), 1);
    assert_int_equal(regex_group(regex, "value"), 0);
    regex_free(regex);
}

static void test_regex_find__keeps_no_more_groups_than_there_is_room_for(void **state)
{
    (void)state;
    struct regex *regex =
        regex_new(STR("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)(m)(n)(o)(p)(q)"), 0, NULL);
    struct regex_match match;
    assert_int_equal(regex_find(regex, STR("abcdefghijklmnopq"), 0, &match), REGEX_MATCH);
    assert_int_equal(match.count, REGEX_GROUPS);
    assert_int_equal(match.groups[15].start, 14);
    regex_free(regex);
}

static void test_regex_whole__accepts_nothing_beside_the_match(void **state)
{
    (void)state;
    assert_int_equal(find("a|ab", REGEX_WHOLE, STR("ab")), REGEX_MATCH);
    assert_int_equal(find("^ab$", REGEX_WHOLE, STR("ab")), REGEX_MATCH);
    assert_int_equal(find("^ab$", REGEX_WHOLE, STR("ab\n")), REGEX_NO_MATCH);
    assert_int_equal(find("b", REGEX_WHOLE, STR("ab")), REGEX_NO_MATCH);
    assert_int_equal(find("", REGEX_WHOLE, STR("")), REGEX_MATCH);
    assert_int_equal(find("", REGEX_WHOLE, (struct str){NULL, 0}), REGEX_MATCH);
    assert_int_equal(find("a", REGEX_WHOLE, (struct str){NULL, 0}), REGEX_NO_MATCH);
}

static void test_regex_find__knows_unicode(void **state)
{
    (void)state;
    assert_int_equal(find("^\\w+$", 0, STR("Łódź")), REGEX_MATCH);
    assert_int_equal(find("^.$", 0, STR("é")), REGEX_MATCH);
    assert_int_equal(find("ÉTÉ", REGEX_IGNORE_CASE, STR("été")), REGEX_MATCH);
    assert_int_equal(find("ÉTÉ", 0, STR("été")), REGEX_NO_MATCH);
}

static void test_regex_find__lets_invalid_utf8_and_nuls_pass(void **state)
{
    (void)state;
    assert_int_equal(find("b+", 0, STR("\xFF\xC3 bb")), REGEX_MATCH);
    assert_int_equal(find("a.b", 0,
                          STR("a\xFF"
                              "b")),
                     REGEX_NO_MATCH);
    assert_int_equal(find(".*", REGEX_WHOLE,
                          STR("a\xFF"
                              "b")),
                     REGEX_NO_MATCH);
    assert_int_equal(find("b", REGEX_WHOLE,
                          STR("a\xFF"
                              "b")),
                     REGEX_NO_MATCH);
    assert_int_equal(find("a.b", REGEX_WHOLE, STR("a\0b")), REGEX_MATCH);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void test_regex_find__gives_up_on_patterns_that_backtrack_for_ever(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "^(a+)+$",       "^(a|aa)+$",          "^(a|a?)+$",       "^(.*)*(.*)*(.*)*[^a!]$",
        "^([a-z]+)*\\d", "(?=(a+))(a*)*b\\2!", "^(a?){60}a{60}!", "(*NO_JIT)^(a+)+$",
    };
    static char text[4096];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '!';
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        double start = seconds();
        enum regex_result result = find(patterns[i], 0, (struct str){text, sizeof text});
        assert_true(result != REGEX_MATCH);
        assert_true(seconds() - start < 5.0); /* milliseconds; with room for sanitizers */
    }
    assert_int_equal(find("^(a+)+$", 0, (struct str){text, sizeof text}), REGEX_LIMIT);
}

static void test_regex_find__survives_deep_recursion_and_endless_patterns(void **state)
{
    (void)state;
    size_t size = 1 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '(', size);
    assert_int_equal(find("^(\\((?1)?\\)?)+$", 0, (struct str){text, size}), REGEX_LIMIT);
    assert_true(find("(?:(\\()|x)*y", 0, (struct str){text, size}) != REGEX_MATCH);
    assert_true(find("^(?:\\(|a)*$", 0, (struct str){text, size}) != REGEX_NO_MATCH);
    free(text);
}

static void test_regex_new__says_what_is_wrong_and_where(void **state)
{
    (void)state;
    struct regex_error error;
    assert_null(regex_new(STR("^(a|b"), 0, &error));
    assert_int_equal(error.offset, 5);
    assert_string_equal(error.text, "missing closing parenthesis");
    assert_null(regex_new(STR("a\\Cb"), 0, &error));
    assert_null(regex_new(STR("*"), 0, NULL));
    assert_null(regex_new(STR("\xFF"), 0, &error));
    assert_null(regex_new(STR("(((x{999}){999}){999})"), 0, &error));
    static char many[70000];
    memset(many, 'a', sizeof many);
    assert_null(regex_new((struct str){many, sizeof many}, 0, &error));
    memset(many, '(', sizeof many);
    assert_null(regex_new((struct str){many, 60000}, 0, &error));
}

static bool globs(const char *glob, char separator, struct str subject)
{
    struct regex *regex = regex_glob(str_from(glob), separator, NULL);
    assert_non_null(regex);
    bool matches = regex_matches(regex, subject);
    regex_free(regex);
    return matches;
}

static void test_regex_glob__matches_whole_paths_by_component(void **state)
{
    (void)state;
    assert_true(globs("db/*.sql", '/', STR("db/00001_a.sql")));
    assert_true(globs("db/*.sql", '/', STR("db/.hidden.sql")));
    assert_false(globs("db/*.sql", '/', STR("db/old/00001_a.sql")));
    assert_false(globs("db/*.sql", '/', STR("x/db/00001_a.sql")));
    assert_true(globs("**/testdata/**", '/', STR("a/b/testdata/c/d.sql")));
    assert_true(globs("**/testdata/**", '/', STR("testdata/d.sql")));
    assert_false(globs("testdata/**", '/', STR("testdata")));
    assert_true(globs("0000[1-3]_?.sql", '/', STR("00002_é.sql")));
    assert_false(globs("[!a]x", '/', STR("ax")));
    assert_false(globs("a?b", '/', STR("a/b")));
    assert_true(globs("a\\*b", '/', STR("a*b")));
    assert_false(globs("a\\*b", '/', STR("axb")));
    assert_false(globs("a.sql", '/', STR("axsql")));
    assert_true(globs("", '/', STR("")));
}

static void test_regex_glob__takes_other_separators(void **state)
{
    (void)state;
    assert_true(globs("audit.*", '.', STR("audit.events")));
    assert_false(globs("audit.*", '.', STR("audit.a.b")));
    assert_true(globs("*", '.', STR("a/b")));
}

static void test_regex_glob__matches_names_in_any_encoding(void **state)
{
    (void)state;
    assert_true(globs("old/**", '/', STR("old/caf\xE9/1_x.sql")));
    assert_true(globs("*.sql", '/', STR("1_caf\xE9.sql")));
}

static void test_regex_glob__refuses_what_is_no_glob(void **state)
{
    (void)state;
    struct regex_error error;
    assert_null(regex_glob(STR("a[b"), '/', &error));
    assert_true(strlen(error.text) > 0);
    assert_null(regex_glob(STR("\xFF"), '/', &error));
    assert_null(regex_glob(STR("a"), 'x', &error));
}

static void *match_often(void *regex)
{
    for (int i = 0; i < 2000; i++) {
        struct regex_match match;
        if (regex_find(regex, STR("Date: 2026-01-31"), 0, &match) != REGEX_MATCH) return regex;
        if (match.groups[3].start != 14) return regex;
    }
    return NULL;
}

static void test_regex_find__serves_several_threads_at_once(void **state)
{
    (void)state;
    struct regex *regex = regex_new(STR("(\\d{4})-(\\d\\d)-(\\d\\d)"), 0, NULL);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, match_often, regex), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    regex_free(regex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regex_find__tells_where_the_match_and_its_groups_are),
        cmocka_unit_test(test_regex_find__keeps_no_more_groups_than_there_is_room_for),
        cmocka_unit_test(test_regex_whole__accepts_nothing_beside_the_match),
        cmocka_unit_test(test_regex_find__knows_unicode),
        cmocka_unit_test(test_regex_find__lets_invalid_utf8_and_nuls_pass),
        cmocka_unit_test(test_regex_find__gives_up_on_patterns_that_backtrack_for_ever),
        cmocka_unit_test(test_regex_find__survives_deep_recursion_and_endless_patterns),
        cmocka_unit_test(test_regex_new__says_what_is_wrong_and_where),
        cmocka_unit_test(test_regex_glob__matches_whole_paths_by_component),
        cmocka_unit_test(test_regex_glob__takes_other_separators),
        cmocka_unit_test(test_regex_glob__matches_names_in_any_encoding),
        cmocka_unit_test(test_regex_glob__refuses_what_is_no_glob),
        cmocka_unit_test(test_regex_find__serves_several_threads_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
