/* Private to taken*.c: what they ask one another for find_taken() of lint/objects.h. */
#ifndef GANDER_LINT_TAKEN_H
#define GANDER_LINT_TAKEN_H

#include "lint/objects.h"

/* PostgreSQL manual, Appendix A. */
#define DUPLICATE_TABLE    "42P07"
#define DUPLICATE_COLUMN   "42701"
#define DUPLICATE_OBJECT   "42710"
#define DUPLICATE_FUNCTION "42723"
#define DUPLICATE_SCHEMA   "42P06"
#define SECOND_PRIMARY_KEY "42P16"
#define OTHER_KIND         "42809" /* OR REPLACE of something else */

struct question {
    const struct rule_ctx *ctx;
    const struct change *change;
    struct taken *taken; /* filled in when the answer is true */
};

bool taken_take(struct question q, struct str name, enum object_kind kind, struct range at,
                struct origin made, const char *code);

/* ... the change itself gives twice */
bool taken_twice(struct question q, struct str name, enum object_kind kind, struct range at,
                 const char *code);

/* -- taken.c ----------------------------------------------------------------------------------- */
bool taken_by_relation(struct question q, struct name name, struct range at);

/* -- taken_table.c ----------------------------------------------------------------------------- */
/* The definition gives an index a name that is taken, a name twice, or has two primary keys. */
bool taken_in_table(struct question q);

/* -- taken_parts.c ----------------------------------------------------------------------------- */
bool taken_by_column(struct question q, struct str name, struct range at);
bool taken_by_attribute(struct question q, struct str name, struct range at);
bool taken_by_label(struct question q);
bool taken_by_domain_check(struct question q, struct str name, struct range at);
bool taken_in_type(struct question q);
bool taken_has_index(const struct constraint *constraint);
/* The index of a key has the constraint's name, in the table's schema. */
bool taken_by_key_index(struct question q, const struct constraint *constraint, struct str schema,
                        struct range at);
bool taken_adding_column(struct question q);
/* IF NOT EXISTS asks for the column, not for a primary key. */
bool taken_adding_key_anyway(struct question q);
bool taken_adding_constraint(struct question q, const struct constraint *constraint);
bool taken_renaming_constraint(struct question q);
bool taken_creating_attached(struct question q, enum object_kind kind);
bool taken_renaming_attached(struct question q, enum object_kind kind);

#endif
