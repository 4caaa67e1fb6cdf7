#include "sql/lower.h"

/* -- constraints ------------------------------------------------------------------------------- */

static enum constraint_kind constraint_kind(ConstrType type)
{
    switch (type) {
    case CONSTR_NOTNULL:
        return CONSTRAINT_NOT_NULL;
    case CONSTR_PRIMARY:
        return CONSTRAINT_PRIMARY_KEY;
    case CONSTR_UNIQUE:
        return CONSTRAINT_UNIQUE;
    case CONSTR_FOREIGN:
        return CONSTRAINT_FOREIGN_KEY;
    case CONSTR_EXCLUSION:
        return CONSTRAINT_EXCLUDE;
    default:
        return CONSTRAINT_CHECK;
    }
}

/* Elements of EXCLUDE are pairs: an index element and its operator. */
static struct str_list exclusion_columns(const struct lowering *l, const List *exclusions)
{
    struct str_list columns = {0};
    for (int i = 0; i < list_length(exclusions); i++) {
        const List *pair = list_nth(exclusions, i);
        const IndexElem *element = LOWER_AS(IndexElem, linitial(pair));
        if (element->name != NULL) lower_push_str(l, &columns, lower_str(l, element->name));
    }
    return columns;
}

static void exclusion_keys(const struct lowering *l, const List *exclusions, struct range at,
                           struct constraint_index *index)
{
    if (exclusions == NIL) return;
    struct range keys = range_in_parentheses(l->sql, at);
    index->key_count = (size_t)list_length(exclusions);
    index->keys = arena_array(l->arena, index->key_count, sizeof *index->keys);
    for (size_t i = 0; i < index->key_count; i++) {
        const List *pair = list_nth(exclusions, (int)i);
        struct range item = range_item(l->sql, keys);
        index->keys[i] = lower_index_key(l, LOWER_AS(IndexElem, linitial(pair)), item);
        struct walk walk = walk_from(l->sql, (struct range){item.end, keys.end});
        keys.start = walk_next(&walk) ? walk.token.end : keys.end;
        index->keys[i].exclude_with = lower_last_name(l, LOWER_AS(List, lsecond(pair)));
    }
}

static const struct constraint_index *constraint_index(const struct lowering *l,
                                                       const Constraint *node, struct range at)
{
    if (node->including == NIL && node->options == NIL && node->indexspace == NULL &&
        node->exclusions == NIL)
        return NULL;
    if (node->contype == CONSTR_IDENTITY) return NULL;
    struct constraint_index *index = ARENA_NEW(l->arena, struct constraint_index);
    index->include = lower_str_list(l, node->including);
    index->method = lower_str(l, node->access_method);
    exclusion_keys(l, node->exclusions, at, index);
    struct range where = range_clause(l->sql, at, "where", NULL);
    index->where = lower_expression(l, node->where_clause, range_in_parentheses(l->sql, where));
    index->storage.options = lower_options(l, node->options);
    index->storage.tablespace = lower_str(l, node->indexspace);
    return index;
}

static void lower_foreign_key(const struct lowering *l, const Constraint *node,
                              struct constraint *constraint)
{
    constraint->columns = lower_str_list(l, node->fk_attrs);
    constraint->references = lower_range_var(l, node->pktable);
    if (node->pktable != NULL && node->pktable->location >= 0) {
        constraint->references_at =
            range_name(l->sql, lower_at(l, node->pktable->location), l->at.end);
    }
    constraint->referenced_columns = lower_str_list(l, node->pk_attrs);
    constraint->set_columns = lower_str_list(l, node->fk_del_set_cols);
    constraint->match_full = node->fk_matchtype == FKCONSTR_MATCH_FULL;
    constraint->on_delete = node->fk_del_action;
    constraint->on_update = node->fk_upd_action;
}

struct constraint lower_constraint(const struct lowering *l, const Constraint *node,
                                   struct range at)
{
    struct constraint constraint = {.kind = constraint_kind(node->contype), .at = at};
    constraint.name = lower_str(l, node->conname);
    constraint.not_valid = node->skip_validation;
    constraint.no_inherit = node->is_no_inherit;
    constraint.deferrable = node->deferrable;
    constraint.initially_deferred = node->initdeferred;
    constraint.nulls_not_distinct = node->nulls_not_distinct;
    constraint.using_index = lower_str(l, node->indexname);
    constraint.columns = lower_str_list(l, node->keys);
    if (node->contype == CONSTR_CHECK) {
        constraint.check = lower_expression(l, node->raw_expr, range_in_parentheses(l->sql, at));
        constraint.check.not_null = lower_not_null(l, node->raw_expr);
    }
    if (node->contype == CONSTR_FOREIGN) lower_foreign_key(l, node, &constraint);
    if (node->contype == CONSTR_EXCLUSION) {
        constraint.columns = exclusion_columns(l, node->exclusions);
    }
    constraint.index = constraint_index(l, node, at);
    return constraint;
}

struct constraint lower_table_constraint(const struct lowering *l, const Constraint *node)
{
    struct range at = {0};
    if (node->location >= 0) {
        at = range_item(l->sql, (struct range){lower_at(l, node->location), l->at.end});
    }
    return lower_constraint(l, node, at);
}

/* -- columns ----------------------------------------------------------------------------------- */

/* Where the constraint behind number [n] begins, or COLLATE, or the column ends. The grammar keeps
 * constraints in their order and COLLATE apart. */
static uint32_t constraint_end(const struct lowering *l, const ColumnDef *def, int n, int location,
                               uint32_t column_end)
{
    uint32_t end = column_end;
    if (n + 1 < list_length(def->constraints)) {
        int next = LOWER_AS(Constraint, list_nth(def->constraints, n + 1))->location;
        if (next > location) end = lower_at(l, next);
    }
    if (def->collClause != NULL && def->collClause->location > location &&
        (uint32_t)def->collClause->location < end) {
        end = (uint32_t)def->collClause->location;
    }
    return end;
}

/* The array is made when the first one comes, large enough for all the column has. */
static void push_constraint(const struct lowering *l, struct column *column,
                            struct constraint constraint, size_t most)
{
    if (column->constraints == NULL) {
        column->constraints = arena_array(l->arena, most, sizeof *column->constraints);
    }
    if (constraint.columns.len == 0 && constraint.kind != CONSTRAINT_CHECK) {
        lower_push_str(l, &constraint.columns, column->name);
    }
    column->constraints[column->constraint_count++] = constraint;
}

static size_t count_constraints(const List *constraints)
{
    size_t count = 0;
    for (int i = 0; i < list_length(constraints); i++) {
        ConstrType type = LOWER_AS(Constraint, list_nth(constraints, i))->contype;
        count += type == CONSTR_CHECK || type == CONSTR_PRIMARY || type == CONSTR_UNIQUE ||
                         type == CONSTR_EXCLUSION || type == CONSTR_FOREIGN
                     ? 1
                     : 0;
    }
    return count;
}

/* DEFERRABLE and the like stand as constraints of their own behind the one they are about. */
static void lower_attribute(struct column *column, ConstrType type)
{
    if (column->constraint_count == 0) return;
    struct constraint *last = &column->constraints[column->constraint_count - 1];
    if (type == CONSTR_ATTR_DEFERRABLE) last->deferrable = true;
    if (type == CONSTR_ATTR_DEFERRED) last->deferrable = last->initially_deferred = true;
}

static void lower_column_constraint(const struct lowering *l, const Constraint *node,
                                    struct range at, struct column *column, size_t most)
{
    switch (node->contype) {
    case CONSTR_NOTNULL:
        column->not_null = true;
        break;
    case CONSTR_DEFAULT:
        column->has_default = true;
        column->default_value =
            lower_expression(l, node->raw_expr, range_clause(l->sql, at, "default", NULL));
        break;
    case CONSTR_IDENTITY:
        column->identity = node->generated_when;
        column->identity_options = lower_sequence_options(l, node->options);
        break;
    case CONSTR_GENERATED:
        column->generated = ARENA_NEW(l->arena, struct expression);
        *column->generated = lower_expression(l, node->raw_expr, range_in_parentheses(l->sql, at));
        break;
    case CONSTR_PRIMARY:
        column->primary_key = true;
        push_constraint(l, column, lower_constraint(l, node, at), most);
        break;
    case CONSTR_CHECK:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
    case CONSTR_FOREIGN:
        push_constraint(l, column, lower_constraint(l, node, at), most);
        break;
    case CONSTR_NULL:
    case CONSTR_ATTR_DEFERRABLE:
    case CONSTR_ATTR_NOT_DEFERRABLE:
    case CONSTR_ATTR_DEFERRED:
    case CONSTR_ATTR_IMMEDIATE:
        lower_attribute(column, node->contype);
        break;
    }
}

void lower_column(const struct lowering *l, const ColumnDef *def, struct column *column)
{
    column->name = lower_str(l, def->colname);
    if (def->location >= 0) {
        column->at = range_item(l->sql, (struct range){lower_at(l, def->location), l->at.end});
    }
    column->type = lower_type(l, def->typeName);
    if (def->collClause != NULL) {
        column->collation_name = lower_name_list(l, def->collClause->collname);
        column->collation = column->collation_name.name;
    }
    column->compression = lower_str(l, def->compression);
    size_t most = count_constraints(def->constraints);
    for (int i = 0; i < list_length(def->constraints); i++) {
        const Constraint *node = LOWER_AS(Constraint, list_nth(def->constraints, i));
        struct range at = {0};
        if (node->location >= 0) {
            at.start = lower_at(l, node->location);
            at.end = constraint_end(l, def, i, node->location, column->at.end);
        }
        lower_column_constraint(l, node, range_trim(l->sql, at), column, most);
    }
}
