/* Names that are taken in a CREATE TABLE itself. */
#include "lint/rule.h"
#include "lint/taken.h"

/* More constraints are not compared with one another. */
enum { MOST_CONSTRAINTS = 256 };

struct definition {
    struct question q;
    struct str schema;
    bool has_key;
    const struct constraint *named[MOST_CONSTRAINTS];
    size_t named_count;
};

static bool second_key(struct definition *table, const struct constraint *own)
{
    const bool again = table->has_key;
    if (own->kind != CONSTRAINT_PRIMARY_KEY) return false;
    table->has_key = true;
    if (!again) return false;
    taken_take(table->q, show_name(table->q.ctx, table->q.change->table), OBJ_CONSTRAINT, own->at,
               (struct origin){0}, SECOND_PRIMARY_KEY);
    table->q.taken->second_key = true;
    return true;
}

/* Another constraint of the definition, or the table itself where it is an index's name. */
static bool named_before(struct definition *table, const struct constraint *own, struct range at)
{
    if (own->name.len == 0) return false;
    const bool index = taken_has_index(own);
    if (index && str_equal(own->name, table->q.change->table.name)) {
        return taken_twice(table->q, own->name, OBJ_TABLE, at, DUPLICATE_TABLE);
    }
    for (size_t i = 0; i < table->named_count; i++) {
        if (!str_equal(table->named[i]->name, own->name)) continue;
        const bool both = index && taken_has_index(table->named[i]);
        return taken_twice(table->q, own->name, OBJ_CONSTRAINT, at,
                           both ? DUPLICATE_TABLE : DUPLICATE_OBJECT);
    }
    if (table->named_count < MOST_CONSTRAINTS) table->named[table->named_count++] = own;
    return false;
}

static bool is_refused(struct definition *table, const struct constraint *own)
{
    struct range at = range_naming(table->q.ctx, own->at, own->name);
    return second_key(table, own) || named_before(table, own, at) ||
           taken_by_key_index(table->q, own, table->schema, at);
}

bool taken_in_table(struct question q)
{
    const struct change *change = q.change;
    const struct name name = catalog_resolve_new(q.ctx->catalog, OBJ_TABLE, change->table,
                                                 change->create_table.temporary);
    struct definition table = {.q = q, .schema = name.schema};
    for (size_t i = 0; i < change->create_table.column_count; i++) {
        const struct column *column = &change->create_table.columns[i];
        for (size_t k = 0; k < column->constraint_count; k++) {
            if (is_refused(&table, &column->constraints[k])) return true;
        }
    }
    for (size_t i = 0; i < change->create_table.constraint_count; i++) {
        if (is_refused(&table, &change->create_table.constraints[i])) return true;
    }
    return false;
}
