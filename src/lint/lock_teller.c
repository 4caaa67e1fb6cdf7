/* Which locks of a statement are worth telling, and what is told of each. */
#include "lint/lock_teller.h"

static bool does_work(const struct timeline_lock *lock)
{
    return lock->rewrite || lock->scan || lock->builds_index;
}

static const struct relation *parent_of(const struct relation *relation)
{
    if (relation == NULL) return NULL;
    if (relation->partition_of != NULL) return relation->partition_of;
    return relation->kind == OBJ_TABLE && relation->parents.len > 0 ? relation->parents.at[0]
                                                                    : NULL;
}

/* What the relation is a mere part of: its index, its column's sequence. */
static const struct relation *whole_of(const struct relation *relation)
{
    if (relation == NULL) return NULL;
    if (relation->kind == OBJ_INDEX) return relation->table;
    return relation->kind == OBJ_SEQUENCE ? relation->sequence.owner_table : NULL;
}

static size_t find(const struct lock_list *locks, const struct relation *relation)
{
    for (size_t i = 0; relation != NULL && i < locks->len; i++) {
        if (locks->at[i].known == relation) return i;
    }
    return SIZE_MAX;
}

/* The lock of the same statement beside which this one is not worth a line; SIZE_MAX: none. Whoever
 * reaches a partition goes through its table as a rule, and through the table to an index. */
static size_t covered_by(const struct lock_list *locks, size_t which)
{
    enum { DEEPEST = 16 };
    const struct lock *lock = &locks->at[which];
    size_t covering = SIZE_MAX;
    const struct relation *above = whole_of(lock->known);
    if (above == NULL) above = parent_of(lock->known);
    for (int depth = 0; above != NULL && depth < DEEPEST; depth++) {
        size_t at = find(locks, above);
        if (at != SIZE_MAX && at != which && locks->at[at].mode >= lock->mode) covering = at;
        above = parent_of(above);
    }
    return covering;
}

static bool is_part(const struct relation *relation)
{
    return relation != NULL && (relation->kind == OBJ_INDEX || relation->kind == OBJ_SEQUENCE);
}

static struct timeline_lock plain(const struct rule_ctx *ctx, const struct lock *lock)
{
    const struct name relation = name_copy(ctx->arena, lock->relation);
    struct timeline_lock made = {
        .relation = name_text(ctx->arena, relation),
        .shown = show_name(ctx, relation),
        .kind = lock->kind,
        .mode = lock->mode,
        .standing = lock->created ? STANDING_NEW : standing_of(ctx, lock->relation),
        .partitioned = lock->known != NULL && lock->known->partitioned,
        .rewrite = lock->rewrite,
        .scan = lock->scan,
        .scan_twice = lock->scan_twice,
        .builds_index = lock->builds_index,
        .new_file = lock->new_file,
        .waits_for_snapshots = lock->waits_for_snapshots,
        .uncertain = lock->uncertain,
        .condition = lock->condition,
        .inside = lock->inside.len > 0 ? str_copy(ctx->arena, lock->inside) : STR(""),
        .why = lock->why,
        .source = lock->source,
    };
    /* An index is as much in use as its table, but for the transaction that makes it. */
    bool index = lock->known != NULL && lock->known->kind == OBJ_INDEX;
    if (index && made.standing != STANDING_NEW && lock->known->table != NULL) {
        made.standing = standing_of(ctx, lock->known->table->name);
    }
    return made;
}

/* A part's own work is its table's: an index is built while the table waits. */
static void count_in(struct timeline_lock *into, const struct timeline_lock *lock, bool part)
{
    into->rewrite |= lock->rewrite && !part;
    into->scan |= lock->scan && !part;
    into->scan_twice |= lock->scan_twice && !part;
    into->builds_index |= lock->builds_index;
    into->uncertain |= lock->uncertain;
    if (!part) into->members++;
}

/* -- what an earlier statement holds ----------------------------------------------------------- */

static void look_under(const struct lock_teller *teller, const struct rule_ctx *ctx,
                       struct timeline_lock *lock)
{
    const struct held_lock *held = strongest_held(ctx, false);
    if (held == NULL) return;
    struct timeline_lock *under = ARENA_NEW(teller->arena, struct timeline_lock);
    *under = plain(ctx, &held->lock);
    lock->under = under;
    lock->under_taken = held->statement;
}

static bool is_told(const struct lock_teller *teller, const struct timeline_lock *lock)
{
    if (teller->options->all) return true;
    if (lock->standing != STANDING_LIVE) {
        teller->timeline->new_left++;
        return false;
    }
    if (lock_blocks_writes(lock->mode) && lock->kind != OBJ_TYPE) return true;
    if (does_work(lock) && lock->under != NULL) return true;
    teller->timeline->weak_left++;
    return false;
}

/* An index or sequence that the statement makes: lock_tell_new() asks the catalog for its name.
 * What functions make is not there. */
static bool is_new_part(const struct lock *lock)
{
    return lock->relation.name.len == 0 ||
           (lock->created && lock->inside.len == 0 &&
            (lock->kind == OBJ_INDEX || lock->kind == OBJ_SEQUENCE));
}

void lock_tell(const struct lock_teller *teller, const struct rule_ctx *ctx,
               struct timeline_statement *statement)
{
    const struct lock_list *locks = statement_locks(ctx);
    struct timeline_lock *made = arena_array(ctx->arena, locks->len, sizeof *made);
    size_t *covering = arena_array(ctx->arena, locks->len, sizeof *covering);
    for (size_t i = 0; i < locks->len; i++) {
        made[i] = plain(ctx, &locks->at[i]);
        covering[i] = teller->options->all ? SIZE_MAX : covered_by(locks, i);
    }
    for (size_t i = 0; i < locks->len; i++) {
        if (covering[i] == SIZE_MAX) continue;
        count_in(&made[covering[i]], &made[i], is_part(locks->at[i].known));
    }
    statement->locks = arena_array(ctx->arena, locks->len, sizeof *statement->locks);
    for (size_t i = 0; i < locks->len; i++) {
        if (covering[i] != SIZE_MAX || is_new_part(&locks->at[i])) continue;
        if (does_work(&made[i])) look_under(teller, ctx, &made[i]);
        if (is_told(teller, &made[i])) statement->locks[statement->lock_count++] = made[i];
    }
}

/* -- what the statement has made --------------------------------------------------------------- */

static struct timeline_lock new_part(const struct rule_ctx *ctx, const struct relation *relation)
{
    return (struct timeline_lock){
        .relation = name_text(ctx->arena, relation->name),
        .shown = show_name(ctx, relation->name),
        .kind = relation->kind,
        .mode = LOCK_ACCESS_EXCLUSIVE,
        .standing = STANDING_NEW,
        .condition = relation->state == UNKNOWN ? "if its branch runs" : NULL,
        .why = relation->kind == OBJ_INDEX ? "the index is new" : "the sequence is new",
        .source = "manual, 13.3.1",
    };
}

static bool is_made_now(const struct relation *relation)
{
    return relation->made.transaction != 0 && relation->state != KNOWN_ABSENT &&
           (relation->kind == OBJ_INDEX || relation->kind == OBJ_SEQUENCE);
}

void lock_tell_new(const struct lock_teller *teller, const struct rule_ctx *ctx, size_t before,
                   struct timeline_statement *statement)
{
    const struct relation_list *all = catalog_relations(ctx->catalog);
    VEC(struct timeline_lock)
    locks = {statement->locks, statement->lock_count, statement->lock_count};
    for (size_t i = before; i < all->len; i++) {
        if (!is_made_now(all->at[i])) continue;
        const struct timeline_lock lock = new_part(ctx, all->at[i]);
        if (is_told(teller, &lock)) VEC_PUSH(ctx->arena, &locks, lock);
    }
    statement->locks = locks.at;
    statement->lock_count = locks.len;
}
