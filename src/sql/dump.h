/* Changes as text or JSON: what the fixtures of lowering hold, and what a person looks at who
 * wonders what gander made of a statement. */
#ifndef GANDER_SQL_DUMP_H
#define GANDER_SQL_DUMP_H

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "sql/parse.h"

/* Where bytes of the sent string stand in the file, lines and columns from 1. */
struct dump_place {
    uint32_t line, column;
    uint32_t end_line, end_column; /* exclusive */
};

struct dump_places {
    bool (*find)(const void *context, struct range range, struct dump_place *place);
    const void *context;
};

/* All statements of [sql], which must be what was parsed; the error when there is one. One field a
 * line. [places] may be NULL. */
struct str sql_dump(struct arena *arena, struct str sql, const struct sql_parse *parse,
                    const struct dump_places *places);

/* The same as an array of statements. */
void sql_dump_json(struct json *json, struct arena *arena, struct str sql,
                   const struct sql_parse *parse, const struct dump_places *places);

#endif
