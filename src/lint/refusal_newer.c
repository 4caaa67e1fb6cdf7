/* The grammar that came after PostgreSQL 15 (release notes of 16, 17, 18 and 19, "SQL commands";
 * each place checked with the parser of 15). */
#include "lint/refusal.h"

/* The words at the place, before it, and at the beginning of the statement; NULL: any. */
struct form {
    const char *at;
    const char *before;
    const char *first;
    struct newer_syntax syntax;
};

static const struct form forms[] = {
    {"enforced", NULL, NULL, {"ENFORCED and NOT ENFORCED", 18}},
    {"virtual", ")", NULL, {"virtual generated columns", 18}},
    {"without", NULL, "create", {"WITHOUT OVERLAPS", 18}},
    {"without", NULL, "alter", {"WITHOUT OVERLAPS", 18}},
    {"expression", "set", "alter", {"SET EXPRESSION", 17}},
    {"returning", NULL, "merge", {"MERGE ... RETURNING", 17}},
    {"by", "matched", "merge", {"MERGE ... WHEN NOT MATCHED BY", 17}},
    {"columns", NULL, NULL, {"JSON_TABLE", 17}},
    {"passing", NULL, NULL, {"the SQL/JSON query functions", 17}},
    {"json", "is", NULL, {"IS JSON", 16}},
    {"json", "not", NULL, {"IS JSON", 16}},
    {"storage", NULL, "create", {"STORAGE in CREATE TABLE", 16}},
    {"default", "statistics", "alter", {"SET STATISTICS DEFAULT", 17}},
    {"default", "method", "alter", {"SET ACCESS METHOD DEFAULT", 17}},
    {"local", "at", NULL, {"AT LOCAL", 17}},
    {"split", NULL, "alter", {"SPLIT PARTITION", 19}},
    {"merge", NULL, "alter", {"MERGE PARTITIONS", 19}},
    {"repack", NULL, NULL, {"REPACK", 19}},
};

static bool matches(const struct refusal *refusal, const struct form *form)
{
    if (!refusal_is(refusal, refusal->at, form->at)) return false;
    if (form->first != NULL && !refusal_is(refusal, refusal->first[0], form->first)) return false;
    if (form->before == NULL) return true;
    if (form->before[0] == ')') return refusal->before[0].kind == TOKEN_CLOSE;
    return refusal_is(refusal, refusal->before[0], form->before);
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
