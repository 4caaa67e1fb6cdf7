/* What PostgreSQL would not drop along without CASCADE (2BP01; manual 5.14), and the tables whose
 * foreign keys keep TRUNCATE from its work (0A000). */
#include "lint/blockers.h"

#include "lint/rule.h"

struct search {
    const struct rule_ctx *ctx;
    const struct change *change;
    struct blockers *found;
};

/* More are not looked at: a type may be used by thousands of columns. */
enum { MOST_BLOCKERS = 64, MOST_TOGETHER = 64 };

/* -- what is sure to be in the way ------------------------------------------------------------- */

static bool is_sure(struct search s, const struct dependent *it)
{
    bool clear = !catalog_is_opaque(s.ctx->catalog);
    if (it->relation != NULL && !relation_is_sure(it->relation) && !clear) return false;
    if (it->object != NULL) return object_is_sure(it->object);
    if (it->constraint != NULL) return it->constraint->state == KNOWN;
    if (it->column != NULL) return it->column->state == KNOWN;
    return it->relation != NULL && it->relation->state == KNOWN;
}

/* One statement drops them together. */
static bool goes_too(struct search s, const struct dependent *it)
{
    const struct name_list *names =
        s.change->kind == CHANGE_TRUNCATE ? &s.change->truncate.tables : &s.change->drop.names;
    bool parts = s.change->kind == CHANGE_DROP_COLUMN || s.change->kind == CHANGE_DROP_CONSTRAINT;
    if (parts) return false;
    if (names->len > MOST_TOGETHER) return true;
    for (size_t i = 0; i < names->len; i++) {
        const struct relation *relation = known_relation(s.ctx, names->at[i]);
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

static void add(struct search s, const struct dependent *it)
{
    if (it->automatic || s.found->len == MOST_BLOCKERS) return;
    if (!is_sure(s, it) || goes_too(s, it)) return;
    VEC_PUSH(s.ctx->arena, s.found, *it);
}

static void add_all(struct search s, struct dependent_list list)
{
    for (size_t i = 0; i < list.len; i++) add(s, &list.at[i]);
}

/* -- relations --------------------------------------------------------------------------------- */

static void add_relation(struct search s, const struct relation *relation)
{
    struct dependent_list list =
        catalog_dependents(s.ctx->catalog, s.ctx->arena, relation, STR(""));
    for (size_t i = 0; i < list.len && s.found->len < MOST_BLOCKERS; i++) {
        const struct dependent *it = &list.at[i];
        if (it->relation == relation) continue; /* its own parts */
        if (!it->automatic) {
            add(s, it);
        } else if (it->kind == OBJ_SEQUENCE && it->relation != NULL) {
            add_all(s, catalog_dependents(s.ctx->catalog, s.ctx->arena, it->relation, STR("")));
        }
    }
}

/* A foreign key to a partitioned table leans on each of its partitions. */
static void add_keys_of_parents(struct search s, const struct relation *partition)
{
    for (const struct relation *parent = partition->partition_of; parent != NULL;
         parent = parent->partition_of) {
        add_all(s, catalog_keys_to(s.ctx->arena, parent));
    }
}

static bool right_kind(const struct change *change, const struct relation *relation)
{
    return relation->kind == change->object;
}

/* Without its own column's default: that goes, or is what needs it. */
static void add_sequence(struct search s, const struct relation *sequence)
{
    if (sequence->sequence.internal && sequence->sequence.owner_column != NULL) {
        const struct catalog_column *column = sequence->sequence.owner_column;
        struct dependent owner = {.kind = OBJ_COLUMN,
                                  .name = {STR(""), column->name},
                                  .on = column->table->name,
                                  .made = column->made,
                                  .relation = column->table,
                                  .column = column};
        add(s, &owner);
        return;
    }
    add_all(s, catalog_dependents(s.ctx->catalog, s.ctx->arena, sequence, STR("")));
}

/* An index of a partition that stands in for the one of its partitioned table. */
static void add_parent_index(struct search s, const struct relation *index)
{
    if (index->parents.len == 0) return;
    const struct relation *parent = index->parents.at[0];
    struct dependent it = {
        .kind = OBJ_INDEX, .name = parent->name, .made = parent->made, .relation = parent};
    add(s, &it);
}

/* Not even CASCADE drops it without its owner (manual, DROP INDEX; DEPENDENCY_INTERNAL). */
static void add_index(struct search s, const struct relation *index)
{
    add_parent_index(s, index);
    const struct catalog_constraint *constraint = index->index.constraint;
    if (constraint == NULL) return;
    struct dependent it = {.kind = OBJ_CONSTRAINT,
                           .name = {STR(""), constraint->name},
                           .made = constraint->made,
                           .relation = constraint->table,
                           .constraint = constraint};
    if (constraint->table != NULL) it.on = constraint->table->name;
    add(s, &it);
}

static void drop_relation(struct search s)
{
    const struct relation *relation = known_relation(s.ctx, s.change->table);
    if (relation == NULL || !relation_is_sure(relation) || !right_kind(s.change, relation)) return;
    if (relation->kind == OBJ_INDEX) {
        add_index(s, relation);
    } else if (relation->kind == OBJ_SEQUENCE) {
        add_sequence(s, relation);
    } else {
        add_relation(s, relation);
        add_keys_of_parents(s, relation);
    }
}

/* -- columns and constraints ------------------------------------------------------------------- */

static bool has(const struct str_list *names, struct str name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (str_equal(names->at[i], name)) return true;
    }
    return false;
}

static void drop_column(struct search s)
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
        if (own != NULL && own->table == table && has(&own->spec.columns, column->name)) continue;
        if (it->kind == OBJ_INDEX || it->column == column) continue;
        add(s, it);
    }
}

static void drop_constraint(struct search s)
{
    const struct relation *table = known_relation(s.ctx, s.change->table);
    const struct catalog_constraint *constraint = NULL;
    if (table == NULL || relation_constraint(table, s.change->name, &constraint) != KNOWN) return;
    add_all(s, catalog_constraint_dependents(s.ctx->catalog, s.ctx->arena, constraint));
}

/* -- types, functions, schemas ----------------------------------------------------------------- */

static void drop_object(struct search s)
{
    const struct catalog_object *object = NULL;
    if (s.change->kind == CHANGE_DROP_FUNCTION && s.change->signature != NULL) {
        object = catalog_same_function(s.ctx->catalog, s.ctx->arena, s.change);
    } else {
        catalog_find_object(s.ctx->catalog, s.change->object, s.change->object_name, &object);
        if (object != NULL && object->next_overload != NULL) return; /* not unique: 42725 */
    }
    if (object == NULL || !object_is_sure(object)) return;
    add_all(s, catalog_object_dependents(s.ctx->catalog, s.ctx->arena, object));
}

static void drop_schema(struct search s)
{
    const struct catalog_object *schema = NULL;
    catalog_find_object(s.ctx->catalog, OBJ_SCHEMA, s.change->object_name, &schema);
    const struct relation_list *relations = catalog_relations(s.ctx->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *in = relations->at[i];
        if (!str_equal(in->name.schema, s.change->object_name.name)) continue;
        if (in->kind == OBJ_INDEX || (in->kind == OBJ_SEQUENCE && in->sequence.owner_table != NULL))
            continue;
        struct dependent it = {
            .kind = in->kind, .name = in->name, .made = in->made, .relation = in};
        add(s, &it);
    }
    const struct catalog_object_list *objects = catalog_objects(s.ctx->catalog);
    for (size_t i = 0; i < objects->len; i++) {
        const struct catalog_object *in = objects->at[i];
        if (!str_equal(in->name.schema, s.change->object_name.name)) continue;
        struct dependent it = {.kind = in->kind, .name = in->name, .made = in->made, .object = in};
        add(s, &it);
    }
}

/* -- TRUNCATE ---------------------------------------------------------------------------------- */

static void truncate_table(struct search s)
{
    const struct relation *table = known_relation(s.ctx, s.change->table);
    if (table == NULL) return;
    struct dependent_list list = catalog_dependents(s.ctx->catalog, s.ctx->arena, table, STR(""));
    for (size_t i = 0; i < list.len; i++) {
        const struct catalog_constraint *key = list.at[i].constraint;
        if (key != NULL && key->referenced == table && key->table != table) add(s, &list.at[i]);
    }
}

struct blockers find_blockers(const struct rule_ctx *ctx, const struct change *change)
{
    struct blockers found = {0};
    struct search s = {ctx, change, &found};
    if (change->conditional) return found;
    if (change->cascade && change->kind != CHANGE_DROP_INDEX) return found;
    switch ((int)change->kind) {
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_INDEX:
        drop_relation(s);
        break;
    case CHANGE_DROP_COLUMN:
        drop_column(s);
        break;
    case CHANGE_DROP_CONSTRAINT:
        drop_constraint(s);
        break;
    case CHANGE_DROP_SCHEMA:
        drop_schema(s);
        break;
    case CHANGE_TRUNCATE:
        truncate_table(s);
        break;
    default:
        drop_object(s);
        break;
    }
    return found;
}
