/* Builds SQL text in an arena: names, types and expressions as PostgreSQL reads them back. */
#ifndef GANDER_SCHEMA_SQL_TEXT_H
#define GANDER_SCHEMA_SQL_TEXT_H

#include "schema/change.h"

struct sql_text {
    struct arena *arena;
    char *at;
    size_t len, cap;
};

void put(struct sql_text *sql, const char *words);
void put_str(struct sql_text *sql, struct str text);
void put_format(struct sql_text *sql, const char *format, ...) PRINTF_LIKE(2, 3);
void put_number(struct sql_text *sql, int64_t number);
struct str sql_text_str(const struct sql_text *sql);

/* In quotes where needed. The schema `public` goes without saying. */
void put_word(struct sql_text *sql, struct str name);
void put_name(struct sql_text *sql, struct name name);
void put_literal(struct sql_text *sql, struct str string);
/* `a, b` */
void put_words(struct sql_text *sql, const struct str_list *names);
/* ` (a, b)`; nothing for no names */
void put_word_list(struct sql_text *sql, const struct str_list *names);

/* `character varying(50)[]`, `app.mood` */
void put_type(struct sql_text *sql, const struct type_name *type);

/* The expression in parentheses, its own outer ones used; without: as it is. */
void put_expression(struct sql_text *sql, const struct expression *expression);
void put_parenthesized(struct sql_text *sql, const struct expression *expression);

/* ` WITH (fillfactor='70')`; nothing for no options. */
void put_options(struct sql_text *sql, const char *keyword, const struct named_values *options);

/* In dollar quotes that do not occur in it. */
void put_body(struct sql_text *sql, struct str body);

#endif
