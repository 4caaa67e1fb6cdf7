/* The fields of a dump, as lines of text or as members of JSON. What is empty is left out, so that
 * a dump shows what was found and nothing else. Only dump*.c include this. */
#ifndef GANDER_SQL_DUMP_FIELDS_H
#define GANDER_SQL_DUMP_FIELDS_H

#include "base/vec.h"
#include "schema/change.h"
#include "sql/dump.h"

struct dump {
    struct arena *arena;
    struct str sql;
    const struct dump_places *places; /* NULL: positions are not said */
    struct json *json;                /* NULL: text */
    unsigned indent;                  /* blanks before a line of text */
    VEC(struct str) lines;
};

void dump_line(struct dump *dump, const char *format, ...) PRINTF_LIKE(2, 3); /* text only */

/* An object under a name, or in a list; a list. Text indents what is in an object; a list is its
 * objects, each under [name]. */
void dump_open(struct dump *dump, const char *name);
void dump_open_list(struct dump *dump, const char *name);
void dump_open_item(struct dump *dump, const char *name, struct str title); /* "column id" */
void dump_close(struct dump *dump);                                         /* object or item */
void dump_close_list(struct dump *dump);

void dump_str(struct dump *dump, const char *name, struct str value);
void dump_text(struct dump *dump, const char *name, struct str value);   /* empty ones too */
void dump_words(struct dump *dump, const char *name, const char *value); /* NULL: left out */
void dump_name(struct dump *dump, const char *name, struct name value);
void dump_range(struct dump *dump, const char *name, struct range range);
void dump_bool(struct dump *dump, const char *name, bool value); /* false is left out */
void dump_char(struct dump *dump, const char *name, char value);
void dump_number(struct dump *dump, const char *name, int64_t value);
void dump_list(struct dump *dump, const char *name, struct str_list list);
void dump_names(struct dump *dump, const char *name, struct name_list list);
void dump_values(struct dump *dump, const char *name, struct named_values values);

/* dump_parts.c */
void dump_type(struct dump *dump, const char *name, struct type_name type);
void dump_expression(struct dump *dump, const char *name, struct expression expression);
void dump_mentions(struct dump *dump, const char *name, const struct mentions *mentions);
void dump_storage(struct dump *dump, const struct storage *storage);
void dump_keys(struct dump *dump, const struct index_key *keys, size_t count);
void dump_constraint(struct dump *dump, const struct constraint *constraint);
void dump_constraints(struct dump *dump, const struct constraint *constraints, size_t count);
void dump_column(struct dump *dump, const struct column *column);
void dump_sequence_options(struct dump *dump, const char *name,
                           const struct sequence_options *options);

/* dump_table.c, dump_data.c, dump_object.c: each returns whether the change is one of its kinds. */
bool dump_table_change(struct dump *dump, const struct change *change);
bool dump_data_change(struct dump *dump, const struct change *change);
bool dump_object_change(struct dump *dump, const struct change *change);

#endif
