/* The search_path: SET, SET LOCAL, set_config, RESET, and where names lead (PostgreSQL manual
 * 5.9.3). */
#include "schema/catalog_impl.h"

/* "$user" has no schema, as a rule. */
void catalog_first_path(struct catalog *catalog)
{
    VEC_PUSH(catalog->arena, &catalog->plain_path.schemas, STR("public"));
    catalog->path = catalog->outer_path = catalog->plain_path;
}

/* -- setting it -------------------------------------------------------------------------------- */

static struct str unquoted(struct arena *arena, struct str name)
{
    if (name.len < 2 || name.at[0] != '"' || name.at[name.len - 1] != '"') {
        return str_lower(arena, name);
    }
    return str_slice(name, 1, name.len - 1);
}

static void note_schema(struct catalog *catalog, struct str schema)
{
    if (str_equal(schema, STR("public")) || str_starts_with(schema, STR("pg_"))) return;
    if (str_list_has(&catalog->path_schemas, schema)) return;
    CATALOG_PUSH(catalog, &catalog->path_schemas, schema);
}

void catalog_rename_in_path(struct catalog *catalog, struct str from, struct str to)
{
    if (str_list_has(&catalog->path_schemas, from)) note_schema(catalog, to);
}

const struct str_list *catalog_path_schemas(const struct catalog *catalog)
{
    return &catalog->path_schemas;
}

/* set.value is a list of names, joined by ", ". */
static struct search_path parse_path(struct catalog *catalog, struct str value)
{
    struct search_path path = {.is_set = true};
    size_t start = 0;
    while (start < value.len) {
        size_t end = str_find(value, STR(","), start);
        if (end == SIZE_MAX) end = value.len;
        struct str name = unquoted(catalog->arena, str_trim(str_slice(value, start, end)));
        if (name.len > 0 && !str_equal(name, STR("$user"))) {
            VEC_PUSH(catalog->arena, &path.schemas, name);
            note_schema(catalog, name);
        }
        start = end + 1;
    }
    return path;
}

static struct search_path default_path(const struct catalog *catalog)
{
    if (catalog->role_path.is_set) return catalog->role_path;
    if (catalog->database_path.is_set) return catalog->database_path;
    return catalog->plain_path;
}

void catalog_set_path(struct catalog *catalog, const struct change *change)
{
    bool resets = change->kind == CHANGE_RESET || change->kind == CHANGE_DISCARD ||
                  str_equal(change->set.value, STR("DEFAULT"));
    struct search_path path =
        resets ? default_path(catalog) : parse_path(catalog, change->set.value);
    bool local = change->kind == CHANGE_SET && change->set.local;
    if (local && !catalog->path_is_local) {
        CATALOG_SET(catalog, catalog->outer_path, catalog->path);
        CATALOG_SET(catalog, catalog->path_is_local, true);
    } else if (!local) {
        CATALOG_SET(catalog, catalog->path_is_local, false);
    }
    CATALOG_SET(catalog, catalog->path, path);
}

/* Of another role than the one that runs the migrations, as far as is known. */
static bool is_other_role(const struct change *change)
{
    struct str role = change->object_name.name;
    return change->kind == CHANGE_ALTER_ROLE && role.len > 0 &&
           !str_equal(role, STR("current_user"));
}

/* In force for sessions that begin later (manual, ALTER ROLE); that of the role wins. */
void catalog_set_default_path(struct catalog *catalog, const struct change *change)
{
    bool all = str_equal(change->role.variable, STR("all"));
    if (!all && !str_equal(change->role.variable, STR("search_path"))) return;
    if (catalog->conditional || is_other_role(change)) return;
    struct search_path path = parse_path(catalog, change->role.value);
    if (str_equal(change->role.value, STR("FROM CURRENT"))) path = catalog->path;
    if (str_equal(change->role.value, STR("DEFAULT"))) path = (struct search_path){0};
    if (change->kind == CHANGE_ALTER_ROLE)
        CATALOG_SET(catalog, catalog->role_path, path);
    else
        CATALOG_SET(catalog, catalog->database_path, path);
}

void catalog_end_local_path(struct catalog *catalog)
{
    if (!catalog->path_is_local) return;
    CATALOG_SET(catalog, catalog->path, catalog->outer_path);
    CATALOG_SET(catalog, catalog->path_is_local, false);
}

/* -- resolving --------------------------------------------------------------------------------- */

static struct name in_schema(struct str schema, struct name name)
{
    return (struct name){schema, name.name};
}

static bool schema_may_exist(const struct catalog *catalog, struct str schema)
{
    return catalog_name_state(catalog, OBJ_SCHEMA, catalog_schema_name(schema)) != KNOWN_ABSENT;
}

/* The first schema that has it; else the first that may; else the first of the path. */
static struct name search(const struct catalog *catalog, enum object_kind kind, struct name name)
{
    struct name maybe = {{"", 0}, name.name};
    const struct str_list *schemas = &catalog->path.schemas;
    if (schemas->len == 1) return in_schema(schemas->at[0], name); /* whatever is known of it */
    for (size_t i = 0; i < schemas->len; i++) {
        struct name here = in_schema(schemas->at[i], name);
        enum knowledge state = catalog_name_state(catalog, kind, here);
        if (state == KNOWN) return here;
        if (state == UNKNOWN && maybe.schema.len == 0) maybe = here;
    }
    if (maybe.schema.len > 0) return maybe;
    return in_schema(schemas->len > 0 ? schemas->at[0] : STR("public"), name);
}

/* Temporary relations hide others of their name: pg_temp is searched first, but not for functions
 * (manual 19.11.1). */
struct name catalog_resolve(const struct catalog *catalog, enum object_kind kind, struct name name)
{
    if (!has_schema(kind)) return in_schema(STR(""), name);
    if (name.schema.len > 0) return name;
    if (catalog->has_temporary && catalog_space(kind) != OBJ_ROUTINE) {
        struct name temporary = in_schema(STR("pg_temp"), name);
        if (catalog_name_state(catalog, kind, temporary) == KNOWN) return temporary;
    }
    return search(catalog, kind, name);
}

bool catalog_target(const struct catalog *catalog, enum object_kind kind, struct name *name,
                    bool temporary)
{
    if (!has_schema(kind)) {
        name->schema = STR("");
        return true;
    }
    if (name->schema.len > 0) return schema_may_exist(catalog, name->schema);
    if (temporary) {
        name->schema = STR("pg_temp");
        return true;
    }
    const struct str_list *schemas = &catalog->path.schemas;
    for (size_t i = 0; i < schemas->len; i++) {
        if (!schema_may_exist(catalog, schemas->at[i])) continue;
        name->schema = schemas->at[i];
        return true;
    }
    return false;
}

struct name catalog_resolve_new(const struct catalog *catalog, enum object_kind kind,
                                struct name name, bool temporary)
{
    if (!catalog_target(catalog, kind, &name, temporary) && name.schema.len == 0) {
        name.schema = STR("public");
    }
    return name;
}

void catalog_end_section(struct catalog *catalog)
{
    catalog_in_transaction(catalog, catalog->transaction + 1);
    struct search_path path = default_path(catalog);
    CATALOG_SET(catalog, catalog->path, path);
    CATALOG_SET(catalog, catalog->path_is_local, false);
    for (size_t i = catalog->temporary.len; i-- > 0;) {
        struct relation *relation = catalog->temporary.at[i];
        if (relation_is_live(relation)) catalog_relation_unknown(catalog, relation);
        CATALOG_REMOVE(catalog, &catalog->temporary, i);
    }
}
