/* The grammar that came after PostgreSQL 15 (release notes of 16, 17, 18 and 19, "SQL commands";
 * each place checked with the parser of 15). */
#include "lint/refusal.h"

/* The words around the place, and those that must stand somewhere before it; NULL: any. */
struct form {
    const char *at;
    const char *before; /* ")": a closing parenthesis; "": the statement begins here */
    const char *after;
    const char *first;
    const char *mentions;
    struct newer_syntax syntax;
};

/* clang-format off */
static const struct form forms[] = {
    {.at = "enforced", .syntax = {"ENFORCED and NOT ENFORCED", 18}},
    {.at = "virtual", .before = ")", .syntax = {"virtual generated columns", 18}},
    {.at = "without", .after = "overlaps", .syntax = {"WITHOUT OVERLAPS", 18}},
    {.at = "expression", .before = "set", .first = "alter", .syntax = {"SET EXPRESSION", 17}},
    {.at = "returning", .first = "merge", .syntax = {"MERGE ... RETURNING", 17}},
    {.at = "by", .before = "matched", .syntax = {"MERGE ... WHEN NOT MATCHED BY", 17}},
    {.at = "columns", .mentions = "json_table", .syntax = {"JSON_TABLE", 17}},
    {.at = "passing", .mentions = "json", .syntax = {"the SQL/JSON query functions", 17}},
    {.at = "json", .before = "is", .syntax = {"IS JSON", 16}},
    {.at = "json", .before = "not", .mentions = "is", .syntax = {"IS JSON", 16}},
    {.at = "storage", .first = "create", .syntax = {"STORAGE in CREATE TABLE", 16}},
    {.at = "default", .before = "statistics", .syntax = {"SET STATISTICS DEFAULT", 17}},
    {.at = "default", .before = "method", .syntax = {"SET ACCESS METHOD DEFAULT", 17}},
    {.at = "local", .before = "at", .syntax = {"AT LOCAL", 17}},
    {.at = "split", .after = "partition", .first = "alter", .syntax = {"SPLIT PARTITION", 19}},
    {.at = "merge", .after = "partitions", .first = "alter", .syntax = {"MERGE PARTITIONS", 19}},
    {.at = "repack", .before = "", .syntax = {"REPACK", 19}},
};
/* clang-format on */

/* A token before the place begins with these letters. */
static bool mentions(const struct refusal *refusal, const char *letters)
{
    struct str wanted = str_from(letters);
    struct lexer lexer = {.text = refusal->sql, .at = refusal->first[0].start};
    for (struct token token = lex_next_code(&lexer);
         token.kind != TOKEN_END && token.start < refusal->at.start;
         token = lex_next_code(&lexer)) {
        struct str text = str_slice(refusal->sql, token.start, token.start + wanted.len);
        if (token.kind == TOKEN_WORD && str_equal_ignoring_case(text, wanted)) return true;
    }
    return false;
}

static bool stands_before(const struct refusal *refusal, const char *before)
{
    if (before[0] == ')') return refusal->before[0].kind == TOKEN_CLOSE;
    if (before[0] == '\0') return refusal->before[0].kind == TOKEN_END;
    return refusal_is(refusal, refusal->before[0], before);
}

static bool matches(const struct refusal *refusal, const struct form *form)
{
    if (!refusal_is(refusal, refusal->at, form->at)) return false;
    if (form->first != NULL && !refusal_is(refusal, refusal->first[0], form->first)) return false;
    if (form->after != NULL && !refusal_is(refusal, refusal->after[0], form->after)) return false;
    if (form->before != NULL && !stands_before(refusal, form->before)) return false;
    return form->mentions == NULL || mentions(refusal, form->mentions);
}

/* ADD NOT NULL a, ADD CONSTRAINT n NOT NULL a. */
static bool is_not_null_constraint(const struct refusal *refusal)
{
    if (!refusal_is(refusal, refusal->first[0], "alter")) return false;
    if (!refusal_is(refusal, refusal->at, "not") ||
        !refusal_is(refusal, refusal->after[0], "null") || refusal->after[1].kind == TOKEN_END)
        return false;
    return refusal_is(refusal, refusal->before[0], "add") ||
           refusal_is(refusal, refusal->before[1], "constraint");
}

/* FOREIGN KEY (a, PERIOD b): the parser takes `period` for a column. */
static bool is_period(const struct refusal *refusal)
{
    return refusal->depth > 0 && refusal_is(refusal, refusal->before[0], "period") &&
           refusal->before[1].kind == TOKEN_COMMA && refusal->at.kind == TOKEN_WORD;
}

const struct newer_syntax *refusal_newer_syntax(const struct refusal *refusal)
{
    static const struct newer_syntax not_null = {"NOT NULL as a table constraint", 18};
    static const struct newer_syntax period = {"PERIOD in a foreign key", 18};
    static const struct newer_syntax no_alias = {"a subquery in FROM without an alias", 16};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (matches(refusal, &forms[i])) return &forms[i].syntax;
    }
    if (is_not_null_constraint(refusal)) return &not_null;
    if (is_period(refusal)) return &period;
    if (str_starts_with(refusal->message, STR("subquery in FROM must have an alias")))
        return &no_alias;
    return NULL;
}
