/* The types that PostgreSQL's own functions and operators take and give: pg_proc, pg_operator.
 *
 * An entry's text lists the overloads: "int4 int4: int8; [text]: text" is one of two integers, one
 * of an optional text; `variadic any`, `text[]`; "{key text value json}" is a row. */
#ifndef GANDER_SCHEMA_BUILTIN_RESULTS_H
#define GANDER_SCHEMA_BUILTIN_RESULTS_H

#include "base/str.h"

/* Empty: PostgreSQL 15 has none of that name, or none that a query calls. */
struct str builtin_function_types(struct str name);
struct str builtin_operator_types(struct str name);

/* All operators of that name give a boolean. */
bool builtin_operator_compares(struct str name);

/* A range's element, or a multirange's; and its multirange. Empty: it is none. */
struct str builtin_range_element(struct str range);

#endif
