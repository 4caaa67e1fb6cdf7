#include "lint/lock_strongest.h"

#include "base/hash.h"

/* Where the relation is in `slots`, or would go. */
static uint32_t *slot_of(const struct timeline_strongest_list *list, struct str relation)
{
    size_t mask = list->slot_count - 1;
    for (size_t at = (size_t)digest_64(relation) & mask;; at = (at + 1) & mask) {
        uint32_t *slot = &list->slots[at];
        if (*slot == 0) return slot;
        if (str_equal(list->at[*slot - 1].lock.relation, relation)) return slot;
    }
}

static void make_room(struct arena *arena, struct timeline_strongest_list *list)
{
    enum { FIRST_SLOTS = 16 };
    if (list->slot_count > list->len * 2) return;
    list->slot_count = list->slot_count == 0 ? FIRST_SLOTS : list->slot_count * 2;
    list->slots = arena_array(arena, list->slot_count, sizeof *list->slots);
    for (size_t i = 0; i < list->len; i++) {
        *slot_of(list, list->at[i].lock.relation) = (uint32_t)i + 1;
    }
}

/* What was done to a relation stays done, under whichever lock. */
static void merge(struct timeline_strongest *known, const struct timeline_lock *lock,
                  struct span taken)
{
    const struct timeline_lock before = known->lock;
    bool first_in_use = lock->standing == STANDING_LIVE && before.standing != STANDING_LIVE;
    if (lock->mode > before.mode || (lock->mode == before.mode && first_in_use)) {
        known->lock = *lock;
        known->taken = taken;
    }
    if (lock->mode == before.mode && (before.condition == NULL || lock->condition == NULL)) {
        known->lock.condition = NULL;
    }
    struct timeline_lock *now = &known->lock;
    now->rewrite = before.rewrite || lock->rewrite;
    now->scan = before.scan || lock->scan;
    now->scan_twice = before.scan_twice || lock->scan_twice;
    now->builds_index = before.builds_index || lock->builds_index;
    now->new_file = before.new_file || lock->new_file;
    now->waits_for_snapshots = before.waits_for_snapshots || lock->waits_for_snapshots;
    now->uncertain = before.uncertain || lock->uncertain;
    now->members = before.members > lock->members ? before.members : lock->members;
}

static void add(struct arena *arena, struct timeline_strongest_list *list,
                const struct timeline_lock *lock, struct span taken)
{
    make_room(arena, list);
    uint32_t *slot = slot_of(list, lock->relation);
    if (*slot == 0) {
        VEC_PUSH(arena, list, (struct timeline_strongest){*lock, taken});
        *slot = (uint32_t)list->len;
    } else {
        merge(&list->at[*slot - 1], lock, taken);
    }
    if (lock->standing != STANDING_LIVE) return;
    if (list->top == 0 || lock->mode > list->at[list->top - 1].lock.mode) list->top = *slot;
}

void lock_strongest_add(struct arena *arena, struct timeline_strongest_list *list,
                        const struct timeline_statement *statement)
{
    for (size_t i = 0; i < statement->lock_count; i++) {
        add(arena, list, &statement->locks[i], statement->at);
    }
}
