/* One item of the order as SQL. */
#ifndef GANDER_SCHEMA_PRINT_ITEM_H
#define GANDER_SCHEMA_PRINT_ITEM_H

#include "schema/print_order.h"
#include "schema/print_parts.h"

/* Its statements, each with its semicolon and line end; nothing when it has none, or none that is
 * known. */
void put_item(struct sql_text *sql, const struct order *order, const struct item *item);

#endif
