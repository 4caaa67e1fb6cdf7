/* Tables, views and sequences that are made, and what they lean on. */
#include "schema/locking.h"

/* -- names PostgreSQL makes -------------------------------------------------------------------- */

static struct str columns_words(struct arena *arena, const struct str_list *columns)
{
    return str_join(arena, columns->at, columns->len, STR("_"));
}

static bool has_index(const struct constraint *constraint)
{
    return constraint->kind == CONSTRAINT_PRIMARY_KEY || constraint->kind == CONSTRAINT_UNIQUE ||
           constraint->kind == CONSTRAINT_EXCLUDE;
}

/* The index of a constraint of a table that is new, too. */
static void new_constraint_index(struct locking *l, struct name table,
                                 const struct constraint *constraint, struct str column)
{
    if (!has_index(constraint)) return;
    struct constraint named = *constraint;
    if (named.columns.len == 0) named.columns = (struct str_list){&column, 1, 1};
    const struct relation made = {.name = table};
    struct str name = catalog_constraint_name(l->catalog, l->arena, &made, &named);
    lock_new(l, OBJ_INDEX, (struct name){table.schema, name});
}

static void new_constraint(struct locking *l, struct name table,
                           const struct constraint *constraint, struct str column)
{
    new_constraint_index(l, table, constraint, column);
    bool itself = str_equal(constraint->references.name, table.name) &&
                  (constraint->references.schema.len == 0 ||
                   str_equal(constraint->references.schema, table.schema));
    if (constraint->kind == CONSTRAINT_FOREIGN_KEY && !itself) {
        lock_new_referenced(l, constraint->references, SRE, 0,
                            "the foreign key puts triggers on it");
    }
}

static void new_column(struct locking *l, struct name table, const struct column *column)
{
    if (column->type.is_serial || column->identity != 0) {
        locks_new_sequence(l, table, column->name, column->identity_options);
    }
    for (size_t i = 0; i < column->constraint_count; i++) {
        new_constraint(l, table, &column->constraints[i], column->name);
    }
}

/* -- LIKE, INHERITS, PARTITION OF -------------------------------------------------------------- */

void locks_new_index_like(struct locking *l, struct name table, const struct relation *index)
{
    struct str_list columns = {0};
    for (size_t i = 0; i < index->index.key_count; i++) {
        struct str column = index->index.keys[i].column;
        VEC_PUSH(l->arena, &columns, column.len > 0 ? column : STR("expr"));
    }
    struct str label = index->index.primary              ? STR("pkey")
                       : index->index.constraint != NULL ? STR("key")
                                                         : STR("idx");
    struct str words = index->index.primary ? STR("") : columns_words(l->arena, &columns);
    struct str name = catalog_object_name(l->arena, table.name, words, label);
    lock_new(l, OBJ_INDEX, (struct name){table.schema, name});
}

static void like_indexes(struct locking *l, struct name table, const struct relation *source)
{
    for (size_t i = 0; source != NULL && i < source->indexes.len; i++) {
        locks_new_index_like(l, table, source->indexes.at[i]);
    }
}

static void likes(struct locking *l, struct name table)
{
    for (size_t i = 0; i < l->change->create_table.like.len; i++) {
        struct name source = l->change->create_table.like.at[i];
        lock_name(l, OBJ_TABLE, source, AS, 0, "its definition is read");
        if (l->change->create_table.likes != NULL && l->change->create_table.likes[i].indexes) {
            like_indexes(l, table, locking_find(l, OBJ_UNKNOWN, source));
        }
    }
}

/* ACCESS EXCLUSIVE: only ATTACH PARTITION got weaker in 12. */
static void partition_of(struct locking *l, struct name parent, struct name partition)
{
    lock_name(l, OBJ_TABLE, parent, AE, 0, "it gets a partition");
    const struct relation *table = locking_find(l, OBJ_TABLE, parent);
    if (table == NULL) return;
    for (size_t i = 0; i < table->children.len; i++) {
        const struct relation *child = table->children.at[i];
        if (!child->is_default_partition) continue;
        lock_family(l, child, AE, SCANS, "its rows are checked against the new partition's bound");
    }
    locks_join_parent(l, table, partition, NULL);
}

/* -- tables ------------------------------------------------------------------------------------ */

void locks_create_table(struct locking *l)
{
    const struct change *change = l->change;
    if (locking_no_op(l, OBJ_UNKNOWN, change->table)) return;
    struct name name = catalog_resolve_new(l->catalog, change->object, change->table,
                                           change->create_table.temporary);
    lock_new(l, change->object, name);
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        new_column(l, name, &change->create_table.columns[i]);
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        new_constraint(l, name, &change->create_table.constraints[i], STR(""));
    }
    likes(l, name);
    for (size_t i = 0; i < change->create_table.inherits.len; i++) {
        lock_name(l, OBJ_TABLE, change->create_table.inherits.at[i], SUE, 0, "it gets a child");
    }
    if (change->create_table.partition_of.name.len > 0) {
        partition_of(l, change->create_table.partition_of, name);
    }
    lock_name(l, OBJ_TYPE, change->create_table.of_type, AS, 0, "its definition is read");
}

void locks_create_table_as(struct locking *l)
{
    const struct change *change = l->change;
    if (locking_no_op(l, OBJ_UNKNOWN, change->table)) return;
    const struct data_change *query = &change->create_table_as.query;
    lock_new(l, change->object,
             catalog_resolve_new(l->catalog, change->object, change->table,
                                 change->create_table_as.temporary));
    if (change->create_table_as.with_no_data) {
        lock_names(l, &query->reads, "the query names it");
        return;
    }
    lock_reads(l, &query->reads, locks_read_effects(query) | PARTLY, "the query reads it");
    lock_mentions(l, query->mentions, PARTLY, "the query reads it");
}

/* -- views ------------------------------------------------------------------------------------- */

void locks_create_view(struct locking *l)
{
    const struct change *change = l->change;
    if (l->target != NULL && change->or_replace) {
        lock_target(l, AE, 0, "the view is replaced");
    } else {
        lock_new(l, OBJ_VIEW,
                 catalog_resolve_new(l->catalog, OBJ_VIEW, change->table,
                                     change->create_view.temporary));
    }
    lock_names(l, &change->create_view.reads, "the view's query names it");
}

void locks_refresh(struct locking *l)
{
    const struct change *change = l->change;
    if (change->refresh.with_no_data) {
        lock_target(l, AE, NEW_FILE, "the view is emptied");
        lock_indexes(l, l->target, AE, NEW_FILE, "the view is emptied");
        return;
    }
    if (change->concurrently) {
        lock_target(l, LOCK_EXCLUSIVE, SCANS, "old and new rows are compared");
    } else {
        lock_rewrite(l, 0, "the view's rows are made anew");
    }
    if (l->target == NULL || l->target->view.definition == NULL) return;
    const struct change *definition = l->target->view.definition;
    if (definition->kind != CHANGE_CREATE_MATERIALIZED_VIEW) return;
    const struct data_change *query = &definition->create_table_as.query;
    lock_reads(l, &query->reads, locks_read_effects(query) | PARTLY, "the view's query reads it");
}

/* -- sequences --------------------------------------------------------------------------------- */

void locks_create_sequence(struct locking *l)
{
    const struct change *change = l->change;
    if (locking_no_op(l, OBJ_UNKNOWN, change->table)) return;
    lock_new(
        l, OBJ_SEQUENCE,
        catalog_resolve_new(l->catalog, OBJ_SEQUENCE, change->table, change->sequence.temporary));
    lock_name(l, OBJ_TABLE, change->sequence.options->owned_by, AS, 0, "it owns the sequence");
}

/* All options but OWNED BY give the sequence a new file (AlterSequence, need_seq_rewrite). */
void locks_alter_sequence(struct locking *l)
{
    const struct sequence_options *options = l->change->sequence.options;
    bool values = options->type.name.name.len > 0 || options->has_start || options->has_increment ||
                  options->has_min || options->has_max || options->has_cache ||
                  options->has_cycle || options->has_restart || options->no_min || options->no_max;
    lock_target(l, SRE, values ? NEW_FILE : 0, "nextval() waits");
    lock_name(l, OBJ_TABLE, options->owned_by, AS, 0, "it owns the sequence");
}
