/* The fields of a dump, one line each. Empty ones are left out, so that a dump shows what was found
 * and nothing else. Only dump.c includes this. */
#ifndef GANDER_SQL_DUMP_FIELDS_H
#define GANDER_SQL_DUMP_FIELDS_H

#include "base/vec.h"
#include "schema/change.h"

struct dump {
    struct arena *arena;
    struct str sql;
    struct {
        struct str *at;
        size_t len, cap;
    } lines;
};

void dump_line(struct dump *dump, const char *format, ...) PRINTF_LIKE(2, 3);
void dump_str(struct dump *dump, const char *name, struct str value); /* on one line */
void dump_name(struct dump *dump, const char *name, struct name value);
void dump_range(struct dump *dump, const char *name, struct range range); /* its text */
void dump_bool(struct dump *dump, const char *name, bool value);
void dump_char(struct dump *dump, const char *name, char value);
void dump_list(struct dump *dump, const char *name, struct str_list list);
void dump_names(struct dump *dump, const char *name, struct name_list list);
void dump_expression(struct dump *dump, const char *name, struct expression expression);
struct str dump_type_words(struct dump *dump, struct type_name type);

void dump_constraint(struct dump *dump, const struct constraint *constraint);
void dump_column(struct dump *dump, const struct column *column);
void dump_data(struct dump *dump, const struct data_change *data);

#endif
