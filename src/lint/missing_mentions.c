/* What queries, expressions and the definitions of columns and constraints need. */
#include "lint/missing_need.h"

#include "lint/rule.h"

/* -- columns of queries ------------------------------------------------------------------------ */

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

/* OLD and NEW of a rule or a trigger. */
static bool is_row_of_event(const struct column_ref *ref)
{
    return ref->relation.name.len == 0 &&
           (str_equal(ref->qualifier, STR("new")) || str_equal(ref->qualifier, STR("old")));
}

static bool has_column(struct need n, struct name name, struct str column)
{
    const struct relation *table = known_relation(n.ctx, name);
    const struct catalog_column *there = NULL;
    if (table == NULL || !relation_is_complete(table)) return true; /* nobody can tell */
    return relation_column(table, column, &there) != KNOWN_ABSENT;
}

static bool any_has_column(struct need n, const struct name_list *names, struct str column)
{
    enum { MOST_RELATIONS = 16 };
    if (names->len > MOST_RELATIONS) return true;
    for (size_t i = 0; i < names->len; i++) {
        if (has_column(n, names->at[i], column)) return true;
    }
    return false;
}

/* Its expressions see its table, too. */
static bool is_policy(const struct change *change)
{
    return change->kind == CHANGE_CREATE_POLICY || change->kind == CHANGE_ALTER_POLICY;
}

/* A bare name where several tables are read, and none of all that the query names has it. */
static bool no_relation_has(struct need n, const struct mentions *mentions,
                            const struct column_ref *ref, struct range at)
{
    if (!ref->of_tables || n.change->in_do) return false;
    if (any_has_column(n, &mentions->relations, ref->column) ||
        any_has_column(n, &mentions->writes, ref->column))
        return false;
    if (is_policy(n.change) && has_column(n, n.change->table, ref->column)) return false;
    miss(n, OBJ_COLUMN, (struct name){STR(""), ref->column}, at, "42703");
    n.missing->among = mentions;
    return true;
}

static bool lacks_mentioned_column(struct need n, const struct mentions *mentions,
                                   const struct column_ref *ref, struct range at)
{
    if (ref->maybe_row) return false;
    if (is_row_of_event(ref) && n.change->kind == CHANGE_CREATE_RULE) {
        return lacks_column(n, n.change->table, ref->column, at);
    }
    if (ref->relation.name.len == 0) return no_relation_has(n, mentions, ref, at);
    if (n.change->in_do && ref->qualifier.len == 0) return false; /* or a variable */
    return !calls_function(n, ref) && lacks_column(n, ref->relation, ref->column, at);
}

/* -- the rest of a query ----------------------------------------------------------------------- */

static bool lacks_others(struct need n, const struct mentions *mentions, struct range at)
{
    for (size_t i = 0; i < mentions->casts.len; i++) {
        const struct cast *cast = &mentions->casts.at[i];
        if (lacks_type(n, &cast->type, at)) return true;
        if (cast->of_literal && lacks_registered(n, cast, at)) return true;
        if (cast->of_literal && lacks_value(n, &cast->type, cast->literal, at)) return true;
    }
    const bool runs = n.change->kind == CHANGE_SELECT || n.change->kind == CHANGE_INSERT;
    for (size_t i = 0; i < mentions->sequences.len; i++) {
        unsigned kinds = runs ? KIND(OBJ_SEQUENCE) : ANY_RELATION; /* a default is not run */
        if (!lacks_relation(n, mentions->sequences.at[i], at, kinds)) continue;
        n.missing->kind = OBJ_SEQUENCE;
        return true;
    }
    for (size_t i = 0; i < mentions->functions.len; i++) {
        if (lacks_function(n, mentions->functions.at[i], at)) return true;
    }
    return false;
}

/* A query may name a million columns. */
enum { MOST_REFERENCES = 4096 };

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
    for (size_t i = 0; i < mentions->columns.len && i < MOST_REFERENCES; i++) {
        if (lacks_mentioned_column(n, mentions, &mentions->columns.at[i], at)) return true;
    }
    return lacks_others(n, mentions, at);
}

/* -- the table that is being made -------------------------------------------------------------- */

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
    return is_system_column(column) || str_equal(column, change->table.name);
}

/* A thousand constraints over a thousand columns are left alone. */
enum { MOST_COLUMNS = 256 };

static bool lacks_own_column(struct need n, struct str column, struct range at)
{
    if (column.len == 0 || str_equal(column, STR("*"))) return false;
    if (!defines_all(n.change) || n.change->create_table.column_count > MOST_COLUMNS) return false;
    if (defines(n.change, column)) return false;
    miss(n, OBJ_COLUMN, n.change->table, at, "42703");
    n.missing->part = column;
    n.missing->at = range_naming(n.ctx, at, column);
    return true;
}

/* Of the table of that name: the one that is being made, or one that is there. */
static bool lacks_owned_column(struct need n, struct name owner, struct str column, struct range at)
{
    return is_new_table(n, owner) ? lacks_own_column(n, column, at)
                                  : lacks_column(n, owner, column, at);
}

static bool lacks_owned_columns(struct need n, struct name owner, const struct str_list *columns,
                                struct range at)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (lacks_owned_column(n, owner, columns->at[i], at)) return true;
    }
    return false;
}

/* -- expressions of one table ------------------------------------------------------------------ */

/* [owner] without a name: no columns, as in a default. */
static bool lacks_in_owner(struct need n, struct name owner, const struct mentions *mentions,
                           struct range at)
{
    for (size_t i = 0; owner.name.len > 0 && i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (ref->maybe_row) continue;
        if (ref->qualifier.len > 0 && !str_equal(ref->qualifier, owner.name)) continue;
        if (lacks_owned_column(n, owner, ref->column, at)) return true;
    }
    return false;
}

bool lacks_in_expression(struct need n, struct name owner, const struct expression *expression,
                         struct range at)
{
    const struct mentions *mentions = expression->mentions;
    if (expression->at.end > expression->at.start) at = expression->at;
    if (mentions == NULL) return false;
    if (expression->has_subquery) return lacks_mentioned(n, mentions, at);
    return lacks_in_owner(n, owner, mentions, at) || lacks_others(n, mentions, at);
}

bool lacks_for_key(struct need n, const struct index_key *key, struct range at)
{
    const struct name owner = n.change->table;
    if (lacks_owned_column(n, owner, key->column, at)) return true;
    return key->expression != NULL && lacks_in_expression(n, owner, key->expression, at);
}

/* -- constraints and columns as they are written ----------------------------------------------- */

static bool lacks_for_index(struct need n, const struct constraint_index *index, struct range at)
{
    const struct name owner = n.change->table;
    if (index == NULL) return false;
    for (size_t i = 0; i < index->key_count; i++) {
        if (lacks_for_key(n, &index->keys[i], at)) return true;
    }
    return lacks_owned_columns(n, owner, &index->include, at) ||
           lacks_in_expression(n, owner, &index->where, at);
}

static bool lacks_referenced(struct need n, const struct constraint *constraint)
{
    if (constraint->kind != CONSTRAINT_FOREIGN_KEY) return false;
    if (is_new_table(n, constraint->references)) {
        return lacks_owned_columns(n, constraint->references, &constraint->referenced_columns,
                                   constraint->at);
    }
    struct range at =
        constraint->references_at.end > 0 ? constraint->references_at : constraint->at;
    if (lacks_relation(n, constraint->references, at, KIND(OBJ_TABLE))) return true;
    return lacks_columns(n, constraint->references, &constraint->referenced_columns,
                         (struct range){at.start, constraint->at.end});
}

bool lacks_for_constraint(struct need n, const struct constraint *constraint)
{
    const struct name owner = n.change->table;
    if (lacks_owned_columns(n, owner, &constraint->columns, constraint->at)) return true;
    if (constraint->using_index.len > 0) {
        struct name full = catalog_resolve(n.ctx->catalog, OBJ_TABLE, owner);
        struct name index = {full.schema, constraint->using_index};
        if (lacks_relation(n, index, constraint->at, KIND(OBJ_INDEX))) return true;
    }
    if (lacks_for_index(n, constraint->index, constraint->at)) return true;
    if (lacks_in_expression(n, owner, &constraint->check, constraint->at)) return true;
    return lacks_referenced(n, constraint);
}

bool lacks_for_column(struct need n, const struct column *column)
{
    const struct name no_columns = {0};
    if (lacks_type_of(n, column->name, &column->type, column->at)) return true;
    if (lacks_object(n, OBJ_COLLATION, column->collation_name, column->at)) return true;
    if (lacks_in_expression(n, no_columns, &column->default_value, column->at)) return true;
    if (lacks_default(n, &column->default_value, &column->type, column->at)) return true;
    if (column->generated != NULL &&
        lacks_in_expression(n, n.change->table, column->generated, column->at)) {
        return true;
    }
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (lacks_for_constraint(n, &column->constraints[i])) return true;
    }
    return false;
}
