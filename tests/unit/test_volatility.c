/* Volatile, stable or immutable: against what the servers say of their own functions. */
#include "facts.h"
#include "schema/builtin_functions.h"
#include "schema/volatility.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

static bool covers(struct str versions, int version)
{
    size_t dash = str_find(versions, STR("-"), 0);
    int first = atoi(versions.at);
    int last = dash == SIZE_MAX ? first : atoi(versions.at + dash + 1);
    return first <= version && version <= last;
}

static void test_volatility__built_ins_are_those_of_the_servers(void **state)
{
    struct fact_table table = fact_table(*state, "pg-volatile-builtins");
    assert_int_equal(table.len, 345);
    int wrong = 0;
    for (size_t i = 0; i < table.len; i++) {
        struct str name = table.at[i].cell[0];
        for (int version = 11; version <= 18; version++) {
            bool expected = covers(table.at[i].cell[1], version);
            if ((builtin_function(name, version) == BUILTIN_VOLATILE) == expected) continue;
            fprintf(stderr, STR_FMT " in %d: volatile %d\n", STR_ARG(name), version, expected);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static enum volatility of(struct arena *arena, const char *before, const char *expression)
{
    struct catalog *catalog = catalog_new(arena);
    struct str sql =
        str_format(arena, "%s ALTER TABLE t ALTER c SET DEFAULT %s", before, expression);
    struct sql_parse parsed = sql_parse(arena, sql);
    if (!parsed.parsed) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(sql), STR_ARG(parsed.error.message));
    size_t last = parsed.statement_count - 1;
    for (size_t i = 0; i < last; i++) {
        catalog_replay(catalog, parsed.statements[i].changes, (struct origin){.transaction = 1});
    }
    return expression_volatility(catalog, &parsed.statements[last].changes->default_value, 15);
}

static void test_volatility__the_worst_call_counts(void **state)
{
    struct arena *arena = *state;
    assert_int_equal(of(arena, "", "5"), VOLATILITY_IMMUTABLE);
    assert_int_equal(of(arena, "", "'now'"), VOLATILITY_IMMUTABLE);
    assert_int_equal(of(arena, "", "md5('x')"), VOLATILITY_IMMUTABLE);
    assert_int_equal(of(arena, "", "now() + interval '1 day'"), VOLATILITY_STABLE);
    assert_int_equal(of(arena, "", "pg_catalog.now()"), VOLATILITY_STABLE);
    assert_int_equal(of(arena, "", "CURRENT_TIMESTAMP"), VOLATILITY_STABLE);
    assert_int_equal(of(arena, "", "session_user"), VOLATILITY_STABLE);
    assert_int_equal(of(arena, "", "md5(random()::text)"), VOLATILITY_VOLATILE);
    assert_int_equal(of(arena, "", "extensions.uuid_generate_v4()"), VOLATILITY_VOLATILE);
    assert_int_equal(of(arena, "", "uuid_generate_v5(uuid_ns_url(), 'x')"), VOLATILITY_IMMUTABLE);
    assert_int_equal(of(arena, "", "my_id()"), VOLATILITY_UNKNOWN);
    assert_int_equal(of(arena, "", "my_id() + random()"), VOLATILITY_VOLATILE);
    assert_int_equal(of(arena, "", "app.now()"), VOLATILITY_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_volatility__built_ins_are_those_of_the_servers, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_volatility__the_worst_call_counts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
