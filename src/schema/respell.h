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

/* The same where other relations may be read, too: not behind their qualifiers. */
struct str respell_own_column(struct arena *arena, struct str text, struct str table,
                              struct str old_name, struct str new_name);

/* NEW.x and OLD.x. */
struct str respell_row(struct arena *arena, struct str text, struct str old_name,
                       struct str new_name);

/* The same for one relation of a query, by its name or aliases; [bare]: the column's name without a
 * qualifier is the relation's, too. What the query calls its result stays: `new AS old`. */
struct str respell_query_column(struct arena *arena, struct str text, struct name relation,
                                bool bare, struct str old_name, struct str new_name);

/* `t.*`, and `*` where the relation is [alone] in its query, become these columns, in the way
 * PostgreSQL keeps them. */
struct str respell_stars(struct arena *arena, struct str text, struct name relation, bool alone,
                         const struct str_list *columns);

/* A string constant that is this and nothing else. */
struct str respell_literal(struct arena *arena, struct str text, struct str old_value,
                           struct str new_value);

/* A type, behind `::` and in CAST (x AS ...). */
struct str respell_type(struct arena *arena, struct str text, struct name old_name,
                        struct name new_name);

/* A relation of a query, behind FROM and JOIN and as a qualifier. [old_name] may stand there with
 * its schema or without; [new_name] is written as it is given. */
struct str respell_relation(struct arena *arena, struct str text, struct name old_name,
                            struct name new_name);

#endif
