/* Labels that an enum does not have: in BEFORE, AFTER and RENAME VALUE (22023), and constants that
 * are read as one (22P02), which PostgreSQL does when it analyses the statement. */
#include "lint/missing_need.h"

#include "lint/rule.h"

static struct range range_of_literal(struct need n, struct range within, struct str literal)
{
    const struct str sql = n.ctx->statement->sent->sql;
    if (within.end > sql.len || within.end <= within.start) return within;
    struct lexer lexer = {str_slice(sql, 0, within.end), within.start};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (token.kind != TOKEN_STRING || token.end - token.start != literal.len + 2) continue;
        if (str_equal(str_slice(sql, token.start + 1, token.end - 1), literal)) {
            return (struct range){token.start, token.end};
        }
    }
    return within;
}

static bool miss_label(struct need n, const struct catalog_object *type, struct str label,
                       struct range at, const char *code)
{
    const struct catalog_label *there = NULL;
    if (object_label(type, label, &there) != KNOWN_ABSENT) return false;
    *n.missing = (struct missing){.kind = OBJ_ENUM_VALUE,
                                  .name = type->name,
                                  .part = label,
                                  .at = range_of_literal(n, at, label),
                                  .code = code,
                                  .other = type};
    return true;
}

static const struct catalog_object *known_enum(struct need n, struct name name)
{
    const struct catalog_object *type = NULL;
    if (name.name.len == 0 || catalog_find_object(n.ctx->catalog, OBJ_TYPE, name, &type) != KNOWN) {
        return NULL;
    }
    return type != NULL && type->type_kind == 'e' && object_is_sure(type) ? type : NULL;
}

/* ADD VALUE ... BEFORE 'x', RENAME VALUE 'x' */
bool lacks_label(struct need n)
{
    const struct change *change = n.change;
    const struct catalog_label *there = NULL;
    const struct catalog_object *type = known_enum(n, change->object_name);
    struct str text =
        change->kind == CHANGE_RENAME_ENUM_VALUE ? change->name : change->enum_value.neighbour;
    if (text.len == 0 || type == NULL) return false;
    bool has = object_label(type, change->enum_value.value, &there) == KNOWN;
    if (change->if_not_exists && has) return false; /* nothing happens */
    return miss_label(n, type, text, change->at, "22023");
}

bool lacks_value(struct need n, const struct type_name *type, struct str literal, struct range at)
{
    if (type->array_dimensions > 0) return false;
    const struct catalog_object *found = known_enum(n, type->name);
    return found != NULL && miss_label(n, found, literal, at, "22P02");
}

/* Of a column of this type. */
bool lacks_default(struct need n, const struct expression *value, const struct type_name *type,
                   struct range at)
{
    if (!value->is_constant || value->is_null || value->cast_to != NULL) return false;
    return value->literals.len == 1 && lacks_value(n, type, value->literals.at[0], at);
}

/* -- rows -------------------------------------------------------------------------------------- */

/* `mood::text = 'v'` compares texts. */
static bool casts_columns(const struct mentions *mentions)
{
    for (size_t i = 0; mentions != NULL && i < mentions->casts.len; i++) {
        if (!mentions->casts.at[i].of_literal) return true;
    }
    return false;
}

static const struct catalog_column *column_of(const struct relation *table,
                                              const struct column_value *value)
{
    const struct catalog_column *column = NULL;
    if (value->column.len > 0) {
        relation_column(table, value->column, &column);
    } else if (relation_is_complete(table) && value->position < table->columns.len) {
        column = table->columns.at[value->position];
    }
    return column != NULL && column->state == KNOWN ? column : NULL;
}

static bool has_enum(const struct relation *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct catalog_object *type = table->columns.at[i]->type_object;
        if (type != NULL && type->type_kind == 'e') return true;
    }
    return false;
}

bool lacks_written_value(struct need n)
{
    const struct data_change *data = &n.change->data;
    const struct relation *table = known_relation(n.ctx, n.change->table);
    if (table == NULL || !has_enum(table)) return false;
    if (data->has_where && casts_columns(data->mentions)) return false;
    for (size_t i = 0; i < data->values.len; i++) {
        const struct column_value *value = &data->values.at[i];
        const struct catalog_column *column = column_of(table, value);
        if (column == NULL || column->type_object == NULL) continue;
        if (lacks_value(n, &column->type, value->literal, n.change->statement_at)) return true;
    }
    return false;
}
