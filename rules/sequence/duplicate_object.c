/* duplicate-object: a name is given that something bears already, and PostgreSQL refuses. */
#include "lint/rule.h"

static const char *what(const struct taken *taken)
{
    return taken->kind == OBJ_UNKNOWN ? "object" : object_kind_words(taken->kind);
}

static struct diagnostic *report_taken(struct rule_ctx *ctx, const struct taken *taken)
{
    struct str name = code_short(ctx->arena, taken->name, 48);
    if (taken->second_key) {
        return report(ctx, taken->at, "`" STR_FMT "` has a primary key already: goose stops here",
                      STR_ARG(name));
    }
    if (taken->twice) {
        return report(ctx, taken->at, "the name `" STR_FMT "` is given twice: goose stops here",
                      STR_ARG(name));
    }
    return report(ctx, taken->at, "the %s `" STR_FMT "` exists already: goose stops here",
                  what(taken), STR_ARG(name));
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    struct taken taken;
    if (change->conditional || is_external(ctx, change->table)) return;
    if (!find_taken(ctx, change, &taken)) return;

    struct diagnostic *finding = report_taken(ctx, &taken);
    primary_label(finding, "PostgreSQL refuses this (%s)", taken.code);
    label_made(finding, taken.made, taken.second_key ? "its primary key" : "created here");
    if (taken.second_key && adds_constraint_alone(ctx, change)) {
        help(finding, "leave this out: the column is there; before PostgreSQL 13, IF NOT EXISTS "
                      "does not keep its key from being added");
    } else if (taken.second_key) {
        help(finding, "drop the old key first, or make this one `UNIQUE`");
    } else if (taken.twice) {
        help(finding, "give one of them another name");
    } else {
        help(finding, "take another name, or drop or rename the one that is there first");
    }
}

const struct rule rule_duplicate_object = {
    .id = "duplicate-object",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "something is created or renamed to a name that is taken",
    .why = "Earlier statements of these migrations have made an object of that name, so PostgreSQL "
           "refuses the statement, and goose stops.",
    .instead = "Drop or rename the first one before, or choose another name. `IF NOT EXISTS` is no "
               "way out: it keeps the old object, however it looks.",
    .exceptions =
        "IF NOT EXISTS, OR REPLACE where PostgreSQL has it; what only a condition in a DO "
        "block makes; what may have been dropped by code that cannot be read.",
    .example = {.bad = "CREATE TABLE users (id bigint PRIMARY KEY);\n"
                       "CREATE VIEW users AS SELECT 1 AS id;",
                .good = "CREATE TABLE users (id bigint PRIMARY KEY);\n"
                        "CREATE VIEW user_ids AS SELECT id FROM users;"},
    .on = {CHANGE_CREATE_TABLE,
           CHANGE_CREATE_TABLE_AS,
           CHANGE_CREATE_VIEW,
           CHANGE_CREATE_MATERIALIZED_VIEW,
           CHANGE_CREATE_SEQUENCE,
           CHANGE_CREATE_INDEX,
           CHANGE_CREATE_TYPE,
           CHANGE_CREATE_DOMAIN,
           CHANGE_CREATE_FUNCTION,
           CHANGE_CREATE_TRIGGER,
           CHANGE_CREATE_POLICY,
           CHANGE_CREATE_RULE,
           CHANGE_CREATE_SCHEMA,
           CHANGE_CREATE_EXTENSION,
           CHANGE_CREATE_ROLE,
           CHANGE_CREATE_STATISTICS,
           CHANGE_CREATE_PUBLICATION,
           CHANGE_CREATE_SUBSCRIPTION,
           CHANGE_CREATE_EVENT_TRIGGER,
           CHANGE_CREATE_FOREIGN_SERVER,
           CHANGE_CREATE_COLLATION,
           CHANGE_ADD_COLUMN,
           CHANGE_ADD_CONSTRAINT,
           CHANGE_ADD_ATTRIBUTE,
           CHANGE_ADD_ENUM_VALUE,
           CHANGE_RENAME_ENUM_VALUE,
           CHANGE_RENAME_TABLE,
           CHANGE_RENAME_VIEW,
           CHANGE_RENAME_MATERIALIZED_VIEW,
           CHANGE_RENAME_INDEX,
           CHANGE_RENAME_SEQUENCE,
           CHANGE_RENAME_COLUMN,
           CHANGE_RENAME_CONSTRAINT,
           CHANGE_RENAME_ATTRIBUTE,
           CHANGE_RENAME_TYPE,
           CHANGE_RENAME_DOMAIN,
           CHANGE_RENAME_FUNCTION,
           CHANGE_RENAME_TRIGGER,
           CHANGE_RENAME_POLICY,
           CHANGE_RENAME_RULE,
           CHANGE_RENAME_SCHEMA,
           CHANGE_RENAME_OBJECT,
           CHANGE_ALTER_DOMAIN,
           CHANGE_SET_SCHEMA},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
