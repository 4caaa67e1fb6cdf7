#include "sql/version.h"

#include <pg_query.h>

const char *sql_postgres_version(void)
{
    return PG_VERSION;
}
