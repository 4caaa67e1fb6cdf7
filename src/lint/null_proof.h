/* CHECKs that prove a column NOT NULL, and whether SET NOT NULL may use them: only what is valid
 * before its ALTER TABLE and stays (measured; reference hazards.md 3.4). */
#ifndef GANDER_LINT_NULL_PROOF_H
#define GANDER_LINT_NULL_PROOF_H

#include "schema/catalog.h"

#include <stdbool.h>

struct rule_ctx;
struct sql_statement;

enum null_proof {
    PROOF_NONE,
    PROOF_IN_FORCE,
    PROOF_NOT_VALID,
    PROOF_OF_THIS_STATEMENT, /* added, validated or dropped in the same ALTER TABLE */
};

/* The best there is for the column on [table], which may be NULL; [found]: its constraint. In
 * `check` only. */
enum null_proof null_proof_of(const struct rule_ctx *ctx, const struct relation *table,
                              struct str column, const struct catalog_constraint **found);

/* Where the actions before make the proof and those behind use it, or those before use it and those
 * behind drop it; 0: no such place. */
size_t null_proof_split(const struct sql_statement *sql);

/* NOT NULL comes with the column's definition, whatever its keys say. */
bool is_made_not_null(const struct column *column);

/* Columns of the primary key that may hold NULLs, which the index build does not look at, and no
 * valid CHECK proves otherwise. */
struct nullable_columns {
    struct str known;   /* the first that is known to be nullable; or empty */
    struct str unknown; /* of which nobody can tell; or empty */
};

/* None of a [key] that is no primary key. */
struct nullable_columns nullable_columns_of(const struct rule_ctx *ctx, const struct change *change,
                                            const struct constraint *key);

#endif
