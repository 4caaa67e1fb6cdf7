/* Renaming what stands inside a relation: columns, with everything that names them, constraints,
 * triggers, policies, rules. */
#include "schema/catalog_impl.h"
#include "schema/respell.h"

/* The list may be that of the change that was replayed: it is copied, not written to. */
static void rename_in_list(struct catalog *catalog, struct str_list *list, struct str from,
                           struct str to)
{
    if (!str_list_has(list, from)) return;
    struct str_list copy = str_list_copy(catalog->arena, list);
    for (size_t i = 0; i < copy.len; i++) {
        if (str_equal(copy.at[i], from)) copy.at[i] = to;
    }
    CATALOG_SET(catalog, *list, copy);
}

static void rename_in_lists(struct catalog *catalog, struct expression *expression, struct str from,
                            struct str to)
{
    rename_in_list(catalog, &expression->columns, from, to);
    rename_in_list(catalog, &expression->not_null, from, to);
    if (str_equal(expression->column, from)) CATALOG_SET(catalog, expression->column, to);
}

static void rename_in_expression(struct catalog *catalog, struct expression *expression,
                                 struct str from, struct str to)
{
    if (!str_list_has(&expression->columns, from)) return;
    rename_in_lists(catalog, expression, from, to);
    CATALOG_SET(catalog, expression->text,
                respell_column(catalog->arena, expression->text, from, to));
}

/* Its sub-selects may name columns of others. */
static void rename_in_policy(struct catalog *catalog, const struct relation *table,
                             struct expression *expression, struct str from, struct str to)
{
    if (!str_list_has(&expression->columns, from)) return;
    rename_in_lists(catalog, expression, from, to);
    CATALOG_SET(catalog, expression->text,
                respell_own_column(catalog->arena, expression->text, table->name.name, from, to));
}

/* -- columns ----------------------------------------------------------------------------------- */

static void rename_in_key(struct catalog *catalog, struct index_key *key, struct str from,
                          struct str to)
{
    if (str_equal(key->column, from)) CATALOG_SET(catalog, key->column, to);
    if (key->expression != NULL) rename_in_expression(catalog, key->expression, from, to);
}

static void rename_in_index(struct catalog *catalog, struct relation *index, struct str from,
                            struct str to)
{
    for (size_t i = 0; i < index->index.key_count; i++) {
        rename_in_key(catalog, &index->index.keys[i], from, to);
    }
    rename_in_list(catalog, &index->index.include, from, to);
    rename_in_expression(catalog, &index->index.where, from, to);
}

static void rename_in_partition_key(struct catalog *catalog, struct relation *table,
                                    struct str from, struct str to)
{
    rename_in_list(catalog, &table->partition_columns, from, to);
    for (size_t i = 0; table->partition_key != NULL && i < table->partition_key->key_count; i++) {
        rename_in_key(catalog, &table->partition_key->keys[i], from, to);
    }
}

/* Of a rule or a trigger's WHEN: NEW.x, OLD.x. */
static void rename_in_row(struct catalog *catalog, struct str *place, struct str from,
                          struct str to)
{
    struct str text = respell_row(catalog->arena, *place, from, to);
    if (text.at != place->at) CATALOG_SET(catalog, *place, text);
}

static void rename_in_attached(struct catalog *catalog, struct relation *table, struct str from,
                               struct str to)
{
    for (size_t i = 0; i < table->triggers.len; i++) {
        struct catalog_trigger *trigger = table->triggers.at[i];
        rename_in_list(catalog, &trigger->update_of, from, to);
        rename_in_list(catalog, &trigger->when_columns, from, to);
        rename_in_row(catalog, &trigger->when.text, from, to);
    }
    for (size_t i = 0; i < table->policies.len; i++) {
        rename_in_policy(catalog, table, &table->policies.at[i]->using, from, to);
        rename_in_policy(catalog, table, &table->policies.at[i]->check, from, to);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        struct expression *generated = table->columns.at[i]->generated;
        if (generated != NULL) rename_in_expression(catalog, generated, from, to);
    }
    for (size_t i = 0; i < table->rules.len; i++) {
        struct catalog_rule *rule = table->rules.at[i];
        rename_in_row(catalog, &rule->text, from, to);
        rename_in_row(catalog, &rule->where.text, from, to);
    }
    for (size_t i = 0; i < table->statistics.len; i++) {
        rename_in_list(catalog, &table->statistics.at[i]->columns, from, to);
    }
}

static void rename_in_references(struct catalog *catalog, const struct relation *table,
                                 const struct catalog_column *column, struct str from,
                                 struct str to)
{
    for (size_t i = 0; i < table->dependents.len; i++) {
        const struct catalog_edge *edge = &table->dependents.at[i];
        if (edge->on != column || edge->constraint == NULL || !edge_is_live(edge)) continue;
        if (edge->constraint->referenced != table) continue;
        rename_in_list(catalog, &edge->constraint->spec.referenced_columns, from, to);
    }
}

static void rename_column(struct catalog *catalog, struct relation *table,
                          struct catalog_column *column, struct str to)
{
    struct str from = column->name;
    CATALOG_SET(catalog, column->name, to);
    if (table->view.definition != NULL) CATALOG_SET(catalog, table->view.renamed, true);
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct constraint *spec = &table->constraints.at[i]->spec;
        rename_in_list(catalog, &spec->columns, from, to);
        rename_in_list(catalog, &spec->set_columns, from, to);
        rename_in_expression(catalog, &spec->check, from, to);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        rename_in_index(catalog, table->indexes.at[i], from, to);
    }
    rename_in_partition_key(catalog, table, from, to);
    rename_in_attached(catalog, table, from, to);
    rename_in_references(catalog, table, column, from, to);
    catalog_respell_column(catalog, table, column, from);
}

void catalog_rename_column(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, change->object, change->table);
    if (table == NULL) return;
    struct str to = change->rename.new_name.name;
    struct catalog_column *column = relation_find_column(table, change->name);
    if (column == NULL || column->inherited || relation_find_column(table, to) != NULL) return;
    if (catalog->conditional) {
        CATALOG_SET(catalog, column->state, UNKNOWN);
        CATALOG_SET(catalog, table->complete, false);
        return;
    }
    struct relation_list all = catalog_with_children(catalog, table, change->only);
    for (size_t i = 0; i < all.len; i++) {
        struct catalog_column *own = relation_find_column(all.at[i], change->name);
        if (own != NULL) rename_column(catalog, all.at[i], own, to);
    }
}

/* -- constraints, triggers, policies, rules ---------------------------------------------------- */

static void rename_constraint(struct catalog *catalog, struct relation *table, struct str from,
                              struct str to)
{
    struct catalog_constraint *constraint = relation_find_constraint(table, from);
    if (constraint == NULL || relation_find_constraint(table, to) != NULL) return;
    struct str schema = table->name.schema;
    struct relation *index = constraint->index;
    if (index != NULL) {
        struct name name = {schema, to};
        if (catalog_name_state(catalog, OBJ_TABLE, name) == KNOWN) return;
        catalog_move_relation(catalog, index, name);
    }
    catalog_use_constraint_name(catalog, (struct name){schema, from}, false);
    CATALOG_SET(catalog, constraint->name, to);
    CATALOG_SET(catalog, constraint->spec.name, to);
    catalog_use_constraint_name(catalog, (struct name){schema, to}, true);
}

#define RENAME_IN(catalog, list, from, to)                                                         \
    for (size_t i = 0; i < (list)->len; i++) {                                                     \
        if (!str_equal((list)->at[i]->name, from)) continue;                                       \
        if ((catalog)->conditional)                                                                \
            CATALOG_SET(catalog, (list)->at[i]->state, UNKNOWN);                                   \
        else                                                                                       \
            CATALOG_SET(catalog, (list)->at[i]->name, to);                                         \
    }

static void rename_domain_constraint(struct catalog *catalog, const struct change *change)
{
    struct catalog_object *domain = catalog_object(catalog, OBJ_DOMAIN, change->object_name);
    if (domain == NULL) return;
    RENAME_IN(catalog, &domain->constraints, change->name, change->rename.new_name.name)
}

/* A trigger's copies on partitions have its name. */
static void rename_copies(struct catalog *catalog, struct relation *table, struct str from,
                          struct str to)
{
    struct relation_list all = catalog_with_children(catalog, table, false);
    for (size_t i = 1; i < all.len; i++) {
        for (size_t k = 0; k < all.at[i]->triggers.len; k++) {
            struct catalog_trigger *copy = all.at[i]->triggers.at[k];
            if (copy->inherited && str_equal(copy->name, from))
                CATALOG_SET(catalog, copy->name, to);
        }
    }
}

void catalog_rename_inside(struct catalog *catalog, const struct change *change)
{
    if (change->table.name.len == 0 && change->kind == CHANGE_RENAME_CONSTRAINT) {
        rename_domain_constraint(catalog, change);
        return;
    }
    struct relation *table = catalog_relation(catalog, change->table);
    if (table == NULL) return;
    struct str from = change->name, to = change->rename.new_name.name;
    if (change->kind == CHANGE_RENAME_TRIGGER) {
        RENAME_IN(catalog, &table->triggers, from, to)
        if (table->partitioned) rename_copies(catalog, table, from, to);
    } else if (change->kind == CHANGE_RENAME_POLICY) {
        RENAME_IN(catalog, &table->policies, from, to)
    } else if (change->kind == CHANGE_RENAME_RULE) {
        RENAME_IN(catalog, &table->rules, from, to)
    } else if (catalog->conditional) {
        CATALOG_SET(catalog, table->complete, false);
    } else {
        const struct catalog_constraint *own = relation_find_constraint(table, from);
        bool only = change->only || own == NULL || own->spec.kind != CONSTRAINT_CHECK;
        struct relation_list all = catalog_with_children(catalog, table, only);
        for (size_t i = 0; i < all.len; i++) rename_constraint(catalog, all.at[i], from, to);
    }
}
