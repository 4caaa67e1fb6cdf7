/* undo_of(): the inverse of one change. */
#include "lint/rule.h"
#include "schema/quote.h"

/* It was there before this file, so that IF NOT EXISTS did nothing or OR REPLACE replaced it. */
static bool was_there(const struct rule_ctx *ctx, enum object_kind kind, struct name name)
{
    struct origin made;
    return catalog_made(ctx->catalog, kind, name, &made) == KNOWN &&
           made_before_file(&made, ctx->file->number);
}

static struct str drop(const struct rule_ctx *ctx, const char *words, struct name name)
{
    if (name.name.len == 0) return STR("");
    return str_format(ctx->arena, "DROP %s " STR_FMT, words,
                      STR_ARG(quoted_name(ctx->arena, name)));
}

static struct str drop_relation(const struct rule_ctx *ctx, const struct change *change,
                                const char *words)
{
    bool unsure = change->if_not_exists || change->or_replace;
    if (unsure && was_there(ctx, OBJ_UNKNOWN, change->table)) return STR("");
    return drop(ctx, words, change->table);
}

static struct str drop_object(const struct rule_ctx *ctx, const struct change *change,
                              enum object_kind kind)
{
    bool unsure = change->if_not_exists || change->or_replace;
    if (unsure && was_there(ctx, kind, change->object_name)) return STR("");
    return drop(ctx, change->tag + sizeof "CREATE", change->object_name);
}

static struct str drop_function(const struct rule_ctx *ctx, const struct change *change)
{
    bool procedure = change->object == OBJ_PROCEDURE;
    if (change->object != OBJ_FUNCTION && !procedure) return STR("");
    struct str dropped = drop_object(ctx, change, change->object);
    if (dropped.len == 0) return dropped;
    return str_format(ctx->arena, STR_FMT "(" STR_FMT ")", STR_ARG(dropped),
                      STR_ARG(change->function.argument_types));
}

/* Something inside a table: ALTER TABLE t DROP COLUMN c. */
static struct str alter(const struct rule_ctx *ctx, const struct change *change, const char *words,
                        struct str name)
{
    if (name.len == 0 || change->table.name.len == 0) return STR("");
    return str_format(ctx->arena, "ALTER TABLE " STR_FMT " %s " STR_FMT,
                      STR_ARG(quoted_name(ctx->arena, change->table)), words,
                      STR_ARG(quoted(ctx->arena, name)));
}

static struct str drop_column(const struct rule_ctx *ctx, const struct change *change,
                              size_t *patience)
{
    struct change dropped = {.kind = CHANGE_DROP_COLUMN, .table = change->table};
    dropped.name = change->add_column.name;
    struct span made;
    if (change->if_not_exists &&
        (was_before_up(ctx, &dropped, NULL, &made, patience) || *patience == 0)) {
        return STR("");
    }
    return alter(ctx, change, "DROP COLUMN", dropped.name);
}

static struct str alter_column(const struct rule_ctx *ctx, const struct change *change,
                               const char *action)
{
    struct str column = alter(ctx, change, "ALTER COLUMN", change->name);
    if (column.len == 0) return column;
    return str_format(ctx->arena, STR_FMT " %s", STR_ARG(column), action);
}

static struct str on_table(const struct rule_ctx *ctx, const struct change *change,
                           const char *words)
{
    if (change->or_replace || change->name.len == 0) return STR("");
    return str_format(ctx->arena, "DROP %s " STR_FMT " ON " STR_FMT, words,
                      STR_ARG(quoted(ctx->arena, change->name)),
                      STR_ARG(quoted_name(ctx->arena, change->table)));
}

static struct str row_security(const struct rule_ctx *ctx, const struct change *change,
                               const char *action)
{
    return str_format(ctx->arena, "ALTER TABLE " STR_FMT " %s ROW LEVEL SECURITY",
                      STR_ARG(quoted_name(ctx->arena, change->table)), action);
}

static struct str rename_back(const struct rule_ctx *ctx, const struct change *change,
                              const char *words)
{
    struct name old = change->table.name.len != 0 ? change->table : change->object_name;
    struct name now = {old.schema, change->rename.new_name.name};
    return str_format(ctx->arena, "ALTER %s " STR_FMT " RENAME TO " STR_FMT, words,
                      STR_ARG(quoted_name(ctx->arena, now)), STR_ARG(quoted(ctx->arena, old.name)));
}

static struct str rename_value_back(const struct rule_ctx *ctx, const struct change *change)
{
    return str_format(ctx->arena, "ALTER TYPE " STR_FMT " RENAME VALUE " STR_FMT " TO " STR_FMT,
                      STR_ARG(quoted_name(ctx->arena, change->object_name)),
                      STR_ARG(quoted_literal(ctx->arena, change->enum_value.value)),
                      STR_ARG(quoted_literal(ctx->arena, change->name)));
}

static struct str rename_inside(const struct rule_ctx *ctx, const struct change *change,
                                const char *words)
{
    struct str now = alter(ctx, change, words, change->rename.new_name.name);
    if (now.len == 0) return now; /* of a domain */
    return str_format(ctx->arena, STR_FMT " TO " STR_FMT, STR_ARG(now),
                      STR_ARG(quoted(ctx->arena, change->name)));
}

static struct str rename_on_table(const struct rule_ctx *ctx, const struct change *change,
                                  const char *words)
{
    return str_format(ctx->arena, "ALTER %s " STR_FMT " ON " STR_FMT " RENAME TO " STR_FMT, words,
                      STR_ARG(quoted(ctx->arena, change->rename.new_name.name)),
                      STR_ARG(quoted_name(ctx->arena, change->table)),
                      STR_ARG(quoted(ctx->arena, change->name)));
}

static struct str drop_attribute(const struct rule_ctx *ctx, const struct change *change)
{
    return str_format(ctx->arena, "ALTER TYPE " STR_FMT " DROP ATTRIBUTE " STR_FMT "%s",
                      STR_ARG(quoted_name(ctx->arena, change->object_name)),
                      STR_ARG(quoted(ctx->arena, change->name)), change->cascade ? " CASCADE" : "");
}

static struct str inherit(const struct rule_ctx *ctx, const struct change *change,
                          const char *action)
{
    if (change->object_name.name.len == 0 || change->table.name.len == 0) return STR("");
    return str_format(ctx->arena, "ALTER TABLE " STR_FMT " %s " STR_FMT,
                      STR_ARG(quoted_name(ctx->arena, change->table)), action,
                      STR_ARG(quoted_name(ctx->arena, change->object_name)));
}

/* Only a qualified name tells the schema it came from. */
static struct str move_back(const struct rule_ctx *ctx, const struct change *change)
{
    const struct name now = {change->rename.new_name.schema, change->table.name};
    const char *words = change->object == OBJ_TABLE      ? "TABLE"
                        : change->object == OBJ_VIEW     ? "VIEW"
                        : change->object == OBJ_SEQUENCE ? "SEQUENCE"
                                                         : NULL;
    if (words == NULL || change->table.schema.len == 0) return STR("");
    return str_format(ctx->arena, "ALTER %s " STR_FMT " SET SCHEMA " STR_FMT, words,
                      STR_ARG(quoted_name(ctx->arena, now)),
                      STR_ARG(quoted(ctx->arena, change->table.schema)));
}

static struct str drop_domain_constraint(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str name = change->alter_domain.constraint.name;
    if (!str_equal(change->alter_domain.action, STR("ADD CONSTRAINT")) || name.len == 0)
        return STR("");
    return str_format(ctx->arena, "ALTER DOMAIN " STR_FMT " DROP CONSTRAINT " STR_FMT,
                      STR_ARG(quoted_name(ctx->arena, change->object_name)),
                      STR_ARG(quoted(ctx->arena, name)));
}

/* IF NOT EXISTS of one that was there is nobody's to drop, and the replay does not know these. */
static struct str drop_named(const struct rule_ctx *ctx, const struct change *change)
{
    if (change->if_not_exists) return STR("");
    return drop(ctx, change->tag + sizeof "CREATE", change->object_name);
}

/* A primary key leaves its columns NOT NULL behind, and an adopted index goes with its constraint:
 * what was before is not in the statement. */
static struct str drop_constraint(const struct rule_ctx *ctx, const struct change *change)
{
    const struct constraint *constraint = &change->constraint;
    if (constraint->kind == CONSTRAINT_PRIMARY_KEY || constraint->using_index.len != 0) {
        return STR("");
    }
    return alter(ctx, change, "DROP CONSTRAINT", constraint->name);
}

static struct str drop_index(const struct rule_ctx *ctx, const struct change *change)
{
    struct name index = change->create_index.index;
    if (index.schema.len == 0) index.schema = change->table.schema;
    if (change->if_not_exists && was_there(ctx, OBJ_INDEX, index)) return STR("");
    return drop(ctx, change->concurrently ? "INDEX CONCURRENTLY" : "INDEX", index);
}

// NOLINTNEXTLINE(readability-function-size): a flat switch
struct str undo_of(const struct rule_ctx *ctx, const struct change *change, size_t *patience)
{
    if (change->in_do) return STR("");
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
        return drop_relation(ctx, change,
                             change->object == OBJ_FOREIGN_TABLE ? "FOREIGN TABLE" : "TABLE");
    case CHANGE_CREATE_VIEW:
        return drop_relation(ctx, change, "VIEW");
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        return drop_relation(ctx, change, "MATERIALIZED VIEW");
    case CHANGE_CREATE_SEQUENCE:
        return drop_relation(ctx, change, "SEQUENCE");
    case CHANGE_CREATE_INDEX:
        return drop_index(ctx, change);
    case CHANGE_ADD_COLUMN:
        return drop_column(ctx, change, patience);
    case CHANGE_ADD_CONSTRAINT:
        return drop_constraint(ctx, change);
    case CHANGE_SET_NOT_NULL:
        return alter_column(ctx, change, "DROP NOT NULL");
    case CHANGE_DROP_NOT_NULL:
        return alter_column(ctx, change, "SET NOT NULL");
    case CHANGE_ADD_IDENTITY:
        return alter_column(ctx, change, "DROP IDENTITY");
    case CHANGE_RENAME_TABLE:
        return rename_back(ctx, change, "TABLE");
    case CHANGE_RENAME_VIEW:
        return rename_back(ctx, change, "VIEW");
    case CHANGE_RENAME_MATERIALIZED_VIEW:
        return rename_back(ctx, change, "MATERIALIZED VIEW");
    case CHANGE_RENAME_SEQUENCE:
        return rename_back(ctx, change, "SEQUENCE");
    case CHANGE_RENAME_INDEX:
        return rename_back(ctx, change, "INDEX");
    case CHANGE_RENAME_TYPE:
        return rename_back(ctx, change, "TYPE");
    case CHANGE_RENAME_DOMAIN:
        return rename_back(ctx, change, "DOMAIN");
    case CHANGE_RENAME_SCHEMA:
        return rename_back(ctx, change, "SCHEMA");
    case CHANGE_RENAME_ENUM_VALUE:
        return rename_value_back(ctx, change);
    case CHANGE_RENAME_COLUMN:
        return rename_inside(ctx, change, "RENAME COLUMN");
    case CHANGE_RENAME_CONSTRAINT:
        return rename_inside(ctx, change, "RENAME CONSTRAINT");
    case CHANGE_CREATE_TRIGGER:
        return on_table(ctx, change, "TRIGGER");
    case CHANGE_CREATE_POLICY:
        return on_table(ctx, change, "POLICY");
    case CHANGE_CREATE_RULE:
        return on_table(ctx, change, "RULE");
    case CHANGE_RENAME_TRIGGER:
        return rename_on_table(ctx, change, "TRIGGER");
    case CHANGE_RENAME_POLICY:
        return rename_on_table(ctx, change, "POLICY");
    case CHANGE_RENAME_RULE:
        return rename_on_table(ctx, change, "RULE");
    case CHANGE_INHERIT:
        return inherit(ctx, change, "NO INHERIT");
    case CHANGE_NO_INHERIT:
        return inherit(ctx, change, "INHERIT");
    case CHANGE_SET_SCHEMA:
        return move_back(ctx, change);
    case CHANGE_ADD_ATTRIBUTE:
        return drop_attribute(ctx, change);
    case CHANGE_ALTER_DOMAIN:
        return drop_domain_constraint(ctx, change);
    case CHANGE_ENABLE_ROW_SECURITY:
        return row_security(ctx, change, "DISABLE");
    case CHANGE_DISABLE_ROW_SECURITY:
        return row_security(ctx, change, "ENABLE");
    case CHANGE_NO_FORCE_ROW_SECURITY:
        return row_security(ctx, change, "FORCE");
    case CHANGE_FORCE_ROW_SECURITY:
        return row_security(ctx, change, "NO FORCE");
    case CHANGE_CREATE_TYPE:
        return drop_object(ctx, change, OBJ_TYPE);
    case CHANGE_CREATE_DOMAIN:
        return drop_object(ctx, change, OBJ_DOMAIN);
    case CHANGE_CREATE_SCHEMA:
        return drop_object(ctx, change, OBJ_SCHEMA);
    case CHANGE_CREATE_EXTENSION:
    case CHANGE_CREATE_COLLATION:
    case CHANGE_CREATE_STATISTICS:
    case CHANGE_CREATE_PUBLICATION:
    case CHANGE_CREATE_EVENT_TRIGGER:
    case CHANGE_CREATE_FOREIGN_SERVER:
        return drop_named(ctx, change);
    case CHANGE_CREATE_FUNCTION:
        return drop_function(ctx, change);
    default:
        return STR("");
    }
}
