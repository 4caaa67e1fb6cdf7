#include "schema/print_item.h"

#include "schema/print_heirs.h"

static void put_alter(struct sql_text *sql, const struct relation *table)
{
    put(sql, table->kind == OBJ_FOREIGN_TABLE ? "ALTER FOREIGN TABLE " : "ALTER TABLE ");
    put_name(sql, table->name);
}

static bool takes_constraint(const struct table_choice *choice,
                             const struct catalog_constraint *constraint)
{
    return order_is_inline(choice->context, constraint);
}

static void put_relation(struct sql_text *sql, const struct order *order,
                         const struct relation *relation)
{
    if (relation->kind == OBJ_VIEW || relation->kind == OBJ_MATERIALIZED_VIEW) {
        put_view(sql, relation);
        put(sql, ";\n");
        return;
    }
    const struct heir *heir = order_heir(order, relation);
    struct table_choice choice = {takes_constraint, order, relation->columns.len,
                                  relation->parents.len};
    if (heir != NULL) {
        choice.columns = heir->ready;
        choice.parents = heir->created;
    }
    put_table(sql, relation, &choice);
    put(sql, ";\n");
    if (!table_is_attached(relation)) return;
    put_alter(sql, relation->partition_of);
    put(sql, " ATTACH PARTITION ");
    put_name(sql, relation->name);
    put(sql, " ");
    put_partition_bound(sql, relation);
    put(sql, ";\n");
}

static void put_added_column(struct sql_text *sql, const struct catalog_column *column)
{
    put_alter(sql, column->table);
    put(sql, " ADD COLUMN ");
    put_column(sql, column);
    put(sql, ";\n");
}

static void put_parents(struct sql_text *sql, const struct heir *heir)
{
    for (size_t i = heir->created; i < heir->table->parents.len; i++) {
        put_alter(sql, heir->table);
        put(sql, " INHERIT ");
        put_name(sql, heir->table->parents.at[i]->name);
        put(sql, ";\n");
    }
}

static void put_owner(struct sql_text *sql, const struct relation *sequence)
{
    put(sql, "ALTER SEQUENCE ");
    put_name(sql, sequence->name);
    put(sql, " OWNED BY ");
    put_name(sql, sequence->sequence.owner_table->name);
    put(sql, ".");
    put_word(sql, sequence->sequence.owner_column->name);
    put(sql, ";\n");
}

static void put_added_constraint(struct sql_text *sql, const struct item *item)
{
    put_alter(sql, item->relation);
    put(sql, "\n    ADD CONSTRAINT ");
    put_word(sql, item->constraint->name);
    put(sql, " ");
    put_constraint(sql, item->constraint);
    if (!item->constraint->validated) put(sql, " NOT VALID");
    put(sql, ";\n");
}

static void put_firing(struct sql_text *sql, const struct relation *table, const char *what,
                       struct str name, char firing)
{
    if (firing == 'o' || firing == 0) return;
    put_alter(sql, table);
    put(sql, firing == 'd' ? " DISABLE " : firing == 'a' ? " ENABLE ALWAYS " : " ENABLE REPLICA ");
    put(sql, what);
    put_word(sql, name);
    put(sql, ";\n");
}

static void put_enable(struct sql_text *sql, const struct relation *table, struct str trigger)
{
    put_alter(sql, table);
    put(sql, " ENABLE TRIGGER ");
    put_word(sql, trigger);
    put(sql, ";\n");
}

void put_item(struct sql_text *sql, const struct order *order, const struct item *item)
{
    switch (item->kind) {
    case ITEM_OBJECT:
        if (put_object(sql, item->object)) put(sql, ";\n");
        break;
    case ITEM_SEQUENCE:
        put_sequence(sql, item->relation);
        put(sql, ";\n");
        break;
    case ITEM_OWNER:
        put_owner(sql, item->relation);
        break;
    case ITEM_RELATION:
        put_relation(sql, order, item->relation);
        break;
    case ITEM_COLUMN:
        if (!heir_gets_from_parent(item->column)) put_added_column(sql, item->column);
        break;
    case ITEM_INHERIT:
        put_parents(sql, order_heir(order, item->relation));
        break;
    case ITEM_INDEX:
        if (item->spread)
            put_spread_index(sql, item->relation);
        else
            put_index(sql, item->relation);
        put(sql, ";\n");
        break;
    case ITEM_CONSTRAINT:
        put_added_constraint(sql, item);
        break;
    case ITEM_SETTINGS:
        put_table_settings(sql, item->relation);
        break;
    case ITEM_TRIGGER:
        if (!item->trigger->inherited) {
            put_trigger(sql, item->trigger);
            put(sql, ";\n");
        } else if (item->trigger->firing == 'o') {
            put_enable(sql, item->relation, item->trigger->name);
        }
        put_firing(sql, item->relation, "TRIGGER ", item->trigger->name, item->trigger->firing);
        break;
    case ITEM_POLICY:
        put_policy(sql, item->policy);
        put(sql, ";\n");
        break;
    case ITEM_RULE:
        put_rule(sql, item->rule);
        put(sql, ";\n");
        put_firing(sql, item->relation, "RULE ", item->rule->name, item->rule->firing);
        break;
    }
}
