/* Views, and what queries and expressions lean on. */
#include "schema/catalog_impl.h"

/* -- leaning ----------------------------------------------------------------------------------- */

static void depend_on_columns(struct catalog *catalog, struct relation *relation, struct str column,
                              struct catalog_edge edge)
{
    bool all = str_equal(column, STR("*"));
    for (size_t i = 0; i < relation->columns.len; i++) {
        if (!all && !str_equal(relation->columns.at[i]->name, column)) continue;
        edge.on = relation->columns.at[i];
        catalog_depend_on_relation(catalog, relation, edge);
    }
}

static void mention_column(struct catalog *catalog, const struct mentions *mentions,
                           const struct column_ref *ref, struct catalog_edge edge)
{
    if (ref->relation.name.len > 0) {
        struct relation *relation = catalog_relation(catalog, ref->relation);
        if (relation != NULL) depend_on_columns(catalog, relation, ref->column, edge);
        return;
    }
    for (size_t i = 0; i < mentions->relations.len; i++) {
        struct relation *relation = catalog_relation(catalog, mentions->relations.at[i]);
        if (relation != NULL) depend_on_columns(catalog, relation, ref->column, edge);
    }
}

static void mention_function(struct catalog *catalog, struct name name, struct catalog_edge edge)
{
    struct catalog_object *function = catalog_function(catalog, name, NULL);
    if (function == NULL || function->next_overload != NULL) return; /* which one is unknown */
    catalog_depend_on_object(catalog, function, edge);
}

void catalog_mention_edges(struct catalog *catalog, const struct mentions *mentions,
                           struct catalog_edge edge)
{
    if (mentions == NULL) return;
    for (size_t i = 0; i < mentions->relations.len; i++) {
        struct relation *relation = catalog_relation(catalog, mentions->relations.at[i]);
        if (relation != NULL) catalog_depend_on_relation(catalog, relation, edge);
    }
    for (size_t i = 0; i < mentions->writes.len; i++) {
        struct relation *relation = catalog_relation(catalog, mentions->writes.at[i]);
        if (relation != NULL) catalog_depend_on_relation(catalog, relation, edge);
    }
    if (mentions->relations.len > 0 || mentions->writes.len > 0) {
        for (size_t i = 0; i < mentions->columns.len; i++) {
            mention_column(catalog, mentions, &mentions->columns.at[i], edge);
        }
    }
    for (size_t i = 0; i < mentions->sequences.len; i++) {
        struct relation *sequence = catalog_relation(catalog, mentions->sequences.at[i]);
        if (sequence != NULL) catalog_depend_on_relation(catalog, sequence, edge);
    }
    for (size_t i = 0; i < mentions->functions.len; i++) {
        mention_function(catalog, mentions->functions.at[i], edge);
    }
    for (size_t i = 0; i < mentions->casts.len; i++) {
        struct catalog_object *type = NULL;
        catalog_resolve_type(catalog, mentions->casts.at[i].type, &type);
        if (type != NULL) catalog_depend_on_object(catalog, type, edge);
    }
}

/* A user's type, or the row type of a table. */
void catalog_type_edge(struct catalog *catalog, struct type_name type, struct catalog_edge edge)
{
    struct catalog_object *object = NULL;
    if (type.name.name.len == 0 || type.of_column) return;
    struct name name = catalog_resolve_type(catalog, type, &object).name;
    if (object != NULL) {
        catalog_depend_on_object(catalog, object, edge);
    } else if (name.schema.len > 0) {
        struct relation *table = catalog_relation(catalog, name);
        edge.on = NULL;
        if (table != NULL) catalog_depend_on_relation(catalog, table, edge);
    }
}

void catalog_expression_edges(struct catalog *catalog, const struct expression *expression,
                              struct catalog_edge edge)
{
    catalog_mention_edges(catalog, expression->mentions, edge);
}

/* -- CREATE VIEW ------------------------------------------------------------------------------- */

static void view_edges(struct catalog *catalog, struct relation *view, const struct change *change)
{
    struct catalog_edge edge = {.kind = view->kind, .relation = view, .edition = view->edition};
    for (size_t i = 0; i < view->columns.len; i++) {
        struct catalog_object *type = view->columns.at[i]->type_object;
        if (type != NULL) catalog_depend_on_object(catalog, type, edge);
    }
    if (change->kind == CHANGE_CREATE_VIEW) {
        catalog_mention_edges(catalog, change->create_view.mentions, edge);
    } else {
        catalog_mention_edges(catalog, change->create_table_as.query.mentions, edge);
    }
}

/* The new query may give more columns, but has to begin with the old ones (CREATE VIEW). */
static bool begins_alike(const struct relation *view, const struct relation *shape)
{
    if (!relation_is_complete(view) || !shape->complete) return true;
    if (shape->columns.len < view->columns.len) return false;
    for (size_t i = 0; i < view->columns.len; i++) {
        if (!str_equal(view->columns.at[i]->name, shape->columns.at[i]->name)) return false;
    }
    return true;
}

/* In the new query's order; columns that were known stay the same objects. */
static void take_columns(struct catalog *catalog, struct relation *view,
                         const struct relation *shape)
{
    struct catalog_column_list columns = {0};
    for (size_t i = 0; i < shape->columns.len; i++) {
        struct catalog_column *fresh = shape->columns.at[i];
        struct catalog_column *old = relation_find_column(view, fresh->name);
        fresh->table = view;
        VEC_PUSH(catalog->arena, &columns, old != NULL ? old : fresh);
        if (old == NULL || old->type.name.name.len > 0) continue;
        CATALOG_SET(catalog, old->type, fresh->type);
        CATALOG_SET(catalog, old->type_object, fresh->type_object);
    }
    for (size_t i = 0; !shape->complete && i < view->columns.len; i++) {
        if (relation_find_column(shape, view->columns.at[i]->name) != NULL) continue;
        VEC_PUSH(catalog->arena, &columns, view->columns.at[i]);
    }
    CATALOG_SET(catalog, view->columns, columns);
    CATALOG_SET(catalog, view->complete, shape->complete);
}

/* OR REPLACE keeps what depends on the view, its triggers and rules. */
static void replace(struct catalog *catalog, struct relation *view, const struct change *change)
{
    struct relation *shape = ARENA_NEW(catalog->arena, struct relation);
    shape->catalog = catalog;
    shape->kind = OBJ_VIEW;
    shape->tick = catalog->tick;
    shape->view.text = change->create_view.text;
    catalog_query_columns(catalog, shape, change->create_view.outputs,
                          &change->create_view.columns);
    if (!begins_alike(view, shape)) {
        catalog->refused = true;
        return;
    }
    CATALOG_SET(catalog, view->edition, view->edition + 1);
    CATALOG_SET(catalog, view->view.definition, change);
    CATALOG_SET(catalog, view->view.text, shape->view.text);
    CATALOG_SET(catalog, view->view.renamed, false);
    take_columns(catalog, view, shape);
    view_edges(catalog, view, change);
    catalog_keep_query(catalog, view);
}

static struct relation *replaced(const struct catalog *catalog, const struct change *change,
                                 struct name name)
{
    if (!change->or_replace) return NULL;
    struct relation *there = catalog_relation(catalog, name);
    return there != NULL && there->kind == OBJ_VIEW ? there : NULL;
}

void catalog_create_view(struct catalog *catalog, const struct change *change)
{
    bool plain = change->kind == CHANGE_CREATE_VIEW;
    struct name name = change->table;
    bool temporary = plain && change->create_view.temporary;
    if (!catalog_target(catalog, OBJ_VIEW, &name, temporary)) return;
    struct relation *view = replaced(catalog, change, name);
    if (view != NULL) {
        if (catalog->conditional)
            CATALOG_SET(catalog, view->complete, false);
        else
            replace(catalog, view, change);
        return;
    }
    if (!plain) {
        catalog_create_table_as(catalog, change);
        view = catalog_relation(catalog, change->table);
        if (view == NULL || view->view.definition != change) return;
        view_edges(catalog, view, change);
        catalog_keep_query(catalog, view);
        return;
    }
    view = catalog_new_relation(catalog, change, OBJ_VIEW, name);
    if (view == NULL) return;
    view->temporary = temporary;
    view->has_rows = true;
    view->view.definition = change;
    view->view.text = change->create_view.text;
    if (change->create_view.storage != NULL) view->options = change->create_view.storage->options;
    catalog_query_columns(catalog, view, change->create_view.outputs,
                          &change->create_view.columns); /* before it has the name */
    view_edges(catalog, view, change);
    catalog_keep_query(catalog, view);
    catalog_put_relation(catalog, view);
}
