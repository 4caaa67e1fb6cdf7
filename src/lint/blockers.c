/* What PostgreSQL would not drop along without CASCADE (2BP01; manual 5.14), and the tables whose
 * foreign keys keep TRUNCATE from its work (0A000). */
#include "lint/blockers.h"

#include "lint/rule.h"

/* More are not looked at: a type may be used by thousands of columns. */
enum { MOST_BLOCKERS = 64, MOST_TOGETHER = 64, MOST_KEYS = 4096 };

/* -- what is sure to be in the way ------------------------------------------------------------- */

static bool is_sure(struct drop_search s, const struct dependent *it)
{
    bool clear = !catalog_is_opaque(s.ctx->catalog);
    if (it->relation != NULL && !relation_is_sure(it->relation) && !clear) return false;
    if (it->object != NULL) return object_is_sure(it->object);
    if (it->constraint != NULL) return it->constraint->state == KNOWN;
    if (it->column != NULL) return it->column->state == KNOWN;
    return it->relation != NULL && it->relation->state == KNOWN;
}

/* One statement drops them together. */
static bool goes_too(struct drop_search s, const struct dependent *it)
{
    const struct name_list *names =
        s.change->kind == CHANGE_TRUNCATE ? &s.change->truncate.tables : &s.change->drop.names;
    bool parts = s.change->kind == CHANGE_DROP_COLUMN || s.change->kind == CHANGE_DROP_CONSTRAINT;
    if (parts) return false;
    if (names->len > MOST_TOGETHER) return true;
    for (size_t i = 0; i < names->len; i++) {
        const struct relation *relation =
            s.change->table.name.len > 0 ? known_relation(s.ctx, names->at[i]) : NULL;
        if (it->relation != NULL && relation != NULL &&
            (relation == it->relation || it->relation->table == relation ||
             it->relation->partition_of == relation))
            return true;
        if (it->object == NULL || it->object->kind != s.change->object) continue;
        struct name full = catalog_resolve(s.ctx->catalog, s.change->object, names->at[i]);
        if (name_equal(full, it->object->name)) return true;
    }
    return false;
}

static bool is_same(const struct dependent *a, const struct dependent *b)
{
    return a->kind == b->kind && a->relation == b->relation && a->column == b->column &&
           a->constraint == b->constraint && a->object == b->object && name_equal(a->name, b->name);
}

void blockers_add(struct drop_search s, const struct dependent *it)
{
    if (it->automatic || s.found->len == MOST_BLOCKERS) return;
    if (!is_sure(s, it) || goes_too(s, it)) return;
    if (s.found->len > 0 && is_same(&s.found->at[s.found->len - 1], it)) return;
    VEC_PUSH(s.ctx->arena, s.found, *it);
}

void blockers_add_all(struct drop_search s, struct dependent_list list)
{
    for (size_t i = 0; i < list.len; i++) blockers_add(s, &list.at[i]);
}

/* -- relations --------------------------------------------------------------------------------- */

void blockers_add_of_sequence(struct drop_search s, const struct dependent *it,
                              const struct catalog_column *without)
{
    if (it->kind != OBJ_SEQUENCE || it->relation == NULL) return;
    struct dependent_list list =
        catalog_dependents(s.ctx->catalog, s.ctx->arena, it->relation, STR(""));
    for (size_t i = 0; i < list.len; i++) {
        if (without == NULL || list.at[i].column != without) blockers_add(s, &list.at[i]);
    }
}

static void add_relation(struct drop_search s, const struct relation *relation)
{
    struct dependent_list list =
        catalog_dependents(s.ctx->catalog, s.ctx->arena, relation, STR(""));
    for (size_t i = 0; i < list.len && s.found->len < MOST_BLOCKERS; i++) {
        const struct dependent *it = &list.at[i];
        if (it->relation == relation) continue; /* its own parts */
        if (it->automatic) {
            blockers_add_of_sequence(s, it, NULL);
        } else {
            blockers_add(s, it);
        }
    }
}

/* A foreign key to a partitioned table leans on each of its partitions. */
static void add_keys_of_parents(struct drop_search s, const struct relation *partition)
{
    for (const struct relation *parent = partition->partition_of; parent != NULL;
         parent = parent->partition_of) {
        blockers_add_all(s, catalog_keys_to(s.ctx->arena, parent));
    }
}

static bool right_kind(const struct change *change, const struct relation *relation)
{
    return relation->kind == change->object;
}

struct dependent blockers_relation(const struct relation *relation)
{
    return (struct dependent){.kind = relation->kind,
                              .name = relation->name,
                              .made = relation->made,
                              .relation = relation};
}

/* Without its own column's default: that goes, or is what needs it. */
static void add_sequence(struct drop_search s, const struct relation *sequence)
{
    if (sequence->sequence.internal && sequence->sequence.owner_column != NULL) {
        const struct catalog_column *column = sequence->sequence.owner_column;
        struct dependent owner = {.kind = OBJ_COLUMN,
                                  .name = {STR(""), column->name},
                                  .on = column->table->name,
                                  .made = column->made,
                                  .relation = column->table,
                                  .column = column};
        blockers_add(s, &owner);
    } else if (!s.change->cascade) {
        blockers_add_all(s, catalog_dependents(s.ctx->catalog, s.ctx->arena, sequence, STR("")));
    }
}

/* -- indexes ----------------------------------------------------------------------------------- */

static bool same_columns(const struct relation *index, const struct str_list *columns)
{
    if (!index->index.unique || index->index.has_where) return false;
    if (index->index.key_count != columns->len) return false;
    for (size_t i = 0; i < columns->len; i++) {
        size_t k = 0;
        while (k < columns->len && !str_equal(index->index.keys[k].column, columns->at[i])) k++;
        if (k == columns->len) return false;
    }
    return true;
}

/* A foreign key leans on one unique index of exactly its columns. */
static bool is_only_choice(const struct relation *index, const struct str_list *columns)
{
    size_t fitting = 0;
    for (size_t i = 0; i < index->table->indexes.len; i++) {
        if (same_columns(index->table->indexes.at[i], columns)) fitting++;
    }
    return fitting == 1 && same_columns(index, columns);
}

static void add_keys_of_index(struct drop_search s, const struct relation *index)
{
    if (s.change->cascade || !index->index.unique || index->table == NULL) return;
    struct dependent_list keys = catalog_keys_to(s.ctx->arena, index->table);
    for (size_t i = 0; i < keys.len && i < MOST_KEYS; i++) {
        const struct catalog_constraint *key = keys.at[i].constraint;
        if (key->referenced_key != NULL) continue;
        if (is_only_choice(index, &key->spec.referenced_columns)) blockers_add(s, &keys.at[i]);
    }
}

/* The index of a constraint, or a partition's part of one, goes with that only. */
static void add_index(struct drop_search s, const struct relation *index)
{
    const struct catalog_constraint *constraint = index->index.constraint;
    for (size_t i = 0; i < index->parents.len; i++) {
        const struct dependent whole = blockers_relation(index->parents.at[i]);
        blockers_add(s, &whole);
    }
    add_keys_of_index(s, index);
    if (constraint == NULL) return;
    struct dependent it = {.kind = OBJ_CONSTRAINT,
                           .name = {STR(""), constraint->name},
                           .made = constraint->made,
                           .relation = constraint->table,
                           .constraint = constraint};
    if (constraint->table != NULL) it.on = constraint->table->name;
    blockers_add(s, &it);
}

static void drop_relation(struct drop_search s)
{
    const struct relation *relation = known_relation(s.ctx, s.change->table);
    if (relation == NULL || !relation_is_sure(relation) || !right_kind(s.change, relation)) return;
    if (relation->kind == OBJ_INDEX) {
        add_index(s, relation);
    } else if (relation->kind == OBJ_SEQUENCE) {
        add_sequence(s, relation);
    } else if (!s.change->cascade) {
        add_relation(s, relation);
        add_keys_of_parents(s, relation);
    }
}

/* -- TRUNCATE ---------------------------------------------------------------------------------- */

static void truncate_table(struct drop_search s, struct name name)
{
    const struct relation *table = known_relation(s.ctx, name);
    if (table == NULL) return;
    struct dependent_list list = catalog_keys_to(s.ctx->arena, table);
    for (size_t i = 0; i < list.len; i++) {
        if (list.at[i].constraint->table != table) blockers_add(s, &list.at[i]);
    }
}

static void truncate_tables(struct drop_search s)
{
    const struct name_list *tables = &s.change->truncate.tables;
    for (size_t i = 0; i < tables->len && i < MOST_TOGETHER; i++) {
        truncate_table(s, tables->at[i]);
    }
}

static void search_all(struct drop_search s)
{
    switch ((int)s.change->kind) {
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_INDEX:
        drop_relation(s);
        break;
    case CHANGE_DROP_COLUMN:
        blockers_drop_column(s);
        break;
    case CHANGE_DROP_CONSTRAINT:
        blockers_drop_constraint(s);
        break;
    case CHANGE_DROP_SCHEMA:
        blockers_drop_schema(s);
        break;
    case CHANGE_TRUNCATE:
        truncate_tables(s);
        break;
    default:
        blockers_drop_object(s);
        break;
    }
}

/* Of these CASCADE takes nothing along: they are parts of what depends on them. */
static bool may_be_internal(const struct change *change)
{
    return change->kind == CHANGE_DROP_INDEX || change->kind == CHANGE_DROP_SEQUENCE ||
           change->kind == CHANGE_DROP_TYPE;
}

/* All names are looked up before anything is dropped. */
static bool is_refused_before(struct drop_search s)
{
    const struct name_list *names = &s.change->drop.names;
    const bool relations = s.change->table.name.len > 0 && s.change->name.len > 0;
    if (s.change->kind == CHANGE_TRUNCATE || s.change->kind == CHANGE_DROP_COLUMN ||
        s.change->kind == CHANGE_DROP_CONSTRAINT || !relations)
        return false;
    for (size_t i = 0; i < names->len && i < MOST_TOGETHER; i++) {
        const struct relation *there = NULL;
        enum knowledge state = catalog_find(s.ctx->catalog, OBJ_UNKNOWN, names->at[i], &there);
        if (state == KNOWN_ABSENT && !s.change->if_exists) return true;
        if (state == KNOWN && there != NULL && !right_kind(s.change, there)) return true;
    }
    return false;
}

struct blockers find_blockers(const struct rule_ctx *ctx, const struct change *change)
{
    struct blockers found = {0};
    if (change->conditional || (change->cascade && !may_be_internal(change))) return found;
    const struct drop_search s = {ctx, change, &found};
    search_all(s);
    if (found.len > 0 && is_refused_before(s)) found.len = 0;
    return found;
}
