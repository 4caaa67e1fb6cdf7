/* What others ask. */
#include "schema/builtin_functions.h"
#include "schema/catalog_impl.h"

enum { NEWEST_VERSION = 18 };

static bool same_kind(enum object_kind wanted, enum object_kind found)
{
    return wanted == OBJ_UNKNOWN || wanted == found;
}

enum knowledge catalog_find(const struct catalog *catalog, enum object_kind kind, struct name name,
                            const struct relation **relation)
{
    if (has_schema(kind) && catalog_space(kind) != OBJ_TABLE) return UNKNOWN;
    name = catalog_resolve(catalog, OBJ_TABLE, name);
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    enum knowledge state = catalog_entry_state(catalog, entry, OBJ_TABLE, name);
    if (state == KNOWN_ABSENT || entry == NULL || entry->relation == NULL) return state;
    bool sure = entry->relation->state == KNOWN;
    if (sure && !same_kind(kind, entry->relation->kind)) return KNOWN_ABSENT;
    *relation = entry->relation;
    return state;
}

static bool is_system(struct str schema)
{
    return str_equal(schema, STR("pg_catalog")) || str_equal(schema, STR("information_schema"));
}

/* Built-in names are found before those of the search_path, unless it names pg_catalog later. */
static enum knowledge built_in(enum object_kind kind, struct name name)
{
    if (kind == OBJ_SCHEMA && is_system(name.name)) return KNOWN;
    if (name.schema.len > 0 && !str_equal(name.schema, STR("pg_catalog"))) return UNKNOWN;
    if (catalog_space(kind) == OBJ_TYPE) {
        return catalog_is_builtin_type(name.name) ? KNOWN : UNKNOWN;
    }
    if (catalog_space(kind) == OBJ_ROUTINE) {
        return builtin_function(name.name, NEWEST_VERSION) != BUILTIN_NONE ? KNOWN : UNKNOWN;
    }
    return UNKNOWN;
}

/* An extension that was made, or may have been, brings functions, types and more. A type that was
 * dropped since is gone all the same; of a function there may be another of its name. */
static enum knowledge unless_extension(const struct catalog *catalog, enum object_kind kind,
                                       struct name name, enum knowledge state)
{
    enum object_kind space = catalog_space(kind);
    bool may_come = space == OBJ_TYPE || space == OBJ_ROUTINE || space == OBJ_OPERATOR ||
                    space == OBJ_COLLATION;
    if (state != KNOWN_ABSENT || !may_come || catalog->extension_tick == 0) return state;
    const struct entry *entry = catalog_entry_if_any(catalog, kind, name);
    bool went_later = entry != NULL && entry->tick > catalog->extension_tick;
    return space == OBJ_TYPE && went_later ? KNOWN_ABSENT : UNKNOWN;
}

/* A table's name is that of its row type, too. */
static enum knowledge row_type(const struct catalog *catalog, enum object_kind kind,
                               struct name name, enum knowledge otherwise)
{
    if (kind != OBJ_TYPE && kind != OBJ_UNKNOWN) return otherwise;
    name = catalog_resolve(catalog, OBJ_TABLE, name);
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    if (catalog_name_state(catalog, OBJ_TABLE, name) != KNOWN) return otherwise;
    if (entry == NULL || entry->relation == NULL) return KNOWN;
    bool has_rows = entry->relation->kind != OBJ_INDEX && entry->relation->kind != OBJ_SEQUENCE;
    return has_rows ? KNOWN : otherwise;
}

enum knowledge catalog_find_object(const struct catalog *catalog, enum object_kind kind,
                                   struct name name, const struct catalog_object **object)
{
    if (built_in(kind, name) == KNOWN) return KNOWN;
    struct name full = catalog_resolve(catalog, kind, name);
    const struct entry *entry = catalog_entry_if_any(catalog, kind, full);
    enum knowledge state = catalog_entry_state(catalog, entry, kind, full);
    if (state == KNOWN_ABSENT || entry == NULL || entry->object == NULL) {
        return row_type(catalog, kind, name, unless_extension(catalog, kind, full, state));
    }
    if (kind == OBJ_DOMAIN && entry->object->kind != OBJ_DOMAIN) return KNOWN_ABSENT;
    *object = entry->object;
    return state;
}

enum knowledge catalog_find_function(const struct catalog *catalog, struct name name,
                                     const struct str *types, const struct catalog_object **object)
{
    if (types == NULL) return catalog_find_object(catalog, OBJ_ROUTINE, name, object);
    const struct catalog_object *found = catalog_function(catalog, name, types);
    if (found != NULL) {
        *object = found;
        return found->state;
    }
    const struct catalog_object *any = NULL;
    enum knowledge state = catalog_find_object(catalog, OBJ_ROUTINE, name, &any);
    return state == KNOWN ? UNKNOWN : state; /* one made elsewhere may have those arguments */
}

enum knowledge catalog_made(const struct catalog *catalog, enum object_kind kind, struct name name,
                            struct origin *made)
{
    if (catalog_space(kind) == OBJ_TABLE) {
        const struct relation *relation = NULL;
        enum knowledge state = catalog_find(catalog, kind, name, &relation);
        if (relation != NULL) *made = relation->made;
        return state;
    }
    const struct catalog_object *object = NULL;
    enum knowledge state = catalog_find_object(catalog, kind, name, &object);
    if (object != NULL) *made = object->made;
    return state == KNOWN && object == NULL ? UNKNOWN : state;
}

bool catalog_gone(const struct catalog *catalog, enum object_kind kind, struct name name,
                  struct origin *gone)
{
    const struct entry *entry =
        catalog_entry_if_any(catalog, kind, catalog_resolve(catalog, kind, name));
    if (entry == NULL || !entry->was_dropped) return false;
    *gone = entry->gone;
    return true;
}

/* -- parts of relations ------------------------------------------------------------------------ */

bool relation_is_complete(const struct relation *relation)
{
    return relation->complete && relation->tick >= relation->catalog->opaque_tick;
}

bool relation_is_sure(const struct relation *relation)
{
    return relation->state == KNOWN && relation->tick >= relation->catalog->opaque_tick;
}

bool object_is_sure(const struct catalog_object *object)
{
    return object->state == KNOWN && object->tick >= object->catalog->opaque_tick;
}

bool relation_may_have_changed(const struct relation *relation)
{
    return relation->tick < relation->catalog->unread_tick;
}

bool object_may_have_changed(const struct catalog_object *object)
{
    return object->tick < object->catalog->unread_tick;
}

bool catalog_has_extension(const struct catalog *catalog)
{
    return catalog->extension_tick > 0;
}

bool catalog_is_opaque(const struct catalog *catalog)
{
    return catalog->opaque_tick > 0;
}

static enum knowledge otherwise(const struct relation *relation)
{
    return relation_is_complete(relation) ? KNOWN_ABSENT : UNKNOWN;
}

bool is_system_column(struct str name)
{
    static const struct str names[] = {STR_INIT("ctid"), STR_INIT("xmin"), STR_INIT("xmax"),
                                       STR_INIT("cmin"), STR_INIT("cmax"), STR_INIT("tableoid")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(names[i], name)) return true;
    }
    return false;
}

enum knowledge relation_column(const struct relation *relation, struct str name,
                               const struct catalog_column **column)
{
    if (relation->kind != OBJ_VIEW && is_system_column(name)) return KNOWN;
    const struct catalog_column *found = relation_find_column(relation, name);
    if (found == NULL) return otherwise(relation);
    *column = found;
    return found->state;
}

enum knowledge relation_constraint(const struct relation *relation, struct str name,
                                   const struct catalog_constraint **constraint)
{
    const struct catalog_constraint *found = relation_find_constraint(relation, name);
    if (found == NULL) return otherwise(relation);
    *constraint = found;
    return found->state;
}

bool relation_lost_constraint(const struct relation *relation, struct str name, struct origin *gone)
{
    enum { LOOKED_AT = 512 };
    const struct catalog_constraint_list *lost = &relation->lost_constraints;
    const size_t first = lost->len > LOOKED_AT ? lost->len - LOOKED_AT : 0;
    for (size_t i = lost->len; i-- > first;) {
        if (!str_equal(lost->at[i]->name, name)) continue;
        *gone = lost->at[i]->gone;
        return true;
    }
    return false;
}

enum knowledge relation_trigger(const struct relation *relation, struct str name,
                                const struct catalog_trigger **trigger)
{
    for (size_t i = 0; i < relation->triggers.len; i++) {
        if (!str_equal(relation->triggers.at[i]->name, name)) continue;
        *trigger = relation->triggers.at[i];
        return (*trigger)->state;
    }
    return otherwise(relation);
}

#define FIND_BY_NAME(list, wanted, made)                                                           \
    for (size_t i = 0; i < (list)->len; i++) {                                                     \
        if (!str_equal((list)->at[i]->name, wanted)) continue;                                     \
        *(made) = (list)->at[i]->made;                                                             \
        return (list)->at[i]->state;                                                               \
    }

enum knowledge relation_attached(const struct relation *relation, enum object_kind kind,
                                 struct str name, struct origin *made)
{
    if (kind == OBJ_TRIGGER) {
        FIND_BY_NAME(&relation->triggers, name, made)
    } else if (kind == OBJ_POLICY) {
        FIND_BY_NAME(&relation->policies, name, made)
    } else {
        FIND_BY_NAME(&relation->rules, name, made)
    }
    return otherwise(relation);
}

enum knowledge object_label(const struct catalog_object *type, struct str text,
                            const struct catalog_label **label)
{
    for (size_t i = 0; i < type->labels.len; i++) {
        if (!str_equal(type->labels.at[i]->text, text)) continue;
        *label = type->labels.at[i];
        return type->labels.at[i]->state;
    }
    bool all = type->complete && type->tick >= type->catalog->opaque_tick;
    return all ? KNOWN_ABSENT : UNKNOWN;
}

const struct catalog_constraint *relation_primary_key(const struct relation *relation)
{
    for (size_t i = 0; i < relation->constraints.len; i++) {
        const struct catalog_constraint *constraint = relation->constraints.at[i];
        if (constraint->spec.kind == CONSTRAINT_PRIMARY_KEY) return constraint;
    }
    return NULL;
}

struct name relation_owner(const struct relation *relation)
{
    const struct relation *owner =
        relation->kind == OBJ_INDEX ? relation->table : relation->partition_of;
    return owner == NULL ? (struct name){0} : owner->name;
}

bool relation_is_emptied(const struct relation *relation, uint32_t transaction)
{
    const struct catalog *catalog = relation->catalog;
    return relation->emptied == transaction && transaction != 0 &&
           relation->emptied_tick > catalog->call_tick &&
           relation->emptied_tick > catalog->opaque_tick;
}

bool relation_is_empty(const struct relation *relation)
{
    return relation->state == KNOWN && relation->made.transaction != 0 && !relation->has_rows &&
           relation_is_complete(relation);
}

static bool proves(const struct catalog_constraint *constraint, struct str column)
{
    if (constraint->spec.kind != CONSTRAINT_CHECK || constraint->state != KNOWN ||
        !constraint->validated)
        return false;
    return str_list_has(&constraint->spec.check.not_null, column);
}

/* `IS NOT NULL` of a row asks for each of its fields: the column itself is not proven by it. */
static bool is_composite(const struct relation *relation, struct str column)
{
    const struct catalog_column *known = NULL;
    const struct catalog_object *type = NULL;
    const struct relation *table = NULL;
    if (relation_column(relation, column, &known) != KNOWN || known == NULL ||
        known->type.array_dimensions > 0)
        return false;
    const struct name name = known->type.name;
    if (catalog_find_object(relation->catalog, OBJ_TYPE, name, &type) == KNOWN && type != NULL)
        return type->type_kind == 'c';
    return catalog_find(relation->catalog, OBJ_TABLE, name, &table) == KNOWN && table != NULL;
}

bool column_proven_not_null(const struct relation *relation, struct str column,
                            const struct catalog_constraint **proof)
{
    for (size_t i = 0; i < relation->constraints.len; i++) {
        if (!proves(relation->constraints.at[i], column)) continue;
        if (is_composite(relation, column)) return false;
        if (proof != NULL) *proof = relation->constraints.at[i];
        return true;
    }
    return false;
}
