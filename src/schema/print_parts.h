/* The clauses that definitions of several kinds share, and each definition as one SQL statement
 * without its semicolon. Names are those the catalog has now. */
#ifndef GANDER_SCHEMA_PRINT_PARTS_H
#define GANDER_SCHEMA_PRINT_PARTS_H

#include "schema/catalog.h"
#include "schema/sql_text.h"

/* `PRIMARY KEY (id)`, `FOREIGN KEY (a) REFERENCES b (c) ON DELETE CASCADE`; NOT VALID is left to
 * the caller. */
void put_constraint(struct sql_text *sql, const struct catalog_constraint *constraint);

/* `CREATE UNIQUE INDEX i ON t USING gin (a, lower(b)) WHERE c` */
void put_index(struct sql_text *sql, const struct relation *index);
/* ... ON ONLY a partitioned table, or attached to its parent's index. */
void put_spread_index(struct sql_text *sql, const struct relation *index);
void put_index_keys(struct sql_text *sql, const struct index_key *keys, size_t count);

/* `START WITH 5 INCREMENT BY 2`, what is not PostgreSQL's default for the type; each behind a
 * blank. */
void put_sequence_options(struct sql_text *sql, const struct relation *sequence);
void put_sequence(struct sql_text *sql, const struct relation *sequence);

void put_view(struct sql_text *sql, const struct relation *view);

void put_function(struct sql_text *sql, const struct catalog_object *function);
void put_trigger(struct sql_text *sql, const struct catalog_trigger *trigger);
void put_policy(struct sql_text *sql, const struct catalog_policy *policy);
void put_rule(struct sql_text *sql, const struct catalog_rule *rule);

/* Types, domains and whatever else is no relation; false when SQL for it is not known. */
bool put_object(struct sql_text *sql, const struct catalog_object *object);

/* `email text NOT NULL DEFAULT ''`, with `serial` for what that makes. */
void put_column(struct sql_text *sql, const struct catalog_column *column);

/* ` DEFAULT 0`, ` GENERATED ALWAYS AS IDENTITY`; nothing for no value. */
void put_column_value(struct sql_text *sql, const struct catalog_column *column);

/* CREATE TABLE with its first columns, its first parents and those constraints that [takes] says
 * yes to. */
struct table_choice {
    bool (*takes)(const struct table_choice *choice, const struct catalog_constraint *constraint);
    const void *context;
    size_t columns, parents;
};
void put_table(struct sql_text *sql, const struct relation *table,
               const struct table_choice *choice);

/* What CREATE TABLE cannot say: `ALTER TABLE t ENABLE ROW LEVEL SECURITY;`, each on its own line
 * and with its semicolon. */
void put_table_settings(struct sql_text *sql, const struct relation *table);

/* `FOR VALUES IN ('a')`, `DEFAULT` */
void put_partition_bound(struct sql_text *sql, const struct relation *partition);

/* A partition that was a table of its own before: ALTER TABLE ... ATTACH PARTITION makes it one. */
bool table_is_attached(const struct relation *table);

/* PARTITION OF and INHERITS give the table this one. */
bool constraint_comes_with_parent(const struct catalog_constraint *constraint);

/* Its default is the next value of the sequence it owns, whatever that is called by now. */
bool column_counts(const struct catalog_column *column);

/* The column is made by `serial`: what it stands for is all as PostgreSQL would make it. */
bool column_is_serial(const struct catalog_column *column);

#endif
