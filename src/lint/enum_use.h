/* Enum values that the transaction at hand has added, and where statements use them: PostgreSQL
 * refuses that until the transaction has committed (manual, ALTER TYPE, Notes). */
#ifndef GANDER_LINT_ENUM_USE_H
#define GANDER_LINT_ENUM_USE_H

#include "schema/change.h"
#include "source/source.h"

#include <stdbool.h>

struct rule_ctx;

struct new_label {
    struct name type; /* with its schema */
    struct str text;
    const struct change *by;
    struct span added;
    bool conditional;
};

struct new_label_list {
    struct new_label *at;
    size_t len, cap;
};

/* The values that nobody may use yet when the change at hand runs, but for those that
 * label_is_usable() names: that is asked last, because it looks through the type. In `check` only.
 */
struct new_label_list new_labels(const struct rule_ctx *ctx);
bool label_is_usable(const struct rule_ctx *ctx, const struct new_label *new_label);

/* [change] has the value read as one of its type: in a default, CHECK, predicate, query, row, cast
 * or bound. What is read only when it runs is no use: bodies of PL/pgSQL, text cast to the type. */
bool uses_label(const struct rule_ctx *ctx, const struct change *change,
                const struct new_label *label);

#endif
