#include "lint_builder.h"

static const struct rule locking = {
    .id = "lock-it",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .aliases = {"other-name"},
};

static const struct rule policy = {
    .id = "house-policy",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_INFO,
    .off = true,
};

/* The level under `SELECTOR=LEVEL` entries between blanks; `|` begins the next layer. */
static enum severity level_under(const struct rule *rule, const char *text)
{
    struct rule_level levels[8];
    size_t count = 0;
    unsigned layer = 0;
    struct str rest = str_from(text);
    while (rest.len > 0) {
        size_t end = str_find(rest, STR(" "), 0);
        struct str word = str_slice(rest, 0, end);
        rest = str_slice(rest, word.len + 1, rest.len);
        if (str_equal(word, STR("|"))) {
            layer++;
            continue;
        }
        size_t equals = str_find(word, STR("="), 0);
        struct str value = str_slice(word, equals + 1, word.len);
        struct rule_level *level = &levels[count++];
        *level = (struct rule_level){.selector = str_slice(word, 0, equals), .has_level = true};
        level->layer = layer;
        level->on = str_equal(value, STR("on"));
        if (!level->on) assert_true(severity_from_name(value, &level->level));
    }
    struct config config = config_default();
    config.rule_levels = levels;
    config.rule_level_count = count;
    return rule_level(&config, rule);
}

static void test_rule_level__default(void **state)
{
    (void)state;
    struct config config = config_default();
    assert_int_equal(rule_level(&config, &locking), SEVERITY_ERROR);
    assert_int_equal(rule_level(&config, &policy), SEVERITY_OFF);
}

static void test_rule_level__selectors(void **state)
{
    (void)state;
    assert_int_equal(level_under(&locking, "all=info"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "locking=info"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "lock-it=info"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "other-name=info"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "goose=info"), SEVERITY_ERROR);
    assert_int_equal(level_under(&locking, "lock-its=info"), SEVERITY_ERROR);
}

static void test_rule_level__specific_beats_general(void **state)
{
    (void)state;
    assert_int_equal(level_under(&locking, "lock-it=info all=off"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "lock-it=info locking=off"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "locking=warning all=off"), SEVERITY_WARNING);
    assert_int_equal(level_under(&locking, "other-name=info locking=off"), SEVERITY_INFO);
}

static void test_rule_level__later_beats_earlier(void **state)
{
    (void)state;
    assert_int_equal(level_under(&locking, "lock-it=info lock-it=off"), SEVERITY_OFF);
    assert_int_equal(level_under(&locking, "lock-it=info other-name=warning"), SEVERITY_WARNING);
}

static void test_rule_level__higher_layer_beats_all(void **state)
{
    (void)state;
    assert_int_equal(level_under(&locking, "lock-it=info | all=off"), SEVERITY_OFF);
    assert_int_equal(level_under(&locking, "lock-it=off | locking=warning"), SEVERITY_WARNING);
}

static void test_rule_level__on(void **state)
{
    (void)state;
    assert_int_equal(level_under(&policy, "house-policy=on"), SEVERITY_INFO);
    assert_int_equal(level_under(&locking, "all=off lock-it=on"), SEVERITY_ERROR);
}

/* Two house policies may contradict each other: only their names wake them. */
static void test_rule_level__off_by_default(void **state)
{
    (void)state;
    assert_int_equal(level_under(&policy, "all=error"), SEVERITY_OFF);
    assert_int_equal(level_under(&policy, "locking=on"), SEVERITY_OFF);
    assert_int_equal(level_under(&policy, "house-policy=error"), SEVERITY_ERROR);
    assert_int_equal(level_under(&policy, "house-policy=error | all=off"), SEVERITY_OFF);
}

/* What was chosen by name has a level like any other rule. */
static void test_rule_level__chosen(void **state)
{
    (void)state;
    assert_int_equal(level_under(&policy, "house-policy=on | all=error"), SEVERITY_ERROR);
    assert_int_equal(level_under(&policy, "house-policy=on | all=off locking=on"), SEVERITY_INFO);
    assert_int_equal(level_under(&policy, "house-policy=on locking=error"), SEVERITY_INFO);
    assert_int_equal(level_under(&policy, "house-policy=off | all=on"), SEVERITY_OFF);
    assert_int_equal(level_under(&policy, "house-policy=on | house-policy=off | all=on"),
                     SEVERITY_OFF);
    assert_int_equal(level_under(&policy, "house-policy=off | all=on | house-policy=on"),
                     SEVERITY_INFO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_level__default),
        cmocka_unit_test(test_rule_level__selectors),
        cmocka_unit_test(test_rule_level__specific_beats_general),
        cmocka_unit_test(test_rule_level__later_beats_earlier),
        cmocka_unit_test(test_rule_level__higher_layer_beats_all),
        cmocka_unit_test(test_rule_level__on),
        cmocka_unit_test(test_rule_level__off_by_default),
        cmocka_unit_test(test_rule_level__chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
