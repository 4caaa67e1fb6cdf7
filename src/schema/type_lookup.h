/* A type as a cast sees it: domains resolved to what they are made of. */
#ifndef GANDER_SCHEMA_TYPE_LOOKUP_H
#define GANDER_SCHEMA_TYPE_LOOKUP_H

#include "schema/catalog.h"
#include "schema/type_facts.h"

enum base_kind { BASE_BUILTIN, BASE_ENUM, BASE_RECORD, BASE_RANGE, BASE_UNKNOWN };

struct base_type {
    enum base_kind kind;
    struct name name;
    int32_t modifiers[2];
    uint8_t modifier_count;
    bool array;                             /* of it */
    bool domain;                            /* a domain made the way to it */
    bool constrained;                       /* one with CHECK or NOT NULL */
    const struct expression *default_value; /* the outermost domain's that has one; NULL */
};

struct base_type base_type_of(const struct catalog *catalog, const struct type_name *type);

/* The same type but for modifiers. */
bool base_type_same(const struct base_type *a, const struct base_type *b);

#endif
