/* The schema on which the locks of fixtures/facts/ were measured, replayed into a catalog. */
#ifndef GANDER_TESTS_MEASURED_SCHEMA_H
#define GANDER_TESTS_MEASURED_SCHEMA_H

#include "schema/catalog.h"
#include "sql/parse.h"

static const char measured_schema[] =
    "create schema t;"
    "create table t.p (id int primary key, code text unique, n int);"
    "create table t.c (id int primary key, p_id int, a int, b text, v varchar(50),"
    " num numeric(10,2), ts timestamp, tz timestamptz, j jsonb, d date, nn int not null);"
    "create index c_a_idx on t.c (a);"
    "create table t.o (id int primary key, x int);"
    "insert into t.p select i, 'c'||i, i from generate_series(1,2000) i;"
    "insert into t.c select i, i, i from generate_series(1,5000) i;"
    "insert into t.o select i, i from generate_series(1,100) i;"
    "set search_path = t, public";

static inline bool replay(struct arena *arena, struct catalog *catalog, struct str sql,
                          uint32_t transaction)
{
    struct sql_parse parsed = sql_parse(arena, str_copy(arena, sql));
    struct origin origin = {.transaction = transaction};
    if (!parsed.parsed) return false;
    for (size_t i = 0; i < parsed.statement_count; i++) {
        for (size_t k = 0; k < parsed.statements[i].change_count; k++) {
            catalog_replay(catalog, &parsed.statements[i].changes[k], origin);
        }
    }
    return true;
}

/* The schema and a form's `setup`; NULL when PostgreSQL 15's parser cannot read that. */
static inline struct catalog *measured_catalog(struct arena *arena, struct str setup)
{
    struct catalog *catalog = catalog_new(arena);
    if (!replay(arena, catalog, STR(measured_schema), 1)) return NULL;
    if (str_starts_with(setup, STR("an INVALID index"))) setup = STR("create index i on t.c (b)");
    return replay(arena, catalog, setup, 2) ? catalog : NULL;
}

#endif
