#include "lint/lock_in_force.h"

#include "lint/rule.h"

static void strengthen(struct lock_in_force *lock, enum lock_mode mode, struct span taken,
                       const struct change *by)
{
    if (mode > lock->mode) *lock = (struct lock_in_force){mode, taken, by};
}

struct lock_in_force lock_in_force(const struct rule_ctx *ctx, const struct change *change,
                                   struct name relation, enum lock_mode own)
{
    struct lock_in_force lock = {.mode = own};
    const struct held_lock *held = held_lock_on(ctx, relation);
    if (held != NULL) strengthen(&lock, held->lock.mode, held->taken, held->by);
    const struct name full = catalog_resolve(ctx->catalog, OBJ_UNKNOWN, relation);
    const struct lock *strongest = lock_on(statement_locks(ctx), full);
    if (strongest == NULL || strongest->mode <= lock.mode) return lock;
    const size_t count = ctx->sql->change_count;
    for (size_t i = 0; i < count && i < CURSOR_REACH && lock.mode < LOCK_ACCESS_EXCLUSIVE; i++) {
        const struct change *sibling = &ctx->sql->changes[i];
        /* ALTER TABLE locks once, for the strongest of its actions (manual, ALTER TABLE). */
        if (sibling > change && !run_together(sibling, change)) break;
        const struct lock *other = lock_on(change_locks(ctx, sibling), full);
        if (other != NULL) strengthen(&lock, other->mode, span_of(ctx, sibling->at), sibling);
    }
    return lock;
}

/* How strongly a statement elsewhere in the section locks [relation]. */
static enum lock_mode mode_there(const struct rule_ctx *ctx, const struct cursor *there,
                                 struct name relation)
{
    const struct lock_settings settings = lock_settings_of(ctx);
    const struct lock_list locks =
        locks_of_change(ctx->arena, ctx->catalog, &settings, there->change, 1, 0);
    const struct lock *lock = lock_on(&locks, relation);
    return lock == NULL ? LOCK_NONE : lock->mode;
}

static bool one_transaction(const struct rule_ctx *ctx, const struct cursor *there)
{
    return ctx->mode == IN_GOOSE_TRANSACTION || there->statement == ctx->statement;
}

bool taken_by_others(const struct rule_ctx *ctx, const struct change *change, struct name relation,
                     enum lock_mode mode, enum change_kind but)
{
    enum { MOST_ASKED = 8 };
    size_t asked = 0;
    const struct name full = catalog_resolve(ctx->catalog, OBJ_UNKNOWN, relation);
    const struct held_lock *held = held_lock_on(ctx, relation);
    if (held != NULL && held->lock.mode >= mode && held->by->kind != but) return true;
    for (int behind = 0; behind < 2; behind++) {
        struct cursor cursor = behind ? cursor_after(ctx, change) : cursor_before(ctx, change);
        while (cursor_next(&cursor)) {
            if (behind && transaction_end(cursor.change) != NULL) break;
            if (cursor.change->kind == but || !one_transaction(ctx, &cursor)) continue;
            if (!str_equal(cursor.change->table.name, full.name)) continue;
            if (mode_there(ctx, &cursor, full) >= mode) return true;
            if (++asked == MOST_ASKED) return false;
        }
    }
    return false;
}

void label_lock_in_force(const struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct lock_in_force *lock, struct name relation)
{
    label(finding, lock->taken, "takes %s %s lock on `" STR_FMT "`, %s", lock_article(lock->mode),
          lock_mode_name(lock->mode), STR_ARG(show_name(ctx, relation)),
          lock_lasts_since(ctx, lock->by));
}

/* Of an index that is its table: whoever uses it goes through that. */
static struct name relation_of(const struct lock *lock)
{
    const bool part = lock->known != NULL && lock->known->kind == OBJ_INDEX;
    return part && lock->known->table != NULL ? lock->known->table->name : lock->relation;
}

static bool is_news(const struct rule_ctx *ctx, const struct change *change,
                    const struct lock *lock)
{
    const struct name relation = relation_of(lock);
    const struct held_lock *held = held_lock_on(ctx, relation);
    if (held == NULL || held->lock.mode < lock->mode || held->by->kind == change->kind) return true;
    const bool works = lock->rewrite || lock->scan || lock->builds_index;
    return works && has_rows_in_use(ctx, relation);
}

bool locks_are_no_news(const struct rule_ctx *ctx, const struct change *change)
{
    const struct lock_list *locks = statement_locks(ctx);
    bool any = false;
    if (held_locks(ctx)->len == 0) return false;
    for (size_t i = 0; i < locks->len; i++) {
        const struct lock *lock = &locks->at[i];
        if (lock->created || !lock_blocks_writes(lock->mode)) continue;
        if (standing_of(ctx, relation_of(lock)) == STANDING_NEW) continue;
        if (is_news(ctx, change, lock)) return false;
        any = true;
    }
    return any;
}

static bool holds_back(const struct rule_ctx *ctx, const struct held_lock *held,
                       bool unreleased_too)
{
    if (held->lock.mode < LOCK_SHARE || held->lock.created) return false;
    if (held->lock.kind != OBJ_TABLE && held->lock.kind != OBJ_MATERIALIZED_VIEW) return false;
    const enum standing standing = standing_of(ctx, held->lock.relation);
    return standing == STANDING_LIVE || (unreleased_too && standing == STANDING_UNRELEASED);
}

const struct held_lock *strongest_held(const struct rule_ctx *ctx, bool unreleased_too)
{
    const struct held_lock_list *held = held_locks(ctx);
    const struct held_lock *best = NULL;
    const size_t count = held->len < CURSOR_REACH ? held->len : CURSOR_REACH;
    for (size_t i = 0; i < count; i++) {
        if (best != NULL && held->at[i].lock.mode <= best->lock.mode) continue;
        if (holds_back(ctx, &held->at[i], unreleased_too)) best = &held->at[i];
    }
    return best;
}

const char *lock_article(enum lock_mode mode)
{
    return mode == LOCK_EXCLUSIVE || mode == LOCK_ACCESS_EXCLUSIVE ? "an" : "a";
}
