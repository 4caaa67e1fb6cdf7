/* syntax-error: a string as goose sends it does not parse; PostgreSQL then runs nothing of it
 * (reference goose.md 2.3, S17). */
#include "lint/rule.h"

static void check_statement(struct rule_ctx *ctx)
{
    const struct sql_parse *parse = &ctx->statement->parse;
    if (parse->parsed) return;
    struct refusal refusal = refusal_of(ctx->statement->sent->sql, &parse->error);
    if (refusal_newer_syntax(&refusal) != NULL) return; /* syntax-newer-than-parser */
    struct diagnostic *finding =
        report(ctx, parse->error.at, STR_FMT, STR_ARG(parse->error.message));
    primary_label(finding, "PostgreSQL stops here");
    const char *hint = refusal_hint(&refusal);
    if (hint != NULL) help(finding, "%s", hint);
}

const struct rule rule_syntax_error = {
    .id = "syntax-error",
    .category = CATEGORY_SYNTAX,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "PostgreSQL cannot parse what goose sends",
    .why = "PostgreSQL parses a whole string before it runs any of it: nothing is carried out, and "
           "goose stops at this file. In Down that shows only when somebody rolls back.",
    .instead = "Correct the statement; the message and the place are PostgreSQL's own.",
    .exceptions = "Where goose has cut the text wrongly, that is reported instead.",
    .example = {.bad = "CREATE TABLE invoices (\n"
                       "  id bigint PRIMARY KEY,\n"
                       "  total numeric,\n"
                       ");",
                .good = "CREATE TABLE invoices (\n"
                        "  id bigint PRIMARY KEY,\n"
                        "  total numeric\n"
                        ");"},
    .check_statement = check_statement,
};
