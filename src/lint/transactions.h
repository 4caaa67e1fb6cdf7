/* In which transaction each statement of a section runs: goose's own, the file's, or none
 * (reference goose.md 2.3, 3). Kept in rule_ctx: `mode`, and `transaction`, a number in the whole
 * replay. */
#ifndef GANDER_LINT_TRANSACTIONS_H
#define GANDER_LINT_TRANSACTIONS_H

#include "lint/rule.h"

struct transactions {
    struct rule_ctx *ctx;
    uint32_t last; /* number of the last one begun */
};

/* A section begins; the file at hand says whether goose opens a transaction. */
void transactions_enter_section(struct transactions *transactions);

/* A string is sent. */
void transactions_enter_string(struct transactions *transactions);

/* BEGIN, COMMIT and the like were carried out. */
void transactions_follow(struct transactions *transactions, const struct change *change);

#endif
