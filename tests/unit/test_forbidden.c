/* What PostgreSQL refuses inside a transaction, against the forms that were measured there. */
#include "facts.h"
#include "lint/rule.h"
#include "measured_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { FORM = 0, SQL = 8, OBSERVED = 9, SETUP = 11 };
enum { FIRST_VERSION = 11, LAST_VERSION = 18, CROSS_FORM = 1, CROSS_FIRST = 2, CROSS_SQL = 10 };

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

/* Some change of the form is refused; -1: the form cannot be read. */
static int is_forbidden(struct arena *arena, struct str sql, struct str setup, unsigned version)
{
    struct config config = {.postgres_version = version};
    struct rule_ctx ctx = {.config = &config, .arena = arena};
    ctx.catalog = measured_catalog(arena, setup);
    struct sql_parse parsed = sql_parse(arena, str_copy(arena, sql));
    if (ctx.catalog == NULL || !parsed.parsed) return -1;
    for (size_t i = 0; i < parsed.statements[0].change_count; i++) {
        const struct change *change = &parsed.statements[0].changes[i];
        if (forbidden_in_transaction(&ctx, change, NULL)) return 1;
    }
    return 0;
}

static int differs(struct str form, unsigned version, bool expected, int ours)
{
    if (ours < 0 || ours == (int)expected) return 0;
    fprintf(stderr, "%u " STR_FMT ": %s in a transaction on the server\n", version, STR_ARG(form),
            expected ? "refused" : "allowed");
    return 1;
}

/* Whatever was seen inside a transaction may run in one; the others were seen from outside. */
static void test_forbidden__agrees_with_what_was_seen(void **state)
{
    struct fact_table table = fact_table(*state, "pg15-verified-locks");
    int wrong = 0;
    int refused = 0;
    for (size_t i = 0; i < table.len; i++) {
        const struct str *cell = table.at[i].cell;
        bool expected = !str_equal(cell[OBSERVED], STR("transaction"));
        refused += expected;
        wrong +=
            differs(cell[FORM], 15, expected, is_forbidden(*state, cell[SQL], cell[SETUP], 15));
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(refused, 9);
}

static const struct str *verified_row(const struct fact_table *verified, struct str form)
{
    for (size_t i = 0; i < verified->len; i++) {
        if (str_equal(verified->at[i].cell[FORM], form)) return verified->at[i].cell;
    }
    return NULL;
}

static void test_forbidden__agrees_across_versions(void **state)
{
    struct fact_table table = fact_table(*state, "pg-cross-version-locks");
    struct fact_table verified = fact_table(*state, "pg15-verified-locks");
    int wrong = 0;
    int refused = 0;
    for (size_t i = 0; i < table.len; i++) {
        const struct str *cell = table.at[i].cell;
        const struct str *same = verified_row(&verified, cell[CROSS_FORM]);
        if (same == NULL) continue;
        for (unsigned version = FIRST_VERSION; version <= LAST_VERSION; version++) {
            struct str measured = cell[CROSS_FIRST + version - FIRST_VERSION];
            bool expected = str_starts_with(measured, STR("fails 25001"));
            refused += expected;
            if (measured.len == 0) continue;
            wrong += differs(cell[CROSS_FORM], version, expected,
                             is_forbidden(*state, same[SQL], same[SETUP], version));
        }
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(refused, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forbidden__agrees_with_what_was_seen, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_forbidden__agrees_across_versions, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
