#include "lint/before.h"

#include "lint/rule.h"

#include <string.h>

static bool same_relation(struct name a, struct name b)
{
    if (!str_equal(a.name, b.name)) return false;
    struct str schema_a = a.schema.len == 0 ? STR("public") : a.schema;
    struct str schema_b = b.schema.len == 0 ? STR("public") : b.schema;
    return str_equal(schema_a, schema_b);
}

static bool object_before(const struct rule_ctx *ctx, enum object_kind kind, struct name name,
                          struct span *made)
{
    struct origin origin;
    if (catalog_made(ctx->catalog, kind, name, &origin) != KNOWN) return false;
    if (!made_before_file(&origin, ctx->file->number)) return false;
    *made = origin.span;
    return true;
}

enum event { EVENT_NONE, EVENT_THERE, EVENT_GONE };

/* One column of one table, looked for in the changes before this file, last one first. */
struct column_search {
    struct name table;
    struct str column;
    uint32_t table_file; /* the file that made the table: IF NOT EXISTS elsewhere did nothing */
};

static const struct column *find_column(const struct change *create, struct str column)
{
    for (size_t i = 0; i < create->create_table.column_count; i++) {
        if (str_equal(create->create_table.columns[i].name, column)) {
            return &create->create_table.columns[i];
        }
    }
    return NULL;
}

static enum event created_with_table(const struct column_search *search,
                                     const struct change *create, uint32_t file, struct range *at)
{
    if (file != search->table_file) return EVENT_NONE;
    const struct column *column = find_column(create, search->column);
    if (column == NULL) return EVENT_GONE;
    *at = column->at;
    return EVENT_THERE;
}

/* What a change of [file] does to the column; GONE as well when nobody can tell any more. */
static enum event column_event(const struct column_search *search, const struct change *change,
                               uint32_t file, struct range *at)
{
    *at = change->at;
    if (!same_relation(change->table, search->table)) {
        bool to_it = change->kind == CHANGE_RENAME_TABLE &&
                     str_equal(change->rename.new_name.name, search->table.name);
        return to_it ? EVENT_GONE : EVENT_NONE;
    }
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
        return created_with_table(search, change, file, at);
    case CHANGE_ADD_COLUMN:
        return str_equal(change->add_column.name, search->column) ? EVENT_THERE : EVENT_NONE;
    case CHANGE_DROP_COLUMN:
        return str_equal(change->name, search->column) ? EVENT_GONE : EVENT_NONE;
    case CHANGE_RENAME_COLUMN:
        if (str_equal(change->rename.new_name.name, search->column)) return EVENT_THERE;
        return str_equal(change->name, search->column) ? EVENT_GONE : EVENT_NONE;
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_DROP_TABLE:
    case CHANGE_RENAME_TABLE:
    case CHANGE_SET_SCHEMA:
        return EVENT_GONE;
    default:
        return EVENT_NONE;
    }
}

static bool column_before(const struct rule_ctx *ctx, struct name table, struct str column,
                          struct span *made, size_t *patience)
{
    const struct relation *known = NULL;
    if (catalog_find(ctx->catalog, OBJ_TABLE, table, &known) != KNOWN) return false;
    struct column_search search = {table, column,
                                   known->made.initial ? UINT32_MAX : known->made.file};
    for (size_t i = ctx->file->number; i-- > 0;) {
        struct cursor cursor = {.file = &ctx->sequence->files[i], .direction = DIRECTION_UP};
        enum event last = EVENT_NONE;
        while (cursor_next(&cursor)) {
            if (*patience == 0) return false;
            (*patience)--;
            struct range at;
            enum event event = column_event(&search, cursor.change, (uint32_t)i, &at);
            if (event == EVENT_NONE) continue;
            last = event;
            *made = cursor_span(&cursor, at);
        }
        if (last != EVENT_NONE) return last == EVENT_THERE;
    }
    return false;
}

static bool same_function(const struct change *a, const struct change *b)
{
    return same_relation(a->object_name, b->object_name) &&
           str_equal(a->function.argument_types, b->function.argument_types);
}

static bool function_before(const struct rule_ctx *ctx, const struct change *create,
                            struct span *made, size_t *patience)
{
    if (!object_before(ctx, create->object, create->object_name, made)) return false;
    for (size_t i = ctx->file->number; i-- > 0;) {
        struct cursor cursor = {.file = &ctx->sequence->files[i], .direction = DIRECTION_UP};
        bool found = false;
        while (cursor_next(&cursor)) {
            if (*patience == 0) return false;
            (*patience)--;
            if (cursor.change->kind != CHANGE_CREATE_FUNCTION) continue;
            if (!same_function(cursor.change, create)) continue;
            found = true;
            *made = cursor_span(&cursor, cursor.change->at);
        }
        if (found) return true;
    }
    return false;
}

/* -- what a Down drops ----------------------------------------------------------------------------
 */

static bool makes_object(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_CREATE_INDEX:
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
    case CHANGE_CREATE_FUNCTION:
        return true;
    default:
        return false;
    }
}

static struct name subject(const struct change *change)
{
    if (change->kind == CHANGE_CREATE_INDEX) return change->create_index.index;
    return change->object_name.name.len != 0 ? change->object_name : change->table;
}

static bool is_column_change(const struct change *change)
{
    return change->kind == CHANGE_ADD_COLUMN || change->kind == CHANGE_DROP_COLUMN ||
           change->kind == CHANGE_RENAME_COLUMN;
}

static bool is_rename(const struct change *change, const struct change *dropped)
{
    if (dropped->kind == CHANGE_DROP_COLUMN) return change->kind == CHANGE_RENAME_COLUMN;
    return strncmp(change_kind_name(change->kind), "RENAME_", strlen("RENAME_")) == 0 &&
           !is_column_change(change);
}

bool makes_dropped(const struct change *change, const struct change *dropped)
{
    if (dropped->kind == CHANGE_DROP_COLUMN) {
        return change->kind == CHANGE_ADD_COLUMN && same_relation(change->table, dropped->table) &&
               str_equal(change->add_column.name, dropped->name);
    }
    return makes_object(change) && same_relation(subject(change), subject(dropped));
}

bool renames_dropped(const struct change *change, const struct change *dropped)
{
    if (change->kind == CHANGE_SET_SCHEMA) return true;
    if (!is_rename(change, dropped)) return false;
    if (dropped->kind == CHANGE_DROP_COLUMN) {
        return str_equal(change->name, dropped->name) ||
               str_equal(change->rename.new_name.name, dropped->name);
    }
    struct str name = subject(dropped).name;
    return str_equal(subject(change).name, name) || str_equal(change->rename.new_name.name, name);
}

bool was_before_up(const struct rule_ctx *ctx, const struct change *dropped,
                   const struct change *made_again, struct span *made, size_t *patience)
{
    if (dropped->kind == CHANGE_DROP_COLUMN) {
        return object_before(ctx, OBJ_TABLE, dropped->table, made) &&
               column_before(ctx, dropped->table, dropped->name, made, patience);
    }
    if (dropped->kind == CHANGE_DROP_FUNCTION) {
        return made_again != NULL && function_before(ctx, made_again, made, patience);
    }
    return object_before(ctx, dropped->object, subject(dropped), made);
}

void read_ahead(const struct rule_ctx *ctx)
{
    while (files_next(ctx->sequence)) continue;
}
