/* Private to missing*.c: what they ask one another for find_missing() of lint/missing.h. */
#ifndef GANDER_LINT_MISSING_NEED_H
#define GANDER_LINT_MISSING_NEED_H

#include "lint/missing.h"

struct need {
    struct rule_ctx *ctx;
    const struct change *change;
    struct missing *missing; /* filled in when an answer is true */
};

enum { MOST_NAMES = 256 }; /* looked at in one statement */

/* Sets of kinds: KIND(OBJ_TABLE) | ... */
#define KIND(kind)   (1u << (kind))
#define ANY_TABLE    (KIND(OBJ_TABLE) | KIND(OBJ_FOREIGN_TABLE))
#define ANY_ROWS     (ANY_TABLE | KIND(OBJ_VIEW) | KIND(OBJ_MATERIALIZED_VIEW))
#define ANY_RELATION (ANY_ROWS | KIND(OBJ_INDEX) | KIND(OBJ_SEQUENCE))

/* missing.c */
struct name need_subject(const struct change *change);
struct range need_place(const struct change *change); /* of its name */
bool miss(struct need n, enum object_kind kind, struct name name, struct range at,
          const char *code);
bool comes_later(struct need n, enum object_kind kind, struct name name);
bool is_system_name(struct name name);
bool is_usual_name(struct need n, struct name name);
bool lacks_relation(struct need n, struct name name, struct range at, unsigned kinds);
bool lacks_schema(struct need n, struct str schema, struct range at);

/* missing_object.c */
bool lacks_type(struct need n, const struct type_name *type, struct range at);
/* The same of a column or an attribute, whose name stands before the type's. */
bool lacks_type_of(struct need n, struct str column, const struct type_name *type, struct range at);
/* [kind] 'e' enum, 'c' composite, 'd' domain, 0 any */
bool lacks_type_named(struct need n, struct name name, char kind, struct range at);
bool lacks_registered(struct need n, const struct cast *cast, struct range at);
bool lacks_function(struct need n, struct name name, struct range at);
/* ... of the arguments that the change names, of its kind, or that a trigger calls. */
bool lacks_routine(struct need n);
bool lacks_trigger_function(struct need n, struct name name, struct range at);
bool lacks_object(struct need n, enum object_kind kind, struct name name, struct range at);
bool lacks_role(struct need n, struct str role, struct range at);
bool lacks_roles(struct need n, const struct str_list *roles, struct range at);

/* missing_named.c: the object that a change names, whatever it does to it */
unsigned kinds_named(const struct change *change);
bool lacks_subject(struct need n, unsigned relation_kinds);
bool lacks_named_object(struct need n, bool *is_named);
bool lacks_in_type(struct need n, bool *is_of_type);
/* missing_create.c: CREATE */
bool lacks_for_definition(struct need n, bool *is_definition);
/* missing_alter.c: ALTER TABLE and its like */
bool lacks_for_alteration(struct need n, bool *is_alteration);

/* missing_parts.c */
bool lacks_column(struct need n, struct name relation, struct str column, struct range at);
bool lacks_columns(struct need n, struct name relation, const struct str_list *columns,
                   struct range at);
bool lacks_constraint(struct need n, struct str name, struct range at);
bool lacks_attached(struct need n, enum object_kind kind, struct str name, struct range at);
bool lacks_own_index(struct need n, struct str name, struct range at);
bool lacks_attribute(struct need n);
bool lacks_domain_constraint(struct need n, struct str name);

/* missing_label.c: labels of enums, and constants read as one */
bool lacks_label(struct need n);
bool lacks_value(struct need n, const struct type_name *type, struct str literal, struct range at);
bool lacks_default(struct need n, const struct expression *value, const struct type_name *type,
                   struct range at);
bool lacks_written_value(struct need n);

/* missing_mentions.c: queries, expressions, definitions of columns and constraints */
bool lacks_mentioned(struct need n, const struct mentions *mentions, struct range at);
bool lacks_in_expression(struct need n, struct name owner, const struct expression *expression,
                         struct range at);
bool lacks_for_constraint(struct need n, const struct constraint *constraint);
bool lacks_for_column(struct need n, const struct column *column);
bool lacks_for_key(struct need n, const struct index_key *key, struct range at);

/* missing_past.c: where it went */
struct missing_past {
    bool known;
    struct span at;          /* of what took it away */
    bool by_catalog;         /* by what the replay knows, not by what was written about its name */
    const struct change *by; /* in this section; NULL: elsewhere */
};

struct missing_past missing_find_past(struct rule_ctx *ctx, const struct missing *missing);
void missing_label_past(struct diagnostic *finding, const struct missing_past *past);
/* The change at hand drops what this section has dropped already. */
bool is_dropped_again(const struct rule_ctx *ctx, const struct missing_past *past);
/* ... together with what it belongs to. */
bool is_taken_along(const struct rule_ctx *ctx, const struct missing_past *past);

#endif
