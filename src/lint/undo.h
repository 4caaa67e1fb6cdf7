/* What a Down has to take back, and with which statements, as far as the Up itself tells it
 * (the inverse of each change: reference hazards.md section 4). */
#ifndef GANDER_LINT_UNDO_H
#define GANDER_LINT_UNDO_H

#include "lint/diagnostic.h"
#include "lint/file.h"

#include <stdbool.h>

struct rule_ctx;

/* It changes the schema. Data, maintenance, validation and session settings need no Down: either
 * nothing is left behind, or no statement brings it back. */
bool needs_undo(const struct change *change);

/* Up holds such a change, or a statement nobody can read. */
bool up_needs_undo(const struct rule_ctx *ctx);

/* The statement that takes one change back, without `;`; empty when the change alone does not tell
 * it: the object may have been there before, or its old definition is gone. [patience] is how many
 * earlier changes may still be looked at for that. */
struct str undo_of(const struct rule_ctx *ctx, const struct change *change, size_t *patience);

/* Help: how the way back is written, with a fix or the statements themselves where Up tells them.
 * [how] is the words before: "append a Down". */
void help_with_down(struct rule_ctx *ctx, struct diagnostic *finding, const char *how);

/* Note: what `goose down` does with a Down that runs nothing, and what comes of it. */
void note_empty_rollback(struct rule_ctx *ctx, struct diagnostic *finding);

#endif
