/* Every rule's own words and examples, and the files that must go with it. */
#include "base/vec.h"
#include "fixture/settings.h"
#include "lint/engine.h"
#include "lint/rule.h"
#include "lint/suppress.h"
#include "pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

/* -- running an example ------------------------------------------------------------------------ */

struct example {
    struct arena arena;
    VEC(struct migration) migrations;
    VEC(struct stray) strays;
    struct base_sequence *base; /* of `-- base:` sections; NULL: none */
    struct diagnostic_list found;
};

static void add_stray(struct example *example, struct str name)
{
    struct stray stray = {.path = name, .open_path = name, .name = name, .reported = true};
    stray.kind = str_ends_with(name, STR("_test.go")) ? STRAY_TEST_GO
                 : str_ends_with(name, STR(".sql"))   ? STRAY_REFUSED
                                                      : STRAY_EXTENSION;
    VEC_PUSH(&example->arena, &example->strays, stray);
}

static void add_migration(struct example *example, struct str name, struct str text)
{
    struct migration migration = {.path = name, .name = name, .reported = true, .has_text = true};
    migration.text = str_copy(&example->arena, text);
    if (migration_name(name, &migration.version, &migration.digits, &migration.kind)) {
        VEC_PUSH(&example->arena, &example->migrations, migration);
    } else {
        add_stray(example, name);
    }
}

static bool has_migration(const struct example *example, struct str name)
{
    for (size_t i = 0; i < example->migrations.len; i++) {
        if (str_equal(example->migrations.at[i].name, name)) return true;
    }
    return false;
}

static const char base_mark[] = "-- base: ";

/* What is already applied stands behind lines `-- base: 00001_x.sql`, in front of the files; it is
 * still there unless a file takes its place. */
static void add_base(struct example *example, struct str sql)
{
    const struct str mark = STR(base_mark);
    size_t files = str_find(sql, STR("-- file: "), 0);
    example->base = base_new(&example->arena, STR("main"), true);
    for (size_t at = 0; at != SIZE_MAX && at < files;) {
        size_t line_end = str_find(sql, STR("\n"), at);
        assert_true(line_end != SIZE_MAX);
        size_t next = str_find(sql, mark, line_end);
        size_t end = next < files ? next : files < sql.len ? files : sql.len;
        struct str name = str_trim(str_slice(sql, at + mark.len, line_end));
        struct str text = str_copy(&example->arena, str_slice(sql, line_end + 1, end));
        struct base_migration *added = base_add(&example->arena, example->base, STR("."), name);
        assert_non_null(added);
        added->at_ref = added->shared = true;
        if (has_migration(example, name)) {
            added->fate = BASE_EDITED;
            added->migration.has_text = true;
            added->migration.text = text;
        } else {
            add_migration(example, name, text);
        }
        at = next;
    }
    qsort(example->migrations.at, example->migrations.len, sizeof *example->migrations.at,
          migration_order);
    base_read(&example->arena, example->base, NULL);
}

/* Several files stand behind lines `-- file: 00001_x.sql`. */
static void add_files(struct example *example, struct str sql)
{
    const struct str mark = STR("-- file: ");
    for (size_t at = str_find(sql, mark, 0); at != SIZE_MAX;) {
        size_t line_end = str_find(sql, STR("\n"), at);
        assert_true(line_end != SIZE_MAX);
        size_t next = str_find(sql, mark, line_end);
        struct str name = str_trim(str_slice(sql, at + mark.len, line_end));
        add_migration(example, name,
                      str_slice(sql, line_end + 1, next == SIZE_MAX ? sql.len : next));
        at = next;
    }
}

static void add_example(struct example *example, struct str sql)
{
    if (str_starts_with(sql, STR(base_mark))) {
        add_files(example, sql);
        add_base(example, sql);
    } else if (str_starts_with(sql, STR("-- file: "))) {
        add_files(example, sql);
    } else if (str_find(sql, STR("+goose"), 0) != SIZE_MAX) {
        add_migration(example, STR("00001_example.sql"), sql);
    } else {
        add_migration(example, STR("00001_example.sql"),
                      str_format(&example->arena,
                                 "-- +goose Up\n" STR_FMT
                                 "\n\n-- +goose Down\n-- gander:irreversible an example\n",
                                 STR_ARG(sql)));
    }
}

static struct config config_for(struct arena *arena, const struct rule *rule)
{
    struct config config = config_default();
    struct rule_level *levels = arena_array(arena, 2, sizeof *levels);
    levels[0] = (struct rule_level){.selector = STR("missing-header-field"), .has_level = true};
    levels[1] = (struct rule_level){.selector = str_from(rule->id), .on = true, .has_level = true};
    config.rule_levels = levels;
    config.rule_level_count = 2;
    struct error error;
    assert_true(settings_parse(arena, str_from(rule->example.settings), &config, &error));
    return config;
}

static void run_example(struct example *example, const struct rule *rule, const char *sql)
{
    struct arena *arena = &example->arena;
    add_example(example, str_from(sql));
    struct sequence sequence = {
        .dir = STR("."),
        .migrations = example->migrations.at,
        .migration_count = example->migrations.len,
        .strays = example->strays.at,
        .stray_count = example->strays.len,
        .postgres = true,
        .table = STR("goose_db_version"),
    };
    struct diagnostic_list hidden = {0};
    struct sequence_files files = {.sequence = &sequence, .base = example->base, .hidden = &hidden};
    files.files = arena_array(arena, example->migrations.len, sizeof *files.files);
    for (size_t i = 0; i < example->migrations.len; i++) {
        const struct migration *migration = &example->migrations.at[i];
        const struct source *source = source_new(arena, migration->path, migration->text);
        if (migration->kind == MIGRATION_SQL) files.files[i] = *pipeline_file(arena, source, NULL);
        files.files[i].migration = migration;
        files.files[i].number = (uint32_t)i;
        files.files[i].applied = base_has_applied(example->base, migration);
    }
    files.file_count = example->migrations.len;
    struct config config = config_for(arena, rule);
    lint_sequence(arena, &config, &files, &example->found);
    suppress_findings(arena, &config, &files, &example->found, 0);
    drop_suppressed(&example->found);
    diagnostics_sort(&example->found);
}

static void print_findings(const struct rule *rule, const char *which,
                           const struct diagnostic_list *found)
{
    fprintf(stderr, "%s, .example.%s:\n", rule->id, which);
    for (size_t i = 0; i < found->len; i++) {
        fprintf(stderr, "  [%s] " STR_FMT "\n", found->at[i]->rule->id,
                STR_ARG(found->at[i]->title));
    }
}

static bool bad_reports_its_rule_alone(const struct rule *rule)
{
    struct example example = {.found = {0}};
    arena_init(&example.arena);
    run_example(&example, rule, rule->example.bad);
    bool good = example.found.len > 0;
    for (size_t i = 0; i < example.found.len; i++) {
        if (example.found.at[i]->rule != rule) good = false;
    }
    if (!good) print_findings(rule, "bad", &example.found);
    arena_release(&example.arena);
    return good;
}

static bool good_reports_nothing(const struct rule *rule)
{
    struct example example = {.found = {0}};
    arena_init(&example.arena);
    run_example(&example, rule, rule->example.good);
    bool good = example.found.len == 0;
    if (!good) print_findings(rule, "good", &example.found);
    arena_release(&example.arena);
    return good;
}

static void test_bad__reports_exactly_its_rule(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t i = 0; i < rule_count; i++) {
        if (!bad_reports_its_rule_alone(rules[i])) failures++;
    }
    assert_int_equal(failures, 0);
}

static void test_good__reports_nothing(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t i = 0; i < rule_count; i++) {
        if (!good_reports_nothing(rules[i])) failures++;
    }
    assert_int_equal(failures, 0);
}

/* -- words ------------------------------------------------------------------------------------- */

static bool complain(const struct rule *rule, const char *what)
{
    fprintf(stderr, "%s: %s\n", rule->id, what);
    return false;
}

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static bool ends_in(const char *text, char c)
{
    return text[strlen(text) - 1] == c;
}

/* lint/diagnostic.h: a summary is one line, lower case, without a full stop. A name of its own,
 * such as `DROP COLUMN` or ENVSUB, may begin it. */
static bool words_are_right(const struct rule *rule)
{
    if (is_empty(rule->summary) || is_empty(rule->why) || is_empty(rule->instead)) {
        return complain(rule, "summary, why or instead is empty");
    }
    if (is_empty(rule->example.bad) || is_empty(rule->example.good)) {
        return complain(rule, "an example is empty");
    }
    bool capital = rule->summary[0] >= 'A' && rule->summary[0] <= 'Z';
    bool word = capital && rule->summary[1] >= 'a' && rule->summary[1] <= 'z';
    static const char *const names[] = {"Up ", "Down ", "PostgreSQL "};
    bool name = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        name = name || strncmp(rule->summary, names[i], strlen(names[i])) == 0;
    }
    if (word && !name) return complain(rule, "the summary begins with a capital");
    if (strlen(rule->summary) > 90) return complain(rule, "the summary is longer than 90 bytes");
    if (strchr(rule->summary, '\n') != NULL) return complain(rule, "the summary has two lines");
    if (ends_in(rule->summary, '.')) return complain(rule, "the summary ends with a full stop");
    if (!ends_in(rule->why, '.')) return complain(rule, "why is no sentence");
    if (strlen(rule->why) > 600) return complain(rule, "why is longer than 600 bytes");
    if (strlen(rule->instead) > 600) return complain(rule, "instead is longer than 600 bytes");
    return true;
}

static void test_words__within_style(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t i = 0; i < rule_count; i++) failures += !words_are_right(rules[i]);
    assert_int_equal(failures, 0);
}

static void test_hides__names_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < rule_count; i++) {
        for (size_t h = 0; h < RULE_HIDES && rules[i]->hides[h] != NULL; h++) {
            if (strcmp(rules[i]->hides[h], "*") == 0) continue;
            assert_string_not_equal(rules[i]->hides[h], rules[i]->id);
        }
        for (size_t a = 0; a < RULE_ALIASES && rules[i]->aliases[a] != NULL; a++) {
            const char *alias = rules[i]->aliases[a];
            assert_string_not_equal(rule_find(str_from(alias))->id, alias);
        }
        assert_ptr_equal(rule_find(str_from(rules[i]->id)), rules[i]);
    }
}

/* -- files ------------------------------------------------------------------------------------- */

static size_t count_files(const char *pattern)
{
    glob_t found;
    size_t count = glob(pattern, 0, NULL, &found) == 0 ? found.gl_pathc : 0;
    globfree(&found);
    return count;
}

/* rules/<category>/<id with _>.c */
static bool file_is_right(const struct rule *rule)
{
    char path[512];
    int start = snprintf(path, sizeof path, "%s/%s/", RULES, category_name(rule->category));
    snprintf(path + start, sizeof path - (size_t)start, "%s.c", rule->id);
    for (char *c = path + start; *c != '\0'; c++) {
        if (*c == '-') *c = '_';
    }
    return count_files(path) == 1 || complain(rule, "its file is called otherwise or elsewhere");
}

static bool has_fixtures(const struct rule *rule)
{
    char pattern[512];
    snprintf(pattern, sizeof pattern, "%s/rules/%s/flags-*", FIXTURES, rule->id);
    if (count_files(pattern) == 0) return complain(rule, "no flags- fixture");
    snprintf(pattern, sizeof pattern, "%s/rules/%s/allows-*", FIXTURES, rule->id);
    if (count_files(pattern) == 0) return complain(rule, "no allows- fixture");
    return true;
}

static void test_files__id_is_file_and_folder(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t i = 0; i < rule_count; i++) failures += !file_is_right(rules[i]);
    assert_int_equal(failures, 0);
    assert_int_equal(count_files(RULES "/*/*.c"), rule_count);
}

static void test_files__each_rule_has_fixtures(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t i = 0; i < rule_count; i++) failures += !has_fixtures(rules[i]);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad__reports_exactly_its_rule),
        cmocka_unit_test(test_good__reports_nothing),
        cmocka_unit_test(test_words__within_style),
        cmocka_unit_test(test_hides__names_rules),
        cmocka_unit_test(test_files__id_is_file_and_folder),
        cmocka_unit_test(test_files__each_rule_has_fixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
