/* Writes JSON as it goes: nothing is kept but where it stands.
 *
 *     struct json json;
 *     json_init(&json, out);
 *     json_begin_object(&json);
 *     json_member_string(&json, "path", path);
 *     json_key(&json, "lines");
 *     json_begin_array(&json);
 *     json_put_number(&json, 7);
 *     json_end(&json);
 *     json_end(&json);
 *     json_finish(&json);
 *
 * One blank of indentation a level. Strings escape only what they must, and U+2028/2029; an invalid
 * UTF-8 byte becomes U+FFFD. A call that would not be JSON is our bug and aborts. Write errors are
 * left to ferror().
 *
 * The names keep clear of jansson's (json_object, json_string, ...), which reads JSON elsewhere. */
#ifndef GANDER_BASE_JSON_H
#define GANDER_BASE_JSON_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_DEPTH = 64 };

struct json {
    FILE *out;
    unsigned depth;
    unsigned inline_from; /* depth of the value that is kept on one line; 0: none */
    bool after_key;
    struct {
        bool is_object;
        bool has_members;
    } open[JSON_DEPTH + 1]; /* [0] is the document */
};

void json_init(struct json *json, FILE *out);

void json_begin_object(struct json *json);
void json_begin_array(struct json *json);
/* The same, everything inside on one line: for what reads better so, such as positions. */
void json_begin_object_inline(struct json *json);
void json_begin_array_inline(struct json *json);
/* Closes the innermost object or array. */
void json_end(struct json *json);
/* The final line end; everything must be closed. */
void json_finish(struct json *json);

void json_key(struct json *json, const char *key);

void json_put_string(struct json *json, struct str text);
void json_put_number(struct json *json, int64_t number);
void json_put_bool(struct json *json, bool truth);
void json_put_null(struct json *json);

void json_member_string(struct json *json, const char *key, struct str text);
void json_member_number(struct json *json, const char *key, int64_t number);
void json_member_count(struct json *json, const char *key, size_t count);
void json_member_bool(struct json *json, const char *key, bool truth);
void json_member_null(struct json *json, const char *key);

#endif
