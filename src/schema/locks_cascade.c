/* CASCADE: all that goes with what is dropped, or loses a part of itself. */
#include "schema/locking.h"

/* What waits to be looked at: chains of views may be as long as the user likes. */
struct doomed {
    struct dependent it;
    const struct catalog_object *from; /* what it depends on; NULL: a relation */
};

struct cascade {
    struct doomed *at;
    size_t len, cap;
};

static void add_all(struct locking *l, struct cascade *cascade, struct dependent_list list,
                    const struct catalog_object *from)
{
    for (size_t i = 0; i < list.len; i++) {
        VEC_PUSH(l->arena, cascade, (struct doomed){list.at[i], from});
    }
}

static void take_relation(struct locking *l, struct cascade *cascade,
                          const struct relation *relation)
{
    if (locking_listed(l, relation)) return;
    bool view = relation->kind == OBJ_VIEW || relation->kind == OBJ_MATERIALIZED_VIEW;
    if (relation->kind == OBJ_INDEX) lock_relation(l, relation->table, AE, 0, "it loses an index");
    locks_drop_one(l, relation, view ? "it goes with what it reads" : "CASCADE drops it");
    add_all(l, cascade, catalog_dependents(l->catalog, l->arena, relation, STR("")), NULL);
}

static void take_column(struct locking *l, struct cascade *cascade, const struct dependent *column)
{
    struct str name = column->column->name;
    locks_drop_column_from(l, column->relation, name);
    add_all(l, cascade, catalog_dependents(l->catalog, l->arena, column->relation, name), NULL);
}

static void take_constraint(struct locking *l, struct cascade *cascade,
                            const struct catalog_constraint *constraint)
{
    locks_drop_index_of(l, constraint);
    lock_with_partitions(l, constraint->referenced, AE, 0,
                         "the foreign key's triggers on it are dropped");
    add_all(l, cascade, catalog_constraint_dependents(l->catalog, l->arena, constraint), NULL);
}

static void take(struct locking *l, struct cascade *cascade, const struct doomed *doomed)
{
    const struct dependent *it = &doomed->it;
    bool part = it->column != NULL || it->constraint != NULL || it->on.name.len > 0;
    if (it->object != NULL) {
        struct dependent_list more = catalog_object_dependents(l->catalog, l->arena, it->object);
        add_all(l, cascade, more, it->object);
    }
    if (it->relation == NULL) return;
    if (!part || it->kind == OBJ_INDEX) {
        take_relation(l, cascade, it->relation);
        return;
    }
    lock_relation(l, it->relation, AE, 0, "CASCADE changes it");
    if (it->constraint != NULL) take_constraint(l, cascade, it->constraint);
    bool of_type =
        doomed->from != NULL && it->column != NULL && it->column->type_object == doomed->from;
    if (of_type) take_column(l, cascade, it);
}

void lock_cascade(struct locking *l, struct dependent_list dependents,
                  const struct catalog_object *from)
{
    struct cascade cascade = {0};
    add_all(l, &cascade, dependents, from);
    for (size_t i = 0; i < cascade.len; i++) {
        struct doomed doomed = cascade.at[i]; /* the list moves as it grows */
        take(l, &cascade, &doomed);
    }
}

/* -- types, domains, functions, operators ... -------------------------------------------------- */

/* A composite type is a relation, too. */
void lock_composite(struct locking *l, const struct catalog_object *object, const char *why)
{
    if (object->type_kind == 'c') lock_name(l, OBJ_TYPE, object->name, AE, 0, why);
}

void lock_object_cascade(struct locking *l, const struct catalog_object *object)
{
    lock_composite(l, object, "the type is dropped");
    lock_cascade(l, catalog_object_dependents(l->catalog, l->arena, object), object);
}

static const struct catalog_object *dropped_object(const struct locking *l)
{
    const struct catalog_object *object = NULL;
    const struct change *change = l->change;
    if (change->kind == CHANGE_DROP_FUNCTION && change->signature != NULL) {
        return catalog_same_function(l->catalog, l->arena, change);
    }
    catalog_find_object(l->catalog, change->object, change->object_name, &object);
    return object;
}

void locks_drop_object(struct locking *l)
{
    const struct catalog_object *object = dropped_object(l);
    if (object == NULL) return;
    lock_composite(l, object, "the type is dropped");
    if (l->change->cascade) lock_object_cascade(l, object);
}
