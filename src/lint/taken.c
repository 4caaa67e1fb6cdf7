/* Names that are taken (PostgreSQL manual, Appendix A: 42P07, 42701, 42710, 42723, 42P06; 42P16 for
 * a second primary key). */
#include "lint/taken.h"

#include "lint/rule.h"

bool taken_take(struct question q, struct str name, enum object_kind kind, struct range at,
                struct origin made, const char *code)
{
    *q.taken = (struct taken){.name = name, .kind = kind, .at = at, .made = made, .code = code};
    return true;
}

bool taken_twice(struct question q, struct str name, enum object_kind kind, struct range at,
                 const char *code)
{
    taken_take(q, name, kind, at, (struct origin){0}, code);
    q.taken->twice = true;
    return true;
}

/* -- relations and types ----------------------------------------------------------------------- */

/* Where it got the name it has now. */
static struct origin named_at(struct origin made, struct origin moved)
{
    return moved.span.source != NULL ? moved : made;
}

bool taken_by_relation(struct question q, struct name name, struct range at)
{
    const struct relation *there = NULL;
    if (catalog_find(q.ctx->catalog, OBJ_UNKNOWN, name, &there) != KNOWN || there == NULL) {
        return false;
    }
    if (!relation_is_sure(there)) return false;
    return taken_take(q, show_name(q.ctx, name), there->kind, at,
                      named_at(there->made, there->moved), DUPLICATE_TABLE);
}

/* What every new database has (manual, 22.3; plpgsql: 43.1). */
static bool is_always_there(enum object_kind kind, struct str name)
{
    return (kind == OBJ_SCHEMA && str_equal(name, STR("public"))) ||
           (kind == OBJ_EXTENSION && str_equal(name, STR("plpgsql")));
}

static bool object_there(struct question q, enum object_kind kind, struct name name,
                         struct range at, const char *code)
{
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(q.ctx->catalog, kind, name, &there);
    if (there == NULL && state != KNOWN_ABSENT && is_always_there(kind, name.name)) {
        return taken_take(q, name.name, kind, at, (struct origin){0}, code);
    }
    if (state != KNOWN || there == NULL) return false;
    if (!object_is_sure(there) || there->type_kind == 's') return false; /* a shell is completed */
    return taken_take(q, show_name(q.ctx, name), there->kind, at,
                      named_at(there->made, there->moved), code);
}

/* A type and the row type of a table exclude each other (heap_create_with_catalog). */
static bool type_there(struct question q, struct name name, struct range at)
{
    if (object_there(q, OBJ_TYPE, name, at, DUPLICATE_OBJECT)) return true;
    const struct relation *there = NULL;
    if (catalog_find(q.ctx->catalog, OBJ_UNKNOWN, name, &there) != KNOWN || there == NULL) {
        return false;
    }
    bool has_type = there->kind != OBJ_INDEX && there->kind != OBJ_SEQUENCE;
    if (!has_type || !taken_by_relation(q, name, at)) return false;
    q.taken->code = DUPLICATE_OBJECT;
    return true;
}

static struct name new_name(struct question q, enum object_kind kind, struct name name,
                            bool temporary)
{
    return catalog_resolve_new(q.ctx->catalog, kind, name, temporary);
}

static bool create_relation(struct question q, enum object_kind kind, bool temporary)
{
    const struct change *change = q.change;
    struct name name = new_name(q, kind, change->table, temporary);
    struct range at = range_naming(q.ctx, change->table_at, change->table.name);
    if (kind == OBJ_VIEW && change->or_replace) {
        const struct relation *there = known_relation(q.ctx, name);
        if (there != NULL && there->kind == OBJ_VIEW) return false;
    }
    if (kind == OBJ_VIEW && change->or_replace && taken_by_relation(q, name, at)) {
        q.taken->code = OTHER_KIND;
        return true;
    }
    return taken_by_relation(q, name, at) || object_there(q, OBJ_TYPE, name, at, DUPLICATE_OBJECT);
}

static bool rename_relation(struct question q)
{
    const struct change *change = q.change;
    const struct relation *moved = known_relation(q.ctx, change->table);
    if (moved == NULL) return false;
    struct name to = {moved->name.schema, change->rename.new_name.name};
    if (change->kind == CHANGE_SET_SCHEMA) {
        to = (struct name){change->rename.new_name.schema, moved->name.name};
        if (str_equal(to.schema, moved->name.schema)) return false; /* nothing happens */
    }
    if (taken_by_relation(q, to, change->rename.new_name_at)) return true;
    return moved->kind != OBJ_INDEX &&
           object_there(q, OBJ_TYPE, to, change->rename.new_name_at, DUPLICATE_OBJECT);
}

static bool rename_type(struct question q)
{
    const struct range at = q.change->rename.new_name_at;
    const struct catalog_object *moved = NULL;
    catalog_find_object(q.ctx->catalog, OBJ_TYPE, q.change->object_name, &moved);
    if (moved == NULL || moved->state != KNOWN) return false;
    struct name to = {moved->name.schema, q.change->rename.new_name.name};
    if (moved->type_kind == 'c' && taken_by_relation(q, to, at)) return true;
    return type_there(q, to, at);
}

/* Roles, extensions, statistics ... */
static bool rename_object(struct question q)
{
    const struct change *change = q.change;
    const struct catalog_object *moved = NULL;
    catalog_find_object(q.ctx->catalog, change->object, change->object_name, &moved);
    if (moved == NULL || moved->state != KNOWN) return false;
    struct name to = {moved->name.schema, change->rename.new_name.name};
    const char *code = change->kind == CHANGE_RENAME_SCHEMA ? DUPLICATE_SCHEMA : DUPLICATE_OBJECT;
    return object_there(q, change->object, to, change->rename.new_name_at, code);
}

static bool create_index(struct question q)
{
    const struct change *change = q.change;
    if (change->create_index.index.name.len == 0) return false;
    struct name name = change->create_index.index;
    name.schema = catalog_resolve(q.ctx->catalog, OBJ_TABLE, change->table).schema;
    return taken_by_relation(q, name, change->create_index.index_at);
}

/* -- functions --------------------------------------------------------------------------------- */

static bool function_there(struct question q)
{
    const struct catalog_object *there =
        catalog_same_function(q.ctx->catalog, q.ctx->arena, q.change);
    if (there == NULL || there->state != KNOWN || !object_is_sure(there)) return false;
    if (q.change->or_replace && there->kind == q.change->object) return false;
    struct str shown =
        str_format(q.ctx->arena, STR_FMT "(" STR_FMT ")",
                   STR_ARG(show_name(q.ctx, q.change->object_name)), STR_ARG(there->signature));
    return taken_take(q, shown, there->kind,
                      range_naming(q.ctx, q.change->table_at, q.change->object_name.name),
                      named_at(there->made, there->moved),
                      q.change->or_replace ? OTHER_KIND : DUPLICATE_FUNCTION);
}

static bool rename_function(struct question q)
{
    const struct change *change = q.change;
    const struct catalog_object *moved =
        catalog_same_function(q.ctx->catalog, q.ctx->arena, change);
    const struct catalog_object *there = NULL;
    if (moved == NULL || change->signature == NULL) return false;
    struct name to = {moved->name.schema, change->rename.new_name.name};
    if (catalog_find_function(q.ctx->catalog, to, &moved->signature, &there) != KNOWN) return false;
    if (there == NULL || !object_is_sure(there)) return false;
    return taken_take(q, show_name(q.ctx, to), there->kind, change->rename.new_name_at,
                      named_at(there->made, there->moved), DUPLICATE_FUNCTION);
}

/* -- everything else --------------------------------------------------------------------------- */

static bool create_object(struct question q)
{
    const struct change *change = q.change;
    if (change->or_replace || change->object_name.name.len == 0) return false;
    struct name name = new_name(q, change->object, change->object_name, false);
    const char *code = change->kind == CHANGE_CREATE_SCHEMA ? DUPLICATE_SCHEMA : DUPLICATE_OBJECT;
    struct range at = range_naming(q.ctx, change->statement_at, change->object_name.name);
    return object_there(q, change->object, name, at, code);
}

static bool find_created(struct question q)
{
    const struct change *change = q.change;
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
        return create_relation(q, OBJ_TABLE, change->create_table.temporary) || taken_in_table(q);
    case CHANGE_CREATE_TABLE_AS:
        return create_relation(q, OBJ_TABLE, change->create_table_as.temporary);
    case CHANGE_CREATE_VIEW:
        return create_relation(q, OBJ_VIEW, change->create_view.temporary);
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        return create_relation(q, OBJ_MATERIALIZED_VIEW, false);
    case CHANGE_CREATE_SEQUENCE:
        return create_relation(q, OBJ_SEQUENCE, change->sequence.temporary);
    case CHANGE_CREATE_INDEX:
        return create_index(q);
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
        return taken_in_type(q) ||
               type_there(q, new_name(q, OBJ_TYPE, change->object_name, false),
                          range_naming(q.ctx, change->statement_at, change->object_name.name));
    case CHANGE_CREATE_FUNCTION:
        return function_there(q);
    case CHANGE_CREATE_TRIGGER:
        return taken_creating_attached(q, OBJ_TRIGGER);
    case CHANGE_CREATE_POLICY:
        return taken_creating_attached(q, OBJ_POLICY);
    case CHANGE_CREATE_RULE:
        return taken_creating_attached(q, OBJ_RULE);
    default:
        return create_object(q);
    }
}

static bool find_renamed(struct question q)
{
    const struct change *change = q.change;
    switch ((int)change->kind) {
    case CHANGE_RENAME_COLUMN:
        return taken_by_column(q, change->rename.new_name.name, change->rename.new_name_at);
    case CHANGE_RENAME_CONSTRAINT:
        return taken_renaming_constraint(q);
    case CHANGE_RENAME_ATTRIBUTE:
        return taken_by_attribute(q, change->rename.new_name.name, change->rename.new_name_at);
    case CHANGE_RENAME_TYPE:
    case CHANGE_RENAME_DOMAIN:
        return rename_type(q);
    case CHANGE_RENAME_FUNCTION:
        return rename_function(q);
    case CHANGE_RENAME_TRIGGER:
        return taken_renaming_attached(q, OBJ_TRIGGER);
    case CHANGE_RENAME_POLICY:
        return taken_renaming_attached(q, OBJ_POLICY);
    case CHANGE_RENAME_RULE:
        return taken_renaming_attached(q, OBJ_RULE);
    case CHANGE_RENAME_SCHEMA:
    case CHANGE_RENAME_OBJECT:
        return rename_object(q);
    default:
        return rename_relation(q);
    }
}

bool find_taken(const struct rule_ctx *ctx, const struct change *change, struct taken *taken)
{
    struct question q = {ctx, change, taken};
    /* Or EXCEPTION WHEN duplicate_object in a DO block. */
    if (change->if_not_exists) return taken_adding_key_anyway(q);
    switch ((int)change->kind) {
    case CHANGE_ADD_COLUMN:
        return taken_adding_column(q);
    case CHANGE_ADD_ATTRIBUTE:
        return taken_by_attribute(q, change->add_column.name,
                                  range_naming(ctx, change->at, change->add_column.name));
    case CHANGE_ADD_CONSTRAINT:
        return taken_adding_constraint(q, &change->constraint);
    case CHANGE_ADD_ENUM_VALUE:
    case CHANGE_RENAME_ENUM_VALUE:
        return taken_by_label(q);
    case CHANGE_ALTER_DOMAIN:
        return taken_by_domain_check(q, change->alter_domain.constraint.name, change->at);
    case CHANGE_SET_SCHEMA:
        return rename_relation(q);
    default:
        break;
    }
    bool renames = is_renaming(change) && change->rename.new_name.name.len > 0;
    return renames ? find_renamed(q) : find_created(q);
}
