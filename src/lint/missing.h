/* What a change names and PostgreSQL will not find (42P01, 42703, 42704, 42883, 3F000), or finds to
 * be something else (42809). */
#ifndef GANDER_LINT_MISSING_H
#define GANDER_LINT_MISSING_H

#include "schema/catalog.h"

struct rule_ctx;
struct name_event;

struct missing {
    enum object_kind kind; /* what is looked for */
    struct name name;      /* of it, or of the relation or type it would stand in */
    struct str part;       /* column, constraint, label ...; empty: `name` itself */
    struct range at;
    const char *code;               /* PostgreSQL's */
    const struct relation *found;   /* it is there, but of another kind; NULL: it is not */
    const struct relation *within;  /* the relation that lacks the part; or NULL */
    const struct name_event *later; /* what makes it, too late; NULL: nothing does */
};

/* The first thing [change] needs and does not find. Never what may have been made outside. */
bool find_missing(struct rule_ctx *ctx, const struct change *change, struct missing *missing);

/* -- private to missing*.c --------------------------------------------------------------------- */

struct need {
    struct rule_ctx *ctx;
    const struct change *change;
    struct missing *missing; /* filled in when an answer is true */
};

/* Sets of kinds: BIT(OBJ_TABLE) | ... */
#define KIND(kind)   (1u << (kind))
#define ANY_TABLE    (KIND(OBJ_TABLE) | KIND(OBJ_FOREIGN_TABLE))
#define ANY_ROWS     (ANY_TABLE | KIND(OBJ_VIEW) | KIND(OBJ_MATERIALIZED_VIEW))
#define ANY_RELATION (ANY_ROWS | KIND(OBJ_INDEX) | KIND(OBJ_SEQUENCE))

/* missing.c */
struct name need_subject(const struct change *change);
struct range need_place(const struct change *change); /* of its name */
bool lacks_relation(struct need n, struct name name, struct range at, unsigned kinds);
bool lacks_type(struct need n, const struct type_name *type, struct range at);
bool lacks_schema(struct need n, struct str schema, struct range at);
bool lacks_function(struct need n, struct name name, struct range at);

/* missing_create.c: CREATE, and statements about rows */
bool lacks_for_definition(struct need n, bool *is_definition);

/* missing_parts.c */
bool lacks_column(struct need n, struct name relation, struct str column, struct range at);
bool lacks_columns(struct need n, struct name relation, const struct str_list *columns,
                   struct range at);
bool lacks_constraint(struct need n, struct str name, struct range at);
bool lacks_attached(struct need n, enum object_kind kind, struct str name, struct range at);
bool lacks_label(struct need n);
/* What a query names; PL/pgSQL's variables look like columns without a qualifier. */
bool lacks_mentioned(struct need n, const struct mentions *mentions, struct range at);
/* What an expression over the rows of [owner] names. */
bool lacks_in_expression(struct need n, struct name owner, const struct expression *expression,
                         struct range at);
bool lacks_for_constraint(struct need n, const struct constraint *constraint);
bool lacks_for_column(struct need n, const struct column *column, bool new_table);

#endif
