/* unknown-object: a statement names what is not there, or is something else, and PostgreSQL
 * refuses. */
#include "lint/rule.h"

static void check(struct rule_ctx *ctx, const struct change *change)
{
    struct missing missing = {0};
    if (change->conditional || found_in_statement(ctx) != NULL) return;
    if (!find_missing(ctx, change, &missing) || is_external(ctx, missing.name)) return;
    report_missing(ctx, &missing);
}

const struct rule rule_unknown_object = {
    .id = "unknown-object",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a statement names what does not exist at that point, or is of another kind",
    .why = "By these migrations it was dropped or renamed before, never made, or is made only "
           "later. PostgreSQL refuses the statement, and goose stops.",
    .instead = "Correct the name, or move the statement behind the one that makes what it needs.",
    .exceptions = "IF EXISTS; tables, columns and functions that may have been made outside these "
                  "migrations, by an extension, or by code that cannot be read; what only a "
                  "condition in a DO block does.",
    .example = {.bad = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                       "CREATE UNIQUE INDEX users_email ON users (emial);",
                .good = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                        "CREATE UNIQUE INDEX users_email ON users (email);"},
    .on_any = true,
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
