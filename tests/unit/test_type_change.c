/* Type changes, against everything that was measured on real servers. */
#include "facts.h"
#include "schema/type_change.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct arena arena;
    struct catalog *catalog;
    size_t disagreements;
};

static int set_up(void **state)
{
    static struct bench bench;
    arena_init(&bench.arena);
    bench.catalog = catalog_new(&bench.arena);
    bench.disagreements = 0;
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    arena_release(&bench->arena);
    return 0;
}

static const struct change *parse_one(struct arena *arena, struct str sql)
{
    struct sql_parse parsed = sql_parse(arena, sql);
    if (!parsed.parsed) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(sql), STR_ARG(parsed.error.message));
    return parsed.statements[0].changes;
}

static void run(struct bench *bench, const char *sql)
{
    struct sql_parse parsed = sql_parse(&bench->arena, str_from(sql));
    if (!parsed.parsed) fail_msg("%s: " STR_FMT, sql, STR_ARG(parsed.error.message));
    struct origin origin = {.transaction = 1};
    for (size_t i = 0; i < parsed.statement_count; i++) {
        for (size_t k = 0; k < parsed.statements[i].change_count; k++) {
            catalog_replay(bench->catalog, &parsed.statements[i].changes[k], origin);
        }
    }
}

static struct column_type column_type(struct arena *arena, struct str words)
{
    struct str sql = str_format(arena, "ALTER TABLE t ALTER x TYPE " STR_FMT, STR_ARG(words));
    const struct change *change = parse_one(arena, sql);
    return (struct column_type){change->column_type.type, change->column_type.collation};
}

static struct type_change change_of(struct bench *bench, struct str from, struct str to,
                                    struct str using, int version, struct str zone)
{
    struct expression expression = {.text = using};
    if (using.len > 0) {
        struct str sql =
            str_format(&bench->arena, "ALTER TABLE t ALTER x TYPE " STR_FMT " USING " STR_FMT,
                       STR_ARG(to), STR_ARG(using));
        expression = parse_one(&bench->arena, sql)->column_type.using;
    }
    struct lock_settings settings = {version, str_equal(zone, STR("UTC")) ||
                                                  str_equal(zone, STR("Etc/UTC")) ||
                                                  str_equal(zone, STR("GMT"))};
    return type_change_of(bench->catalog, &settings, column_type(&bench->arena, from),
                          column_type(&bench->arena, to), &expression, STR("x"));
}

static void disagree(struct bench *bench, const struct fact_row *row, const char *what,
                     const char *ours)
{
    bench->disagreements++;
    fprintf(stderr, "line %zu: " STR_FMT " -> " STR_FMT ": %s is %s here\n", row->line,
            STR_ARG(row->cell[0]), STR_ARG(row->cell[1]), what, ours);
}

static void expect_yes_no(struct bench *bench, const struct fact_row *row, const char *what,
                          struct str measured, bool ours)
{
    if (measured.len == 0 || str_equal(measured, STR("-"))) return;
    bool yes = str_equal(measured, STR("y")) || str_equal(measured, STR("rebuilt"));
    if (yes != ours) disagree(bench, row, what, ours ? "yes" : "no");
}

/* -- every pair of 69 types -------------------------------------------------------------------- */

static const char matrix_schema[] =
    "CREATE DOMAIN dm_text AS text; CREATE DOMAIN dm_textchk AS text CHECK (value <> '');"
    "CREATE DOMAIN dm_vc10 AS varchar(10); CREATE DOMAIN dm_int AS int;"
    "CREATE DOMAIN dm_intchk AS int CHECK (value > 0); CREATE TYPE mood AS ENUM ('ok');";

static struct str cast_words(const struct type_change *change)
{
    if (change->cast == CAST_NONE) return STR("none");
    if (change->no_btree) return STR("no btree");
    return change->cast == CAST_USING ? STR("USING") : STR("implicit");
}

static void check_pair(struct bench *bench, const struct fact_row *row)
{
    struct type_change change =
        change_of(bench, row->cell[0], row->cell[1], STR(""), 15, STR("UTC"));
    struct str cast = cast_words(&change);
    /* Where the old type had no index, nothing asks for one of the new type. */
    bool unasked = str_equal(cast, STR("no btree")) && str_equal(row->cell[4], STR("-"));
    if (!unasked && !str_equal(cast, row->cell[2])) disagree(bench, row, "cast", cast.at);
    if (change.unknown) disagree(bench, row, "type", "unknown");
    expect_yes_no(bench, row, "rewrite", row->cell[3], change.rewrites);
    expect_yes_no(bench, row, "btree", row->cell[4], change.rebuilds_index);
}

static void test_type_change__agrees_with_the_matrix(void **state)
{
    struct bench *bench = *state;
    run(bench, matrix_schema);
    struct fact_table table = fact_table(&bench->arena, "pg15-type-matrix");
    assert_int_equal(table.len, 4761);
    for (size_t i = 0; i < table.len; i++) {
        check_pair(bench, &table.at[i]);
    }
    assert_int_equal(bench->disagreements, 0);
}

/* -- chosen changes, with USING, time zones, indexes ------------------------------------------- */

static const char changes_schema[] =
    "CREATE DOMAIN dm_text AS text; CREATE DOMAIN dm_text2 AS text;"
    "CREATE DOMAIN dm_textchk AS text CHECK (length(value) < 1000);"
    "CREATE DOMAIN dm_textnn AS text NOT NULL; CREATE DOMAIN dm_vc10 AS varchar(10);"
    "CREATE DOMAIN dm_vc20 AS varchar(20); CREATE DOMAIN dm_int AS int;"
    "CREATE DOMAIN dm_intchk AS int CHECK (value < 100000);"
    "CREATE DOMAIN dm_intnn AS int NOT NULL; CREATE TYPE mood AS ENUM ('ok');"
    "CREATE TYPE mood2 AS ENUM ('ok', 'bad');";

/* 22026, 22001: values that do not fit, which no type tells. */
static void check_failure(struct bench *bench, const struct fact_row *row,
                          const struct type_change *change)
{
    struct str note = row->cell[13];
    if (str_starts_with(note, STR("22"))) {
        if (!change->rewrites) disagree(bench, row, "rewrite", "no");
    } else if (str_starts_with(note, STR("42804"))) {
        if (change->cast == CAST_IMPLICIT) disagree(bench, row, "cast", "implicit");
    } else if (!change->no_btree && !change->no_hash) {
        disagree(bench, row, "index class", "there");
    }
}

static void check_change(struct bench *bench, const struct fact_row *row, int version)
{
    const struct str *cell = row->cell;
    struct type_change change = change_of(bench, cell[0], cell[1], cell[2], version, cell[3]);
    if (change.unknown) disagree(bench, row, "type", "unknown");
    if (str_equal(cell[4], STR("fails"))) {
        check_failure(bench, row, &change);
        return;
    }
    bool differs = version == 11 && str_equal(cell[13], STR("11 rewrites"));
    bool rewrites = differs || str_equal(cell[4], STR("y"));
    if (change.rewrites != rewrites) disagree(bench, row, "rewrite", rewrites ? "no" : "yes");
    if (differs) return;
    static const char *const plain[] = {"btree", "unique", "hash", "include", "multicolumn"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        bool ours = change.rebuilds_index;
        if (i == 2) ours = change.rebuilds_hash_index;
        if (i == 3) ours = change.rewrites;
        expect_yes_no(bench, row, plain[i], cell[5 + i], ours);
    }
    expect_yes_no(bench, row, "partial", cell[10], true);
    expect_yes_no(bench, row, "expression", cell[11], true);
    expect_yes_no(bench, row, "other column", cell[12], change.rewrites);
}

static void test_type_change__agrees_with_the_changes(void **state)
{
    struct bench *bench = *state;
    run(bench, changes_schema);
    struct fact_table table = fact_table(&bench->arena, "pg15-type-changes");
    assert_int_equal(table.len, 239);
    for (int version = 11; version <= 18; version++) {
        for (size_t i = 0; i < table.len; i++) {
            check_change(bench, &table.at[i], version);
        }
    }
    assert_int_equal(bench->disagreements, 0);
}

/* "validating foreign key constraint" of 15 at DEBUG1, after ALTER COLUMN TYPE of either end. */
static void test_type_change__foreign_keys_checked_again(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *from, *to;
        bool referencing, referenced;
    } measured[] = {
        {"varchar(20)", "varchar(40)", false, false},
        {"varchar", "text", false, false},
        {"text", "text COLLATE \"C\"", false, false},
        {"text", "citext", false, true},
        {"text", "bpchar", true, true},
        {"bit(3)", "varbit", false, true},
        {"timestamp", "timestamptz", true, true},
        {"timestamptz", "timestamp", true, true},
        {"oid", "regclass", false, false},
        {"int", "bigint", true, true}, /* rewrites */
    };
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
        const struct type_change change = change_of(
            bench, str_from(measured[i].from), str_from(measured[i].to), STR(""), 15, STR("UTC"));
        if (change.rechecks_keys_of != measured[i].referencing ||
            change.rechecks_keys_to != measured[i].referenced) {
            fail_msg("%s to %s", measured[i].from, measured[i].to);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_type_change__agrees_with_the_matrix, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_type_change__agrees_with_the_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_type_change__foreign_keys_checked_again, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
