/* Where an expression, a query or rows have a value of an enum: what enum_use.c and enum_match.c
 * share. */
#ifndef GANDER_LINT_ENUM_MATCH_H
#define GANDER_LINT_ENUM_MATCH_H

#include "lint/enum_use.h"
#include "schema/catalog.h"

struct enum_use {
    const struct rule_ctx *ctx;
    const struct new_label *label;
    const struct relation *table; /* whose columns expressions name; NULL */
    const struct column *columns; /* ... and those that the change itself makes */
    size_t column_count;
};

/* -- types and columns ------------------------------------------------------------------------- */

bool enum_is_type(const struct enum_use *use, const struct type_name *type);
const struct type_name *enum_type_of_column(const struct enum_use *use,
                                            const struct relation *table, struct str name);
bool enum_is_column(const struct enum_use *use, const struct relation *table, struct str name);
const struct relation *enum_find_table(const struct enum_use *use, struct name name);

/* -- literals ---------------------------------------------------------------------------------- */

bool enum_has_label(const struct enum_use *use, const struct str_list *literals);
bool enum_casts_use(const struct enum_use *use, const struct mentions *mentions);
/* `mood::text = 'v'` compares texts. */
bool enum_compares_text(const struct mentions *mentions);

/* -- expressions and queries ------------------------------------------------------------------- */

/* [type]: of the column that a default is for; NULL. */
bool enum_expression_uses(const struct enum_use *use, const struct expression *expression,
                          const struct type_name *type);
bool enum_query_uses(const struct enum_use *use, const struct mentions *mentions);
/* Values written to columns, or compared with them. */
bool enum_values_use(const struct enum_use *use, const struct data_change *data);

#endif
