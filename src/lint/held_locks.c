#include "lint/held_locks.h"

#include "base/vec.h"
#include "schema/savepoints.h"

/* Of the held lock by its relation's name. A slot of another round is free. */
struct slot {
    uint32_t round;
    uint32_t position; /* in `all` */
};

/* What an entry was before a savepoint may have to bring it back. */
struct was {
    size_t position;
    struct held_lock lock;
};

struct held_locks {
    struct arena *arena;
    struct held_lock_list all;
    uint32_t round;     /* one for each transaction */
    struct slot *slots; /* open addressing; a power of two, at most half full */
    size_t slot_count;
    VEC(struct was) journal;          /* since the first savepoint */
    struct savepoint_list savepoints; /* marks: lengths of the journal */
};

struct held_locks *held_locks_new(struct arena *arena)
{
    enum { FIRST_SLOTS = 64 };
    struct held_locks *held = ARENA_NEW(arena, struct held_locks);
    held->arena = arena;
    held->round = 1;
    held->slot_count = FIRST_SLOTS;
    held->slots = arena_array(arena, FIRST_SLOTS, sizeof *held->slots);
    return held;
}

void held_locks_clear(struct held_locks *held)
{
    held->round++;
    held->all.len = 0;
    held->journal.len = 0;
    held->savepoints.len = 0;
}

/* -- by name ----------------------------------------------------------------------------------- */

/* Where the relation is, or would go. */
static struct slot *slot_of(const struct held_locks *held, struct name relation)
{
    size_t mask = held->slot_count - 1;
    for (size_t at = (size_t)name_hash(relation) & mask;; at = (at + 1) & mask) {
        struct slot *slot = &held->slots[at];
        if (slot->round != held->round) return slot;
        if (name_equal(held->all.at[slot->position].lock.relation, relation)) return slot;
    }
}

static void grow(struct held_locks *held)
{
    held->slot_count *= 2;
    held->slots = arena_array(held->arena, held->slot_count, sizeof *held->slots);
    for (size_t i = 0; i < held->all.len; i++) {
        struct slot *slot = slot_of(held, held->all.at[i].lock.relation);
        *slot = (struct slot){held->round, (uint32_t)i};
    }
}

const struct held_lock *held_locks_find(const struct held_locks *held, struct name relation)
{
    const struct slot *slot = slot_of(held, relation);
    if (slot->round != held->round) return NULL;
    const struct held_lock *found = &held->all.at[slot->position];
    return found->lock.mode == LOCK_NONE ? NULL : found;
}

const struct held_lock_list *held_locks_all(const struct held_locks *held)
{
    return &held->all;
}

/* -- taken ------------------------------------------------------------------------------------- */

static void remember(struct held_locks *held, size_t position, const struct held_lock *lock)
{
    if (held->savepoints.len == 0) return;
    struct was was = {position, *lock};
    VEC_PUSH(held->arena, &held->journal, was);
}

/* What is added lives as long as its statement, and so do names that the catalog does not have. */
static struct held_lock lasting(struct held_locks *held, const struct held_lock *added)
{
    struct held_lock lasting = *added;
    if (added->lock.known != NULL) return lasting;
    lasting.lock.relation = name_copy(held->arena, added->lock.relation);
    lasting.known_as = name_copy(held->arena, added->known_as);
    return lasting;
}

static void push(struct held_locks *held, struct held_lock added)
{
    struct held_lock nothing = {.lock.relation = added.lock.relation};
    remember(held, held->all.len, &nothing);
    *slot_of(held, added.lock.relation) = (struct slot){held->round, (uint32_t)held->all.len};
    VEC_PUSH(held->arena, &held->all, added);
    if (held->all.len * 2 > held->slot_count) grow(held);
}

void held_locks_add(struct held_locks *held, const struct held_lock *added)
{
    const struct slot *slot = slot_of(held, added->lock.relation);
    if (slot->round != held->round) {
        push(held, lasting(held, added));
        return;
    }
    struct held_lock *before = &held->all.at[slot->position];
    if (added->lock.mode <= before->lock.mode) return;
    const bool created =
        before->lock.mode == LOCK_NONE ? added->lock.created : before->lock.created;
    remember(held, slot->position, before);
    *before = lasting(held, added);
    before->lock.created = created;
}

void held_locks_rename(struct held_locks *held, struct name from, struct name to)
{
    const struct held_lock *found = held_locks_find(held, from);
    if (found == NULL) return;
    struct held_lock renamed = *found;
    renamed.lock.relation = to;
    held_locks_add(held, &renamed);
}

/* -- savepoints -------------------------------------------------------------------------------- */

static void take_back(struct held_locks *held, size_t journal_len)
{
    while (held->journal.len > journal_len) {
        const struct was *was = &held->journal.at[--held->journal.len];
        held->all.at[was->position] = was->lock;
    }
}

void held_locks_savepoint(struct held_locks *held, const struct change *change)
{
    const size_t mark =
        savepoints_follow(held->arena, &held->savepoints, change, held->journal.len);
    if (mark != SIZE_MAX) take_back(held, mark);
    if (held->savepoints.len == 0) held->journal.len = 0;
}
