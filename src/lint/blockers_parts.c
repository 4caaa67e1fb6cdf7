/* What keeps columns, constraints, types, functions and schemas from being dropped. */
#include "lint/blockers.h"

#include "lint/rule.h"

enum { MOST_PUBLICATIONS = 4096 };

/* -- columns and constraints ------------------------------------------------------------------- */

static bool publishes(struct drop_search s, const struct catalog_object *publication,
                      const struct catalog_column *column)
{
    const struct change *made = publication->definition;
    if (made == NULL) return false;
    for (size_t i = 0; i < made->publication.table_count; i++) {
        const struct published_table *one = &made->publication.tables[i];
        if (!str_equal(one->table.name, column->table->name.name)) continue;
        if (!str_list_has(&one->columns, column->name) &&
            !str_list_has(&one->where.columns, column->name))
            continue;
        if (known_relation(s.ctx, one->table) == column->table) return true;
    }
    return false;
}

/* Column lists came with 15 (release notes, E.19). */
static void add_publications(struct drop_search s, const struct catalog_column *column)
{
    const struct catalog_object_list *publications =
        catalog_objects_of_kind(s.ctx->catalog, OBJ_PUBLICATION);
    if (s.ctx->config->postgres_version < 15) return;
    for (size_t i = 0; i < publications->len && i < MOST_PUBLICATIONS; i++) {
        const struct catalog_object *object = publications->at[i];
        struct dependent it = {
            .kind = object->kind, .name = object->name, .made = object->made, .object = object};
        if (publishes(s, object, column)) blockers_add(s, &it);
    }
}

/* Up to 14 a generated column goes with those it is computed from (release notes of 15). */
static bool goes_silently(struct drop_search s, const struct dependent *it)
{
    return s.ctx->config->postgres_version < 15 && it->kind == OBJ_COLUMN && it->column != NULL &&
           it->column->generated != NULL;
}

void blockers_drop_column(struct drop_search s)
{
    const struct relation *table = known_relation(s.ctx, s.change->table);
    const struct catalog_column *column = NULL;
    if (table == NULL || relation_column(table, s.change->name, &column) != KNOWN) return;
    if (column == NULL) return;
    struct dependent_list list =
        catalog_dependents(s.ctx->catalog, s.ctx->arena, table, column->name);
    for (size_t i = 0; i < list.len; i++) {
        const struct dependent *it = &list.at[i];
        const struct catalog_constraint *own = it->constraint;
        if (own != NULL && own->table == table && str_list_has(&own->spec.columns, column->name))
            continue;
        if (it->kind == OBJ_INDEX || it->column == column || goes_silently(s, it)) continue;
        if (it->automatic) blockers_add_of_sequence(s, it, column);
        blockers_add(s, it);
    }
    if (column->sequence != NULL) {
        const struct dependent sequence = blockers_relation(column->sequence);
        blockers_add_of_sequence(s, &sequence, column);
    }
    add_publications(s, column);
}

void blockers_drop_constraint(struct drop_search s)
{
    const struct relation *table = known_relation(s.ctx, s.change->table);
    const struct catalog_constraint *constraint = NULL;
    if (table == NULL || relation_constraint(table, s.change->name, &constraint) != KNOWN) return;
    blockers_add_all(s, catalog_constraint_dependents(s.ctx->catalog, s.ctx->arena, constraint));
}

/* -- types, functions, schemas ----------------------------------------------------------------- */

static bool kind_fits(const struct change *change, const struct catalog_object *object)
{
    if (change->kind == CHANGE_DROP_TYPE || change->object == OBJ_ROUTINE) return true;
    return change->object == object->kind;
}

/* A table's row type goes with the table only. */
static void add_table_of_type(struct drop_search s)
{
    const struct relation *table = known_relation(s.ctx, s.change->object_name);
    const bool has_type = table != NULL && table->kind != OBJ_INDEX && table->kind != OBJ_SEQUENCE;
    if (s.change->kind != CHANGE_DROP_TYPE || !has_type) return;
    const struct dependent it = blockers_relation(table);
    blockers_add(s, &it);
}

void blockers_drop_object(struct drop_search s)
{
    const struct catalog_object *object = NULL;
    if (s.change->kind == CHANGE_DROP_FUNCTION && s.change->signature != NULL) {
        object = catalog_same_function(s.ctx->catalog, s.ctx->arena, s.change);
    } else {
        catalog_find_object(s.ctx->catalog, s.change->object, s.change->object_name, &object);
        if (object != NULL && object->next_overload != NULL) return; /* not unique: 42725 */
    }
    if (object == NULL) add_table_of_type(s);
    if (s.change->cascade || object == NULL || !object_is_sure(object)) return;
    if (!kind_fits(s.change, object)) return;
    blockers_add_all(s, catalog_object_dependents(s.ctx->catalog, s.ctx->arena, object));
}

void blockers_drop_schema(struct drop_search s)
{
    const struct relation_list *relations = catalog_relations(s.ctx->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *in = relations->at[i];
        if (!str_equal(in->name.schema, s.change->object_name.name)) continue;
        if (in->kind == OBJ_INDEX || (in->kind == OBJ_SEQUENCE && in->sequence.owner_table != NULL))
            continue;
        const struct dependent it = blockers_relation(in);
        blockers_add(s, &it);
    }
    const struct catalog_object_list *objects = catalog_objects(s.ctx->catalog);
    for (size_t i = 0; i < objects->len; i++) {
        const struct catalog_object *in = objects->at[i];
        if (!str_equal(in->name.schema, s.change->object_name.name)) continue;
        struct dependent it = {.kind = in->kind, .name = in->name, .made = in->made, .object = in};
        blockers_add(s, &it);
    }
}
