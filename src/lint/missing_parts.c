/* Columns, constraints, triggers, indexes and attributes that are not there. */
#include "lint/missing_need.h"

#include "lint/rule.h"

static bool miss_part(struct need n, enum object_kind kind, const struct relation *within,
                      struct name of, struct str part, struct range at)
{
    *n.missing = (struct missing){.kind = kind,
                                  .name = of,
                                  .part = part,
                                  .at = range_naming(n.ctx, at, part),
                                  .code = kind == OBJ_COLUMN ? "42703" : "42704",
                                  .within = within};
    return true;
}

/* -- columns ----------------------------------------------------------------------------------- */

/* What adds it later to a table made outside, which has no such column yet then; or NULL. */
static const struct name_event *made_later(struct need n, struct name relation, struct str column)
{
    if (catalog_is_opaque(n.ctx->catalog)) return NULL;
    if (event_before(n.ctx, OBJ_COLUMN, relation, column) != NULL) return NULL;
    const struct name_event *next = event_after(n.ctx, OBJ_COLUMN, relation, column);
    if (next == NULL || !next->makes || !next->sure) return NULL;
    const struct name_event *table = event_after(n.ctx, OBJ_TABLE, relation, STR(""));
    if (table != NULL && table->file <= next->file) return NULL;
    if (event_before(n.ctx, OBJ_TABLE, relation, STR("")) != NULL) return NULL;
    return next;
}

bool lacks_column(struct need n, struct name relation, struct str column, struct range at)
{
    const struct relation *table = NULL;
    const struct catalog_column *there = NULL;
    enum knowledge state = catalog_find(n.ctx->catalog, OBJ_UNKNOWN, relation, &table);
    if (state == KNOWN_ABSENT || column.len == 0 || str_equal(column, STR("*"))) return false;
    if (str_equal(column, relation.name)) return false; /* the whole row */
    bool own = n.change->kind == CHANGE_ADD_COLUMN && str_equal(column, n.change->add_column.name);
    if (own && name_equal(relation, n.change->table)) return false;
    const struct name_event *later = NULL;
    if (state == KNOWN && table != NULL && relation_is_complete(table)) {
        if (relation_column(table, column, &there) != KNOWN_ABSENT) return false;
        later = event_after(n.ctx, OBJ_COLUMN, relation, column);
        if (later != NULL && !later->makes) later = NULL;
    } else {
        if (table != NULL && relation_column(table, column, &there) != UNKNOWN) return false;
        if (there == NULL) later = made_later(n, relation, column);
        if (later == NULL) return false;
    }
    if (sibling_adds(n.ctx, n.change, OBJ_COLUMN, column)) return false;
    miss_part(n, OBJ_COLUMN, table, relation, column, at);
    n.missing->later = later;
    return true;
}

bool lacks_columns(struct need n, struct name relation, const struct str_list *columns,
                   struct range at)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (lacks_column(n, relation, columns->at[i], at)) return true;
    }
    return false;
}

/* -- what stands in or on a table -------------------------------------------------------------- */

static const struct relation *complete_table(struct need n)
{
    const struct relation *table = known_relation(n.ctx, n.change->table);
    return table != NULL && relation_is_complete(table) ? table : NULL;
}

/* From 18 on NOT NULL is a constraint with a name (release notes, E.4). */
static bool is_not_null_name(struct need n, struct str name)
{
    return n.ctx->config->postgres_version >= 18 && str_ends_with(name, STR("_not_null"));
}

bool lacks_constraint(struct need n, struct str name, struct range at)
{
    const struct relation *table = complete_table(n);
    const struct catalog_constraint *there = NULL;
    if (table == NULL || n.change->if_part_exists || is_not_null_name(n, name)) return false;
    if (relation_constraint(table, name, &there) != KNOWN_ABSENT) return false;
    if (sibling_adds(n.ctx, n.change, OBJ_CONSTRAINT, name)) return false;
    return miss_part(n, OBJ_CONSTRAINT, table, n.change->table, name, at);
}

bool lacks_attached(struct need n, enum object_kind kind, struct str name, struct range at)
{
    const struct relation *table = complete_table(n);
    struct origin made;
    if (table == NULL || n.change->if_exists || name.len == 0) return false;
    return relation_attached(table, kind, name, &made) == KNOWN_ABSENT &&
           miss_part(n, kind, table, n.change->table, name, at);
}

/* An index of the table at hand: CLUSTER ON, REPLICA IDENTITY USING INDEX. */
bool lacks_own_index(struct need n, struct str name, struct range at)
{
    const struct relation *table = complete_table(n);
    if (table == NULL || name.len == 0) return false;
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (str_equal(table->indexes.at[i]->name.name, name)) return false;
    }
    const struct name full = {table->name.schema, name};
    if (known_relation(n.ctx, full) != NULL) return false; /* another table's */
    if (sibling_adds(n.ctx, n.change, OBJ_CONSTRAINT, name)) return false;
    return miss_part(n, OBJ_INDEX, table, n.change->table, name, at);
}

/* -- what stands in a type --------------------------------------------------------------------- */

static const struct catalog_object *complete_type(struct need n, char kind)
{
    const struct catalog_object *type = NULL;
    if (catalog_find_object(n.ctx->catalog, OBJ_TYPE, need_subject(n.change), &type) != KNOWN) {
        return NULL;
    }
    bool fits = type != NULL && type->type_kind == kind && type->complete;
    return fits && object_is_sure(type) ? type : NULL;
}

bool lacks_attribute(struct need n)
{
    const struct catalog_object *type = complete_type(n, 'c');
    if (type == NULL || n.change->if_part_exists || n.change->name.len == 0) return false;
    for (size_t i = 0; i < type->attributes.len; i++) {
        if (str_equal(type->attributes.at[i]->name, n.change->name)) return false;
    }
    if (sibling_adds(n.ctx, n.change, OBJ_ATTRIBUTE, n.change->name)) return false;
    miss_part(n, OBJ_ATTRIBUTE, NULL, type->name, n.change->name, n.change->statement_at);
    n.missing->code = "42703";
    n.missing->other = type;
    return true;
}

bool lacks_domain_constraint(struct need n, struct str name)
{
    const struct catalog_object *domain = complete_type(n, 'd');
    if (domain == NULL || name.len == 0 || n.change->if_exists) return false;
    for (size_t i = 0; i < domain->constraints.len; i++) {
        if (str_equal(domain->constraints.at[i]->name, name)) return false;
    }
    miss_part(n, OBJ_CONSTRAINT, NULL, domain->name, name, n.change->statement_at);
    n.missing->other = domain;
    return true;
}
