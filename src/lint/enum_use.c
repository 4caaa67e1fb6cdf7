#include "lint/enum_use.h"

#include "lint/rule.h"

enum { USABLE_WITH_ITS_TYPE = 17, FIRST_IN_TRANSACTION = 12 };

/* -- what was added ---------------------------------------------------------------------------- */

/* Not new: it was there before, so that IF NOT EXISTS did nothing; or the whole type is as new. */
static bool is_usable(const struct rule_ctx *ctx, const struct change *added)
{
    const struct catalog_object *type = NULL;
    const struct catalog_label *label = NULL;
    if (catalog_find_object(ctx->catalog, OBJ_TYPE, added->object_name, &type) != KNOWN ||
        type == NULL) {
        return false;
    }
    if (ctx->config->postgres_version >= USABLE_WITH_ITS_TYPE &&
        type->made.transaction == ctx->transaction) {
        return true;
    }
    object_label(type, added->enum_value.value, &label);
    return label != NULL && (label->with_type || label->made.transaction != ctx->transaction);
}

static bool ends_transaction(const struct change *change)
{
    return change->kind == CHANGE_TRANSACTION &&
           (change->transaction.command == TRANSACTION_COMMIT ||
            change->transaction.command == TRANSACTION_ROLLBACK);
}

struct new_label_list new_labels(const struct rule_ctx *ctx)
{
    struct new_label_list labels = {0};
    if (ctx->config->postgres_version < FIRST_IN_TRANSACTION || ctx->mode == IN_AUTOCOMMIT ||
        !catalog_added_label(ctx->catalog, ctx->transaction)) {
        return labels;
    }
    struct cursor cursor = cursor_before(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        const struct change *change = cursor.change;
        if (ends_transaction(change)) labels.len = 0;
        if (change->kind != CHANGE_ADD_ENUM_VALUE || is_usable(ctx, change)) continue;
        if (ctx->mode == IN_IMPLICIT_TRANSACTION && cursor.statement != ctx->statement) continue;
        const struct new_label label = {
            .type = catalog_resolve(ctx->catalog, OBJ_TYPE, change->object_name),
            .text = change->enum_value.value,
            .added = cursor_span(&cursor, change->at),
            .conditional = change->conditional,
        };
        VEC_PUSH(ctx->arena, &labels, label);
    }
    return labels;
}

/* -- types and columns ------------------------------------------------------------------------- */

struct use {
    const struct rule_ctx *ctx;
    const struct new_label *label;
    const struct relation *table; /* whose columns expressions name; NULL */
    const struct column *columns; /* ... and those that the change itself makes */
    size_t column_count;
};

static bool is_type(const struct use *use, const struct type_name *type)
{
    if (!str_equal(type->name.name, use->label->type.name)) return false;
    return name_equal(catalog_resolve(use->ctx->catalog, OBJ_TYPE, type->name), use->label->type);
}

static const struct type_name *type_of_column(const struct use *use, const struct relation *table,
                                              struct str name)
{
    const struct catalog_column *column = NULL;
    for (size_t i = 0; i < use->column_count; i++) {
        if (str_equal(use->columns[i].name, name)) return &use->columns[i].type;
    }
    if (table != NULL) relation_column(table, name, &column);
    return column != NULL ? &column->type : NULL;
}

static bool is_enum_column(const struct use *use, const struct relation *table, struct str name)
{
    const struct type_name *type = type_of_column(use, table, name);
    return type != NULL && type->array_dimensions == 0 && is_type(use, type);
}

static const struct relation *find_table(const struct use *use, struct name name)
{
    const struct relation *table = NULL;
    if (name.name.len > 0) catalog_find(use->ctx->catalog, OBJ_UNKNOWN, name, &table);
    return table;
}

/* -- literals ---------------------------------------------------------------------------------- */

static bool has_label(const struct use *use, const struct str_list *literals)
{
    for (size_t i = 0; i < literals->len; i++) {
        if (str_equal(literals->at[i], use->label->text)) return true;
    }
    return false;
}

/* One element of '{a,b}'. */
static bool array_has_label(const struct use *use, struct str literal)
{
    const struct str label = use->label->text;
    for (size_t at = 0; (at = str_find(literal, label, at)) != SIZE_MAX; at++) {
        const size_t end = at + label.len;
        const bool starts =
            at > 0 && str_find(STR("{,\" "), str_slice(literal, at - 1, at), 0) != SIZE_MAX;
        const bool ends = end < literal.len &&
                          str_find(STR("},\" "), str_slice(literal, end, end + 1), 0) != SIZE_MAX;
        if (starts && ends) return true;
    }
    return false;
}

static bool is_value(const struct use *use, const struct type_name *type, struct str literal)
{
    if (!is_type(use, type)) return false;
    return type->array_dimensions > 0 ? array_has_label(use, literal)
                                      : str_equal(literal, use->label->text);
}

static bool casts_use(const struct use *use, const struct mentions *mentions)
{
    for (size_t i = 0; mentions != NULL && i < mentions->casts.len; i++) {
        const struct cast *cast = &mentions->casts.at[i];
        if (cast->of_literal && is_value(use, &cast->type, cast->literal)) return true;
    }
    return false;
}

/* `mood::text = 'v'` compares texts. */
static bool compares_text(const struct mentions *mentions)
{
    for (size_t i = 0; mentions != NULL && i < mentions->casts.len; i++) {
        const struct cast *cast = &mentions->casts.at[i];
        if (!cast->of_literal && (str_equal(cast->type.name.name, STR("text")) ||
                                  str_equal(cast->type.name.name, STR("varchar")))) {
            return true;
        }
    }
    return false;
}

/* -- expressions and queries ------------------------------------------------------------------- */

/* [type]: of the column that a default is for; NULL. */
static bool expression_uses(const struct use *use, const struct expression *expression,
                            const struct type_name *type)
{
    if (casts_use(use, expression->mentions)) return true;
    if (expression->is_constant && expression->cast_to == NULL && type != NULL) {
        return expression->literals.len == 1 && is_value(use, type, expression->literals.at[0]);
    }
    if (!has_label(use, &expression->literals) || compares_text(expression->mentions)) return false;
    for (size_t i = 0; i < expression->columns.len; i++) {
        if (is_enum_column(use, use->table, expression->columns.at[i])) return true;
    }
    return false;
}

static bool query_uses(const struct use *use, const struct mentions *mentions)
{
    if (mentions == NULL) return false;
    if (casts_use(use, mentions)) return true;
    if (!has_label(use, &mentions->literals) || compares_text(mentions)) return false;
    for (size_t i = 0; i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (is_enum_column(use, find_table(use, ref->relation), ref->column)) return true;
    }
    return false;
}

/* Empty: nobody can tell. */
static struct str column_of_value(const struct relation *table, const struct column_value *value)
{
    if (value->column.len > 0) return value->column;
    const bool known = relation_is_complete(table) && value->position < table->columns.len;
    return known ? table->columns.at[value->position]->name : STR("");
}

/* A value written to a column of the target, or compared with one. */
static bool values_use(const struct use *use, const struct data_change *data)
{
    const bool texts = data->has_where && compares_text(data->mentions);
    for (size_t i = 0; i < data->values.len && !texts; i++) {
        const struct column_value *value = &data->values.at[i];
        if (use->table == NULL || value->literal.len < use->label->text.len) continue;
        const struct str name = column_of_value(use->table, value);
        const struct type_name *type = type_of_column(use, use->table, name);
        if (type != NULL && is_value(use, type, value->literal)) return true;
    }
    return casts_use(use, data->mentions);
}

/* -- definitions ------------------------------------------------------------------------------- */

static bool column_uses(const struct use *use, const struct column *column)
{
    if (column->has_default && expression_uses(use, &column->default_value, &column->type)) {
        return true;
    }
    if (column->generated_stored && expression_uses(use, &column->generated, NULL)) return true;
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (expression_uses(use, &column->constraints[i].check, NULL)) return true;
    }
    return false;
}

/* FOR VALUES IN ('v'), of a table partitioned by the type. */
static bool bound_uses(const struct use *use, struct name parent, struct str bound)
{
    const struct relation *table = find_table(use, parent);
    bool by_type = false;
    for (size_t i = 0; table != NULL && i < table->partition_columns.len; i++) {
        by_type = by_type || is_enum_column(use, table, table->partition_columns.at[i]);
    }
    return by_type &&
           str_find(bound, quoted_literal(use->ctx->arena, use->label->text), 0) != SIZE_MAX;
}

static bool table_uses(struct use *use, const struct change *change)
{
    use->columns = change->create_table.columns;
    use->column_count = change->create_table.column_count;
    for (size_t i = 0; i < use->column_count; i++) {
        if (column_uses(use, &use->columns[i])) return true;
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        if (expression_uses(use, &change->create_table.constraints[i].check, NULL)) return true;
    }
    return bound_uses(use, change->create_table.partition_of, change->create_table.partition_bound);
}

static bool index_uses(const struct use *use, const struct change *change)
{
    for (size_t i = 0; i < change->create_index.key_count; i++) {
        if (expression_uses(use, &change->create_index.keys[i].expression, NULL)) return true;
    }
    return expression_uses(use, &change->create_index.where, NULL);
}

static bool domain_uses(const struct use *use, const struct change *change)
{
    if (expression_uses(use, &change->create_domain.default_value, &change->create_domain.base)) {
        return true;
    }
    for (size_t i = 0; i < change->create_domain.constraint_count; i++) {
        const struct expression *check = &change->create_domain.constraints[i].check;
        if (casts_use(use, check->mentions)) return true;
        if (is_type(use, &change->create_domain.base) && has_label(use, &check->literals) &&
            !compares_text(check->mentions)) {
            return true;
        }
    }
    return false;
}

/* Bodies in SQL are analysed when the function is made, those of PL/pgSQL when it runs. */
static bool function_uses(const struct use *use, const struct change *change)
{
    const struct function_details *details = change->function.details;
    if (details == NULL) return false;
    for (size_t i = 0; i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        if (argument->has_default &&
            expression_uses(use, &argument->default_value, &argument->type)) {
            return true;
        }
    }
    return str_equal(change->function.language, STR("sql")) && casts_use(use, details->reads);
}

static bool column_change_uses(struct use *use, const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_ADD_COLUMN:
        use->columns = &change->add_column;
        use->column_count = 1;
        return column_uses(use, &change->add_column);
    case CHANGE_SET_DEFAULT:
        return expression_uses(use, &change->default_value,
                               type_of_column(use, use->table, change->name));
    case CHANGE_ALTER_COLUMN_TYPE:
        return casts_use(use, change->column_type.using.mentions);
    default:
        return false;
    }
}

bool uses_label(const struct rule_ctx *ctx, const struct change *change,
                const struct new_label *label)
{
    struct use use = {.ctx = ctx, .label = label};
    if (label->text.len == 0) return false;
    use.table = find_table(&use, change->table);
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
        return table_uses(&use, change);
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        return query_uses(&use, change->create_table_as.query.mentions);
    case CHANGE_CREATE_VIEW:
        return query_uses(&use, change->create_view.mentions);
    case CHANGE_ADD_CONSTRAINT:
        return expression_uses(&use, &change->constraint.check, NULL);
    case CHANGE_CREATE_INDEX:
        return index_uses(&use, change);
    case CHANGE_CREATE_DOMAIN:
        return domain_uses(&use, change);
    case CHANGE_CREATE_FUNCTION:
        return function_uses(&use, change);
    case CHANGE_CREATE_TRIGGER:
        return expression_uses(&use, &change->trigger.when, NULL);
    case CHANGE_CREATE_RULE:
        return casts_use(&use, change->rule.mentions);
    case CHANGE_CREATE_POLICY:
    case CHANGE_ALTER_POLICY:
        return expression_uses(&use, &change->policy.using, NULL) ||
               expression_uses(&use, &change->policy.check, NULL);
    case CHANGE_ATTACH_PARTITION:
        return bound_uses(&use, change->table, change->partition.bound);
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
        return values_use(&use, &change->data);
    default:
        return column_change_uses(&use, change);
    }
}
