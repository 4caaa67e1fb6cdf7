/* The lexer against known tokens, and token by token against PostgreSQL's own scanner. */
#include "base/arena.h"
#include "schema/lex.h"

#include <pg_query.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *kind_letter(enum token_kind kind)
{
    static const char *const letters[] = {
        [TOKEN_END] = "",           [TOKEN_WORD] = "w",          [TOKEN_QUOTED_NAME] = "q",
        [TOKEN_STRING] = "s",       [TOKEN_DOLLAR_STRING] = "$", [TOKEN_NUMBER] = "n",
        [TOKEN_PARAMETER] = "p",    [TOKEN_LINE_COMMENT] = "-",  [TOKEN_BLOCK_COMMENT] = "c",
        [TOKEN_SEMICOLON] = ";",    [TOKEN_OPEN] = "(",          [TOKEN_CLOSE] = ")",
        [TOKEN_COMMA] = ",",        [TOKEN_DOT] = ".",           [TOKEN_OPERATOR] = "o",
        [TOKEN_BACKSLASH] = "\\\\", [TOKEN_OTHER] = "?",
    };
    return letters[kind];
}

/* One letter a token, `!` behind an unterminated one. */
static void assert_kinds(const char *sql, const char *expected)
{
    struct lexer lexer = {str_from(sql), 0};
    char kinds[256] = "";
    for (;;) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END) break;
        assert_true(token.end > token.start);
        strncat(kinds, kind_letter(token.kind), 1);
        if (token.unterminated) strncat(kinds, "!", 2);
    }
    assert_string_equal(kinds, expected);
}

static void test_lex__kinds(void **state)
{
    (void)state;
    assert_kinds("", "");
    assert_kinds(" \t\r\n\f ", "");
    assert_kinds("SELECT a.b, $1 FROM \"T\";", "ww.w,pwq;");
    assert_kinds("-- one\n/* a /* b */ c */ x", "-cw");
    assert_kinds("e'a\\'b' U&'x' u&\"y\" n'z' X'1f' B'01'", "ssqsss");
    assert_kinds("$$a$$ $t$ $$ $t$ $1$$ x $$", "$$p$");
    assert_kinds("a$$b$$ x$1", "ww");
    assert_kinds("1 1.5 .5 1. 1e10 1.5E-3 1..3", "nnnnnnnon");
    assert_kinds("a::int[] := b -> 'c' \\copy", "wowooowos\\w");
    assert_kinds("'it''s' 'a'\n  'b' 'c' 'd'", "ssss");
    assert_kinds("'a' -- why\n -- not\n 'b'", "s");
    assert_kinds("\xc3\xa4rger \xff", "ww");
}

static void test_lex__unterminated(void **state)
{
    (void)state;
    assert_kinds("'a", "s!");
    assert_kinds("'a''", "s!");
    assert_kinds("e'a\\", "s!");
    assert_kinds("'a'\n'b", "s!");
    assert_kinds("\"a", "q!");
    assert_kinds("$$ a $", "$!");
    assert_kinds("/* /* */", "c!");
    assert_kinds("$", "?");
    assert_kinds("$a", "?w");
}

static void test_lex__bytes_that_are_no_sql(void **state)
{
    (void)state;
    struct lexer lexer = {{"a\0'b\0'", 6}, 0};
    assert_int_equal(lex_next(&lexer).kind, TOKEN_WORD);
    assert_int_equal(lex_next(&lexer).kind, TOKEN_OTHER);
    assert_int_equal(lex_next(&lexer).kind, TOKEN_STRING);
    assert_int_equal(lex_next(&lexer).kind, TOKEN_END);
    assert_int_equal(lex_next(&lexer).kind, TOKEN_END);
}

static void test_lex__code_skips_comments(void **state)
{
    (void)state;
    struct str sql = STR("/* a */ -- b\n Select$$x$$");
    struct lexer lexer = {sql, 0};
    struct token token = lex_next_code(&lexer);
    assert_true(token_is(sql, token, "select$$x$$"));
    assert_false(token_is(sql, token, "select"));
    assert_int_equal(lex_next_code(&lexer).kind, TOKEN_END);
}

static void test_lex__quoted_name_is_no_word(void **state)
{
    (void)state;
    struct str sql = STR("\"select\"");
    struct lexer lexer = {sql, 0};
    assert_false(token_is(sql, lex_next(&lexer), "\"select\""));
}

static void test_lex__dollar_quote_length(void **state)
{
    (void)state;
    struct lexer lexer = {STR("$body$ x $body$"), 0};
    struct token token = lex_next(&lexer);
    assert_int_equal(token.quote_len, 6);
    assert_int_equal(token.end, 15);
}

/* -- against libpg_query's scanner ------------------------------------------------------------- */

/* Its answer is a protobuf message; three integer fields of each token are read by hand. */
struct wire {
    const uint8_t *at;
    const uint8_t *end;
};

static uint64_t read_varint(struct wire *wire)
{
    uint64_t value = 0;
    for (unsigned shift = 0; wire->at < wire->end && shift < 64; shift += 7) {
        uint8_t byte = *wire->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) break;
    }
    return value;
}

struct scanned {
    uint32_t start;
    uint32_t end;
    uint32_t token;
};

static struct scanned read_token(struct wire *wire)
{
    struct scanned scanned = {0};
    uint64_t length = read_varint(wire);
    const uint8_t *end = wire->at + length;
    while (wire->at < end) {
        uint64_t key = read_varint(wire);
        uint32_t value = (uint32_t)read_varint(wire);
        if (key == 8) scanned.start = value;
        if (key == 16) scanned.end = value;
        if (key == 32) scanned.token = value;
    }
    return scanned;
}

/* False at the end. The message's own fields: 8 is the version, 18 a token. */
static bool next_scanned(struct wire *wire, struct scanned *scanned)
{
    while (wire->at < wire->end) {
        uint64_t key = read_varint(wire);
        if (key == 18) {
            *scanned = read_token(wire);
            return true;
        }
        read_varint(wire);
    }
    return false;
}

static enum token_kind kind_of_scanned(struct scanned scanned, const char *sql)
{
    switch (scanned.token) {
    case 258: /* IDENT */
        return sql[scanned.start] == '"' ? TOKEN_QUOTED_NAME : TOKEN_WORD;
    case 259: /* UIDENT */
        return TOKEN_QUOTED_NAME;
    case 260: /* FCONST */
    case 266: /* ICONST */
        return TOKEN_NUMBER;
    case 261: /* SCONST */
        return sql[scanned.start] == '$' ? TOKEN_DOLLAR_STRING : TOKEN_STRING;
    case 262: /* USCONST */
    case 263: /* BCONST */
    case 264: /* XCONST */
        return TOKEN_STRING;
    case 267:
        return TOKEN_PARAMETER;
    case 275:
        return TOKEN_LINE_COMMENT;
    case 276:
        return TOKEN_BLOCK_COMMENT;
    case ';':
        return TOKEN_SEMICOLON;
    case '(':
        return TOKEN_OPEN;
    case ')':
        return TOKEN_CLOSE;
    case ',':
        return TOKEN_COMMA;
    case '.':
        return TOKEN_DOT;
    default:
        return scanned.token > 276 ? TOKEN_WORD : TOKEN_OPERATOR;
    }
}

static bool is_literal_or_comment(struct scanned scanned, const char *sql)
{
    enum token_kind kind = kind_of_scanned(scanned, sql);
    return kind == TOKEN_STRING || kind == TOKEN_LINE_COMMENT;
}

static bool same_token(struct token token, struct wire *wire, struct scanned *scanned,
                       const char *sql)
{
    if (token.kind != kind_of_scanned(*scanned, sql) || token.start != scanned->start) return false;
    if (scanned->token == 259 || scanned->token == 262) return true; /* U&: it says no end */
    /* Made to return comments, it stops a string at one; PostgreSQL joins 'a' -- c\n 'b'. */
    while (token.kind == TOKEN_STRING && scanned->end < token.end) {
        if (!next_scanned(wire, scanned) || !is_literal_or_comment(*scanned, sql)) return false;
    }
    return token.end == scanned->end;
}

static void assert_same_as_scanner(const char *sql)
{
    PgQueryScanResult result = pg_query_scan(sql);
    if (result.error != NULL) fail_msg("%s: %s", sql, result.error->message);
    const uint8_t *bytes = (const uint8_t *)result.pbuf.data;
    struct wire wire = {bytes, bytes + result.pbuf.len};
    struct lexer lexer = {str_from(sql), 0};
    struct scanned scanned;
    while (next_scanned(&wire, &scanned)) {
        struct token token = lex_next(&lexer);
        if (!same_token(token, &wire, &scanned, sql)) {
            fail_msg("%s\nat %u-%u: kind %d, PostgreSQL has %u at %u-%u", sql, token.start,
                     token.end, (int)token.kind, scanned.token, scanned.start, scanned.end);
        }
    }
    assert_int_equal(lex_next(&lexer).kind, TOKEN_END);
    pg_query_free_scan_result(result);
}

static void test_lex__agrees_with_postgresql_on_statements(void **state)
{
    (void)state;
    assert_same_as_scanner("CREATE TABLE \"a b\".t (id bigint PRIMARY KEY, n numeric(10, 2));");
    assert_same_as_scanner("SELECT '{\"a\":1}'::jsonb -> 'a' #>> '{b,c}' @> ARRAY[1,2][1:2]");
    assert_same_as_scanner("DO $do$ BEGIN PERFORM $$x$$; END $do$ LANGUAGE plpgsql; -- end");
    assert_same_as_scanner("INSERT INTO t VALUES ($1, $22, -1.5e-10, .5, 5., 1e+3);");
    assert_same_as_scanner("SELECT U&'d\\0061t' , u&\"d\" UESCAPE '!', b'101', x'1F', e'\\'\\\\'");
    assert_same_as_scanner("SELECT a.b.c[1], x => 1, y := 2, 'a' 'b' FROM t -- last");
    assert_same_as_scanner("/* a /* nested */ b */ SELECT 1; ; /**/ SELECT--x\n2");
    assert_same_as_scanner("\xc3\xa4_1$ \"\xe2\x82\xac\"\"x\" '\xf0\x9f\xa6\x86'");
    assert_same_as_scanner("");
}

static void test_lex__agrees_with_postgresql_on_operators(void **state)
{
    (void)state;
    assert_same_as_scanner("a+-b, a*-b, a@-b, a@+-b, a<-b, a<=-1, a!=-1, a->>-1, -+-+-1");
    assert_same_as_scanner("a<>b a!=b a||b a~*b a!~~*b a<@b a&&b a^b a|/b a%b a<<=b");
    assert_same_as_scanner("a*/b @/* c */ b +--c\n d <=>/*x*/ e -/*y*/ f");
    assert_same_as_scanner("a::b:c:=d..e...f .g");
}

static void test_lex__agrees_with_postgresql_on_strings(void **state)
{
    (void)state;
    assert_same_as_scanner("'a' \n 'b', 'a' -- c\n 'b', 'a'\r\n--d\n\n'b', 'a' 'b'");
    assert_same_as_scanner("'a' /* no white space */ \n 'b', 'a'\n /* c */ 'b'");
    assert_same_as_scanner("E'a\\\\'\n'b\\'' , 'it''s' 'x\\' , e''''");
    assert_same_as_scanner("$a$ $b$ $$ $a $a$, $$$$, $_1$x$_1$, a$b$c, $1");
    assert_same_as_scanner("'a -- b' \"c ' d\" $$ ' \" -- $$ -- 'e \"f $$g");
}

/* Any mixture of pieces that PostgreSQL's scanner takes must come out as it does. */
static void test_lex__agrees_with_postgresql_on_mixtures(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a ",     "'b'", "\n",    "-- c\n", "/* d */", "$$e$$", "$f$ $ $f$", "\"g\"", "+", "-",
        "*",      "<",   ">",     "=",      "@",       "(",     ")",         ";",     ",", " ",
        "E'\\''", ".",   " 1.5 ", ":",      "::",      "[",     "]",         "$1 ",   "!", "x'1' ",
    };
    const uint32_t piece_count = sizeof pieces / sizeof *pieces;
    uint32_t random = 12345;
    for (int round = 0; round < 20000; round++) {
        char sql[256] = "";
        for (int i = 0; i < 12; i++) {
            random = random * 1664525u + 1013904223u;
            strncat(sql, pieces[(random >> 8) % piece_count], 16);
        }
        PgQueryScanResult result = pg_query_scan(sql);
        bool refused = result.error != NULL;
        pg_query_free_scan_result(result);
        if (!refused) assert_same_as_scanner(sql);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lex__kinds),
        cmocka_unit_test(test_lex__unterminated),
        cmocka_unit_test(test_lex__bytes_that_are_no_sql),
        cmocka_unit_test(test_lex__code_skips_comments),
        cmocka_unit_test(test_lex__quoted_name_is_no_word),
        cmocka_unit_test(test_lex__dollar_quote_length),
        cmocka_unit_test(test_lex__agrees_with_postgresql_on_statements),
        cmocka_unit_test(test_lex__agrees_with_postgresql_on_operators),
        cmocka_unit_test(test_lex__agrees_with_postgresql_on_strings),
        cmocka_unit_test(test_lex__agrees_with_postgresql_on_mixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
