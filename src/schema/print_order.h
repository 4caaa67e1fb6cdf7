/* In which order what a catalog holds can be made.
 *
 * As it was made, except that schemas and extensions come first, a table's indexes, triggers and
 * policies follow it, foreign keys to a later table end the list, and what something needs stands
 * before it. */
#ifndef GANDER_SCHEMA_PRINT_ORDER_H
#define GANDER_SCHEMA_PRINT_ORDER_H

#include "base/vec.h"
#include "schema/catalog.h"

struct heir;

enum item_kind {
    ITEM_OBJECT,     /* type, function, schema, extension, ... */
    ITEM_SEQUENCE,   /* one that is written on its own */
    ITEM_OWNER,      /* ... and that belongs to a column: OWNED BY */
    ITEM_RELATION,   /* table, foreign table, view, materialized view */
    ITEM_COLUMN,     /* one that CREATE TABLE did not make: see print_heirs.h */
    ITEM_INHERIT,    /* parents that CREATE TABLE did not name */
    ITEM_INDEX,      /* one that no constraint makes */
    ITEM_CONSTRAINT, /* one that CREATE TABLE did not make */
    ITEM_SETTINGS,   /* of a table, after its indexes */
    ITEM_TRIGGER,
    ITEM_POLICY,
    ITEM_RULE,
};

/* One statement, or several that belong together. */
struct item {
    enum item_kind kind;
    const struct relation *relation; /* itself, or the table it stands in */
    const struct catalog_object *object;
    const struct catalog_column *column;
    const struct catalog_constraint *constraint;
    const struct catalog_trigger *trigger;
    const struct catalog_policy *policy;
    const struct catalog_rule *rule;
    bool placed, open;
    bool in_table; /* a foreign key: CREATE TABLE makes it */
    bool spread;   /* an index of a partitioned table or a partition, made ON ONLY and attached */
};

/* An item by the name that others know it by. */
struct item_name {
    struct name name;
    size_t item;
};

/* An item by what it stands for: a relation, an object, a constraint, a column; a heir for its
 * ITEM_INHERIT. */
struct item_key {
    const void *what;
    size_t item;
};

struct order {
    struct arena *arena;
    const struct catalog *catalog;
    VEC(struct item) items;      /* as they were collected */
    VEC(size_t) placed;          /* the order: numbers of items */
    VEC(struct item_name) names; /* by name */
    VEC(struct item_key) keys;   /* by address */
    VEC(size_t) needs;           /* while placing */
    struct relation_list spread; /* by address: see print_spread.c */
    VEC(struct heir) heirs;      /* by address: see print_heirs.h */
};

struct order order_new(struct arena *arena, const struct catalog *catalog);

/* CREATE TABLE makes the constraint. */
bool order_is_inline(const struct order *order, const struct catalog_constraint *constraint);

/* Everything is known of it and of what it stands in; else it becomes a comment. */
bool item_is_known(const struct item *item);
/* As far as statements tell that can be read: the others are listed by catalog_unread(). */
bool relation_is_known(const struct relation *relation);

/* -- between the parts of this module ---------------------------------------------------------- */

/* Indexes of partitioned tables that CREATE INDEX ON ONLY and ATTACH PARTITION make: some partition
 * has none, or one with a name of its own. */
void order_find_spread(struct order *order);
bool order_is_spread(const struct order *order, const struct relation *index);

/* Fills `items`, `names` and `keys`. */
void order_collect(struct order *order);

/* The item that stands for this relation, object or constraint; NULL: none does. */
struct item *order_find(const struct order *order, const void *what);

/* Appends to `needs` this item, unless it is placed, or NULL. */
void order_need(struct order *order, const struct item *item);

/* Appends to `needs` the items that have to stand before this one. */
void order_collect_needs(struct order *order, const struct item *item);

#endif
