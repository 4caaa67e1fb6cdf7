/* The text of a CHECK as a small tree, as far as it compares one column with literals. */
#ifndef GANDER_SCHEMA_CHECK_TEXT_H
#define GANDER_SCHEMA_CHECK_TEXT_H

#include "schema/lex.h"
#include "schema/partition_bound.h"

/* low <= key < high, or key among the values. */
struct check_leaf {
    struct bound_value low, high; /* VALUE_NONE: open */
    bool low_included, high_included;
    struct bound_values values; /* `=`, IN, = ANY (ARRAY[...]) */
};

struct check_node {
    enum { CHECK_OTHER, CHECK_LEAF, CHECK_AND, CHECK_OR, CHECK_NOT } kind;
    const struct check_node *left, *right;
    struct check_leaf leaf;
};

/* Never NULL; at most some dozens of nodes deep. */
const struct check_node *check_read(struct arena *arena, struct str check, struct str key);

/* -- tokens -------------------------------------------------------------------------------------*/

struct check_reader {
    struct lexer lexer;
    struct token token; /* the next one */
    unsigned depth, nodes;
};

struct check_reader check_reader(struct str text);
bool check_take(struct check_reader *reader, enum token_kind kind);
bool check_take_word(struct check_reader *reader, const char *word);

/* `5`, `-5`, `'x'`, `date '2024-01-01'`, `'x'::text`; VALUE_NONE: no literal stood there. */
struct bound_value check_literal(struct check_reader *reader);

#endif
