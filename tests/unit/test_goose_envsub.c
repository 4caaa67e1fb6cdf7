/* ENVSUB: what goose's substitution makes of a line, and what it refuses. */
#include "goose_reading.h"

static const struct goose_variable variables[] = {
    {STR_INIT("NAME"), STR_INIT("ospreys")},
    {STR_INIT("EMPTY"), STR_INIT("")},
    {STR_INIT("TWO"), STR_INIT("a;\nb")},
    {STR_INIT("COMMENT"), STR_INIT("x; -- ")},
    {STR_INIT("\xC3\xA9t\xC3\xA9"), STR_INIT("summer")},
    {STR_INIT("HASH"), STR_INIT("0123456789")},
};

static const struct goose_environment exact = {variables, sizeof variables / sizeof *variables,
                                               true};
static const struct goose_environment lenient = {variables, sizeof variables / sizeof *variables,
                                                 false};

static const struct goose_file *read_line(void **state, const char *line,
                                          const struct goose_environment *environment)
{
    struct str text = str_format(*state,
                                 "-- +goose Up\n-- +goose ENVSUB ON\n-- +goose StatementBegin\n"
                                 ".%s\n-- +goose StatementEnd\n",
                                 line);
    return read_in(state, text, environment);
}

/* A dot before the line keeps it from being trimmed or taken for a comment. */
static void assert_becomes(void **state, const char *line, const char *expected)
{
    const struct goose_file *file = read_line(state, line, &exact);
    if (!file->accepted) fail_msg("refused: %s: " STR_FMT, line, STR_ARG(file->errors[0].message));
    struct str dotted = str_format(*state, ".%s", expected);
    assert_sql(&file->up, 0, dotted.at);
}

static void assert_fails(void **state, const char *line, const char *underlined)
{
    const struct goose_environment *const environments[] = {&exact, NULL};
    for (size_t i = 0; i < 2; i++) {
        const struct goose_file *file = read_line(state, line, environments[i]);
        assert_only_error(file, GOOSE_ENVSUB, 4);
        assert_text(span_text(file->errors[0].span), underlined);
        assert_true(file->errors[0].in_up && file->errors[0].in_down);
        struct str dotted = str_format(*state, ".%s", line);
        assert_sql(&file->up, 0, dotted.at); /* kept as written */
    }
}

/* -- what is replaced (goose.md 1.8) ------------------------------------------------------------
 */

static void test_expand__variables(void **state)
{
    assert_becomes(state, "$NAME", "ospreys");
    assert_becomes(state, "${NAME}s", "ospreyss");
    assert_becomes(state, "$NAME.t, $NAME-t", "ospreys.t, ospreys-t");
    assert_becomes(state, "[$NAME_X][$NAMES]", "[][]"); /* longest name; unset: nothing, silently */
    assert_becomes(state, "'${MISSING}%'", "'%'");
    assert_becomes(state, "[$EMPTY]", "[]");
    assert_becomes(state, "$\xC3\xA9t\xC3\xA9 ${\xC3\xA9t\xC3\xA9}", "summer summer");
}

static void test_expand__defaults(void **state)
{
    assert_becomes(state, "${NAME:-x} ${NAME-x} ${NAME?x}", "ospreys ospreys ospreys");
    assert_becomes(state, "[${EMPTY:-x}] [${EMPTY-x}] [${EMPTY?x}]", "[x] [] []");
    assert_becomes(state, "[${UNSET:-x y}] [${UNSET-}]", "[x y] []");
    assert_becomes(state, "${UNSET:-<${EMPTY:-${NAME}}>}", "<ospreys>");
    assert_becomes(state, "${NAME:-${UNSET?never asked for}}", "ospreys");
    assert_becomes(state, "${UNSET:-{}}", "{}");
    assert_becomes(state, "${UNSET:-a$$b\\$c\\\\}", "a$b$c\\\\");
}

static void test_expand__substrings(void **state)
{
    assert_becomes(state, "${HASH:0} ${HASH:7} ${HASH: -2}", "0123456789 789 89");
    assert_becomes(state, "${HASH:2:3} ${HASH:2:-3} ${HASH:+1:1}", "234 23456 1");
    assert_becomes(state, "[${HASH:99}] ${HASH: -99} [${HASH:3:0}]", "[] 0123456789 []");
    assert_becomes(state, "[${HASH:8:-8}] ${HASH:8:99} ${HASH: 1 : 2 }", "[] 89 12");
    assert_becomes(state, "[${UNSET:1:2}]", "[]");
    assert_becomes(state, "[${HASH:-2}]", "[0123456789]"); /* that is a default */
    assert_becomes(state, "[${HASH:9223372036854775807}]", "[]");
}

static void test_expand__escapes(void **state)
{
    assert_becomes(state, "\\$NAME $$NAME \\${NAME}", "$NAME $NAME ${NAME}");
    assert_becomes(state, "\\\\ \\n $(NAME)", "\\\\ \\n $(NAME)");
    assert_becomes(state, "\\\\$NAME", "\\\\ospreys");
    assert_becomes(state, "AS $$ x $$", "AS $ x $");
    assert_becomes(state, "last $", "last $");
    assert_becomes(state, "} {NAME}", "} {NAME}");
}

static void test_expand__invalid_bytes(void **state)
{
    assert_becomes(state, "a\xFF\xC3(", "a\xEF\xBF\xBD\xEF\xBF\xBD(");
    assert_becomes(state, "a\xEF\xBF\xBD", "a\xEF\xBF\xBD");
    assert_becomes(state,
                   "${HASH:1\xFF"
                   "2}",
                   "12"); /* read as `:1:2` */
}

static void test_expand__refused(void **state)
{
    assert_fails(state, "$1 x", "$1");
    assert_fails(state, "costs '$5'", "$5");
    assert_fails(state, "'^a+$'", "$'");
    assert_fails(state, "$_x", "$_");
    assert_fails(state, "${}", "${}");
    assert_fails(state, "${", "${");
    assert_fails(state, "${NAME", "${NAME");
    assert_fails(state, "${NAME+x}", "${NAME+");
    assert_fails(state, "a ${NAME:-b", "${NAME:-b");
    assert_fails(state, "${NAME:?msg}", "${NAME:?msg");
    assert_fails(state, "${NAME:}", "${NAME:");
    assert_fails(state, "${NAME:1:}", "${NAME:1:");
    assert_fails(state, "${NAME:9223372036854775808}", "${NAME:9223372036854775808");
    assert_fails(state, "${UNSET:-$}", "$}");
    const struct goose_file *file = read_line(state, "${UNSET?set it}", &exact);
    assert_only_error(file, GOOSE_ENVSUB, 4);
}

/* -- how it meets the rest of goose --------------------------------------------------------------
 */

static void test_envsub__switches(void **state)
{
    const struct goose_file *file =
        read_in(state,
                STR("-- +goose ENVSUB ON\n-- +goose Up\nTABLE $NAME;\n-- +goose ENVSUB OFF\n"
                    "TABLE \"$NAME\";\n-- +goose StatementBegin\nTABLE \"$NAME\";\n"
                    "-- +goose ENVSUB ON\nTABLE $NAME;\n-- +goose StatementEnd\n"),
                &exact);
    assert_int_equal(section_result(&file->up), 3);
    assert_sql(&file->up, 0, "TABLE ospreys;");
    assert_sql(&file->up, 1, "TABLE \"$NAME\";");
    assert_sql(&file->up, 2, "TABLE \"$NAME\";\nTABLE ospreys;");
}

static void test_envsub__the_semicolon_counts_in_what_came_out(void **state)
{
    const struct goose_file *file =
        read_in(state, STR("-- +goose Up\n-- +goose ENVSUB ON\nTABLE $TWO\n;\nTABLE ${COMMENT}b\n"),
                &exact);
    assert_int_equal(section_result(&file->up), 2);
    assert_sql(&file->up, 0, "TABLE a;\nb\n;");
    assert_sql(&file->up, 1, "TABLE x; -- b");
}

static void test_envsub__comments(void **state)
{
    const struct goose_file *file = read_in(
        state, STR("-- +goose Up\n-- +goose ENVSUB ON\n-- $1 skipped\nSELECT\n-- $NAME\n1;\n"),
        &exact);
    assert_sql(&file->up, 0, "SELECT\n-- ospreys\n1;");
}

static void test_envsub__errors_cross_sections(void **state)
{
    const struct goose_file *file = read_in(
        state, STR("-- +goose Up\n-- +goose ENVSUB ON\nTABLE t;\n-- +goose Down\nSELECT $1;\n"),
        &exact);
    assert_only_error(file, GOOSE_ENVSUB, 5);
    assert_false(file->up.accepted);
    assert_false(file->down.accepted);

    /* Behind a closed block the other direction's pass does not expand. */
    file = read_in(state,
                   STR("-- +goose Up\n-- +goose ENVSUB ON\nTABLE t;\n-- +goose Down\n"
                       "-- +goose StatementBegin\nTABLE t\n-- +goose StatementEnd\nSELECT $1;\n"),
                   &exact);
    assert_only_error(file, GOOSE_ENVSUB, 8);
    assert_true(file->up.accepted);
    assert_false(file->down.accepted);
}

/* -- unknown variables ----------------------------------------------------------------------------
 */

static void test_placeholders__stay_parseable(void **state)
{
    const struct goose_environment *const environments[] = {&lenient, NULL};
    for (size_t i = 0; i < 2; i++) {
        const struct goose_file *file =
            read_in(state,
                    STR("-- +goose Up\n-- +goose ENVSUB ON\nDROP TABLE ${SCHEMA}.$T, ${U:-v}, "
                        "${W?set it}, ${X:1:2};\n"),
                    environments[i]);
        assert_true(file->accepted);
        assert_sql(&file->up, 0, "DROP TABLE SCHEMA.T, v, W, X;");
    }
    const struct goose_file *file = read_in(
        state, STR("-- +goose Up\n-- +goose ENVSUB ON\nTABLE ${NAME}, ${EMPTY}, t;\n"), &lenient);
    assert_sql(&file->up, 0, "TABLE ospreys, , t;");
}

static void assert_expansion(const struct goose_file *file, size_t number, const char *text,
                             const char *name, bool has_default, bool known)
{
    const struct expansion *expansion = &file->expansions[number];
    assert_text(span_text(expansion->span), text);
    assert_text(expansion->name, name);
    assert_int_equal(expansion->has_default, has_default);
    assert_int_equal(expansion->known, known);
}

static void test_expansions__are_listed(void **state)
{
    const struct goose_file *file =
        read_in(state,
                STR("-- +goose Up\n-- +goose ENVSUB ON\nTABLE $NAME, ${A:-x${B}}, $$;\n"
                    "-- +goose Down\nTABLE ${C:1};\n"),
                &exact);
    assert_int_equal(file->expansion_count, 5);
    assert_expansion(file, 0, "$NAME", "NAME", false, true);
    assert_expansion(file, 1, "${A:-x${B}}", "A", true, false);
    assert_expansion(file, 2, "${B}", "B", false, false);
    assert_expansion(file, 3, "$$", "", false, true);
    assert_expansion(file, 4, "${C:1}", "C", false, false);
    assert_int_equal(file->expansions[3].direction, DIRECTION_UP);
    assert_int_equal(file->expansions[4].direction, DIRECTION_DOWN);
}

/* -- source bytes ---------------------------------------------------------------------------------
 */

static void test_pieces__of_expansions(void **state)
{
    const struct goose_file *file = read_in(
        state, STR("-- +goose Up\n-- +goose ENVSUB ON\nTABLE ${NAME}, $UNSET b, a$$b;\n"), &exact);
    const struct goose_statement *sent = &file->up.statements[0];
    assert_string_equal(sent->sql.at, "TABLE ospreys,  b, a$b;");
    assert_int_equal(sent->piece_count, 7);
    assert_true(sent->pieces[1].expanded);
    assert_text(span_text(goose_source_span(file->up.body.source, sent, 6, 7)), "${NAME}");
    assert_text(span_text(goose_source_span(file->up.body.source, sent, 8, 14)), "${NAME},");
    assert_text(span_text(goose_source_span(file->up.body.source, sent, 16, 17)), "b");
    assert_text(span_text(goose_source_span(file->up.body.source, sent, 19, 22)), "a$$b");
}

static void test_pieces__trimmed_expansion(void **state)
{
    const struct goose_variable padded[] = {{STR_INIT("P"), STR_INIT(" \n x; \n")}};
    const struct goose_environment environment = {padded, 1, true};
    const struct goose_file *file = read_in(
        state, STR("-- +goose Up\n-- +goose ENVSUB ON\n$NO$P$NO\nTABLE t;\n"), &environment);
    assert_int_equal(section_result(&file->up), 2);
    assert_sql(&file->up, 0, "x;");
    assert_int_equal(file->up.statements[0].piece_count, 1);
    assert_text(span_text(file->up.statements[0].span), "$P");
}

/* -- size
 * ------------------------------------------------------------------------------------------ */

static void test_expand__deeply_nested(void **state)
{
    enum { DEPTH = 200000 };
    const char head[] = "-- +goose Up\n-- +goose ENVSUB ON\n";
    size_t len = sizeof head - 1 + DEPTH * 6 + 2;
    char *bytes = arena_alloc(*state, len);
    memcpy(bytes, head, sizeof head - 1);
    char *at = bytes + sizeof head - 1;
    for (int i = 0; i < DEPTH; i++, at += 5) memcpy(at, "${U:-", 5);
    for (int i = 0; i < DEPTH; i++) *at++ = '}';
    memcpy(at, ";\n", 2);
    const struct goose_file *file = read_in(state, (struct str){bytes, len}, &exact);
    assert_int_equal(section_result(&file->up), 1);
    assert_sql(&file->up, 0, ";");
    assert_int_equal(file->expansion_count, DEPTH);
    bytes[len - 3] = 'x';
    file = read_in(state, (struct str){bytes, len}, &exact);
    assert_only_error(file, GOOSE_ENVSUB, 3);
}

static void test_expand__far_too_much(void **state)
{
    enum { TIMES = 1000, VALUE = 1024 * 1024 };
    char *value = arena_alloc(*state, VALUE);
    memset(value, 'v', VALUE);
    const struct goose_variable big[] = {{STR_INIT("B"), {value, VALUE}}};
    const struct goose_environment environment = {big, 1, true};
    const char head[] = "-- +goose Up\n-- +goose ENVSUB ON\n";
    size_t len = sizeof head - 1 + TIMES * 4 + 2;
    char *bytes = arena_alloc(*state, len);
    memcpy(bytes, head, sizeof head - 1);
    char *at = bytes + sizeof head - 1;
    for (int i = 0; i < TIMES; i++, at += 4) memcpy(at, "${B}", 4);
    memcpy(at, ";\n", 2);
    assert_only_error(read_in(state, (struct str){bytes, len}, &environment), GOOSE_ENVSUB, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GOOSE_TEST(test_expand__variables),
        GOOSE_TEST(test_expand__defaults),
        GOOSE_TEST(test_expand__substrings),
        GOOSE_TEST(test_expand__escapes),
        GOOSE_TEST(test_expand__invalid_bytes),
        GOOSE_TEST(test_expand__refused),
        GOOSE_TEST(test_envsub__switches),
        GOOSE_TEST(test_envsub__the_semicolon_counts_in_what_came_out),
        GOOSE_TEST(test_envsub__comments),
        GOOSE_TEST(test_envsub__errors_cross_sections),
        GOOSE_TEST(test_placeholders__stay_parseable),
        GOOSE_TEST(test_expansions__are_listed),
        GOOSE_TEST(test_pieces__of_expansions),
        GOOSE_TEST(test_pieces__trimmed_expansion),
        GOOSE_TEST(test_expand__deeply_nested),
        GOOSE_TEST(test_expand__far_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
