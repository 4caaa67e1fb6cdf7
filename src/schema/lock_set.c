#include "schema/lock_set.h"

#include "base/vec.h"

enum { FEW = 8 };

/* -- one entry for each relation --------------------------------------------------------------- */

/* How much a lock says; the most telling words are kept. */
static int weight(const struct lock *lock)
{
    if (lock->created) return 40;
    if (lock->rewrite) return 30;
    if (lock->scan) return 20;
    return (int)lock->mode;
}

static void merge(struct lock *into, const struct lock *lock)
{
    if (weight(lock) > weight(into)) {
        into->why = lock->why;
        into->source = lock->source;
        into->uncertain = lock->uncertain;
    }
    if (lock->mode >= into->mode) {
        bool sure = lock->mode == into->mode && into->condition == NULL;
        into->condition = sure ? NULL : lock->condition;
        if (lock->mode > into->mode || lock->inside.len == 0) into->inside = lock->inside;
        into->mode = lock->mode;
    }
    into->created |= lock->created;
    into->rewrite |= lock->rewrite;
    into->scan |= lock->scan;
    into->scan_twice |= lock->scan_twice;
    into->builds_index |= lock->builds_index;
    into->new_file |= lock->new_file;
    into->waits_for_snapshots |= lock->waits_for_snapshots;
}

/* -- finding it -------------------------------------------------------------------------------- */

static bool is_same(const struct lock *a, const struct lock *b)
{
    if (a->known != NULL && b->known != NULL) return a->known == b->known;
    return name_equal(a->relation, b->relation);
}

static uint64_t hash_of(const struct lock *lock)
{
    return lock->known != NULL ? lock->known->hash : name_hash(lock->relation);
}

/* Where its relation's position is, or would go. */
static uint32_t *slot_of(const struct lock_set *set, const struct lock *lock)
{
    size_t at = (size_t)hash_of(lock) & (set->slot_count - 1);
    for (;; at = (at + 1) & (set->slot_count - 1)) {
        uint32_t *slot = &set->slots[at];
        if (*slot == 0 || is_same(&set->list.at[*slot - 1], lock)) return slot;
    }
}

static void make_slots(struct lock_set *set)
{
    set->slot_count = set->slot_count == 0 ? (size_t)FEW * 4 : set->slot_count * 2;
    set->slots = arena_array(set->arena, set->slot_count, sizeof *set->slots);
    for (size_t i = 0; i < set->list.len; i++) {
        const struct lock *lock = &set->list.at[i];
        if (lock->relation.name.len > 0) *slot_of(set, lock) = (uint32_t)i + 1;
    }
}

static struct lock *find(const struct lock_set *set, const struct lock *lock)
{
    if (lock->relation.name.len == 0) return NULL;
    if (set->slots != NULL) {
        uint32_t position = *slot_of(set, lock);
        return position == 0 ? NULL : &set->list.at[position - 1];
    }
    for (size_t i = 0; i < set->list.len; i++) {
        if (is_same(&set->list.at[i], lock)) return &set->list.at[i];
    }
    return NULL;
}

bool lock_set_has(const struct lock_set *set, const struct relation *relation)
{
    struct lock lock = {.relation = relation->name, .known = relation};
    const struct lock *found = find(set, &lock);
    return found != NULL && found->known == relation;
}

void lock_set_add(struct lock_set *set, const struct lock *lock)
{
    struct lock *before = find(set, lock);
    if (before != NULL) {
        merge(before, lock);
        return;
    }
    VEC_PUSH(set->arena, &set->list, *lock);
    size_t len = set->list.len;
    if (len > FEW && len * 2 > set->slot_count) {
        make_slots(set);
    } else if (set->slots != NULL && lock->relation.name.len > 0) {
        *slot_of(set, lock) = (uint32_t)len;
    }
}
