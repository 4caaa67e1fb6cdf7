#include "lint/transactions.h"

static void next_transaction(struct transactions *transactions, enum transaction_mode mode)
{
    transactions->ctx->transaction = ++transactions->last;
    transactions->ctx->mode = mode;
}

/* Without goose's transaction and the user's, a string is its own transaction; one of several
 * statements is an implicit block (PostgreSQL manual 55.2.2.1). */
static void next_own_transaction(struct transactions *transactions)
{
    bool several = transactions->ctx->statement->parse.statement_count > 1;
    next_transaction(transactions, several ? IN_IMPLICIT_TRANSACTION : IN_AUTOCOMMIT);
}

/* What BEGIN and COMMIT do to the statements behind them. A BEGIN inside a transaction only warns;
 * in an implicit block it makes a regular one of it. A DO block may commit only where nothing else
 * has begun a transaction (manual, 43.8). */
void transactions_follow(struct transactions *transactions, const struct change *change)
{
    if (change->in_do && transactions->ctx->mode != IN_AUTOCOMMIT) return;
    if (transaction_end(change) != NULL) {
        next_own_transaction(transactions);
    } else if (change->transaction.command == TRANSACTION_BEGIN) {
        if (transactions->ctx->mode == IN_AUTOCOMMIT)
            next_transaction(transactions, IN_USER_TRANSACTION);
        if (transactions->ctx->mode == IN_IMPLICIT_TRANSACTION)
            transactions->ctx->mode = IN_USER_TRANSACTION;
    }
}

void transactions_enter_section(struct transactions *transactions)
{
    struct rule_ctx *ctx = transactions->ctx;
    bool alone = ctx->file->goose != NULL && ctx->file->goose->no_transaction;
    next_transaction(transactions, alone ? IN_AUTOCOMMIT : IN_GOOSE_TRANSACTION);
    ctx->section_transaction = ctx->transaction;
}

void transactions_enter_string(struct transactions *transactions)
{
    enum transaction_mode mode = transactions->ctx->mode;
    if (mode == IN_AUTOCOMMIT || mode == IN_IMPLICIT_TRANSACTION) {
        next_own_transaction(transactions);
    }
}
