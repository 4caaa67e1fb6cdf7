#include "lint/lock_lasts.h"

#include "lint/rule.h"
#include "schema/savepoints.h"

/* As far as a ROLLBACK TO behind the lock may go back to them. */
enum { MOST_SAVEPOINTS = 32 };

/* The words of the command behind the lock that ends it; NULL: this one does not. [known]: the
 * SAVEPOINTs of the transaction, those before the lock marked 0. */
static const char *end_words(const struct rule_ctx *ctx, struct savepoint_list *known,
                             const struct change *change, bool behind)
{
    const char *end = transaction_end(change);
    if (end != NULL) {
        known->len = 0;
        return behind ? end : NULL;
    }
    const bool sets = change->transaction.command == TRANSACTION_SAVEPOINT;
    if (sets && known->len == MOST_SAVEPOINTS) return NULL;
    const size_t mark = savepoints_follow(ctx->arena, known, change, behind ? 1 : 0);
    return behind && mark == 0 ? "ROLLBACK TO" : NULL;
}

/* The transaction ends with its string. */
static bool is_beyond(const struct rule_ctx *ctx, const struct cursor *cursor)
{
    const bool alone = ctx->mode == IN_IMPLICIT_TRANSACTION || ctx->mode == IN_AUTOCOMMIT;
    return alone && cursor->statement != ctx->statement;
}

/* A piece of a body that goose has cut, whose END is no COMMIT. */
static bool is_torn_off(const struct migration_file *file, struct span at)
{
    for (size_t i = 0; i < file->cut_count; i++) {
        const struct cut *cut = &file->cuts[i];
        if (cut->opening.source == NULL || at.source == NULL) continue;
        if (cut->whole.start <= at.start && at.end <= cut->whole.end) return true;
    }
    return false;
}

static uint32_t line_of(const struct cursor *cursor)
{
    const struct span at = cursor_span(cursor, cursor->change->at);
    return at.source == NULL ? cursor->statement->sent->start_line
                             : source_line_of(at.source, at.start);
}

/* What the section itself ends it with; NULL: nothing, as far as it is looked at. */
static const char *ended_by_file(const struct rule_ctx *ctx, const struct change *taken_by)
{
    struct savepoint_list known = {0};
    struct cursor cursor = cursor_look(ctx, ctx->direction);
    if (ctx->mode == IN_IMPLICIT_TRANSACTION || ctx->mode == IN_AUTOCOMMIT) {
        cursor.statement_index = (size_t)(ctx->statement - ctx->file->statements[ctx->direction]);
    }
    bool behind = false;
    while (cursor_next(&cursor) && !is_beyond(ctx, &cursor)) {
        const struct change *change = cursor.change;
        behind = behind || change == taken_by;
        if (change->kind != CHANGE_TRANSACTION) continue;
        if (change->in_do && ctx->mode != IN_AUTOCOMMIT) continue;
        if (is_torn_off(ctx->file, cursor_span(&cursor, change->at))) continue;
        const char *words = end_words(ctx, &known, change, behind);
        if (words == NULL) continue;
        return str_format(ctx->arena, "held until `%s` in line %u", words,
                          (unsigned)line_of(&cursor))
            .at;
    }
    return NULL;
}

/* Nothing is said of a line right behind the statement at hand. */
static const char *until_goose_commits(const struct rule_ctx *ctx)
{
    const struct statement *all = ctx->file->statements[ctx->direction];
    const struct statement *last = &all[ctx->file->statement_count[ctx->direction] - 1];
    if (last == ctx->statement) return "held until goose commits";
    return str_format(ctx->arena, "held until goose commits, after line %u",
                      (unsigned)last->sent->end_line)
        .at;
}

const char *lock_lasts_since(const struct rule_ctx *ctx, const struct change *taken_by)
{
    const char *words = taken_by != NULL ? ended_by_file(ctx, taken_by) : NULL;
    if (words != NULL) return words;
    switch (ctx->mode) {
    case IN_GOOSE_TRANSACTION:
        return until_goose_commits(ctx);
    case IN_IMPLICIT_TRANSACTION:
        return "held until the whole block has run";
    case IN_USER_TRANSACTION:
        return "held until `COMMIT`";
    case IN_AUTOCOMMIT:
        break;
    }
    const bool in_do = taken_by != NULL && taken_by->in_do;
    return in_do ? "held until the DO block is done" : "held until it is done";
}

const char *lock_lasts(const struct rule_ctx *ctx)
{
    return lock_lasts_since(ctx, ctx->change);
}
