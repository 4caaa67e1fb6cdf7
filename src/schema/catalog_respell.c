/* The queries of views, which are kept as text: what PostgreSQL writes into its tree when the view
 * is made, and what a rename changes in it. */
#include "schema/catalog_impl.h"
#include "schema/respell.h"

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

static bool is_whole(const struct relation *relation)
{
    return relation->complete && relation->columns.len > 0;
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

/* -- renames ----------------------------------------------------------------------------------- */

static struct relation *reading_view(const struct catalog_edge *edge)
{
    bool view = edge->kind == OBJ_VIEW || edge->kind == OBJ_MATERIALIZED_VIEW;
    return view && edge_is_live(edge) ? edge->relation : NULL;
}

void catalog_respell_relation(struct catalog *catalog, struct relation *relation,
                              struct name old_name)
{
    for (size_t i = 0; i < relation->dependents.len; i++) {
        struct relation *view = reading_view(&relation->dependents.at[i]);
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
        if (view == NULL) continue;
        bool bare = !is_ambiguous(catalog, view, table, old_name);
        set_text(catalog, view,
                 respell_query_column(catalog->arena, view->view.text, table->name, bare, old_name,
                                      column->name));
    }
}
