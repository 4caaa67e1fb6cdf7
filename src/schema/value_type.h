/* The type an expression has, and how PostgreSQL makes several types one (manual, chapter 10).
 *
 * What cannot be told stays untold and is contagious, except where all answers agree. */
#ifndef GANDER_SCHEMA_VALUE_TYPE_H
#define GANDER_SCHEMA_VALUE_TYPE_H

#include "schema/catalog.h"
#include "schema/type_lookup.h"

enum type_state {
    TYPE_UNTOLD,
    TYPE_UNDECIDED, /* 'x', NULL: PostgreSQL's `unknown` */
    TYPE_TOLD
};

enum collation_strength { COLLATION_NONE, COLLATION_IMPLICIT, COLLATION_EXPLICIT };

struct value_type {
    enum type_state state;
    struct type_name type;      /* user types with their schema */
    const struct relation *row; /* the type is the row of this one */
    struct name collation;      /* name empty: the default one */
    enum collation_strength strength;
};

struct value_type type_of_name(const char *builtin);
struct value_type type_of_array(const struct value_type *element); /* UNTOLD: there is none */
struct value_type type_of_element(const struct catalog *catalog, const struct value_type *array);

/* Without its modifier. */
struct value_type without_modifier(struct value_type type);

/* What it is, domains seen through; of TOLD ones only. */
struct base_type value_base(const struct catalog *catalog, const struct value_type *type);

/* pg_type.typcategory and typispreferred. */
char type_category(const struct base_type *type);
bool type_is_preferred(const struct base_type *type);

/* Is there an implicit cast, or nothing to cast? Of PostgreSQL's own types and to polymorphic
 * pseudo-types; a domain is what it is made of. */
bool type_coerces(const struct base_type *from, const struct base_type *to);

/* select_common_type(), with modifier and collation: CASE, UNION, ARRAY, VALUES ...  text where all
 * are undecided. */
struct value_type common_type(const struct catalog *catalog, const struct value_type *types,
                              size_t count);

/* The collation of what is made of both; [into] keeps its type. */
void merge_collation(struct value_type *into, const struct value_type *other);

/* A number has none. */
void drop_idle_collation(const struct catalog *catalog, struct value_type *type);

#endif
