/* Types, functions, roles and other objects that are not there. */
#include "lint/missing_need.h"

#include "lint/rule.h"

static bool found_object(struct need n, const struct catalog_object *there)
{
    n.missing->found = there->kind;
    n.missing->found_made = there->made;
    return true;
}

/* -- types ------------------------------------------------------------------------------------- */

bool lacks_type(struct need n, const struct type_name *type, struct range at)
{
    if (type == NULL || type->of_column) return false;
    return lacks_type_named(n, type->name, 0, at);
}

bool lacks_type_of(struct need n, struct str column, const struct type_name *type, struct range at)
{
    if (!lacks_type(n, type, at)) return false;
    if (str_equal(column, type->name.name)) {
        n.missing->at = range_naming(n.ctx, (struct range){n.missing->at.end, at.end}, column);
    }
    return true;
}

/* ALTER TYPE ... ADD ATTRIBUTE looks for a relation. */
static bool wants_relation(struct need n, char kind)
{
    return kind == 'c' && n.change->kind != CHANGE_CREATE_TABLE && n.change->kind != CHANGE_OF_TYPE;
}

static enum object_kind wanted_type(char kind)
{
    return kind == 'd' ? OBJ_DOMAIN : OBJ_TYPE;
}

/* `users` is a table, and its row type no enum or domain. */
static bool is_row_type(struct need n, struct name name, char kind, struct range at)
{
    if (kind == 0) return false;
    const struct relation *table = known_relation(n.ctx, name);
    if (table == NULL || !relation_is_sure(table)) return false;
    miss(n, wanted_type(kind), name, at, "42809");
    n.missing->found = table->kind;
    n.missing->found_made = table->made;
    return true;
}

static bool is_other_type(struct need n, const struct catalog_object *there, struct name name,
                          char kind, struct range at)
{
    if (kind == 0 || there->type_kind == kind || there->type_kind == 's') return false;
    if (!object_is_sure(there)) return false;
    miss(n, wanted_type(kind), name, at, wants_relation(n, kind) ? "42P01" : "42809");
    n.missing->found_kind = there->type_kind == 'd' ? 0 : there->type_kind;
    return found_object(n, there);
}

bool lacks_type_named(struct need n, struct name name, char kind, struct range at)
{
    if (name.name.len == 0 || is_system_name(name)) return false;
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_TYPE, name, &there);
    if (state == KNOWN) {
        return there != NULL ? is_other_type(n, there, name, kind, at)
                             : is_row_type(n, name, kind, at);
    }
    if (n.change->if_exists && is_drop(n.change)) return false;
    if (state == UNKNOWN &&
        (there != NULL || !is_usual_name(n, name) || !comes_later(n, OBJ_TYPE, name)))
        return false;
    return miss(n, wanted_type(kind), name, at, wants_relation(n, kind) ? "42P01" : "42704");
}

/* -- names in texts ---------------------------------------------------------------------------- */

/* `users`, `app.users`: letters that mean what they say, without quotes. Empty: any other text, an
 * OID, or a name that has to be read. */
static struct name plain_name(struct str text)
{
    struct name name = {STR(""), text};
    for (size_t i = 0; i < text.len; i++) {
        const char byte = text.at[i];
        if (byte == '.' && name.schema.len == 0 && i > 0) {
            name = (struct name){str_slice(text, 0, i), str_slice(text, i + 1, text.len)};
        } else if (!(byte >= 'a' && byte <= 'z') && byte != '_' &&
                   (i == 0 || byte < '0' || byte > '9')) {
            return (struct name){STR(""), STR("")};
        }
    }
    return name;
}

/* 'users'::regclass is looked up when the statement is planned, also where it would never run
 * (manual, 8.19). */
bool lacks_registered(struct need n, const struct cast *cast, struct range at)
{
    const bool of_class = str_equal(cast->type.name.name, STR("regclass"));
    if (!of_class && !str_equal(cast->type.name.name, STR("regtype"))) return false;
    const struct name name = plain_name(cast->literal);
    if (cast->type.array_dimensions > 0 || name.name.len == 0) return false;
    if (!of_class) return lacks_type_named(n, name, 0, at);
    return lacks_schema(n, name.schema, at) ||
           lacks_relation(n, name, at, ANY_RELATION | KIND(OBJ_TYPE));
}

/* -- functions --------------------------------------------------------------------------------- */

/* DROP FUNCTION IF EXISTS f(int) tells nothing of f(text) that somebody else has made. */
bool lacks_function(struct need n, struct name name, struct range at)
{
    if (name.name.len == 0 || is_system_name(name) || n.change->if_exists) return false;
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_ROUTINE, name, &there);
    if (state == KNOWN) return false;
    if (state == KNOWN_ABSENT) {
        const struct name_event *last = event_before(n.ctx, OBJ_ROUTINE, name, STR(""));
        if (last == NULL || last->makes || !last->sure) return false;
    } else if (there != NULL || !is_usual_name(n, name) || !comes_later(n, OBJ_ROUTINE, name)) {
        return false;
    }
    return miss(n, OBJ_FUNCTION, name, at, "42883");
}

static bool kind_fits(enum object_kind wanted, enum object_kind found)
{
    return wanted == found || wanted == OBJ_ROUTINE;
}

static bool is_other_routine(struct need n, const struct catalog_object *there, struct name name,
                             struct range at)
{
    if (kind_fits(n.change->object, there->kind) || !object_is_sure(there)) return false;
    miss(n, n.change->object, name, at, "42809");
    return found_object(n, there);
}

/* All functions of the name were made here, so that none is left that has other arguments. */
static bool all_are_ours(const struct catalog_object *there)
{
    for (; there != NULL; there = there->next_overload) {
        const struct change *made = there->definition;
        if (!object_is_sure(there) || made == NULL || made->or_replace) return false;
    }
    return true;
}

static bool lacks_overload(struct need n, const struct catalog_object *there, struct name name,
                           struct str arguments, struct range at)
{
    const enum object_kind named = n.change->object;
    const bool tells = named == OBJ_FUNCTION || named == OBJ_PROCEDURE || named == OBJ_AGGREGATE;
    if (!all_are_ours(there) || n.change->if_exists) return false;
    if (catalog_has_extension(n.ctx->catalog) && n.change->kind != CHANGE_DROP_FUNCTION) {
        return false; /* what an extension made cannot be dropped by name */
    }
    miss(n, tells ? named : OBJ_FUNCTION, name, at, "42883");
    n.missing->other = there;
    n.missing->arguments = arguments;
    return true;
}

static struct str arguments_named(struct arena *arena, const struct signature *signature)
{
    struct str_list words = {0};
    for (size_t i = 0; i < signature->type_count; i++) {
        VEC_PUSH(arena, &words, signature->types[i].text);
    }
    return str_join(arena, words.at, words.len, STR(", "));
}

bool lacks_routine(struct need n)
{
    const struct change *change = n.change;
    const struct range at = need_place(change);
    const struct name name = change->object_name;
    const struct catalog_object *there = NULL;
    if (is_system_name(name)) return false;
    enum knowledge state = catalog_find_object(n.ctx->catalog, OBJ_ROUTINE, name, &there);
    if (state != KNOWN) return lacks_function(n, name, at);
    if (there == NULL) return false; /* built in */
    if (change->signature == NULL) {
        return there->next_overload == NULL && there->kind != OBJ_PROCEDURE &&
               is_other_routine(n, there, name, at);
    }
    for (size_t i = 0; i < change->signature->type_count; i++) {
        if (lacks_type(n, &change->signature->types[i], change->statement_at)) return true;
    }
    const struct catalog_object *same = catalog_same_function(n.ctx->catalog, n.ctx->arena, change);
    if (same != NULL) return is_other_routine(n, same, name, at);
    return lacks_overload(n, there, name, arguments_named(n.ctx->arena, change->signature), at);
}

/* It takes no arguments (manual, 39.1). */
bool lacks_trigger_function(struct need n, struct name name, struct range at)
{
    const struct catalog_object *there = NULL;
    const struct str none = STR("");
    if (lacks_function(n, name, at)) return true;
    if (catalog_find_object(n.ctx->catalog, OBJ_ROUTINE, name, &there) != KNOWN || there == NULL) {
        return false;
    }
    const struct catalog_object *found = there;
    for (; found != NULL && found->signature.len > 0; found = found->next_overload) {
    }
    return found == NULL && lacks_overload(n, there, name, none, at);
}

/* -- everything else with a name --------------------------------------------------------------- */

bool lacks_object(struct need n, enum object_kind kind, struct name name, struct range at)
{
    if (name.name.len == 0 || n.change->if_exists || is_system_name(name)) return false;
    const struct catalog_object *there = NULL;
    enum knowledge state = catalog_find_object(n.ctx->catalog, kind, name, &there);
    if (state == KNOWN) return false;
    if (state == UNKNOWN && (there != NULL || !comes_later(n, kind, name))) return false;
    return miss(n, kind, name, at, "42704");
}

/* PUBLIC is nobody's name, the others are whoever runs it (manual, GRANT). */
static bool is_role_name(struct str role)
{
    static const struct str words[] = {STR_INIT("public"), STR_INIT("current_user"),
                                       STR_INIT("session_user"), STR_INIT("current_role")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(role, words[i])) return false;
    }
    return role.len > 0;
}

bool lacks_role(struct need n, struct str role, struct range at)
{
    const struct name name = {STR(""), role};
    return is_role_name(role) && lacks_object(n, OBJ_ROLE, name, at);
}

bool lacks_roles(struct need n, const struct str_list *roles, struct range at)
{
    enum { MOST_ROLES = 256 };
    for (size_t i = 0; i < roles->len && i < MOST_ROLES; i++) {
        if (lacks_role(n, roles->at[i], at)) return true;
    }
    return false;
}
