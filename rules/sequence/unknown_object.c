/* unknown-object: a statement names what is not there, or is something else, and PostgreSQL
 * refuses. */
#include "lint/rule.h"

static struct str shown(const struct rule_ctx *ctx, const struct missing *missing)
{
    struct str name = show_name(ctx, missing->name);
    if (missing->part.len > 0 && missing->kind == OBJ_COLUMN) {
        name = str_format(ctx->arena, STR_FMT "." STR_FMT, STR_ARG(name), STR_ARG(missing->part));
    } else if (missing->part.len > 0) {
        name = missing->part;
    }
    return code_short(ctx->arena, name, 48);
}

static const char *what(const struct missing *missing)
{
    return missing->kind == OBJ_UNKNOWN ? "relation" : object_kind_words(missing->kind);
}

static struct diagnostic *report_missing(struct rule_ctx *ctx, const struct missing *missing)
{
    struct str name = shown(ctx, missing);
    if (missing->found != NULL) {
        const char *is = object_kind_words(missing->found->kind);
        const char *article = missing->found->kind == OBJ_INDEX ? "an" : "a";
        return report(ctx, missing->at, "`" STR_FMT "` is %s %s: goose stops here", STR_ARG(name),
                      article, is);
    }
    if (missing->later != NULL) {
        return report(ctx, missing->at, "the %s `" STR_FMT "` does not exist yet: goose stops here",
                      what(missing), STR_ARG(name));
    }
    return report(ctx, missing->at, "the %s `" STR_FMT "` does not exist: goose stops here",
                  what(missing), STR_ARG(name));
}

/* -- where it went, or when it comes ----------------------------------------------------------- */

static enum object_kind space_of(enum object_kind kind)
{
    switch (kind) {
    case OBJ_COLUMN:
    case OBJ_TYPE:
    case OBJ_SCHEMA:
        return kind;
    case OBJ_FUNCTION:
        return OBJ_ROUTINE;
    default:
        return OBJ_TABLE;
    }
}

/* A constraint, a trigger or a label: what is told of the table is no help. */
static bool has_events(const struct missing *missing)
{
    return missing->part.len == 0 || missing->kind == OBJ_COLUMN;
}

static bool label_past(struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct missing *missing)
{
    struct origin gone = {0};
    enum object_kind kind = space_of(missing->kind);
    if (!has_events(missing)) return false;
    const struct name_event *last = event_before(ctx, kind, missing->name, missing->part);
    if (last != NULL && !last->makes) {
        label(finding, last->at, "dropped or renamed here");
        return true;
    }
    if (missing->part.len > 0 || !catalog_gone(ctx->catalog, kind, missing->name, &gone)) {
        return false;
    }
    label_made(finding, gone, "gone since here");
    return gone.span.source != NULL;
}

/* -- the name that was meant ------------------------------------------------------------------- */

enum { NAMES_LOOKED_AT = 512 };

struct names {
    struct str at[NAMES_LOOKED_AT];
    size_t count;
};

static void collect_columns(struct names *names, const struct relation *table)
{
    for (size_t i = 0; i < table->columns.len && names->count < NAMES_LOOKED_AT; i++) {
        names->at[names->count++] = table->columns.at[i]->name;
    }
}

static void collect_parts(struct names *names, const struct missing *missing)
{
    const struct relation *table = missing->within;
    if (table == NULL) return;
    if (missing->kind == OBJ_COLUMN) collect_columns(names, table);
    for (size_t i = 0; missing->kind == OBJ_CONSTRAINT && i < table->constraints.len; i++) {
        if (names->count == NAMES_LOOKED_AT) return;
        names->at[names->count++] = table->constraints.at[i]->name;
    }
    for (size_t i = 0; missing->kind == OBJ_TRIGGER && i < table->triggers.len; i++) {
        if (names->count == NAMES_LOOKED_AT) return;
        names->at[names->count++] = table->triggers.at[i]->name;
    }
    for (size_t i = 0; missing->kind == OBJ_POLICY && i < table->policies.len; i++) {
        if (names->count == NAMES_LOOKED_AT) return;
        names->at[names->count++] = table->policies.at[i]->name;
    }
}

static void help_with_name(struct diagnostic *finding, const struct missing *missing, bool past)
{
    struct names names;
    names.count = 0;
    collect_parts(&names, missing);
    int near = missing->part.len == 0 || names.count == 0
                   ? -1
                   : nearest_word(missing->part, names.at, names.count);
    if (near >= 0) {
        help(finding, "did you mean `" STR_FMT "`?", STR_ARG(names.at[near]));
    } else if (past) {
        help(finding, "name what is there now, or leave this out");
    } else {
        help(finding, "correct the name, or make it first");
    }
}

static const char *key_words(enum object_kind kind)
{
    switch ((int)kind) {
    case OBJ_FOREIGN_TABLE:
        return "FOREIGN TABLE";
    case OBJ_VIEW:
        return "VIEW";
    case OBJ_MATERIALIZED_VIEW:
        return "MATERIALIZED VIEW";
    case OBJ_INDEX:
        return "INDEX";
    case OBJ_SEQUENCE:
        return "SEQUENCE";
    default:
        return "TABLE";
    }
}

static void help_with_kind(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct missing *missing)
{
    if (is_drop(ctx->change) && ctx->change->table.name.len > 0) {
        help(finding, "write `DROP %s`", key_words(missing->found->kind));
    } else {
        help(finding, "a %s is needed here", what(missing));
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    struct missing missing = {0};
    if (change->conditional || found_in_statement(ctx) != NULL) return;
    if (!find_missing(ctx, change, &missing)) return;

    struct diagnostic *finding = report_missing(ctx, &missing);
    primary_label(finding, "PostgreSQL refuses this (%s)", missing.code);
    if (missing.found != NULL) {
        label_made(finding, missing.found->made, "created here");
        help_with_kind(ctx, finding, &missing);
    } else if (missing.later != NULL) {
        label(finding, missing.later->at, "made only here");
        help(finding, "move this behind the statement that makes it");
    } else {
        help_with_name(finding, &missing, label_past(ctx, finding, &missing));
    }
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
    .on = {CHANGE_CREATE_TABLE,
           CHANGE_CREATE_TABLE_AS,
           CHANGE_DROP_TABLE,
           CHANGE_RENAME_TABLE,
           CHANGE_ENABLE_TRIGGER,
           CHANGE_DISABLE_TRIGGER,
           CHANGE_ENABLE_ROW_SECURITY,
           CHANGE_DISABLE_ROW_SECURITY,
           CHANGE_FORCE_ROW_SECURITY,
           CHANGE_ATTACH_PARTITION,
           CHANGE_DETACH_PARTITION,
           CHANGE_ADD_COLUMN,
           CHANGE_DROP_COLUMN,
           CHANGE_RENAME_COLUMN,
           CHANGE_ALTER_COLUMN_TYPE,
           CHANGE_SET_DEFAULT,
           CHANGE_DROP_DEFAULT,
           CHANGE_SET_NOT_NULL,
           CHANGE_DROP_NOT_NULL,
           CHANGE_ADD_IDENTITY,
           CHANGE_SET_IDENTITY,
           CHANGE_SET_STORAGE,
           CHANGE_SET_STATISTICS,
           CHANGE_ANALYZE,
           CHANGE_VACUUM,
           CHANGE_REINDEX,
           CHANGE_ADD_CONSTRAINT,
           CHANGE_DROP_CONSTRAINT,
           CHANGE_VALIDATE_CONSTRAINT,
           CHANGE_ALTER_CONSTRAINT,
           CHANGE_RENAME_CONSTRAINT,
           CHANGE_CREATE_INDEX,
           CHANGE_DROP_INDEX,
           CHANGE_RENAME_INDEX,
           CHANGE_CREATE_STATISTICS,
           CHANGE_CREATE_VIEW,
           CHANGE_DROP_VIEW,
           CHANGE_RENAME_VIEW,
           CHANGE_CREATE_MATERIALIZED_VIEW,
           CHANGE_DROP_MATERIALIZED_VIEW,
           CHANGE_RENAME_MATERIALIZED_VIEW,
           CHANGE_REFRESH_MATERIALIZED_VIEW,
           CHANGE_CREATE_SEQUENCE,
           CHANGE_ALTER_SEQUENCE,
           CHANGE_DROP_SEQUENCE,
           CHANGE_RENAME_SEQUENCE,
           CHANGE_CREATE_TYPE,
           CHANGE_DROP_TYPE,
           CHANGE_RENAME_TYPE,
           CHANGE_ADD_ENUM_VALUE,
           CHANGE_RENAME_ENUM_VALUE,
           CHANGE_CREATE_DOMAIN,
           CHANGE_DROP_DOMAIN,
           CHANGE_RENAME_DOMAIN,
           CHANGE_CREATE_FUNCTION,
           CHANGE_DROP_FUNCTION,
           CHANGE_RENAME_FUNCTION,
           CHANGE_CREATE_TRIGGER,
           CHANGE_DROP_TRIGGER,
           CHANGE_RENAME_TRIGGER,
           CHANGE_CREATE_RULE,
           CHANGE_DROP_RULE,
           CHANGE_RENAME_RULE,
           CHANGE_CREATE_POLICY,
           CHANGE_ALTER_POLICY,
           CHANGE_DROP_POLICY,
           CHANGE_RENAME_POLICY,
           CHANGE_DROP_SCHEMA,
           CHANGE_RENAME_SCHEMA,
           CHANGE_SET_SCHEMA,
           CHANGE_SET_OWNER,
           CHANGE_COMMENT,
           CHANGE_GRANT,
           CHANGE_REVOKE,
           CHANGE_SELECT,
           CHANGE_INSERT,
           CHANGE_UPDATE,
           CHANGE_DELETE,
           CHANGE_MERGE,
           CHANGE_TRUNCATE,
           CHANGE_COPY,
           CHANGE_LOCK_TABLE},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
