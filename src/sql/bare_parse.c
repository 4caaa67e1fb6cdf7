#include "sql/bare_parse.h"

#include <pg_query.h>
#include <pg_query/pg_query_internal.h>
#undef DEBUG
#undef STDERR_BUFFER_LEN
#include <stdlib.h>

bool bare_parse(const char *sql)
{
    MemoryContext context = pg_query_enter_memory_context();
    PgQueryInternalParsetreeAndError result = pg_query_raw_parse(sql);
    bool parsed = result.error == NULL;
    free(result.stderr_buffer);
    if (!parsed) pg_query_free_error(result.error);
    pg_query_exit_memory_context(context);
    return parsed;
}
