/* What the locks_*.c ask the catalog. */
#include "schema/locking.h"

const struct relation *locking_find(const struct locking *l, enum object_kind kind,
                                    struct name name)
{
    const struct relation *relation = NULL;
    if (name.name.len == 0) return NULL;
    enum knowledge state = catalog_find(l->catalog, kind, name, &relation);
    return state == KNOWN_ABSENT ? NULL : relation;
}

bool locking_listed(const struct locking *l, const struct relation *relation)
{
    return lock_set_has(&l->set, relation);
}

bool locking_absent(const struct locking *l, enum object_kind kind, struct name name)
{
    const struct relation *relation = NULL;
    return catalog_find(l->catalog, kind, name, &relation) == KNOWN_ABSENT;
}

bool locking_no_op(const struct locking *l, enum object_kind kind, struct name name)
{
    const struct relation *relation = NULL;
    enum knowledge state = catalog_find(l->catalog, kind, name, &relation);
    if (l->change->if_exists && state == KNOWN_ABSENT) return true;
    return l->change->if_not_exists && state == KNOWN;
}

bool locking_partitioned(const struct relation *relation)
{
    return relation != NULL && relation->partitioned;
}

bool locking_before(const struct locking *l, int version)
{
    return l->settings->postgres_version < version;
}

/* Breadth first; no more steps than there are relations, so that nothing can go round. */
void locking_each_member(struct locking *l, const struct relation *relation, bool only,
                         on_relation *each, void *context)
{
    VEC(const struct relation *) members = {0};
    VEC_PUSH(l->arena, &members, relation);
    size_t most = catalog_relations(l->catalog)->len;
    for (size_t i = 0; i < members.len && i <= most; i++) {
        const struct relation *member = members.at[i];
        each(l, member, context);
        for (size_t k = 0; !only && k < member->children.len; k++) {
            VEC_PUSH(l->arena, &members, member->children.at[k]);
        }
    }
}

void locking_keys_of(struct locking *l, const struct relation *table, on_constraint *each,
                     void *context)
{
    if (table == NULL) return;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *constraint = table->constraints.at[i];
        if (constraint->spec.kind == CONSTRAINT_FOREIGN_KEY && constraint->state != KNOWN_ABSENT) {
            each(l, constraint, context);
        }
    }
}

void locking_keys_to(struct locking *l, const struct relation *table, on_constraint *each,
                     void *context)
{
    if (table == NULL) return;
    struct dependent_list keys = catalog_keys_to(l->arena, table);
    for (size_t i = 0; i < keys.len; i++) each(l, keys.at[i].constraint, context);
}

const struct catalog_constraint *locking_find_constraint(const struct relation *relation,
                                                         struct str name)
{
    const struct catalog_constraint *constraint = NULL;
    if (relation == NULL) return NULL;
    enum knowledge state = relation_constraint(relation, name, &constraint);
    return state == KNOWN_ABSENT ? NULL : constraint;
}
