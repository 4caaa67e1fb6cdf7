/* Sequences: plain ones, and those that serial and identity columns own. */
#include "schema/catalog_impl.h"

static int64_t largest(struct str type)
{
    if (str_equal(type, STR("int2"))) return INT16_MAX;
    if (str_equal(type, STR("int4"))) return INT32_MAX;
    return INT64_MAX;
}

/* What is not said, by direction and type (manual, CREATE SEQUENCE). */
static void set_defaults(struct relation *sequence, const struct sequence_options *options)
{
    bool up = sequence->sequence.increment > 0;
    int64_t top = largest(sequence->sequence.type.name.name);
    if (options == NULL || !options->has_max) sequence->sequence.max = up ? top : -1;
    if (options == NULL || !options->has_min) sequence->sequence.min = up ? 1 : -top - 1;
    if (options == NULL || !options->has_start) {
        sequence->sequence.start = up ? sequence->sequence.min : sequence->sequence.max;
    }
}

static void take(struct relation *sequence, const struct sequence_options *options,
                 struct type_name type)
{
    sequence->sequence.type = type;
    sequence->sequence.increment = 1;
    sequence->sequence.cache = 1;
    if (options != NULL) {
        if (options->type.name.name.len > 0) sequence->sequence.type = options->type;
        if (options->has_increment) sequence->sequence.increment = options->increment;
        if (options->has_min) sequence->sequence.min = options->min;
        if (options->has_max) sequence->sequence.max = options->max;
        if (options->has_start) sequence->sequence.start = options->start;
        if (options->has_cache) sequence->sequence.cache = options->cache;
        sequence->sequence.cycle = options->cycle;
    }
    set_defaults(sequence, options);
}

static void own_sequence(struct catalog *catalog, struct relation *sequence,
                         struct catalog_column *column, bool internal)
{
    struct catalog_column *before = sequence->sequence.owner_column;
    if (before != NULL && before->sequence == sequence) {
        CATALOG_SET(catalog, before->sequence, NULL);
    }
    CATALOG_SET(catalog, sequence->sequence.owner_column, column);
    CATALOG_SET(catalog, sequence->sequence.owner_table, column == NULL ? NULL : column->table);
    CATALOG_SET(catalog, sequence->sequence.internal, internal);
    CATALOG_SET(catalog, sequence->edition, sequence->edition + 1);
    if (column == NULL) return;
    CATALOG_SET(catalog, column->sequence, sequence);
    struct catalog_edge edge = {.kind = OBJ_SEQUENCE,
                                .relation = sequence,
                                .edition = sequence->edition,
                                .on = column,
                                .automatic = true};
    catalog_depend_on_relation(catalog, column->table, edge);
}

/* -- of serial and identity columns ------------------------------------------------------------ */

struct relation *catalog_column_sequence(struct catalog *catalog, struct relation *table,
                                         const struct column *from)
{
    struct catalog_column *column = relation_find_column(table, from->name);
    const struct sequence_options *options = from->identity_options;
    struct name name = {table->name.schema, STR("")};
    if (options != NULL && options->sequence_name.name.len > 0) {
        name.name = options->sequence_name.name;
        if (options->sequence_name.schema.len > 0) name.schema = options->sequence_name.schema;
    } else {
        name.name = catalog_choose_relation(catalog, catalog->arena, table->name.name, from->name,
                                            "seq", table->name.schema, false);
    }
    struct change none = {.kind = CHANGE_CREATE_SEQUENCE};
    struct relation *sequence = catalog_new_relation(catalog, &none, OBJ_SEQUENCE, name);
    if (sequence == NULL || column == NULL) return NULL;
    sequence->temporary = table->temporary;
    take(sequence, options, from->type);
    sequence->sequence.type.is_serial = false;
    catalog_put_relation(catalog, sequence);
    own_sequence(catalog, sequence, column, from->identity != 0);
    if (from->identity != 0) return sequence;
    column->has_default = true;
    column->default_value = (struct expression){0};
    column->default_value.text = str_format(catalog->arena, "nextval('" STR_FMT "'::regclass)",
                                            STR_ARG(name_text(catalog->arena, sequence->name)));
    VEC_PUSH(catalog->arena, &column->default_value.functions, STR("nextval"));
    struct catalog_edge edge = {.kind = OBJ_COLUMN,
                                .relation = table,
                                .column = column,
                                .edition = column->edition,
                                .role = 'd'};
    catalog_depend_on_relation(catalog, sequence, edge);
    return sequence;
}

/* -- CREATE and ALTER SEQUENCE ----------------------------------------------------------------- */

static void set_owner(struct catalog *catalog, struct relation *sequence,
                      const struct sequence_options *options)
{
    if (options->owned_by_none) {
        own_sequence(catalog, sequence, NULL, false);
        return;
    }
    if (options->owned_by.name.len == 0) return;
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, options->owned_by);
    if (table == NULL) return;
    struct catalog_column *column = relation_find_column(table, options->owned_by_column);
    if (column != NULL) own_sequence(catalog, sequence, column, false);
}

void catalog_create_sequence(struct catalog *catalog, const struct change *change)
{
    static const struct type_name int8 = {.name = {STR_INIT(""), STR_INIT("int8")},
                                          .text = STR_INIT("bigint")};
    struct name name = change->table;
    bool temporary = change->sequence.temporary;
    if (!catalog_target(catalog, OBJ_SEQUENCE, &name, temporary)) return;
    struct relation *sequence = catalog_new_relation(catalog, change, OBJ_SEQUENCE, name);
    if (sequence == NULL) return;
    sequence->temporary = temporary;
    sequence->unlogged = change->sequence.unlogged;
    take(sequence, change->sequence.options, int8);
    catalog_put_relation(catalog, sequence);
    if (change->sequence.options != NULL) set_owner(catalog, sequence, change->sequence.options);
}

static void alter(struct catalog *catalog, struct relation *sequence,
                  const struct sequence_options *options)
{
    if (options->type.name.name.len > 0) {
        int64_t old_top = largest(sequence->sequence.type.name.name);
        CATALOG_SET(catalog, sequence->sequence.type, options->type);
        if (!options->has_max && sequence->sequence.max == old_top) {
            CATALOG_SET(catalog, sequence->sequence.max, largest(options->type.name.name));
        }
    }
    if (options->has_increment) {
        CATALOG_SET(catalog, sequence->sequence.increment, options->increment);
    }
    if (options->has_min) CATALOG_SET(catalog, sequence->sequence.min, options->min);
    if (options->has_max) CATALOG_SET(catalog, sequence->sequence.max, options->max);
    if (options->has_start) CATALOG_SET(catalog, sequence->sequence.start, options->start);
    if (options->has_cache) CATALOG_SET(catalog, sequence->sequence.cache, options->cache);
    if (options->has_cycle) CATALOG_SET(catalog, sequence->sequence.cycle, options->cycle);
}

void catalog_alter_sequence(struct catalog *catalog, const struct change *change)
{
    if (catalog->conditional) return;
    if (change->kind == CHANGE_SET_IDENTITY) {
        struct relation *table = catalog_relation(catalog, change->table);
        const struct catalog_column *column =
            table == NULL ? NULL : relation_find_column(table, change->name);
        if (column != NULL && column->sequence != NULL) {
            alter(catalog, column->sequence, change->identity.options);
        }
        return;
    }
    struct relation *sequence = catalog_relation_or_shell(catalog, OBJ_SEQUENCE, change->table);
    if (sequence == NULL || change->sequence.options == NULL) return;
    alter(catalog, sequence, change->sequence.options);
    set_owner(catalog, sequence, change->sequence.options);
}
