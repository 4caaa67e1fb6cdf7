/* Indexes, those of constraints and those of partitions among them. */
#include "schema/catalog_impl.h"

bool index_mentions(const struct relation *index, struct str column)
{
    for (size_t i = 0; i < index->index.key_count; i++) {
        const struct index_key *key = &index->index.keys[i];
        if (str_equal(key->column, column)) return true;
        if (key->expression != NULL && str_list_has(&key->expression->columns, column)) return true;
    }
    return str_list_has(&index->index.include, column) ||
           str_list_has(&index->index.where.columns, column);
}

static struct str_list index_columns(struct arena *arena, const struct relation *index)
{
    struct str_list columns = {0};
    for (size_t i = 0; i < index->index.key_count; i++) {
        VEC_PUSH(arena, &columns, index->index.keys[i].column);
    }
    return columns;
}

struct index_key *catalog_copy_keys(struct catalog *catalog, const struct index_key *keys,
                                    size_t count)
{
    struct index_key *copy = arena_array(catalog->arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = keys[i];
        if (keys[i].expression == NULL) continue;
        copy[i].expression = ARENA_NEW(catalog->arena, struct expression);
        *copy[i].expression = *keys[i].expression;
    }
    return copy;
}

static void set_keys(struct catalog *catalog, struct relation *index, const struct index_key *keys,
                     size_t count)
{
    index->index.keys = catalog_copy_keys(catalog, keys, count);
    index->index.key_count = count;
}

static void index_edges(struct catalog *catalog, struct relation *index)
{
    struct catalog_edge edge = {.kind = OBJ_INDEX, .relation = index, .edition = index->edition};
    for (size_t i = 0; i < index->index.key_count; i++) {
        const struct expression *expression = index->index.keys[i].expression;
        if (expression != NULL) catalog_expression_edges(catalog, expression, edge);
    }
    catalog_expression_edges(catalog, &index->index.where, edge);
}

static void put_on_table(struct catalog *catalog, struct relation *index, struct relation *table)
{
    index->table = table;
    index->temporary = table->temporary;
    index->partitioned = table->partitioned;
    index->has_rows = table->has_rows;
    catalog_put_relation(catalog, index);
    CATALOG_PUSH(catalog, &table->indexes, index);
    index_edges(catalog, index);
}

/* -- CREATE INDEX ------------------------------------------------------------------------------ */

static bool columns_missing(const struct relation *table, const struct change *change)
{
    if (!relation_is_complete(table) || table->kind == OBJ_VIEW) return false;
    for (size_t i = 0; i < change->create_index.key_count; i++) {
        struct str column = change->create_index.keys[i].column;
        if (column.len > 0 && relation_find_column(table, column) == NULL) return true;
    }
    return false;
}

static void fill(struct catalog *catalog, struct relation *index, const struct change *change)
{
    set_keys(catalog, index, change->create_index.keys, change->create_index.key_count);
    index->index.include = change->create_index.include;
    index->index.method = change->create_index.method;
    if (index->index.method.len == 0) index->index.method = STR("btree");
    index->index.unique = change->create_index.unique;
    index->index.nulls_not_distinct = change->create_index.nulls_not_distinct;
    index->index.where = change->create_index.where;
    index->index.has_where = index->index.where.text.len > 0 || index->index.where.columns.len > 0;
    if (change->create_index.storage == NULL) return;
    index->tablespace = change->create_index.storage->tablespace;
    index->options = change->create_index.storage->options;
}

static bool same_keys(const struct relation *a, const struct relation *b);

/* A partition's own index of the same definition is attached; else it gets one. */
static void index_partition(struct catalog *catalog, struct relation *partition,
                            struct relation *parent)
{
    for (size_t i = 0; i < partition->indexes.len; i++) {
        struct relation *own = partition->indexes.at[i];
        if (own->parents.len > 0 || !same_keys(own, parent)) continue;
        if ((own->index.constraint != NULL) != (parent->index.constraint != NULL)) continue;
        catalog_link(catalog, own, parent);
        return;
    }
    if (parent->index.constraint != NULL) return;
    struct name name = {partition->name.schema,
                        catalog_choose_index(catalog, catalog->arena, partition, parent->index.keys,
                                             parent->index.key_count, parent->index.include,
                                             "idx")};
    struct change none = {.kind = CHANGE_CREATE_INDEX};
    struct relation *index = catalog_new_relation(catalog, &none, OBJ_INDEX, name);
    if (index == NULL) return;
    set_keys(catalog, index, parent->index.keys, parent->index.key_count);
    index->index.include = parent->index.include;
    index->index.method = parent->index.method;
    index->index.unique = parent->index.unique;
    index->index.nulls_not_distinct = parent->index.nulls_not_distinct;
    index->index.where = parent->index.where;
    index->index.has_where = parent->index.has_where;
    put_on_table(catalog, index, partition);
    catalog_link(catalog, index, parent);
}

static struct relation *index_on(const struct relation *partition, const struct relation *parent)
{
    for (size_t i = 0; i < partition->indexes.len; i++) {
        const struct relation_list *parents = &partition->indexes.at[i]->parents;
        if (parents->len > 0 && parents->at[0] == parent) return partition->indexes.at[i];
    }
    return NULL;
}

static void index_partitions(struct catalog *catalog, struct relation *index)
{
    struct relation_list all = catalog_with_children(catalog, index->table, false);
    for (size_t i = 1; i < all.len; i++) {
        struct relation *partition = all.at[i];
        if (partition->partition_of == NULL) continue;
        struct relation *parent = partition->partition_of == index->table
                                      ? index
                                      : index_on(partition->partition_of, index);
        if (parent == NULL && partition->partition_of->indexes.len > 0) {
            const struct relation_list *on = &partition->partition_of->indexes;
            parent = on->at[on->len - 1]; /* made just now, of a partition that is partitioned */
        }
        if (parent != NULL) index_partition(catalog, partition, parent);
    }
}

void catalog_create_index(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    if (table == NULL || table->kind == OBJ_INDEX || columns_missing(table, change)) return;
    if (table->partitioned && change->concurrently) return; /* 0A000 */
    struct name name = {table->name.schema, change->create_index.index.name};
    if (name.name.len == 0) {
        name.name = catalog_choose_index(catalog, catalog->arena, table, change->create_index.keys,
                                         change->create_index.key_count,
                                         change->create_index.include, "idx");
    }
    struct relation *index = catalog_new_relation(catalog, change, OBJ_INDEX, name);
    if (index == NULL) return;
    fill(catalog, index, change);
    index->index.valid = !(change->only && table->partitioned && table->children.len > 0);
    put_on_table(catalog, index, table);
    if (table->partitioned && !change->only) index_partitions(catalog, index);
}

/* -- of constraints ---------------------------------------------------------------------------- */

static void name_constraint(struct catalog *catalog, struct catalog_constraint *constraint)
{
    constraint->name =
        constraint->spec.name.len > 0
            ? constraint->spec.name
            : catalog_choose_for(catalog, catalog->arena, constraint->table, &constraint->spec);
}

static void fill_for_constraint(struct catalog *catalog, struct relation *index,
                                const struct catalog_constraint *constraint)
{
    const struct constraint *spec = &constraint->spec;
    size_t count = spec->columns.len;
    struct index_key *keys = arena_array(catalog->arena, count, sizeof *keys);
    for (size_t i = 0; i < count; i++) keys[i].column = spec->columns.at[i];
    set_keys(catalog, index, keys, count);
    index->index.method = spec->kind == CONSTRAINT_EXCLUDE ? STR("gist") : STR("btree");
    index->index.unique = spec->kind != CONSTRAINT_EXCLUDE;
    index->index.primary = spec->kind == CONSTRAINT_PRIMARY_KEY;
    index->index.nulls_not_distinct = spec->nulls_not_distinct;
    const struct constraint_index *details = spec->index;
    if (details == NULL) return;
    if (details->key_count > 0) set_keys(catalog, index, details->keys, details->key_count);
    if (spec->kind == CONSTRAINT_EXCLUDE) {
        index->index.method = details->method.len > 0 ? details->method : STR("btree");
    }
    index->index.include = details->include;
    index->index.where = details->where;
    index->index.has_where = details->where.text.len > 0 || details->where.columns.len > 0;
    index->tablespace = details->storage.tablespace;
    index->options = details->storage.options;
}

/* The index takes the constraint's name, and gives its columns (manual, ALTER TABLE). */
static struct relation *adopt(struct catalog *catalog, struct catalog_constraint *constraint)
{
    struct constraint *spec = &constraint->spec;
    struct relation *table = constraint->table;
    struct relation *index =
        catalog_relation(catalog, (struct name){table->name.schema, spec->using_index});
    constraint->name = spec->name.len > 0 ? spec->name : spec->using_index;
    if (index == NULL) return NULL;
    spec->columns = index_columns(catalog->arena, index);
    spec->nulls_not_distinct = index->index.nulls_not_distinct;
    catalog_move_relation(catalog, index, (struct name){table->name.schema, constraint->name});
    CATALOG_SET(catalog, index->index.constraint, constraint);
    CATALOG_SET(catalog, index->index.primary, spec->kind == CONSTRAINT_PRIMARY_KEY);
    return index;
}

struct relation *catalog_constraint_index(struct catalog *catalog,
                                          struct catalog_constraint *constraint)
{
    if (constraint->spec.using_index.len > 0) return adopt(catalog, constraint);
    struct relation *table = constraint->table;
    name_constraint(catalog, constraint);
    struct change none = {.kind = CHANGE_CREATE_INDEX};
    struct name name = {table->name.schema, constraint->name};
    struct relation *index = catalog_new_relation(catalog, &none, OBJ_INDEX, name);
    if (index == NULL) return NULL;
    fill_for_constraint(catalog, index, constraint);
    index->index.constraint = constraint;
    put_on_table(catalog, index, table);
    return index;
}

/* -- of partitions ----------------------------------------------------------------------------- */

static struct str key_text(const struct index_key *key)
{
    return key->expression == NULL ? STR("") : key->expression->text;
}

static bool same_keys(const struct relation *a, const struct relation *b)
{
    if (a->index.key_count != b->index.key_count || a->index.unique != b->index.unique) {
        return false;
    }
    if (!str_equal(a->index.method, b->index.method)) return false;
    if (a->index.has_where != b->index.has_where) return false;
    for (size_t i = 0; i < a->index.key_count; i++) {
        const struct index_key *left = &a->index.keys[i], *right = &b->index.keys[i];
        if (!str_equal(left->column, right->column)) return false;
        if (!str_equal(left->opclass, right->opclass)) return false;
        if (!str_equal(key_text(left), key_text(right))) return false;
    }
    return str_equal(a->index.where.text, b->index.where.text);
}

void catalog_inherit_indexes(struct catalog *catalog, struct relation *partition,
                             struct relation *parent)
{
    for (size_t i = 0; i < parent->indexes.len; i++) {
        struct relation *index = parent->indexes.at[i];
        if (index_on(partition, index) == NULL) index_partition(catalog, partition, index);
    }
}

void catalog_attach_index(struct catalog *catalog, const struct change *change)
{
    struct relation *parent = catalog_relation(catalog, change->table);
    struct relation *child = catalog_relation(catalog, change->partition.partition);
    if (parent == NULL || child == NULL || child->parents.len > 0) return;
    bool sure = relation_is_sure(parent) && relation_is_sure(child);
    if (sure && !same_keys(child, parent)) {
        catalog_refuse(catalog); /* 55000 */
        return;
    }
    catalog_link(catalog, child, parent);
    if (parent->table == NULL) return;
    size_t attached = parent->children.len;
    if (attached >= parent->table->children.len) CATALOG_SET(catalog, parent->index.valid, true);
}
