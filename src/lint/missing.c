/* Relations, types, schemas and functions that are not there. */
#include "lint/missing.h"

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

static bool miss(struct need n, enum object_kind kind, struct name name, struct range at,
                 const char *code)
{
    *n.missing = (struct missing){.kind = kind, .name = name, .at = at, .code = code};
    return true;
}

/* It is made later in the sequence, and nothing before that takes it away: then it was not there
 * before either. */
static bool comes_later(struct need n, enum object_kind kind, struct name name)
{
    if (catalog_is_opaque(n.ctx->catalog)) return false;
    const struct name_event *next = event_after(n.ctx, kind, name, STR(""));
    if (next == NULL || !next->makes || !next->sure) return false;
    const struct name_event *last = event_before(n.ctx, kind, name, STR(""));
    if (last != NULL) return false;
    n.missing->later = next;
    return true;
}

static struct range name_range(struct need n, struct range at, struct str name)
{
    return range_naming(n.ctx, at, name);
}

static bool is_system(struct name name)
{
    if (str_starts_with(name.schema, STR("pg_"))) return true;
    if (str_equal(name.schema, STR("information_schema"))) return true;
    return name.schema.len == 0 && str_starts_with(name.name, STR("pg_"));
}

/* A session whose search_path is not the usual one finds bare names elsewhere. */
static bool is_usual(struct need n, struct name name)
{
    if (name.schema.len > 0) return true;
    struct name full = catalog_resolve(n.ctx->catalog, OBJ_TABLE, name);
    return str_equal(full.schema, STR("public"));
}

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
    miss(n, wanted_kind(kinds), name, name_range(n, at, name.name), "42809");
    n.missing->found = there;
    return true;
}

bool lacks_relation(struct need n, struct name name, struct range at, unsigned kinds)
{
    if (name.name.len == 0 || is_system(name)) return false;
    const struct relation *there = NULL;
    enum knowledge state = catalog_find(n.ctx->catalog, OBJ_UNKNOWN, name, &there);
    if (state == KNOWN) return there != NULL && wrong_kind(n, there, name, at, kinds);
    if (n.change->if_exists || is_lost_table(n.ctx->file, name.name)) return false;
    const struct name_event *later = NULL;
    if (state == UNKNOWN) {
        bool told = there != NULL && there->made.transaction != 0;
        if (told || !is_usual(n, name) || !comes_later(n, OBJ_TABLE, name)) return false;
        later = n.missing->later;
    }
    bool index = kinds == KIND(OBJ_INDEX);
    miss(n, wanted_kind(kinds), name, name_range(n, at, name.name), index ? "42704" : "42P01");
    n.missing->later = later;
    return true;
}

bool lacks_type(struct need n, const struct type_name *type, struct range at)
{
    if (type == NULL || type->name.name.len == 0 || type->of_column || is_system(type->name)) {
        return false;
    }
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_TYPE, type->name, &there);
    if (state == KNOWN) return false;
    const struct name_event *later = NULL;
    if (state == UNKNOWN) {
        if (there != NULL || !is_usual(n, type->name) || !comes_later(n, OBJ_TYPE, type->name))
            return false;
        later = n.missing->later;
    }
    miss(n, OBJ_TYPE, type->name, name_range(n, at, type->name.name), "42704");
    n.missing->later = later;
    return true;
}

bool lacks_schema(struct need n, struct str schema, struct range at)
{
    struct name name = {STR(""), schema};
    if (schema.len == 0 || str_starts_with(schema, STR("pg_"))) return false;
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_SCHEMA, name, &there);
    if (state == KNOWN) return false;
    const struct name_event *later = NULL;
    if (state == UNKNOWN) {
        if (there != NULL || !comes_later(n, OBJ_SCHEMA, name)) return false;
        later = n.missing->later;
    }
    miss(n, OBJ_SCHEMA, name, name_range(n, at, schema), "3F000");
    n.missing->later = later;
    return true;
}

/* DROP FUNCTION IF EXISTS f(int) tells nothing of f(text) that somebody else has made. */
bool lacks_function(struct need n, struct name name, struct range at)
{
    if (name.name.len == 0 || is_system(name) || n.change->if_exists) return false;
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_ROUTINE, name, &there);
    if (state == KNOWN) return false;
    const struct name_event *later = NULL;
    if (state == KNOWN_ABSENT) {
        const struct name_event *last = event_before(n.ctx, OBJ_ROUTINE, name, STR(""));
        if (last == NULL || last->makes || !last->sure) return false;
    } else {
        if (there != NULL || !is_usual(n, name) || !comes_later(n, OBJ_ROUTINE, name)) return false;
        later = n.missing->later;
    }
    miss(n, OBJ_FUNCTION, name, name_range(n, at, name.name), "42883");
    n.missing->later = later;
    return true;
}
