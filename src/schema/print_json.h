/* The members that the objects of a schema in JSON are made of. Only src/schema/print_json*.c. */
#ifndef GANDER_SCHEMA_PRINT_JSON_H
#define GANDER_SCHEMA_PRINT_JSON_H

#include "base/json.h"
#include "schema/catalog.h"

void json_member_made(struct json *json, enum knowledge state, const struct origin *made);
/* `perhaps_changed`, where SQL that nobody can read has run since. */
void json_member_doubt(struct json *json, bool may_have_changed);
void json_member_name(struct json *json, struct name name);
void json_member_words(struct json *json, const char *key, const struct str_list *words);

void json_member_columns(struct json *json, struct arena *arena, const struct relation *relation);
void json_member_indexes(struct json *json, struct arena *arena, const struct relation *relation);
void json_member_triggers(struct json *json, struct arena *arena, const struct relation *relation);

void json_put_table(struct json *json, struct arena *arena, const struct relation *table);

#endif
