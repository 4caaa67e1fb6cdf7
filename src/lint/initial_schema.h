/* What was there before the first migration: the SQL files of `initial-schema`, such as a dump made
 * with `pg_dump --schema-only`. goose never sees them, so PostgreSQL's parser alone cuts them. */
#ifndef GANDER_LINT_INITIAL_SCHEMA_H
#define GANDER_LINT_INITIAL_SCHEMA_H

#include "config/config.h"
#include "schema/catalog.h"
#include "sql/parse.h"

struct initial_file {
    const struct source *source;
    struct sql_parse parse;
};

struct initial_schema {
    const struct initial_file *files;
    size_t file_count;
};

/* NULL with [problem], one line, when a file cannot be read or is no SQL. */
const struct initial_schema *initial_schema_read(struct arena *arena, const struct config *config,
                                                 struct str *problem);

/* Into a new catalog; [transaction] is the number of the last one and goes on counting. */
void initial_schema_replay(const struct initial_schema *initial, struct catalog *catalog,
                           uint32_t *transaction);

#endif
