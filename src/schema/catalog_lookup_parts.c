/* What others ask of one relation or type, and what stands in it. */
#include "schema/catalog_impl.h"

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
