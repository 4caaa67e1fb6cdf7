/* Locks, against every form that was measured on real servers: fixtures/facts/. */
#include "facts.h"
#include "locks_reasons.h"
#include "measured_schema.h"
#include "schema/locks.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct form {
    struct str group;
    struct str words;
    struct str sql;
    struct str setup;
};

struct expected {
    struct str name;
    enum lock_mode mode;
    bool is_index, is_new;
    bool rewrite, rebuilt, scan, twice;
    bool tells_rebuilt; /* the table says whether an index was rebuilt */
    bool met;
};

struct expectation {
    struct expected *at;
    size_t len, cap;
};

struct bench {
    struct arena *arena;
    int forms, compared, failing, unread;
    int disagreements, excused;
};

/* What we say of one form; false when PostgreSQL 15's parser cannot read it. */
static bool locks_of_form(struct bench *bench, const struct form *form, int version,
                          struct lock_list *locks)
{
    struct arena *arena = bench->arena;
    struct lock_settings settings = {version, true};
    struct catalog *catalog = measured_catalog(arena, form->setup);
    if (catalog == NULL) return false;
    struct sql_parse parsed = sql_parse(arena, str_copy(arena, form->sql));
    if (!parsed.parsed || parsed.statement_count == 0) return false;
    const struct sql_statement *statement = &parsed.statements[0];
    *locks =
        locks_of_statement(arena, catalog, &settings, statement->changes, statement->change_count);
    return true;
}

/* -- comparing --------------------------------------------------------------------------------- */

static const char *reason_of(const struct form *form, int version)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (str_equal(str_from(reasons[i].form), form->words) && reasons[i].first <= version &&
            version <= reasons[i].last) {
            return reasons[i].reason;
        }
    }
    return NULL;
}

static void complain(struct bench *bench, const struct form *form, int version, struct str what)
{
    if (reason_of(form, version) != NULL) {
        bench->excused++;
        return;
    }
    bench->disagreements++;
    fprintf(stderr, "%d [" STR_FMT "] " STR_FMT ": " STR_FMT "\n        " STR_FMT "\n", version,
            STR_ARG(form->group), STR_ARG(form->words), STR_ARG(what), STR_ARG(form->sql));
}

static const struct lock *find(const struct lock_list *locks, struct str name)
{
    for (size_t i = 0; i < locks->len; i++) {
        if (str_equal(locks->at[i].relation.name, name)) return &locks->at[i];
    }
    return NULL;
}

static void compare_flag(struct bench *bench, const struct form *form, int version,
                         const struct expected *expected, const char *what, bool measured,
                         bool ours)
{
    if (measured == ours) return;
    complain(bench, form, version,
             str_format(bench->arena, STR_FMT " %s: %s on the server, %s here",
                        STR_ARG(expected->name), what, measured ? "yes" : "no",
                        ours ? "yes" : "no"));
}

static void compare_one(struct bench *bench, const struct form *form, int version,
                        const struct expected *expected, const struct lock *lock)
{
    if (lock == NULL) {
        complain(bench, form, version,
                 str_format(bench->arena, STR_FMT ": %s on the server, nothing here",
                            STR_ARG(expected->name), lock_mode_name(expected->mode)));
        return;
    }
    if (lock->mode != expected->mode) {
        complain(bench, form, version,
                 str_format(bench->arena, STR_FMT ": %s on the server, %s here",
                            STR_ARG(expected->name), lock_mode_name(expected->mode),
                            lock_mode_name(lock->mode)));
    }
    bool new_file = lock->rewrite || lock->new_file;
    bool rebuilt = lock->builds_index || lock->new_file || lock->created;
    if (lock->kind == OBJ_INDEX) {
        if (expected->rewrite)
            compare_flag(bench, form, version, expected, "rebuilt", true, rebuilt);
        if (!expected->tells_rebuilt) return;
        compare_flag(bench, form, version, expected, "rebuilt", expected->rebuilt, rebuilt);
        return;
    }
    compare_flag(bench, form, version, expected, "rewrite", expected->rewrite, new_file);
    /* A scan of a new, empty file, for its indexes, is none. */
    if (!lock->new_file) {
        compare_flag(bench, form, version, expected, "scan", expected->scan, lock->scan);
    }
    if (expected->twice) {
        compare_flag(bench, form, version, expected, "second scan", true, lock->scan_twice);
    }
}

/* Temporary relations are left out of the measurement. */
static bool is_expected(const struct expectation *expectation, const struct lock *lock)
{
    if (str_equal(lock->relation.schema, STR("pg_temp"))) return true;
    for (size_t i = 0; i < expectation->len; i++) {
        if (str_equal(expectation->at[i].name, lock->relation.name)) return true;
    }
    return false;
}

/* [sampled]: seen from another session while it ran, where indexes were not written down. */
static void compare(struct bench *bench, const struct form *form, int version,
                    const struct expectation *expectation, bool sampled)
{
    struct lock_list locks;
    bench->forms++;
    if (!locks_of_form(bench, form, version, &locks)) {
        bench->unread++;
        complain(bench, form, version, STR("cannot be read"));
        return;
    }
    int before = bench->disagreements + bench->excused;
    for (size_t i = 0; i < expectation->len; i++) {
        const struct expected *expected = &expectation->at[i];
        compare_one(bench, form, version, expected, find(&locks, expected->name));
    }
    for (size_t i = 0; i < locks.len; i++) {
        bool left_out = sampled && locks.at[i].kind == OBJ_INDEX;
        if (left_out || is_expected(expectation, &locks.at[i])) continue;
        complain(bench, form, version,
                 str_format(bench->arena, STR_FMT ": nothing on the server, %s here (%s)",
                            STR_ARG(locks.at[i].relation.name), lock_mode_name(locks.at[i].mode),
                            locks.at[i].why));
    }
    bench->compared++;
    if (reason_of(form, version) != NULL && bench->disagreements + bench->excused == before) {
        bench->disagreements++;
        fprintf(stderr, "%d " STR_FMT ": agrees by now, its reason can go\n", version,
                STR_ARG(form->words));
    }
}

static enum lock_mode mode_of(struct str words)
{
    size_t then = str_find(words, STR("then "), 0);
    if (then != SIZE_MAX) words = str_slice(words, then + 5, words.len);
    for (int mode = LOCK_NONE; mode <= LOCK_ACCESS_EXCLUSIVE; mode++) {
        if (str_equal(words, str_from(lock_mode_name((enum lock_mode)mode)))) {
            return (enum lock_mode)mode;
        }
    }
    if (!str_equal(words, STR("none"))) fail_msg("mode " STR_FMT, STR_ARG(words));
    return LOCK_NONE;
}

/* -- pg15-verified-locks ----------------------------------------------------------------------- */

enum { FORM, RELATION, MODE, REWRITE, REBUILT, SCAN, NOTES, GROUP, SQL, OBSERVED, DIFFERS, SETUP };

static bool is_yes(struct str cell)
{
    return str_starts_with(cell, STR("y"));
}

static struct expected expected_of(const struct fact_row *row)
{
    struct str relation = row->cell[RELATION];
    struct str rebuilt = row->cell[REBUILT];
    struct expected expected = {.name = str_slice(relation, 0, str_find(relation, STR(" "), 0))};
    expected.mode = mode_of(row->cell[MODE]);
    expected.is_index = str_find(relation, STR("(index)"), 0) != SIZE_MAX;
    expected.is_new = str_find(relation, STR("[new]"), 0) != SIZE_MAX;
    expected.rewrite = is_yes(row->cell[REWRITE]);
    expected.rebuilt = is_yes(rebuilt) || str_equal(rebuilt, STR("new index"));
    expected.tells_rebuilt = true;
    expected.scan = is_yes(row->cell[SCAN]);
    expected.twice = str_find(row->cell[SCAN], STR("twice"), 0) != SIZE_MAX;
    return expected;
}

static struct form form_of(const struct fact_row *row)
{
    return (struct form){row->cell[GROUP], row->cell[FORM], row->cell[SQL], row->cell[SETUP]};
}

static bool is_locked(const struct fact_row *row)
{
    return !str_equal(row->cell[RELATION], STR("-"));
}

static void report(const struct bench *bench, const char *table)
{
    fprintf(stderr,
            "%s: %d forms, %d compared, %d differences with a reason, %d not read by "
            "PostgreSQL 15's parser, %d fail on the server; %d disagree\n",
            table, bench->forms + bench->failing, bench->compared, bench->excused, bench->unread,
            bench->failing, bench->disagreements);
}

static void test_locks__agree_with_every_form_of_15(void **state)
{
    struct bench bench = {.arena = *state};
    struct fact_table table = fact_table(*state, "pg15-verified-locks");
    assert_int_equal(table.len, 623);
    for (size_t i = 0; i < table.len;) {
        const struct fact_row *first = &table.at[i];
        struct expectation expectation = {0};
        for (; i < table.len && str_equal(table.at[i].cell[FORM], first->cell[FORM]) &&
               str_equal(table.at[i].cell[GROUP], first->cell[GROUP]);
             i++) {
            if (!is_locked(&table.at[i])) continue;
            VEC_PUSH(bench.arena, &expectation, expected_of(&table.at[i]));
        }
        struct form form = form_of(first);
        bool sampled = !str_equal(first->cell[OBSERVED], STR("transaction"));
        if (str_equal(first->cell[MODE], STR("(statement fails)"))) {
            bench.failing++;
        } else {
            compare(&bench, &form, 15, &expectation, sampled);
        }
    }
    report(&bench, "15");
    assert_int_equal(bench.disagreements, 0);
}

/* -- pg-cross-version-locks -------------------------------------------------------------------- */

enum { FIRST_VERSION = 11, LAST_VERSION = 18, CROSS_GROUP = 0, CROSS_FORM = 1, CROSS_SQL = 10 };

/* "c=ACCESS EXCLUSIVE+REWRITE+scan" */
static struct expected expected_in(struct str cell)
{
    size_t equals = str_find(cell, STR("="), 0);
    size_t plus = str_find(cell, STR("+"), 0);
    struct expected expected = {.name = str_slice(cell, 0, equals)};
    expected.mode = mode_of(str_slice(cell, equals + 1, plus));
    expected.rewrite = str_find(cell, STR("+REWRITE"), 0) != SIZE_MAX;
    expected.scan = str_find(cell, STR("+scan"), 0) != SIZE_MAX;
    return expected;
}

static struct expectation expectation_in(struct arena *arena, struct str cell)
{
    struct expectation expectation = {0};
    struct str bar = STR(" | ");
    if (str_equal(cell, STR("none")) || str_starts_with(cell, STR("no lock"))) return expectation;
    for (size_t start = 0; start <= cell.len;) {
        size_t end = str_find(cell, bar, start);
        if (end == SIZE_MAX) end = cell.len;
        VEC_PUSH(arena, &expectation, expected_in(str_slice(cell, start, end)));
        start = end + bar.len;
    }
    return expectation;
}

static struct form form_across(const struct fact_table *verified, const struct fact_row *row)
{
    struct form form = {row->cell[CROSS_GROUP], row->cell[CROSS_FORM], row->cell[CROSS_SQL],
                        row->cell[CROSS_SQL + 1]};
    for (size_t i = 0; form.sql.len == 0 && i < verified->len; i++) {
        const struct fact_row *same = &verified->at[i];
        if (str_equal(same->cell[FORM], form.words) && str_equal(same->cell[GROUP], form.group)) {
            form = form_of(same);
        }
    }
    return form;
}

static void test_locks__agree_with_every_form_of_11_to_18(void **state)
{
    struct bench bench = {.arena = *state};
    struct fact_table table = fact_table(*state, "pg-cross-version-locks");
    struct fact_table verified = fact_table(*state, "pg15-verified-locks");
    assert_int_equal(table.len, 381);
    for (size_t i = 0; i < table.len; i++) {
        const struct fact_row *row = &table.at[i];
        struct form form = form_across(&verified, row);
        for (int version = FIRST_VERSION; version <= LAST_VERSION; version++) {
            struct str cell = row->cell[2 + version - FIRST_VERSION];
            if (cell.len == 0) continue;
            if (str_starts_with(cell, STR("fails "))) {
                bench.failing++;
                continue;
            }
            struct expectation expectation = expectation_in(bench.arena, cell);
            compare(&bench, &form, version, &expectation, false);
        }
    }
    report(&bench, "11 to 18");
    assert_int_equal(bench.disagreements, 0);
}

/* -- one by one -------------------------------------------------------------------------------- */

static void test_locks__words(void **state)
{
    (void)state;
    assert_string_equal(lock_mode_name(LOCK_SHARE_ROW_EXCLUSIVE), "SHARE ROW EXCLUSIVE");
    assert_true(lock_blocks_reads(LOCK_ACCESS_EXCLUSIVE));
    assert_false(lock_blocks_reads(LOCK_EXCLUSIVE));
    assert_true(lock_blocks_writes(LOCK_SHARE));
    assert_false(lock_blocks_writes(LOCK_SHARE_UPDATE_EXCLUSIVE));
    assert_string_equal(lock_blocks_words(LOCK_ACCESS_EXCLUSIVE), "reads and writes");
    assert_string_equal(lock_blocks_words(LOCK_SHARE_UPDATE_EXCLUSIVE), "other DDL and VACUUM");
    assert_string_equal(lock_blocks_words(LOCK_ROW_EXCLUSIVE), "nothing the application does");
}

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_locks__agree_with_every_form_of_15, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_locks__agree_with_every_form_of_11_to_18, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_locks__words, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
