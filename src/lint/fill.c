#include "lint/fill.h"

#include "lint/rule.h"

const char *fill_value(const struct type_name *type)
{
    static const struct {
        const char *type;
        const char *value;
    } defaults[] = {
        {"int2", "0"},
        {"int4", "0"},
        {"int8", "0"},
        {"numeric", "0"},
        {"float4", "0"},
        {"float8", "0"},
        {"text", "''"},
        {"varchar", "''"},
        {"bool", "false"},
        {"jsonb", "'{}'"},
        {"json", "'{}'"},
        {"date", "CURRENT_DATE"},
        {"timestamptz", "now()"},
        {"timestamp", "now()"},
    };
    if (type->array_dimensions > 0) return "'{}'";
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (str_equal(type->name.name, str_from(defaults[i].type))) return defaults[i].value;
    }
    return NULL;
}

static void demand(struct fill_demands *demands, enum constraint_kind kind)
{
    demands->check = demands->check || kind == CONSTRAINT_CHECK;
    demands->foreign = demands->foreign || kind == CONSTRAINT_FOREIGN_KEY;
    demands->key = demands->key || kind == CONSTRAINT_PRIMARY_KEY || kind == CONSTRAINT_UNIQUE ||
                   kind == CONSTRAINT_EXCLUDE;
}

static bool is_alone(const struct str_list *columns, struct str column)
{
    return columns->len == 1 && str_equal(columns->at[0], column);
}

struct fill_demands fill_demands_on(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str column = change->add_column.name;
    struct fill_demands demands = {.key = change->add_column.primary_key};
    for (size_t i = 0; i < change->add_column.constraint_count; i++) {
        demand(&demands, change->add_column.constraints[i].kind);
    }
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if (!str_equal(later->table.name, change->table.name)) continue;
        if (later->kind == CHANGE_CREATE_INDEX && later->create_index.unique &&
            later->create_index.key_count == 1 &&
            str_equal(later->create_index.keys[0].column, column)) {
            demands.key = true;
        } else if (later->kind == CHANGE_ADD_CONSTRAINT) {
            const struct constraint *added = &later->constraint;
            const bool checks = str_list_has(&added->check.columns, column);
            if (checks || is_alone(&added->columns, column)) demand(&demands, added->kind);
        }
    }
    return demands;
}

static bool adds_without_value(const struct change *earlier, const struct change *change,
                               struct str column)
{
    const struct column *added = &earlier->add_column;
    return earlier->kind == CHANGE_ADD_COLUMN && str_equal(added->name, column) &&
           str_equal(earlier->table.name, change->table.name) && !earlier->if_not_exists &&
           !added->has_default && added->generated == NULL && added->identity == 0 &&
           !added->type.is_serial;
}

/* A query may call a function that writes. */
static bool may_fill(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_MERGE:
    case CHANGE_SELECT:
    case CHANGE_DO:
    case CHANGE_CALL:
    case CHANGE_OPAQUE_SQL:
        return true;
    default:
        return false;
    }
}

struct span fill_none_since(const struct rule_ctx *ctx, const struct change *change,
                            struct str column)
{
    struct span added = {0};
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (adds_without_value(cursor.change, change, column)) {
            added = cursor_span(&cursor, cursor.change->at);
        } else if (may_fill(cursor.change)) {
            added = (struct span){0};
        }
    }
    return added;
}
