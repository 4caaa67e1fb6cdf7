/* How the tables of an inheritance family are made, so that each has its columns in its order, and
 * those for its own that are its own: first as CREATE TABLE made it, then INHERIT and ADD COLUMN.
 */
#ifndef GANDER_SCHEMA_PRINT_HEIRS_H
#define GANDER_SCHEMA_PRINT_HEIRS_H

#include "schema/print_order.h"

/* A table that has parents or children, and is no partition. */
struct heir {
    const struct relation *table;
    size_t ready;   /* so many columns CREATE TABLE makes; ADD COLUMN the others */
    size_t created; /* so many parents CREATE TABLE names; INHERIT the others */
};

void order_find_heirs(struct order *order);
/* NULL: it is none. */
const struct heir *order_heir(const struct order *order, const struct relation *table);

/* The parent had the column when the heir was made. */
bool heir_was_given(const struct heir *heir, const struct catalog_column *of_parent);
/* Not its own: ADD COLUMN for a parent gives it this column, too. */
bool heir_gets_from_parent(const struct catalog_column *column);

/* It stands on columns that come with ADD COLUMN, or has to be passed on to tables that get their
 * parent by INHERIT. */
bool order_is_late(const struct order *order, const struct catalog_constraint *constraint);

/* The place of a column; the number of columns when there is none. */
size_t heir_column(const struct relation *table, struct str name);

/* print_heirs_needs.c: what CREATE TABLE, ADD COLUMN, INHERIT, ADD CONSTRAINT need of the family.
 */
void need_of_heir(struct order *order, const struct item *item);

#endif
