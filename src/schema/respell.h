/* Kept SQL texts after a rename: PostgreSQL keeps trees, in which a name is not written down.
 *
 * Word by word, without a parser: strings, comments, types behind `::` and AS, functions and what
 * another relation's qualifier stands before are left alone. */
#ifndef GANDER_SCHEMA_RESPELL_H
#define GANDER_SCHEMA_RESPELL_H

#include "base/arena.h"
#include "schema/change.h"

/* The column of an expression over one table: CHECK, default, index key, predicate, policy. */
struct str respell_column(struct arena *arena, struct str text, struct str old_name,
                          struct str new_name);

/* The same in a query, where only these qualifiers stand for the table; [bare]: the name without a
 * qualifier is the table's, too. */
struct str respell_query_column(struct arena *arena, struct str text,
                                const struct str_list *qualifiers, bool bare, struct str old_name,
                                struct str new_name);

/* A relation of a query, behind FROM and JOIN and as a qualifier. [old_name] may stand there with
 * its schema or without; [new_name] is written as it is given. */
struct str respell_relation(struct arena *arena, struct str text, struct name old_name,
                            struct name new_name);

#endif
