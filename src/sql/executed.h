/* SQL that is executed from a text of which not all is known. */
#ifndef GANDER_SQL_EXECUTED_H
#define GANDER_SQL_EXECUTED_H

#include "schema/change.h"

/* Where CURRENT_USER_NAME or CURRENT_DATABASE_NAME stands in these, it makes no difference which
 * role or database that is. */
bool executed_takes_any_role(const struct change *changes, size_t count);

/* Whatever they name: privileges, rows, locks, but no definition. */
bool executed_keeps_schema(const struct change *changes, size_t count);

#endif
