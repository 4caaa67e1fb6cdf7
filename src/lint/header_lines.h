/* Header lines in the style of a sequence: the spelling, order and place that its other migrations
 * have. */
#ifndef GANDER_LINT_HEADER_LINES_H
#define GANDER_LINT_HEADER_LINES_H

#include "lint/fix.h"

struct rule_ctx;
struct migration_file;

const struct header_field *header_field_of(const struct goose_file *goose, struct str name);

/* The required fields that [file] lacks, filled in from git. False, and no edit, when one of them
 * cannot be: it is neither an author nor a date, git does not know, or a pattern refuses it. */
bool edit_insert_header(struct fix_draft *draft, const struct rule_ctx *ctx,
                        const struct migration_file *file);

#endif
