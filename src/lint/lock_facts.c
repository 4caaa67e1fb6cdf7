#include "lint/lock_facts.h"

#include "lint/lock_calls.h"
#include "lint/rule.h"

#include <stdlib.h>

struct lock_facts {
    struct arena arena; /* of what is told of the statement at hand */
    const struct catalog *catalog;
    struct lock_settings settings;
    const struct change *changes; /* of the statement at hand */
    struct lock_list *by_change;
    size_t count;
    struct lock_list statement;
    struct lock_calls *calls; /* NULL: nobody asks what functions do */
    struct held_locks *held;  /* by the transaction */
    uint32_t transaction;
    uint32_t section;  /* its first transaction */
    bool held_already; /* all of it, since the statement before */
};

struct lock_facts *lock_facts_new(struct arena *arena, const struct catalog *catalog,
                                  int postgres_version)
{
    struct lock_facts *facts = ARENA_NEW(arena, struct lock_facts);
    facts->catalog = catalog;
    facts->settings.postgres_version = postgres_version;
    facts->held = held_locks_new(arena);
    return facts;
}

void lock_facts_follow_calls(struct lock_facts *facts, struct arena *arena)
{
    facts->calls = lock_calls_new(arena, facts->catalog);
}

void lock_facts_free(struct lock_facts *facts)
{
    if (facts != NULL) arena_release(&facts->arena);
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

static bool calls_functions(const struct lock_facts *facts, const struct change *change)
{
    return facts->calls != NULL && lock_calls_any(change);
}

/* The statement before was like this one, and wrote rows of a table known to the catalog: it locked
 * the same, and changed nothing that counts. */
static bool repeats(const struct lock_facts *facts, const struct rule_ctx *ctx,
                    const struct change *changes, size_t count)
{
    return count == 1 && facts->count == 1 && facts->section == ctx->section_transaction &&
           locks_alike(facts->changes, changes) && facts->statement.len > 0 &&
           facts->statement.at[0].known != NULL && !calls_functions(facts, changes);
}

void lock_facts_begin(struct lock_facts *facts, const struct rule_ctx *ctx,
                      const struct change *changes, size_t count)
{
    const bool again = repeats(facts, ctx, changes, count);
    facts->held_already = again && facts->transaction == ctx->transaction;
    if (facts->transaction != ctx->transaction) {
        facts->transaction = ctx->transaction;
        held_locks_clear(facts->held);
        if (ctx->transaction == ctx->section_transaction) facts->settings.timezone_is_utc = false;
    }
    facts->section = ctx->section_transaction;
    facts->changes = changes;
    facts->count = count;
    if (facts->calls != NULL) lock_calls_begin(facts->calls);
    if (again) return;
    struct arena *arena = &facts->arena;
    arena_clear(arena);
    facts->by_change = arena_array(arena, facts->count, sizeof *facts->by_change);
    for (size_t i = 0; i < facts->count; i++) {
        facts->by_change[i] = locks_of_change(arena, facts->catalog, &facts->settings,
                                              facts->changes, facts->count, i);
        if (!calls_functions(facts, &changes[i])) continue;
        facts->by_change[i] =
            lock_calls_add(facts->calls, arena, &facts->settings, &changes[i], facts->by_change[i]);
    }
    facts->statement = locks_together(arena, facts->by_change, facts->count);
}

/* What is renamed stays locked. */
static void follow_name(struct lock_facts *facts, const struct change *change)
{
    const struct lock_list *locks = &facts->by_change[change - facts->changes];
    const bool moves = change->kind == CHANGE_SET_SCHEMA;
    if (!moves && change->kind != CHANGE_RENAME_TABLE &&
        change->kind != CHANGE_RENAME_MATERIALIZED_VIEW) {
        return;
    }
    for (size_t i = 0; i < locks->len; i++) {
        struct name name = locks->at[i].relation;
        if (!str_equal(name.name, change->table.name)) continue;
        if (moves) name.schema = change->rename.new_name.schema;
        if (!moves) name.name = change->rename.new_name.name;
        held_locks_rename(facts->held, locks->at[i].relation, name);
        return;
    }
}

static void hold(struct lock_facts *facts, const struct rule_ctx *ctx, const struct change *change)
{
    const struct lock_list *locks = &facts->by_change[change - facts->changes];
    struct held_lock held = {.by = change};
    if (ctx->statement != NULL) {
        held.taken = span_of(ctx, change->at);
        held.statement = span_of(ctx, change->statement_at);
    }
    for (size_t i = 0; i < locks->len; i++) {
        held.lock = locks->at[i];
        held.known_as = held.lock.relation;
        if (held.lock.relation.name.len > 0) held_locks_add(facts->held, &held);
    }
}

void lock_facts_end(struct lock_facts *facts, const struct rule_ctx *ctx)
{
    if (facts->held_already) return;
    for (size_t i = 0; i < facts->count; i++) {
        const struct change *change = &facts->changes[i];
        hold(facts, ctx, change);
        follow_name(facts, change);
        follow_zone(facts, change);
        if (change->kind == CHANGE_TRANSACTION) held_locks_savepoint(facts->held, change);
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

struct str statement_unreadable_call(const struct rule_ctx *ctx)
{
    const struct lock_facts *facts = facts_of(ctx);
    return facts->calls != NULL ? lock_calls_unreadable(facts->calls) : STR("");
}

const struct lock_list *change_locks(const struct rule_ctx *ctx, const struct change *change)
{
    static const struct lock_list none = {0};
    const struct lock_facts *facts = facts_of(ctx);
    const bool at_hand = change >= facts->changes && change < facts->changes + facts->count;
    return at_hand ? &facts->by_change[change - facts->changes] : &none;
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
    return held_locks_all(facts_of(ctx)->held);
}

const struct held_lock *held_lock_on(const struct rule_ctx *ctx, struct name relation)
{
    return held_locks_find(facts_of(ctx)->held,
                           catalog_resolve(ctx->catalog, OBJ_UNKNOWN, relation));
}
