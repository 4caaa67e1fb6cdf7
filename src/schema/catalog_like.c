/* CREATE TABLE (LIKE other INCLUDING ...): PostgreSQL manual, CREATE TABLE. */
#include "schema/catalog_impl.h"

static bool is_serial_default(const struct catalog_column *column)
{
    return column->sequence != NULL && column->identity == 0;
}

static void copy_column(struct catalog *catalog, struct relation *table,
                        const struct catalog_column *from, const struct table_like *like)
{
    if (relation_find_column(table, from->name) != NULL) return;
    struct column column = {.name = from->name,
                            .type = from->type,
                            .collation_name = from->collation,
                            .not_null = from->not_null};
    if (from->identity != 0 && like->identity) column.identity = from->identity;
    if (like->generated) column.generated = from->generated;
    struct catalog_column *copy = catalog_new_column(catalog, table, &column);
    if (like->storage) copy->storage = from->storage;
    if (like->compression) copy->compression = from->compression;
    if (like->comments) copy->comment = from->comment;
    copy->nullability = from->nullability;
    if (!like->defaults || !(from->has_default || is_serial_default(from))) return;
    copy->has_default = from->has_default;
    copy->default_value = from->default_value;
    catalog_column_edges(catalog, copy);
}

void catalog_like(struct catalog *catalog, struct relation *table, const struct change *change,
                  const struct table_like *like)
{
    (void)change;
    const struct relation *from = like == NULL ? NULL : catalog_relation(catalog, like->table);
    if (from == NULL || from == table || from->kind == OBJ_INDEX) {
        CATALOG_SET(catalog, table->complete, false);
        return;
    }
    if (!relation_is_complete(from)) CATALOG_SET(catalog, table->complete, false);
    for (size_t i = 0; i < from->columns.len; i++) {
        copy_column(catalog, table, from->columns.at[i], like);
    }
}

static void copy_checks(struct catalog *catalog, struct relation *table,
                        const struct relation *from)
{
    for (size_t i = 0; i < from->constraints.len; i++) {
        struct constraint spec = from->constraints.at[i]->spec;
        if (spec.kind != CONSTRAINT_CHECK) continue;
        spec.not_valid = false;
        catalog_add_constraint(catalog, table, &spec);
    }
}

/* Constraints' indexes come as constraints; all get names of their own. */
static void copy_indexes(struct catalog *catalog, struct relation *table,
                         const struct relation *from)
{
    for (size_t i = 0; i < from->indexes.len; i++) {
        const struct relation *index = from->indexes.at[i];
        if (index->index.constraint != NULL) {
            struct constraint spec = index->index.constraint->spec;
            spec.name = spec.using_index = STR("");
            catalog_add_constraint(catalog, table, &spec);
            continue;
        }
        struct change create = {.kind = CHANGE_CREATE_INDEX, .object = OBJ_INDEX};
        create.table = table->name;
        create.create_index.keys = index->index.keys;
        create.create_index.key_count = index->index.key_count;
        create.create_index.include = index->index.include;
        create.create_index.method = index->index.method;
        create.create_index.unique = index->index.unique;
        create.create_index.nulls_not_distinct = index->index.nulls_not_distinct;
        create.create_index.where = index->index.where;
        catalog_create_index(catalog, &create);
    }
}

void catalog_like_after(struct catalog *catalog, struct relation *table,
                        const struct change *change, const struct table_like *like)
{
    (void)change;
    const struct relation *from = like == NULL ? NULL : catalog_relation(catalog, like->table);
    if (from == NULL || from == table || from->kind == OBJ_INDEX) return;
    if (like->constraints) copy_checks(catalog, table, from);
    if (like->indexes) copy_indexes(catalog, table, from);
}
