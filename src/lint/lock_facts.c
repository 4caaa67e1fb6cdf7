#include "lint/lock_facts.h"

#include "lint/rule.h"

#include <stdlib.h>

/* Of the held lock by its relation's name. A slot of another transaction is free. */
struct slot {
    uint32_t transaction;
    uint32_t position; /* in `held` */
};

struct lock_facts {
    struct arena *arena;
    const struct catalog *catalog;
    struct lock_settings settings;
    const struct change *changes; /* of the statement at hand */
    struct lock_list *by_change;
    size_t count;
    struct lock_list statement;
    struct held_lock_list held; /* by the transaction */
    uint32_t transaction;
    struct slot *slots; /* open addressing; a power of two, at most half full */
    size_t slot_count;
};

struct lock_facts *lock_facts_new(struct arena *arena, const struct catalog *catalog,
                                  int postgres_version)
{
    enum { FIRST_SLOTS = 64 };
    struct lock_facts *facts = ARENA_NEW(arena, struct lock_facts);
    facts->arena = arena;
    facts->catalog = catalog;
    facts->settings.postgres_version = postgres_version;
    facts->slot_count = FIRST_SLOTS;
    facts->slots = arena_array(arena, FIRST_SLOTS, sizeof *facts->slots);
    return facts;
}

/* -- what is held ------------------------------------------------------------------------------ */

static size_t hash_of(struct name name)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < name.schema.len; i++) {
        hash = (hash ^ (unsigned char)name.schema.at[i]) * 0x100000001b3u;
    }
    for (size_t i = 0; i < name.name.len; i++) {
        hash = (hash ^ (unsigned char)name.name.at[i]) * 0x100000001b3u;
    }
    return (size_t)(hash ^ hash >> 32);
}

/* Where the relation is, or would go. */
static struct slot *slot_of(const struct lock_facts *facts, struct name relation)
{
    size_t mask = facts->slot_count - 1;
    for (size_t at = hash_of(relation) & mask;; at = (at + 1) & mask) {
        struct slot *slot = &facts->slots[at];
        if (slot->transaction != facts->transaction) return slot;
        if (name_equal(facts->held.at[slot->position].lock.relation, relation)) return slot;
    }
}

static void grow(struct lock_facts *facts)
{
    facts->slot_count *= 2;
    facts->slots = arena_array(facts->arena, facts->slot_count, sizeof *facts->slots);
    for (size_t i = 0; i < facts->held.len; i++) {
        struct slot *slot = slot_of(facts, facts->held.at[i].lock.relation);
        *slot = (struct slot){facts->transaction, (uint32_t)i};
    }
}

static void hold(struct lock_facts *facts, const struct rule_ctx *ctx, const struct lock *lock,
                 const struct change *by)
{
    struct held_lock held = {.lock = *lock, .by = by};
    if (ctx->statement != NULL) held.taken = span_of(ctx, by->at);
    struct slot *slot = slot_of(facts, lock->relation);
    if (slot->transaction == facts->transaction) {
        struct held_lock *before = &facts->held.at[slot->position];
        bool created = before->lock.created;
        if (lock->mode > before->lock.mode) *before = held;
        before->lock.created = created;
        return;
    }
    *slot = (struct slot){facts->transaction, (uint32_t)facts->held.len};
    VEC_PUSH(facts->arena, &facts->held, held);
    if (facts->held.len * 2 > facts->slot_count) grow(facts);
}

/* -- the engine's side ------------------------------------------------------------------------- */

/* The session's zone is what the file says, while it holds. */
static void follow_zone(struct lock_facts *facts, const struct change *change)
{
    static const char *const zones[] = {"utc", "etc/utc", "gmt"};
    bool set = change->kind == CHANGE_SET || change->kind == CHANGE_RESET;
    if (!set || (!change->set.all && !str_equal(change->set.variable, STR("timezone")))) return;
    facts->settings.timezone_is_utc = false;
    for (size_t i = 0; i < 3 && change->kind == CHANGE_SET; i++) {
        if (str_equal_ignoring_case(change->set.value, str_from(zones[i]))) {
            facts->settings.timezone_is_utc = true;
        }
    }
}

void lock_facts_begin(struct lock_facts *facts, const struct rule_ctx *ctx)
{
    if (facts->transaction != ctx->transaction) {
        facts->transaction = ctx->transaction;
        facts->held.len = 0;
        if (ctx->transaction == ctx->section_transaction) facts->settings.timezone_is_utc = false;
    }
    facts->changes = ctx->sql->changes;
    facts->count = ctx->sql->change_count;
    facts->by_change = arena_array(facts->arena, facts->count, sizeof *facts->by_change);
    for (size_t i = 0; i < facts->count; i++) {
        facts->by_change[i] = locks_of_change(facts->arena, facts->catalog, &facts->settings,
                                              facts->changes, facts->count, i);
    }
    facts->statement = locks_together(facts->arena, facts->by_change, facts->count);
}

void lock_facts_end(struct lock_facts *facts, const struct rule_ctx *ctx)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct lock_list *locks = &facts->by_change[i];
        for (size_t k = 0; k < locks->len; k++) {
            if (locks->at[k].relation.name.len > 0) {
                hold(facts, ctx, &locks->at[k], &facts->changes[i]);
            }
        }
        follow_zone(facts, &facts->changes[i]);
    }
}

/* -- the rules' side --------------------------------------------------------------------------- */

static const struct lock_facts *facts_of(const struct rule_ctx *ctx)
{
    bool asked = ctx->rule == NULL || ctx->rule->needs_locks; /* no rule: an onlooker */
    if (ctx->lock_facts == NULL || !asked) abort();           /* needs_locks is missing */
    return ctx->lock_facts;
}

struct lock_settings lock_settings_of(const struct rule_ctx *ctx)
{
    return facts_of(ctx)->settings;
}

const struct lock_list *statement_locks(const struct rule_ctx *ctx)
{
    return &facts_of(ctx)->statement;
}

const struct lock_list *change_locks(const struct rule_ctx *ctx, const struct change *change)
{
    const struct lock_facts *facts = facts_of(ctx);
    return &facts->by_change[change - facts->changes];
}

const struct lock *lock_on(const struct lock_list *locks, struct name relation)
{
    for (size_t i = 0; i < locks->len; i++) {
        if (name_equal(locks->at[i].relation, relation)) return &locks->at[i];
    }
    return NULL;
}

const struct lock *target_lock(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *known = NULL;
    struct name name = catalog_resolve(ctx->catalog, OBJ_UNKNOWN, change->table);
    catalog_find(ctx->catalog, OBJ_UNKNOWN, change->table, &known);
    return lock_on(change_locks(ctx, change), known != NULL ? known->name : name);
}

const struct held_lock_list *held_locks(const struct rule_ctx *ctx)
{
    return &facts_of(ctx)->held;
}

const struct held_lock *held_lock_on(const struct rule_ctx *ctx, struct name relation)
{
    const struct lock_facts *facts = facts_of(ctx);
    struct name full = catalog_resolve(ctx->catalog, OBJ_UNKNOWN, relation);
    const struct slot *slot = slot_of(facts, full);
    return slot->transaction == facts->transaction ? &facts->held.at[slot->position] : NULL;
}
