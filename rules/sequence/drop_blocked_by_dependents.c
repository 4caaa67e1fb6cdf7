/* drop-blocked-by-dependents: a DROP without CASCADE while something depends on it, or a TRUNCATE
 * of a table that others reference (PostgreSQL manual 5.14; TRUNCATE). */
#include "lint/rule.h"

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (found_in_statement(ctx) != NULL) return;
    const struct blockers blockers = find_blockers(ctx, change);
    if (blockers.len > 0) report_blockers(ctx, change, &blockers);
}

const struct rule rule_drop_blocked_by_dependents = {
    .id = "drop-blocked-by-dependents",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "something is dropped without CASCADE while another object depends on it",
    .why = "PostgreSQL drops nothing that a view, a foreign key, a default, a trigger or the like "
           "still needs, and empties no table that another one refers to: the statement fails, and "
           "goose stops.",
    .instead = "Drop what depends on it first, by name. CASCADE drops whatever there is, also what "
               "nobody thought of.",
    .exceptions =
        "CASCADE, but for the index of a constraint; what goes earlier in the file, or in "
        "the same statement.",
    .example = {.bad = "CREATE TABLE users (id bigint PRIMARY KEY);\n"
                       "CREATE VIEW user_ids AS SELECT id FROM users;\n"
                       "DROP TABLE users;",
                .good = "CREATE TABLE users (id bigint PRIMARY KEY);\n"
                        "CREATE VIEW user_ids AS SELECT id FROM users;\n"
                        "DROP VIEW user_ids;\n"
                        "DROP TABLE users;"},
    .on = {CHANGE_DROP_TABLE, CHANGE_DROP_VIEW, CHANGE_DROP_MATERIALIZED_VIEW, CHANGE_DROP_SEQUENCE,
           CHANGE_DROP_INDEX, CHANGE_DROP_COLUMN, CHANGE_DROP_CONSTRAINT, CHANGE_DROP_TYPE,
           CHANGE_DROP_DOMAIN, CHANGE_DROP_FUNCTION, CHANGE_DROP_SCHEMA, CHANGE_DROP_OBJECT,
           CHANGE_TRUNCATE},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
