/* Relations and schemas that are not there. */
#include "lint/missing_need.h"

#include "lint/lost.h"
#include "lint/rule.h"

struct name need_subject(const struct change *change)
{
    return change->table.name.len > 0 ? change->table : change->object_name;
}

struct range need_place(const struct change *change)
{
    return change->table_at.end > change->table_at.start ? change->table_at : change->statement_at;
}

bool miss(struct need n, enum object_kind kind, struct name name, struct range at, const char *code)
{
    const struct name_event *later = n.missing->later;
    *n.missing = (struct missing){.kind = kind,
                                  .name = name,
                                  .at = range_naming(n.ctx, at, name.name),
                                  .code = code,
                                  .later = later};
    return true;
}

/* It is made later in the sequence, and nothing before that takes it away: then it was not there
 * before either. */
bool comes_later(struct need n, enum object_kind kind, struct name name)
{
    const bool may_come_along = kind == OBJ_TYPE || kind == OBJ_ROUTINE || kind == OBJ_COLLATION;
    if (catalog_is_opaque(n.ctx->catalog)) return false;
    if (may_come_along && catalog_has_extension(n.ctx->catalog)) return false;
    const struct name_event *next = event_after(n.ctx, kind, name, STR(""));
    if (next == NULL || !next->makes || !next->sure) return false;
    const struct name_event *last = event_before(n.ctx, kind, name, STR(""));
    if (last != NULL) return false;
    n.missing->later = next;
    return true;
}

bool is_system_name(struct name name)
{
    if (str_starts_with(name.schema, STR("pg_"))) return true;
    if (str_equal(name.schema, STR("information_schema"))) return true;
    return name.schema.len == 0 && str_starts_with(name.name, STR("pg_"));
}

/* A session whose search_path is not the usual one finds bare names elsewhere. */
bool is_usual_name(struct need n, struct name name)
{
    if (name.schema.len > 0) return true;
    struct name full = catalog_resolve(n.ctx->catalog, OBJ_TABLE, name);
    return str_equal(full.schema, STR("public"));
}

/* -- schemas ----------------------------------------------------------------------------------- */

bool lacks_schema(struct need n, struct str schema, struct range at)
{
    struct name name = {STR(""), schema};
    if (schema.len == 0 || str_starts_with(schema, STR("pg_"))) return false;
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_SCHEMA, name, &there);
    if (state == KNOWN) return false;
    if (state == UNKNOWN && (there != NULL || !comes_later(n, OBJ_SCHEMA, name))) return false;
    return miss(n, OBJ_SCHEMA, name, at, "3F000");
}

/* A query reports the relation, everything else its schema (PostgreSQL's RangeVarGetRelid). */
static bool reads_rows(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_COPY:
    case CHANGE_EXPLAIN:
    case CHANGE_PREPARE:
    case CHANGE_DECLARE_CURSOR:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_TABLE_AS:
        return true;
    default:
        return false;
    }
}

static bool schema_is_gone(struct need n, struct str schema)
{
    const struct catalog_object *there = NULL;
    struct name name = {STR(""), schema};
    return schema.len > 0 &&
           catalog_find_object(n.ctx->catalog, OBJ_SCHEMA, name, &there) == KNOWN_ABSENT;
}

/* -- relations --------------------------------------------------------------------------------- */

static enum object_kind wanted_kind(unsigned kinds)
{
    for (unsigned kind = 0; kind < 32; kind++) {
        if (kinds == KIND(kind)) return (enum object_kind)kind;
    }
    return (kinds & KIND(OBJ_TABLE)) != 0 ? OBJ_TABLE : OBJ_UNKNOWN;
}

static bool wrong_kind(struct need n, const struct relation *there, struct name name,
                       struct range at, unsigned kinds)
{
    if (!relation_is_sure(there) || (kinds & KIND(there->kind)) != 0) return false;
    miss(n, wanted_kind(kinds), name, at, "42809");
    n.missing->found = there->kind;
    n.missing->found_made = there->made;
    return true;
}

/* A type's name is free of relations: each has a row type of its own (heap_create_with_catalog).
 */
static bool is_type(struct need n, struct name name, struct range at, unsigned kinds)
{
    const struct catalog_object *type = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_TYPE, name, &type);
    if (state != KNOWN || type == NULL || !object_is_sure(type)) return false;
    if (kinds == KIND(OBJ_INDEX) || kinds == KIND(OBJ_SEQUENCE)) return false;
    if (type->type_kind == 'c' && (kinds & KIND(OBJ_TYPE)) != 0) return false;
    if (!str_equal(catalog_resolve(n.ctx->catalog, OBJ_TABLE, name).schema, type->name.schema)) {
        return false;
    }
    const bool composite = type->type_kind == 'c' && !reads_rows(n.change);
    miss(n, wanted_kind(kinds), name, at, composite ? "42809" : "42P01");
    n.missing->found = type->kind;
    n.missing->found_kind = type->type_kind == 'd' ? 0 : type->type_kind;
    n.missing->found_made = type->made;
    return true;
}

/* DROP COLUMN IF EXISTS wants the table all the same. */
static bool is_excused(const struct change *change)
{
    return change->if_exists && (change->if_table_exists || !change->if_part_exists);
}

bool lacks_relation(struct need n, struct name name, struct range at, unsigned kinds)
{
    if (name.name.len == 0 || is_system_name(name)) return false;
    const struct relation *there = NULL;
    enum knowledge state = catalog_find(n.ctx->catalog, OBJ_UNKNOWN, name, &there);
    if (state == KNOWN) return there != NULL && wrong_kind(n, there, name, at, kinds);
    if (is_excused(n.change) || is_lost_table(n.ctx->file, name.name)) return false;
    if (state == UNKNOWN) {
        if (there == NULL && is_type(n, name, at, kinds)) return true;
        bool told = there != NULL && there->made.transaction != 0;
        if (told || !is_usual_name(n, name) || !comes_later(n, OBJ_TABLE, name)) return false;
    } else if (!reads_rows(n.change) && schema_is_gone(n, name.schema)) {
        return lacks_schema(n, name.schema, at);
    }
    bool index = kinds == KIND(OBJ_INDEX) &&
                 (n.change->kind == CHANGE_DROP_INDEX || n.change->kind == CHANGE_ADD_CONSTRAINT);
    return miss(n, wanted_kind(kinds), name, at, index ? "42704" : "42P01");
}
