/* Publications: which tables they hold, as far as whole tables are all there is to tell. */
#include "schema/catalog_impl.h"

/* INHERITS brings the children along (manual, CREATE PUBLICATION), some rows or columns, all of a
 * schema: nothing of that is kept. False: it would be. */
static bool publish(struct catalog *catalog, struct catalog_object *publication,
                    const struct change *change)
{
    if (change->publication.schemas.len > 0) return false;
    for (size_t i = 0; i < change->publication.table_count; i++) {
        const struct published_table *said = &change->publication.tables[i];
        struct relation *table = catalog_relation(catalog, said->table);
        if (said->columns.len > 0 || said->where.text.len > 0) return false;
        if (table == NULL || table->state != KNOWN) return false;
        if (table->children.len > 0 && !table->partitioned) return false;
        CATALOG_PUSH(catalog, &publication->published, table);
    }
    return true;
}

void catalog_create_publication(struct catalog *catalog, const struct change *change)
{
    struct catalog_object *publication =
        catalog_new_object(catalog, change, OBJ_PUBLICATION, change->object_name);
    if (publication == NULL) return;
    publication->complete = publish(catalog, publication, change);
    catalog_put_object(catalog, publication);
}

static void unpublish(struct catalog *catalog, struct catalog_object *publication,
                      const struct change *change)
{
    for (size_t i = 0; i < change->publication.table_count; i++) {
        struct relation *table = catalog_relation(catalog, change->publication.tables[i].table);
        CATALOG_REMOVE_ITEM(catalog, &publication->published, table);
    }
}

void catalog_alter_publication(struct catalog *catalog, const struct change *change)
{
    struct catalog_object *publication =
        catalog_object(catalog, OBJ_PUBLICATION, change->object_name);
    if (publication == NULL) return;
    const char action = change->publication.action;
    bool told = action != 0 && !catalog->conditional && change->publication.schemas.len == 0;
    if (told && action == 's') {
        while (publication->published.len > 0) CATALOG_REMOVE(catalog, &publication->published, 0);
    }
    if (told && action == 'd')
        unpublish(catalog, publication, change);
    else if (told)
        told = publish(catalog, publication, change);
    if (!told) CATALOG_SET(catalog, publication->complete, false);
}
