/* syntax-newer-than-parser: gander's parser is that of PostgreSQL 15 and stops at a form of a later
 * version (reference hazards.md 1.4). */
#include "lint/rule.h"

static void check_statement(struct rule_ctx *ctx)
{
    const struct sql_parse *parse = &ctx->statement->parse;
    if (parse->parsed) return;
    struct refusal refusal = refusal_of(ctx->statement->sent->sql, &parse->error);
    const struct newer_syntax *newer = refusal_newer_syntax(&refusal);
    if (newer == NULL) return;
    struct diagnostic *finding =
        report(ctx, parse->error.at, "not checked: %s came with PostgreSQL %u", newer->form,
               newer->version);
    primary_label(finding, "gander reads the grammar of PostgreSQL 15");
    note(finding, "nothing else is said about this statement; an older server refuses it");
}

const struct rule rule_syntax_newer_than_parser = {
    .id = "syntax-newer-than-parser",
    .category = CATEGORY_SYNTAX,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "the statement uses a form that is newer than gander's parser",
    .why = "gander reads SQL with the parser of PostgreSQL 15. A form of PostgreSQL 16 or later is "
           "no mistake, but nothing about the statement could be checked.",
    .instead = "Nothing, where every server is new enough; else the older form.",
    .example = {.bad = "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0) NOT "
                       "ENFORCED;",
                .good = "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0) NOT "
                        "VALID;"},

    .check_statement = check_statement,
};
