/* feature-newer-than-server: the configured PostgreSQL is older than the form (release notes of 12
 * to 15; reference hazards.md 1.4, last table, measured on servers 11 to 14). */
#include "lint/rule.h"

struct feature {
    const char *name;
    unsigned version;
    const char *older; /* what to write instead; NULL: nothing short */
};

static const struct feature none;

static struct feature of_columns(const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (columns[i].generated != NULL)
            return (struct feature){"a generated column", 12, "fill the column in a trigger"};
        if (str_ends_with(columns[i].type.name.name, STR("multirange")))
            return (struct feature){"a multirange type", 14, "use an array of ranges"};
    }
    return none;
}

static struct feature of_constraints(const struct constraint *constraints, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (constraints[i].nulls_not_distinct)
            return (struct feature){"`NULLS NOT DISTINCT`", 15,
                                    "make a second, partial unique index for the NULLs"};
    }
    return none;
}

static struct feature of_table(const struct change *change)
{
    struct feature found =
        of_columns(change->create_table.columns, change->create_table.column_count);
    if (found.name != NULL) return found;
    return of_constraints(change->create_table.constraints, change->create_table.constraint_count);
}

/* Forms that their kind alone shows. */
static struct feature feature_of(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_REINDEX:
        if (change->concurrently) return (struct feature){"`REINDEX CONCURRENTLY`", 12, NULL};
        return none;
    case CHANGE_CREATE_TABLE:
        return of_table(change);
    case CHANGE_ADD_COLUMN:
        return of_columns(&change->add_column, 1);
    case CHANGE_ADD_CONSTRAINT:
        return of_constraints(&change->constraint, 1);
    case CHANGE_DROP_EXPRESSION:
        return (struct feature){"`DROP EXPRESSION`", 13, NULL};
    case CHANGE_DETACH_PARTITION:
        if (change->concurrently) return (struct feature){"`DETACH ... CONCURRENTLY`", 14, NULL};
        return none;
    case CHANGE_CREATE_TRIGGER:
        if (change->or_replace)
            return (struct feature){"`CREATE OR REPLACE TRIGGER`", 14,
                                    "`DROP TRIGGER IF EXISTS`, then `CREATE TRIGGER`"};
        return none;
    case CHANGE_SET_COMPRESSION:
        return (struct feature){"`SET COMPRESSION`", 14, NULL};
    case CHANGE_CREATE_FUNCTION:
        if (change->function.sql_body)
            return (struct feature){"a body without quotes", 14, "quote the body: `AS $$ ... $$`"};
        return none;
    case CHANGE_CREATE_INDEX:
        if (!change->create_index.nulls_not_distinct) break;
        return (struct feature){"`NULLS NOT DISTINCT`", 15,
                                "make a second, partial unique index for the NULLs"};
    case CHANGE_MERGE:
        return (struct feature){"`MERGE`", 15, "write `INSERT ... ON CONFLICT`"};
    case CHANGE_SET_ACCESS_METHOD:
        return (struct feature){"`SET ACCESS METHOD`", 15, NULL};
    default: /* the kinds of `.on` only */
        break;
    }
    return none;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    struct feature feature = feature_of(change);
    unsigned server = ctx->config->postgres_version;
    if (feature.name == NULL || server >= feature.version) return;
    struct diagnostic *finding =
        report(ctx, change->at, "PostgreSQL %u refuses %s", server, feature.name);
    primary_label(finding, "came with PostgreSQL %u", feature.version);
    if (feature.older != NULL) help(finding, "%s", feature.older);
}

const struct rule rule_feature_newer_than_server = {
    .id = "feature-newer-than-server",
    .category = CATEGORY_SYNTAX,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "the configured PostgreSQL does not know this form yet",
    .why = "The statement parses, because gander's parser is that of PostgreSQL 15, but the server "
           "named in the configuration is older and refuses it.",
    .instead = "Write the older form, or configure the version that really runs.",
    .example = {.bad = "CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON orders\n"
                       "  FOR EACH ROW EXECUTE FUNCTION touch();",
                .good = "CREATE TRIGGER touch BEFORE UPDATE ON orders\n"
                        "  FOR EACH ROW EXECUTE FUNCTION touch();",
                .settings = "postgres-version=13"},
    .on = {CHANGE_REINDEX, CHANGE_CREATE_TABLE, CHANGE_ADD_COLUMN, CHANGE_ADD_CONSTRAINT,
           CHANGE_DROP_EXPRESSION, CHANGE_DETACH_PARTITION, CHANGE_CREATE_TRIGGER,
           CHANGE_SET_COMPRESSION, CHANGE_CREATE_FUNCTION, CHANGE_CREATE_INDEX, CHANGE_MERGE,
           CHANGE_SET_ACCESS_METHOD},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
