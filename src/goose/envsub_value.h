/* Values of variables under ENVSUB, and the arithmetic of `${NAME:offset:length}`. */
#ifndef GANDER_GOOSE_ENVSUB_VALUE_H
#define GANDER_GOOSE_ENVSUB_VALUE_H

#include "goose/goose.h"

struct envsub_value {
    struct str text;
    bool known;          /* the variable is set */
    bool is_placeholder; /* it is not, and `text` is its own name */
};

struct envsub_value envsub_value(const struct goose_environment *environment, struct str name);

/* A decimal number with an optional sign that fits in 64 bits (Go's strconv.Atoi). */
bool envsub_number(struct str text, int64_t *number);

/* In bytes. A negative offset or length counts from the end; what lies outside is cut off. */
struct str envsub_substring(struct str value, int64_t offset, bool has_length, int64_t length);

#endif
