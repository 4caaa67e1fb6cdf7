/* The queries of views, which are kept as text: what PostgreSQL writes into its tree when the view
 * is made, and what a rename changes in it. */
#include "schema/catalog_impl.h"
#include "schema/quote.h"
#include "schema/respell.h"
#include "schema/sql_text.h"

static const struct mentions *view_mentions(const struct relation *view)
{
    const struct change *made = view->view.definition;
    if (made == NULL) return NULL;
    return made->kind == CHANGE_CREATE_VIEW ? made->create_view.mentions
                                            : made->create_table_as.query.mentions;
}

static void set_text(struct catalog *catalog, struct relation *view, struct str text)
{
    if (text.at != view->view.text.at) CATALOG_SET(catalog, view->view.text, text);
}

/* -- when it is made --------------------------------------------------------------------------- */

static struct str_list column_names(struct catalog *catalog, const struct relation *relation)
{
    struct str_list names = {0};
    for (size_t i = 0; i < relation->columns.len; i++) {
        VEC_PUSH(catalog->arena, &names, relation->columns.at[i]->name);
    }
    return names;
}

/* All of its columns are known: a table's, or those a view was given by name. */
static bool is_whole(const struct relation *relation)
{
    return relation->columns.len > 0 && relation->complete;
}

void catalog_keep_query(struct catalog *catalog, struct relation *view)
{
    const struct mentions *mentions = view_mentions(view);
    if (mentions == NULL) return;
    bool alone = mentions->relations.len == 1;
    for (size_t i = 0; i < mentions->relations.len; i++) {
        const struct relation *read = catalog_relation(catalog, mentions->relations.at[i]);
        if (read == NULL) continue;
        struct str text = view->view.text;
        if (!str_equal(read->name.schema, STR("public"))) {
            text = respell_relation(catalog->arena, text, read->name, read->name);
        }
        if (is_whole(read)) {
            struct str_list columns = column_names(catalog, read);
            text = respell_stars(catalog->arena, text, read->name, alone, &columns);
        }
        set_text(catalog, view, text);
    }
}

/* -- policies and rules that read or write other relations ----------------------------------------
 */

static void respell_text(struct catalog *catalog, struct str *place, struct str text)
{
    if (text.at != place->at) CATALOG_SET(catalog, *place, text);
}

static void respell_relation_in(struct catalog *catalog, const struct catalog_edge *edge,
                                struct name old_name, struct name new_name)
{
    struct str *texts[3] = {NULL, NULL, NULL};
    if (!edge_is_live(edge)) return;
    if (edge->policy != NULL) {
        texts[0] = &edge->policy->using.text;
        texts[1] = &edge->policy->check.text;
    } else if (edge->rule != NULL) {
        texts[0] = &edge->rule->text;
        texts[1] = &edge->rule->where.text;
    }
    for (size_t i = 0; texts[i] != NULL; i++) {
        respell_text(catalog, texts[i],
                     respell_relation(catalog->arena, *texts[i], old_name, new_name));
    }
}

static void respell_column_in(struct catalog *catalog, const struct catalog_edge *edge,
                              const struct relation *table, struct str from, struct str to)
{
    struct str *texts[3] = {NULL, NULL, NULL};
    if (!edge_is_live(edge)) return;
    if (edge->policy != NULL && edge->policy->table != table) {
        texts[0] = &edge->policy->using.text;
        texts[1] = &edge->policy->check.text;
    } else if (edge->rule != NULL && edge->rule->table != table) {
        texts[0] = &edge->rule->text;
        texts[1] = &edge->rule->where.text;
    }
    for (size_t i = 0; texts[i] != NULL; i++) {
        const struct relation *own = edge->relation;
        bool bare = relation_find_column(own, from) == NULL || edge->policy != NULL;
        respell_text(catalog, texts[i],
                     respell_query_column(catalog->arena, *texts[i], table->name, bare, from, to));
    }
}

/* -- renames ----------------------------------------------------------------------------------- */

static struct relation *reading_view(const struct catalog_edge *edge)
{
    bool view = edge->kind == OBJ_VIEW || edge->kind == OBJ_MATERIALIZED_VIEW;
    return view && edge_is_live(edge) ? edge->relation : NULL;
}

/* nextval('s') of a default. */
static void respell_sequence_in(struct catalog *catalog, const struct catalog_edge *edge,
                                const struct relation *sequence, struct name old_name)
{
    struct catalog_column *column = edge->column;
    if (sequence->kind != OBJ_SEQUENCE || column == NULL || !edge_is_live(edge)) return;
    struct sql_text full = {.arena = catalog->arena}, short_name = full, now = full;
    put_word(&short_name, old_name.name);
    put_word(&full, old_name.schema);
    put(&full, ".");
    put_word(&full, old_name.name);
    put_name(&now, sequence->name);
    struct str text = column->default_value.text;
    text = respell_literal(catalog->arena, text, sql_text_str(&short_name), sql_text_str(&now));
    text = respell_literal(catalog->arena, text, sql_text_str(&full), sql_text_str(&now));
    respell_text(catalog, &column->default_value.text, text);
}

/* -- labels ------------------------------------------------------------------------------------ */

static bool has_column_of(const struct relation *table, const struct str_list *columns,
                          const struct catalog_object *type)
{
    for (size_t i = 0; i < columns->len; i++) {
        const struct catalog_column *column = relation_find_column(table, columns->at[i]);
        if (column != NULL && column->type_object == type) return true;
    }
    return false;
}

static void respell_label_in(struct catalog *catalog, struct expression *expression,
                             struct str from, struct str to)
{
    respell_text(catalog, &expression->text,
                 respell_literal(catalog->arena, expression->text, from, to));
}

static void respell_label_on(struct catalog *catalog, struct catalog_column *column,
                             const struct catalog_object *type, struct str from, struct str to)
{
    struct relation *table = column->table;
    respell_label_in(catalog, &column->default_value, from, to);
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct expression *check = &table->constraints.at[i]->spec.check;
        if (has_column_of(table, &check->columns, type)) respell_label_in(catalog, check, from, to);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct expression *where = &table->indexes.at[i]->index.where;
        if (has_column_of(table, &where->columns, type)) respell_label_in(catalog, where, from, to);
    }
    for (size_t i = 0; i < table->policies.len; i++) {
        struct catalog_policy *policy = table->policies.at[i];
        if (has_column_of(table, &policy->using.columns, type))
            respell_label_in(catalog, &policy->using, from, to);
        if (has_column_of(table, &policy->check.columns, type))
            respell_label_in(catalog, &policy->check, from, to);
    }
    for (size_t i = 0; i < table->triggers.len; i++) {
        struct catalog_trigger *trigger = table->triggers.at[i];
        if (has_column_of(table, &trigger->when_columns, type))
            respell_label_in(catalog, &trigger->when, from, to);
    }
    for (size_t i = 0; i < table->dependents.len; i++) {
        struct relation *view = reading_view(&table->dependents.at[i]);
        if (view == NULL || table->dependents.at[i].on != column) continue;
        set_text(catalog, view, respell_literal(catalog->arena, view->view.text, from, to));
    }
}

void catalog_respell_label(struct catalog *catalog, const struct catalog_object *type,
                           struct str from, struct str to)
{
    for (size_t i = 0; i < type->dependents.len; i++) {
        const struct catalog_edge *edge = &type->dependents.at[i];
        if (edge->column == NULL || !edge_is_live(edge)) continue;
        if (edge->role == 'd') respell_label_in(catalog, &edge->column->default_value, from, to);
        if (edge->column->type_object != type || edge->column->table == NULL) continue;
        respell_label_on(catalog, edge->column, type, from, to);
    }
}

void catalog_respell_relation(struct catalog *catalog, struct relation *relation,
                              struct name old_name)
{
    for (size_t i = 0; i < relation->dependents.len; i++) {
        struct relation *view = reading_view(&relation->dependents.at[i]);
        respell_relation_in(catalog, &relation->dependents.at[i], old_name, relation->name);
        respell_sequence_in(catalog, &relation->dependents.at[i], relation, old_name);
        if (view == NULL) continue;
        set_text(catalog, view,
                 respell_relation(catalog->arena, view->view.text, old_name, relation->name));
    }
}

/* Another relation of the same query has a column of that name: then it was written qualified. */
static bool is_ambiguous(const struct catalog *catalog, const struct relation *view,
                         const struct relation *table, struct str column)
{
    const struct mentions *mentions = view_mentions(view);
    for (size_t i = 0; mentions != NULL && i < mentions->relations.len; i++) {
        struct relation *other = catalog_relation(catalog, mentions->relations.at[i]);
        if (other == NULL || other == table) continue;
        if (relation_find_column(other, column) != NULL) return true;
    }
    return false;
}

void catalog_respell_column(struct catalog *catalog, struct relation *table,
                            const struct catalog_column *column, struct str old_name)
{
    for (size_t i = 0; i < table->dependents.len; i++) {
        const struct catalog_edge *edge = &table->dependents.at[i];
        struct relation *view = edge->on == column ? reading_view(edge) : NULL;
        if (edge->on == column) respell_column_in(catalog, edge, table, old_name, column->name);
        if (view == NULL) continue;
        bool bare = !is_ambiguous(catalog, view, table, old_name);
        set_text(catalog, view,
                 respell_query_column(catalog->arena, view->view.text, table->name, bare, old_name,
                                      column->name));
    }
}

/* -- types ------------------------------------------------------------------------------------- */

static void respell_cast(struct catalog *catalog, struct expression *expression,
                         const struct catalog_object *type, struct name old_name)
{
    struct str text = respell_type(catalog->arena, expression->text, old_name, type->name);
    if (text.at != expression->text.at) CATALOG_SET(catalog, expression->text, text);
}

static void respell_index_casts(struct catalog *catalog, struct relation *index,
                                const struct catalog_object *type, struct name old_name)
{
    for (size_t i = 0; i < index->index.key_count; i++) {
        struct expression *expression = index->index.keys[i].expression;
        if (expression != NULL) respell_cast(catalog, expression, type, old_name);
    }
    respell_cast(catalog, &index->index.where, type, old_name);
}

/* Casts in whatever leans on the type. */
void catalog_respell_type(struct catalog *catalog, struct catalog_object *type,
                          struct name old_name)
{
    for (size_t i = 0; i < type->dependents.len; i++) {
        const struct catalog_edge *edge = &type->dependents.at[i];
        if (!edge_is_live(edge)) continue;
        struct relation *view = reading_view(edge);
        if (edge->column != NULL) {
            respell_cast(catalog, &edge->column->default_value, type, old_name);
            if (edge->column->generated != NULL) {
                respell_cast(catalog, edge->column->generated, type, old_name);
            }
        } else if (edge->constraint != NULL) {
            respell_cast(catalog, &edge->constraint->spec.check, type, old_name);
        } else if (edge->policy != NULL) {
            respell_cast(catalog, &edge->policy->using, type, old_name);
            respell_cast(catalog, &edge->policy->check, type, old_name);
        } else if (view != NULL) {
            set_text(catalog, view,
                     respell_type(catalog->arena, view->view.text, old_name, type->name));
        } else if (edge->kind == OBJ_INDEX && edge->relation != NULL) {
            respell_index_casts(catalog, edge->relation, type, old_name);
        }
    }
}

/* -- schemas ----------------------------------------------------------------------------------- */

static void respell_opclass(struct catalog *catalog, struct index_key *key, struct str from,
                            struct str to)
{
    struct str prefix = str_format(catalog->arena, STR_FMT ".", STR_ARG(from));
    if (!str_starts_with(key->opclass, prefix)) return;
    struct str rest = str_slice(key->opclass, prefix.len, key->opclass.len);
    CATALOG_SET(catalog, key->opclass,
                str_format(catalog->arena, STR_FMT "." STR_FMT, STR_ARG(to), STR_ARG(rest)));
}

/* What extensions have in it, and is known by its name alone. */
void catalog_respell_schema(struct catalog *catalog, struct str from, struct str to)
{
    struct str old_name = quoted(catalog->arena, from);
    struct str new_name = quoted(catalog->arena, to);
    const struct catalog_object_list *extensions = &catalog->objects_of_kind[OBJ_EXTENSION];
    for (size_t i = 0; i < extensions->len; i++) {
        struct catalog_object *object = extensions->at[i];
        if (!str_equal(object->target_schema, from)) continue;
        CATALOG_SET(catalog, object->target_schema, to);
    }
    for (size_t i = 0; i < catalog->relations.len; i++) {
        struct relation *index = catalog->relations.at[i];
        for (size_t k = 0; k < index->index.key_count; k++) {
            respell_opclass(catalog, &index->index.keys[k], old_name, new_name);
        }
    }
}
