/* rename-object: a schema, type, enum value, function, sequence or view column that running code
 * calls by its old name. */
#include "lint/rule.h"

/* The kinds of thing that share a name space, as far as a rename and a CREATE must meet. */
static bool gives_name(const struct change *change, const struct change *renamed)
{
    const struct str old = renamed->name;
    switch (change->kind) {
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
        return (renamed->kind == CHANGE_RENAME_TYPE || renamed->kind == CHANGE_RENAME_DOMAIN ||
                renamed->kind == CHANGE_SET_SCHEMA) &&
               str_equal(change->object_name.name, old);
    case CHANGE_CREATE_FUNCTION:
        return str_equal(change->object_name.name, old);
    case CHANGE_CREATE_SCHEMA:
        return renamed->kind == CHANGE_RENAME_SCHEMA && str_equal(change->object_name.name, old);
    case CHANGE_CREATE_SEQUENCE:
        return renamed->kind == CHANGE_RENAME_SEQUENCE && str_equal(change->table.name, old);
    case CHANGE_ADD_ENUM_VALUE:
        return renamed->kind == CHANGE_RENAME_ENUM_VALUE &&
               str_equal(change->enum_value.value, old);
    case CHANGE_CREATE_VIEW:
        return renamed->kind == CHANGE_RENAME_COLUMN &&
               str_equal(change->table.name, renamed->table.name);
    default:
        break;
    }
    if (change->kind != renamed->kind) return false;
    return str_equal(change->kind == CHANGE_RENAME_ENUM_VALUE ? change->enum_value.value
                                                              : change->rename.new_name.name,
                     old);
}

/* The old name is in use again at the end of the file: the object is replaced, not renamed away. */
static bool name_comes_back(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (gives_name(cursor.change, change)) return true;
    }
    return false;
}

static bool is_relation(const struct change *change)
{
    return change->kind == CHANGE_RENAME_COLUMN || change->object == OBJ_SEQUENCE;
}

static bool is_new(const struct rule_ctx *ctx, const struct change *change)
{
    if (is_relation(change)) {
        const enum standing standing = standing_of(ctx, change->table);
        return standing != STANDING_LIVE;
    }
    const struct name name = change->object_name.name.len > 0 ? change->object_name : change->table;
    switch (change->kind) {
    case CHANGE_RENAME_ENUM_VALUE:
    case CHANGE_RENAME_ATTRIBUTE:
        return object_created_in_file(ctx, OBJ_TYPE, name);
    default:
        return object_created_in_file(ctx, change->object, name);
    }
}

/* Kinds of object whose name queries carry; a column only where it is a view's. */
static bool matters(const struct rule_ctx *ctx, const struct change *change)
{
    if (change->kind == CHANGE_RENAME_COLUMN) {
        const struct relation *known = known_relation(ctx, change->table);
        const enum object_kind kind = known != NULL ? known->kind : change->object;
        return kind == OBJ_VIEW || kind == OBJ_MATERIALIZED_VIEW;
    }
    if (change->kind != CHANGE_SET_SCHEMA) return true;
    switch (change->object) {
    case OBJ_TYPE:
    case OBJ_DOMAIN:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_AGGREGATE:
    case OBJ_ROUTINE:
    case OBJ_SEQUENCE:
        return true;
    default:
        return false;
    }
}

static const char *words_of(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_RENAME_COLUMN:
        return "view column";
    case CHANGE_RENAME_ENUM_VALUE:
        return "enum value";
    case CHANGE_RENAME_ATTRIBUTE:
        return "attribute";
    default:
        return object_kind_words(change->object);
    }
}

static void advise(struct diagnostic *finding, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_RENAME_ENUM_VALUE:
        help(finding, "in three deploys: add the new value, teach the code both; rewrite the rows; "
                      "stop using the old one, which stays in the type");
        return;
    case CHANGE_RENAME_COLUMN:
        help(finding, "append the new column to the view with CREATE OR REPLACE VIEW, move the "
                      "readers over, then replace the view in a later migration");
        return;
    default:
        help(finding, "in three deploys: create the new one beside it, move the code over, drop "
                      "the old one in a later migration");
        return;
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (!matters(ctx, change) || is_new(ctx, change) || name_comes_back(ctx, change)) return;
    const bool moves = change->kind == CHANGE_SET_SCHEMA;
    struct diagnostic *finding =
        report(ctx, change->at, "%s %s `" STR_FMT "` breaks running code that uses %s",
               moves ? "moving" : "renaming", words_of(change), STR_ARG(change->name),
               moves ? "it there" : "the old name");
    primary_label(finding, moves ? "not found here once this commits"
                                 : "the old name is gone once this commits");
    advise(finding, change);
    finding->object = change->name;
    /* Defaults follow a sequence by its identity; only nextval('name') in code breaks. */
    if (change->object == OBJ_SEQUENCE) at_most(finding, SEVERITY_WARNING);
}

const struct rule rule_rename_object = {
    .id = "rename-object",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a schema, type, enum value, function, sequence or view column is renamed",
    .why = "Queries, casts and calls of the release that is still running carry the old name and "
           "fail from the commit on.",
    .instead = "Add the new one, move the code over, drop the old one in a later migration.",
    .exceptions = "An object made in the same file; an object of the old name made later in the "
                  "file, as when an enum type is replaced. Sequences are a warning: column "
                  "defaults follow a rename.",
    .example = {.bad = "ALTER TYPE order_state RENAME VALUE 'done' TO 'completed';",
                .good = "ALTER TYPE order_state ADD VALUE 'completed';"},
    .on = {CHANGE_RENAME_SCHEMA, CHANGE_RENAME_TYPE, CHANGE_RENAME_DOMAIN, CHANGE_RENAME_ENUM_VALUE,
           CHANGE_RENAME_ATTRIBUTE, CHANGE_RENAME_FUNCTION, CHANGE_RENAME_SEQUENCE,
           CHANGE_RENAME_COLUMN, CHANGE_SET_SCHEMA},
    .check = check,
};
