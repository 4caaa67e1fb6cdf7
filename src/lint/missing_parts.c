/* Columns, constraints, triggers and labels that are not there. */
#include "lint/missing.h"

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

/* `t.f` may call a function of the row: one of these migrations, or row_to_json and its like. */
static bool calls_function(struct need n, const struct column_ref *ref)
{
    const struct catalog_object *function = NULL;
    if (ref->qualifier.len == 0) return false;
    if (str_ends_with(ref->column, STR("json")) || str_ends_with(ref->column, STR("jsonb"))) {
        return true;
    }
    catalog_find_object(n.ctx->catalog, OBJ_ROUTINE, (struct name){STR(""), ref->column},
                        &function);
    return function != NULL;
}

/* Of a table that was made outside: a later ADD COLUMN tells that it has no such column yet. */
static bool column_comes_later(struct need n, struct name relation, struct str column)
{
    if (catalog_is_opaque(n.ctx->catalog)) return false;
    if (event_before(n.ctx, OBJ_COLUMN, relation, column) != NULL) return false;
    const struct name_event *next = event_after(n.ctx, OBJ_COLUMN, relation, column);
    if (next == NULL || !next->makes || !next->sure) return false;
    const struct name_event *table = event_after(n.ctx, OBJ_TABLE, relation, STR(""));
    if (table != NULL && table->file <= next->file) return false;
    if (event_before(n.ctx, OBJ_TABLE, relation, STR("")) != NULL) return false;
    n.missing->later = next;
    return true;
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
        if (there != NULL || !column_comes_later(n, relation, column)) return false;
        later = n.missing->later;
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
    if (table == NULL || n.change->if_exists || is_not_null_name(n, name)) return false;
    if (relation_constraint(table, name, &there) != KNOWN_ABSENT) return false;
    if (sibling_adds(n.ctx, n.change, OBJ_CONSTRAINT, name)) return false;
    return miss_part(n, OBJ_CONSTRAINT, table, n.change->table, name, at);
}

bool lacks_attached(struct need n, enum object_kind kind, struct str name, struct range at)
{
    const struct relation *table = complete_table(n);
    const struct catalog_trigger *trigger = NULL;
    const struct catalog_policy *policy = NULL;
    const struct catalog_rule *rule = NULL;
    enum knowledge state = UNKNOWN;
    if (table == NULL || n.change->if_exists || name.len == 0) return false;
    if (kind == OBJ_TRIGGER) state = relation_trigger(table, name, &trigger);
    if (kind == OBJ_POLICY) state = relation_policy(table, name, &policy);
    if (kind == OBJ_RULE) state = relation_rule(table, name, &rule);
    return state == KNOWN_ABSENT && miss_part(n, kind, table, n.change->table, name, at);
}

/* ADD VALUE ... BEFORE 'x', RENAME VALUE 'x': 22023. */
bool lacks_label(struct need n)
{
    const struct change *change = n.change;
    struct str text =
        change->kind == CHANGE_RENAME_ENUM_VALUE ? change->name : change->enum_value.neighbour;
    struct name of = change->object_name.name.len > 0 ? change->object_name : change->table;
    const struct catalog_object *type = NULL;
    const struct catalog_label *there = NULL;
    if (text.len == 0) return false;
    if (catalog_find_object(n.ctx->catalog, OBJ_TYPE, of, &type) != KNOWN || type == NULL ||
        type->type_kind != 'e')
        return false;
    if (object_label(type, text, &there) != KNOWN_ABSENT) return false;
    miss_part(n, OBJ_ENUM_VALUE, NULL, of, text, change->at);
    n.missing->code = "22023";
    return true;
}

/* -- queries and expressions ------------------------------------------------------------------- */

static bool lacks_others(struct need n, const struct mentions *mentions, struct range at)
{
    for (size_t i = 0; i < mentions->casts.len; i++) {
        if (lacks_type(n, &mentions->casts.at[i].type, at)) return true;
    }
    for (size_t i = 0; i < mentions->sequences.len; i++) {
        if (lacks_relation(n, mentions->sequences.at[i], at, KIND(OBJ_SEQUENCE))) return true;
    }
    for (size_t i = 0; i < mentions->functions.len; i++) {
        if (lacks_function(n, mentions->functions.at[i], at)) return true;
    }
    return false;
}

bool lacks_mentioned(struct need n, const struct mentions *mentions, struct range at)
{
    if (mentions == NULL) return false;
    for (size_t i = 0; i < mentions->relations.len; i++) {
        unsigned kinds = ANY_ROWS | KIND(OBJ_SEQUENCE);
        if (lacks_relation(n, mentions->relations.at[i], at, kinds)) return true;
    }
    for (size_t i = 0; i < mentions->writes.len; i++) {
        unsigned kinds = ANY_TABLE | KIND(OBJ_VIEW);
        if (lacks_relation(n, mentions->writes.at[i], at, kinds)) return true;
    }
    for (size_t i = 0; i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (ref->relation.name.len == 0 || ref->maybe_row) continue;
        if (n.change->in_do && ref->qualifier.len == 0) continue;
        if (calls_function(n, ref)) continue;
        if (lacks_column(n, ref->relation, ref->column, at)) return true;
    }
    return lacks_others(n, mentions, at);
}

bool lacks_in_expression(struct need n, struct name owner, const struct expression *expression,
                         struct range at)
{
    const struct mentions *mentions = expression->mentions;
    if (expression->at.end > expression->at.start) at = expression->at;
    if (mentions == NULL) return false;
    if (expression->has_subquery) return lacks_mentioned(n, mentions, at);
    for (size_t i = 0; owner.name.len > 0 && i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (ref->maybe_row || (ref->qualifier.len > 0 && ref->relation.name.len == 0)) continue;
        if (ref->qualifier.len > 0 && !str_equal(ref->qualifier, owner.name)) continue;
        if (lacks_column(n, owner, ref->column, at)) return true;
    }
    return lacks_others(n, mentions, at);
}

/* -- constraints and columns as they are written ----------------------------------------------- */

static bool is_new_table(struct need n, struct name name)
{
    return n.change->kind == CHANGE_CREATE_TABLE && str_equal(name.name, n.change->table.name) &&
           (name.schema.len == 0 || str_equal(name.schema, n.change->table.schema));
}

/* Of a table whose columns all stand in its definition. */
static bool defines_all(const struct change *change)
{
    return change->kind == CHANGE_CREATE_TABLE && change->create_table.like.len == 0 &&
           change->create_table.inherits.len == 0 && change->create_table.of_type.name.len == 0 &&
           change->create_table.partition_of.name.len == 0;
}

static bool defines(const struct change *change, struct str column)
{
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        if (str_equal(change->create_table.columns[i].name, column)) return true;
    }
    return false;
}

/* A thousand constraints over a thousand columns are left alone. */
enum { MOST_COLUMNS = 256 };

static bool lacks_own_column(struct need n, const struct str_list *columns, struct range at)
{
    if (!defines_all(n.change) || n.change->create_table.column_count > MOST_COLUMNS) return false;
    for (size_t i = 0; i < columns->len; i++) {
        if (defines(n.change, columns->at[i])) continue;
        return miss_part(n, OBJ_COLUMN, NULL, n.change->table, columns->at[i], at);
    }
    return false;
}

bool lacks_for_constraint(struct need n, const struct constraint *constraint)
{
    struct name owner = n.change->table;
    if (is_new_table(n, owner)) {
        owner = (struct name){0};
        if (lacks_own_column(n, &constraint->columns, constraint->at)) return true;
    }
    if (owner.name.len > 0) {
        if (lacks_columns(n, owner, &constraint->columns, constraint->at)) return true;
        if (constraint->using_index.len > 0) {
            struct name full = catalog_resolve(n.ctx->catalog, OBJ_TABLE, owner);
            struct name index = {full.schema, constraint->using_index};
            if (lacks_relation(n, index, constraint->at, KIND(OBJ_INDEX))) return true;
        }
    }
    if (lacks_in_expression(n, owner, &constraint->check, constraint->at)) return true;
    if (constraint->kind != CONSTRAINT_FOREIGN_KEY) return false;
    if (is_new_table(n, constraint->references)) {
        return lacks_own_column(n, &constraint->referenced_columns, constraint->at);
    }
    struct range at =
        constraint->references_at.end > 0 ? constraint->references_at : constraint->at;
    if (lacks_relation(n, constraint->references, at, KIND(OBJ_TABLE))) return true;
    return lacks_columns(n, constraint->references, &constraint->referenced_columns,
                         (struct range){at.start, constraint->at.end});
}

bool lacks_for_column(struct need n, const struct column *column, bool new_table)
{
    struct name owner = new_table ? (struct name){0} : n.change->table;
    if (lacks_type(n, &column->type, column->at)) return true;
    if (lacks_in_expression(n, (struct name){0}, &column->default_value, column->at)) return true;
    if (lacks_in_expression(n, owner, &column->generated, column->at)) return true;
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (lacks_for_constraint(n, &column->constraints[i])) return true;
    }
    return false;
}
