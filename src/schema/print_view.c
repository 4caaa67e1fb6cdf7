/* Views as SQL. */
#include "schema/print_parts.h"

/* Those of its list, as they are called now; all after one was renamed. */
static void put_view_columns(struct sql_text *sql, const struct relation *view)
{
    const struct change *made = view->view.definition;
    bool plain = made->kind == CHANGE_CREATE_VIEW;
    size_t count = plain ? made->create_view.columns.len : made->create_table_as.columns.len;
    if (view->view.renamed) count = view->columns.len;
    for (size_t i = 0; i < count && i < view->columns.len; i++) {
        put(sql, i == 0 ? " (" : ", ");
        put_word(sql, view->columns.at[i]->name);
    }
    if (count > 0) put(sql, ")");
}

void put_view(struct sql_text *sql, const struct relation *view)
{
    bool materialized = view->kind == OBJ_MATERIALIZED_VIEW;
    const struct change *made = view->view.definition;
    bool plain = made != NULL && made->kind == CHANGE_CREATE_VIEW;
    put(sql, materialized                           ? "CREATE MATERIALIZED VIEW "
             : plain && made->create_view.recursive ? "CREATE RECURSIVE VIEW "
                                                    : "CREATE VIEW ");
    put_name(sql, view->name);
    if (made != NULL) put_view_columns(sql, view);
    put_options(sql, " WITH ", &view->options);
    put(sql, " AS\n");
    put_str(sql, view->view.text);
    if (materialized && !view->view.populated) put(sql, "\nWITH NO DATA");
    if (!plain || made->create_view.check_option == 0) return;
    put(sql, made->create_view.check_option == 'l' ? "\nWITH LOCAL CHECK OPTION"
                                                   : "\nWITH CASCADED CHECK OPTION");
}
