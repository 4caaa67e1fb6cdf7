#include "lint/custom_change.h"

struct finder {
    struct arena *arena;
    const struct change *change;
    const struct custom_globs *globs;
    struct custom_facts facts;
};

/* A name without a schema is taken to be in `public`. */
static bool table_fits(struct finder *finder, struct name table)
{
    if (finder->globs->table == NULL) return true;
    if (table.name.len == 0) return false;
    if (finder->globs->any_schema) return regex_matches(finder->globs->table, table.name);
    if (table.schema.len == 0) table.schema = STR("public");
    return regex_matches(finder->globs->table, name_text(finder->arena, table));
}

/* Both what was written and PostgreSQL's own name of the type. */
static bool type_fits(struct finder *finder, const struct type_name *type)
{
    const struct regex *glob = finder->globs->column_type;
    if (glob == NULL) return true;
    if (type == NULL) return false;
    return regex_matches(glob, str_lower(finder->arena, type->text)) ||
           regex_matches(glob, name_text(finder->arena, type->name));
}

static void add_column(struct finder *finder, struct str column, const struct type_name *type,
                       struct range at)
{
    if (finder->globs->column != NULL && !regex_matches(finder->globs->column, column)) return;
    if (!type_fits(finder, type)) return;
    struct custom_fact fact = {.column = column, .at = at};
    if (type != NULL) fact.type = type->text;
    VEC_PUSH(finder->arena, &finder->facts, fact);
}

static void add_names(struct finder *finder, struct str_list names)
{
    for (size_t i = 0; i < names.len; i++) {
        add_column(finder, names.at[i], NULL, finder->change->at);
    }
}

static void add_columns(struct finder *finder)
{
    const struct change *change = finder->change;
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
        for (size_t i = 0; i < change->create_table.column_count; i++) {
            const struct column *column = &change->create_table.columns[i];
            add_column(finder, column->name, &column->type, column->at);
        }
        break;
    case CHANGE_ADD_COLUMN:
        add_column(finder, change->add_column.name, &change->add_column.type, change->at);
        break;
    case CHANGE_ALTER_COLUMN_TYPE:
        add_column(finder, change->name, &change->column_type.type, change->at);
        break;
    case CHANGE_ADD_CONSTRAINT:
        add_names(finder, change->constraint.columns);
        break;
    case CHANGE_CREATE_INDEX:
        for (size_t i = 0; i < change->create_index.key_count; i++) {
            struct str column = change->create_index.keys[i].column;
            if (column.len > 0) add_column(finder, column, NULL, change->at);
        }
        break;
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
        add_names(finder, change->data.columns);
        break;
    default:
        if (change->kind >= CHANGE_ADD_COLUMN && change->kind <= CHANGE_SET_COLUMN_OPTIONS) {
            add_column(finder, change->name, NULL, change->at);
        }
        break;
    }
}

static struct str shown(const struct finder *finder, struct name table)
{
    const struct change *change = finder->change;
    if (table.name.len > 0) return name_text(finder->arena, table);
    if (change->object_name.name.len > 0) return name_text(finder->arena, change->object_name);
    return change->name;
}

static struct str own_column(const struct change *change)
{
    if (change->kind == CHANGE_ADD_COLUMN) return change->add_column.name;
    bool has_one = change->kind > CHANGE_ADD_COLUMN && change->kind <= CHANGE_SET_COLUMN_OPTIONS;
    return has_one ? change->name : STR("");
}

static void add_table(struct finder *finder, struct name table)
{
    if (!table_fits(finder, table)) return;
    size_t before = finder->facts.len;
    if (finder->globs->column != NULL || finder->globs->column_type != NULL) {
        add_columns(finder);
    } else {
        struct custom_fact fact = {.at = finder->change->at};
        fact.column = own_column(finder->change);
        if (finder->change->kind == CHANGE_ADD_COLUMN)
            fact.type = finder->change->add_column.type.text;
        if (finder->change->kind == CHANGE_ALTER_COLUMN_TYPE)
            fact.type = finder->change->column_type.type.text;
        VEC_PUSH(finder->arena, &finder->facts, fact);
    }
    for (size_t i = before; i < finder->facts.len; i++) {
        finder->facts.at[i].table = shown(finder, table);
    }
}

struct custom_facts custom_facts(struct arena *arena, const struct change *change,
                                 const struct custom_globs *globs)
{
    struct finder finder = {.arena = arena, .change = change, .globs = globs};
    if (change->kind == CHANGE_TRUNCATE && change->truncate.tables.len > 0) {
        struct name_list tables = change->truncate.tables;
        for (size_t i = 0; i < tables.len; i++) add_table(&finder, tables.at[i]);
    } else {
        add_table(&finder, change->table);
    }
    return finder.facts;
}
